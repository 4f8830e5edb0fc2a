import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Masker } from '../../../../main/model/masking';
import { bare, cardNumber, chat, idNumber, secret } from '../../rules/learning/people';

/** What people say around what is theirs; the recognisers know these by their words. */
const digits = (length: number) => fc.stringMatching(new RegExp(`^[1-9][0-9]{${length - 1}}$`));
const said = fc.oneof(
  digits(8).map((number) => ({ text: `我的QQ号是${number}`, value: number })),
  fc.stringMatching(/^[j-u]{4,8}_[0-9]{3,5}$/).map((id) => ({ text: `加微信${id}`, value: id })),
  digits(6).map((code) => ({ text: `取件码：${code}`, value: code })),
  digits(14).map((number) => ({ text: `订单号：${number}`, value: number })),
  digits(15).map((number) => ({ text: `快递单号 ${number}`, value: number })),
  fc.constantFrom('王小明', '欧阳娜娜', '李娟').map((name) => ({ text: `收件人：${name}`, value: name })),
  fc.constantFrom('张先生', '陈女士').map((name) => ({ text: `${name}，`, value: name })),
  fc.stringMatching(/^[A-Za-z0-9]{20,30}$/).map((token) => ({ text: `https://m.example.com/o?token=${token}`, value: token })),
  idNumber.map((number) => ({ text: `身份证${number}`, value: number })),
  cardNumber.map((number) => ({ text: `卡号 ${number}`, value: number })),
);

/** What somebody may write who knows our masks, or whose chat program writes brackets. */
const trap = fc.constantFrom('〔PHONE1〕', '【phone 1】', '[NAME2]', '<ADDRESS1>', '〔', '〕', '〔金额〕', '〔〔PHONE1〕〕', '[', '【PHONE', '\ufffd', '〔NAME1b〕', 'PHONE1');

const message = fc.array(fc.oneof(chat, secret, said.map(({ text }) => text), trap), { maxLength: 6 }).map((pieces) => pieces.join(''));

/** A text in pieces, cut anywhere, also within characters. */
function inPieces(text: string, cuts: readonly number[]): string[] {
  const at = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((a, b) => a - b);
  return [0, ...at].map((start, index) => text.slice(start, at[index] ?? text.length));
}

function restored(masker: Masker, pieces: readonly string[]): string {
  const restorer = masker.restorer();
  return pieces.map((piece) => restorer.push(piece)).join('') + restorer.end();
}

