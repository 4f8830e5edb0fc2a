import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bareWordingOf, normalise, normalisedText, plainly, plainText, wordingOf } from '../../../rules/normalise';

const text = (original: string) => normalise(original).text;

describe('a normalised message', () => {
  it.each([
    ['width', 'ＡＢＣ１２３', 'abc 123'],
    ['case', 'Where Is MY Order', 'where is my order'],
    ['traditional characters', '請問什麼時候發貨', '请问什么时候发货'],
    ['accents', 'Café', 'cafe'],
    ['punctuation', '你好，在吗？！', '你好在吗'],
    ['spaces in Chinese', '我 的  订单', '我的订单'],
    ['spaces between words', 'where   is\tmy\norder', 'where is my order'],
    ['apostrophes', "don’t / don't", 'dont dont'],
    ['letters beside digits', 'iPhone15 和 iPhone 15', 'iphone 15和iphone 15'],
    ['emoji', '👍🏽好的❤️', '好的'],
    ['emoticons in brackets', '收到[微笑]', '收到'],
    ['emoticons with a slash', '/流泪没收到', '没收到'],
    ['emoticons of 旺旺', '/:087谢谢', '谢谢'],
    ['thousands', '1,000元', '1000元'],
    ['decimals', '3.5元', '3.5元'],
    ['half-width katakana', 'ﾃｽﾄ', 'テスト'],
    ['circled and squared signs', '①㎏', '1 kg'],
  ])('evens out %s: %s', (_, original, expected) => expect(text(original)).toBe(expected));

  it.each([
    ['在吗吗吗？？', '在吗'],
    ['在吗在吗在吗', '在吗'],
    ['谢谢谢谢谢', '谢谢'],
    ['好的呀～', '好的'],
    ['好的呀啊，谢谢哦', '好的，谢谢'],
    ['有货么', '有货吗'],
    ['包邮嘛', '包邮吗'],
    ['收到啦', '收到了'],
    ['好哒', '好的'],
    ['hellooooo', 'hello'],
  ])('takes %s for %s', (longer, plain) => expect(text(longer)).toBe(text(plain)));

  it.each([
    ['发货了吗', '发货了'],
    ['不发货', '发货'],
    ['没收到', '收到'],
    ['货呢', '货'],
    ['颜色/尺寸', '颜色'],
    ['[图片]', ''],
    ['XXXL', 'XXL'],
    ['AAA电池', 'AA电池'],
    ['1000', '100'],
    ['3.5', '35'],
    ['天天', '天'],
    ['什么', '什吗'],
    ['干嘛', '干吗'],
    ['一滴', '一的'],
  ])('does not take %s for %s', (one, other) => expect(text(one)).not.toBe(text(other)));

  it.each([
    ['三件', '3件'],
    ['两份', '2份'],
    ['十二包', '12包'],
    ['二十', '20'],
    ['一百二十块', '120块'],
    ['一百二', '120'],
    ['三千二百零五', '3205'],
    ['三万', '30000'],
    ['十分钟', '10分钟'],
    ['买一送一', '买1送1'],
    ['第一次', '第1次'],
    ['六一八', '618'],
    ['双十一', '双11'],
  ])('counts %s as %s', (chinese, arabic) => expect(text(chinese)).toBe(arabic));

  it.each(['一下', '万一', '一般', '一直', '一起', '一样', '一点', '十分满意', '千万别', '百分百', '两三天', '三四个', '统一', '百度', '三分之一', '选一下', '十'])(
    'leaves %s a word',
    (word) => expect(text(word)).toBe(word),
  );

  it('knows links, addresses and numbers, each as one word', () => {
    const { text: found, entities } = normalise('看 https://item.taobao.com/item.htm?id=1 单号SF1234567890 电话138 0013 8000 邮箱a.b@qq.com 订单 202611240001');
    expect(entities.map(({ kind, start, end }) => [kind, found.slice(start, end)])).toEqual([
      ['url', 'httpsitemtaobaocomitemhtmid1'],
      ['tracking', 'sf1234567890'],
      ['phone', '13800138000'],
      ['email', 'abqqcom'],
      ['number', '202611240001'],
    ]);
  });

  it('takes a price, a date and a size for no order number', () => {
    for (const short of ['3.5元', '2026-11-24', '1280x720', '12345']) expect(normalise(short).entities).toEqual([]);
  });

  it('is empty when nothing was said', () => {
    for (const nothing of ['', '   ', '？！…', '👍👍', '[微笑]/流泪', '\u202e\u200b', '\ud800', '\u0007']) expect(text(nothing)).toBe('');
  });

  it('is still a message when it is particles alone', () => {
    expect(text('哦哦哦')).toBe('哦');
    expect(text('啊？')).toBe('啊');
  });

  it('leads back to the original characters', () => {
    const original = '請問，三十件ＡＢ什麼時候發貨？？';
    const { text: found, start, end } = normalise(original);
    const at = (piece: string) => original.slice(start[found.indexOf(piece)], end[found.indexOf(piece) + piece.length - 1]);
    expect(at('请问')).toBe('請問');
    expect(at('30')).toBe('三十');
    expect(at('ab')).toBe('ＡＢ');
    expect(at('什么时候发货')).toBe('什麼時候發貨');
  });
});