describe('masking', () => {
  it('lets nothing pass that the generators make, whatever stands around it', () => {
    fc.assert(
      fc.property(chat, secret, chat, (before, value, after) => {
        const masked = new Masker().mask(before + value + after);
        expect(bare(masked)).not.toContain(bare(value));
        expect(masked).toMatch(/〔[A-Z]+\d+〕/);
        // Not even a good part of it.
        expect(bare(masked.replace(/〔[^〔〕]*〕/g, 'x'))).not.toMatch(/\d{7}/);
      }),
      { numRuns: 3_000 },
    );
  });

  it('lets nothing pass that is known by the words around it', () => {
    fc.assert(
      fc.property(said, ({ text, value }) => {
        expect(new Masker().mask(text)).not.toContain(value);
      }),
      { numRuns: 2_000 },
    );
  });

  it('gives the same text back, whatever pieces it comes in', () => {
    fc.assert(
      fc.property(message, fc.array(fc.nat(), { maxLength: 12 }), (text, cuts) => {
        const masker = new Masker();
        masker.learn([text]);
        const masked = masker.mask(text);
        expect(restored(masker, inPieces(masked, cuts))).toBe(text);
        expect(restored(masker, masked.split(''))).toBe(text);
      }),
      { numRuns: 3_000 },
    );
  });

  it('gives the same value the same mask throughout a conversation, also where only one text says what it is', () => {
    fc.assert(
      fc.property(said, message, ({ text, value }, other) => {
        // What is only personal as a part of a link is not known by itself.
        fc.pre(!text.startsWith('http'));
        const masker = new Masker();
        const texts = [`您好${value}您看下`, other, text];
        masker.learn(texts);
        const masked = texts.map((one) => masker.mask(one));
        const [, mask] = /您好(.*)您看下/s.exec(masked[0]!)!;
        expect(mask).toMatch(/^〔[A-Z]+\d+〕$/);
        expect(masked[2]).toContain(mask);
        expect(texts.map((one) => masker.mask(one))).toEqual(masked);
      }),
      { numRuns: 1_000 },
    );
  });

  it('knows a number in another dress as the same', () => {
    const masker = new Masker();
    expect(masker.mask('13812345678')).toBe('〔PHONE1〕');
    expect(masker.mask('138 1234 5678')).toBe('〔PHONE1b〕');
    expect(masker.mask('１３８１２３４５６７８')).toBe('〔PHONE1c〕');
    expect(masker.mask('13812345679')).toBe('〔PHONE2〕');
    expect(restored(masker, ['〔PHONE1b〕'])).toBe('138 1234 5678');
  });

  it('keeps what the shop says of itself: amounts, days, its hotline, its pages', () => {
    const masker = new Masker();
    for (const text of ['满99元包邮，48小时内发货', '明天下午发', '客服热线400-800-1234', '看 www.example.com/help', '《鸡胸肉》10包']) expect(masker.mask(text)).toBe(text);
  });

  it('leaves the blanks of a reply readable, so that the model can leave them open, too', () => {
    const masker = new Masker();
    expect(masker.maskReply('退您〔\u2063金额〕，电话13812345678')).toBe('退您〔金额〕，电话〔PHONE1〕');
  });

  it('takes a huge and hostile text in good time', () => {
    const begin = performance.now();
    for (const piece of ['〔', '[PHONE', '1', '138', 'a@', '地址：', '\u2063', '张先生']) new Masker().mask(piece.repeat(Math.floor(20_000 / piece.length)));
    // Not a timing of ours: a quadratic look would take minutes.
    expect(performance.now() - begin).toBeLessThan(20_000);
  });
});

describe('restoring', () => {
  const masker = new Masker();
  masker.mask('王小明的电话13812345678，收件人：王小明');

  it('knows a mask also in the small changes that models make to it', () => {
    for (const written of ['〔PHONE1〕', '【PHONE1】', '[phone1]', '〔 PHONE 1 〕', '<PHONE_1>', '［PHONE-1］']) expect(restored(masker, [`打${written}`])).toBe('打13812345678');
  });

  it('shows a mask that the model made up as a blank', () => {
    expect(restored(masker, ['打〔PHONE7〕或【NAME 12】'])).toBe('打〔\u2063…〕或〔\u2063…〕');
  });

  it('makes a blank with a name of what the model leaves open', () => {
    expect(restored(masker, ['预计〔发货', '时间〕发出'])).toBe('预计〔\u2063发货时间〕发出');
  });

  it('holds back only what may become a mask', () => {
    const restorer = masker.restorer();
    expect(restorer.push('打〔PH')).toBe('打');
    expect(restorer.push('ONE1')).toBe('');
    expect(restorer.push('〕吧[')).toBe('13812345678吧');
    expect(restorer.push('好')).toBe('[好');
    expect(restorer.push('的〔')).toBe('的');
    expect(restorer.end()).toBe('〔');
  });

  it('does not wait for ever for a bracket to close', () => {
    const restorer = masker.restorer();
    expect(restorer.push(`〔${'长'.repeat(41)}`)).toBe(`〔${'长'.repeat(41)}`);
  });

  it('keeps a value that holds brackets of its own as it was', () => {
    const own = new Masker();
    const text = '备注〔加急〕【PHONE1】';
    expect(restored(own, [own.mask(text)])).toBe(text);
  });
});