describe('chat spellings', () => {
  it.each([
    ['啥时候发货', '什么时候发货'],
    ['咋退货', '怎么退货'],
    ['木有货', '没有货'],
    ['在哪儿', '在哪里'],
    ['您好', '你好'],
  ])('%s is compared as %s, with particles and without', (spelling, plain) => {
    expect(bareWordingOf(spelling).text).toBe(bareWordingOf(plain).text);
    expect(plainText(spelling)).toBe(plainText(plain));
  });

  it('are told apart where the very wording counts', () => expect(text('您好')).not.toBe(text('你好')));

  it('keep particles only for keywords', () => {
    expect(plainText('好的呀')).toBe('好的呀');
    expect(wordingOf('好的呀').text).toBe('好的');
  });
});

/** Anything at all, and texts like those that customers write. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.array(fc.constantFrom('在吗', '三十', '件', '，', ' ', '吗吗', '呀', '[微笑]', '/流泪', 'Hi', '１２', '3.5', '13800138000', 'https://a.cn/b', '發貨', '啥', '\ud83d', '👍', '.', '1,000'), { maxLength: 20 }).map((parts) => parts.join('')),
);

describe('whatever comes in', () => {
  it('has a map of its own length that never runs back and never leaves the original', () => {
    fc.assert(
      fc.property(anyText, (original) => {
        for (const { text: found, start, end } of [normalise(original), plainly(original), wordingOf(original)]) {
          expect(start.length).toBe(found.length);
          expect(end.length).toBe(found.length);
          for (let at = 0; at < found.length; at++) {
            expect(start[at]).toBeGreaterThanOrEqual(at > 0 ? start[at - 1]! : 0);
            expect(end[at]).toBeGreaterThanOrEqual(Math.max(start[at]!, at > 0 ? end[at - 1]! : 0));
            expect(end[at]).toBeLessThanOrEqual(original.length);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('has a map to characters that read the same by themselves', () => {
    const plain = fc.array(fc.constantFrom('发', '货', '，', 'A', 'ｂ', '時', ' ', '👍', '7', '８'), { maxLength: 30 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(plain, (original) => {
        const { text: found, start, end } = plainly(original);
        for (let at = 0; at < found.length; at++) if (found[at] !== ' ') expect(plainText(original.slice(start[at], end[at]))).toBe(found[at]);
      }),
      { numRuns: 500 },
    );
  });

  it('reads the same with and without the map, and again', () => {
    fc.assert(
      fc.property(anyText, (original) => {
        expect(normalisedText(original)).toBe(normalise(original).text);
        expect(plainText(original)).toBe(plainly(original).text);
        expect(bareWordingOf(original)).toMatchObject({ text: wordingOf(original).text, entities: wordingOf(original).entities });
        expect(normalise(original)).toEqual(normalise(original));
      }),
      { numRuns: 300 },
    );
  });

  it('puts its entities in order, apart, and inside the text', () => {
    fc.assert(
      fc.property(anyText, (original) => {
        const { text: found, entities } = normalise(original);
        let last = 0;
        for (const { start, end } of entities) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          last = end;
        }
        expect(last).toBeLessThanOrEqual(found.length);
      }),
    );
  });
});
