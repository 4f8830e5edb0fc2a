import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { onlyBlanksFilled } from '../../../../rules/learning/learned';
import { literalOf, slotted, wordingSlotted } from '../../../../rules/learning/slots';
import { fillReply } from '../../../../rules/placeholders';
import type { Turn } from '../../../../rules/types';
import { answered, realRows, said } from '../support';
import { bare, chat, secret } from './people';

const textOf = (reply: string, message = '', before: readonly Turn[] = []) => {
  const result = slotted(reply, { message, before });
  return 'text' in result ? result.text : `refused: ${result.refused}`;
};
const filledFor = (text: string, message: string, before: readonly Turn[] = []) =>
  fillReply(text, { now: 0, utcOffsetMinutes: 480, message, conversation: before, settings: {} });

describe('what is one customer’s own in a sent reply', () => {
  it.each([
    ['我的订单号是12345678901', '订单12345678901已发货', '订单{{order}}已发货'],
    ['电话换成13812345678可以吗', '已改成13812345678', '已改成{{message:phone}}'],
    ['张先生，改到江苏省苏州市姑苏区人民路123号5栋301室', '好的，江苏省苏州市姑苏区人民路123号5栋301室', '好的，{{message:address}}'],
    ['12月3号能到吗', '12月3号给您送到', '{{message:date}}给您送到'],
    ['明天下午能发吗', '明天下午给您发', '{{message:date}}给您发'],
    ['我申请了20元退款', '20元已经退了', '{{message:amount}}已经退了'],
    ['《小熊饼干》还有货吗', '《小熊饼干》有货的', '《{{message:product}}》有货的'],
    ['快递单号SF1234567890123到哪了', 'SF1234567890123在路上', '{{message:tracking}}在路上'],
    ['收件人：李四', '李四您好', '{{message:name}}您好'],
  ])('%s → %s: filled from the message', (message, reply, text) => {
    expect(textOf(reply, message)).toBe(text);
    expect(filledFor(text, message)).toMatchObject({ text: reply, missing: 0 });
  });

  it.each([
    ['快递单号YT1234567890123，请查收', '快递单号{{blank:快递单号}}，请查收'],
    ['王女士，已登记', '{{blank:姓名}}，已登记'],
    ['亲爱的小红，好的', '亲爱的{{blank:姓名}}，好的'],
    ['已退23.56元', '已退{{blank:金额}}'],
    ['12月3号给您送到', '{{blank:日期}}给您送到'],
    ['请加微信 abc_12345', '请加微信 {{blank:微信号}}'],
    ['订单号 1234 已取消', '订单号 {{blank:订单号}} 已取消'],
    ['您的链接 https://item.example.com/i?id=528690173109 拍这个', '您的链接 {{blank:链接}} 拍这个'],
    ['Dear John, it ships today', 'Dear {{blank:name}}, it ships today'],
    ['取件码 5-2-1003，请尽快取', '取件码 {{blank:编码}}，请尽快取'],
  ])('%s: asked for where the customer did not say it', (reply, text) => {
    expect(textOf(reply)).toBe(text);
  });

  it.each([
    '满99元包邮，7天无理由，48小时内发货',
    '客服热线400-820-8820，营业时间9:00-22:00',
    '活动到11月11日结束',
    '今天发货，3-5天到',
    '教程在 www.example.com/help',
    '除新疆西藏内蒙古都包邮',
    '亲爱的客户，还有什么可以帮您',
    '一块发给您',
  ])('%s: what is the shop’s rule stays', (reply) => {
    expect(textOf(reply, '在吗')).toBe(reply);
  });

  it('the shop’s rule stays where the customer quotes it', () => {
    expect(textOf('满99元包邮的', '满99元包邮吗')).toBe('满99元包邮的');
  });

  it('is found in the turns before the message', () => {
    const before = [...said('收货电话13812345678'), answered('好的')];
    expect(textOf('13812345678对吗', '改好了吗', before)).toBe('{{message:phone}}对吗');
    expect(filledFor('{{message:phone}}对吗', '改好了吗', before).text).toBe('13812345678对吗');
  });

  it('is left for the agent to choose where the customer named several', () => {
    const message = '13812345678或者13987654321';
    const text = textOf('打13987654321了', message);
    expect(text).toBe('打{{message:phone}}了');
    expect(filledFor(text, message).parts[1]).toMatchObject({ options: ['13812345678', '13987654321'] });
  });

  it('is filled with the value of the next customer, or asked for', () => {
    const text = textOf('已改成13812345678', '电话换成13812345678');
    expect(filledFor(text, '电话是15900001111').text).toBe('已改成15900001111');
    expect(filledFor(text, '电话改了吗').missing).toBe(1);
  });

  it.each([
    ['', 'empty'],
    ['  \n', 'empty'],
    ['13812345678', 'only-personal'],
    ['x'.repeat(10_001), 'too-long'],
    [Array.from({ length: 13 }, (_, at) => `第${at}个单号 SF12345678901${String(at).padStart(2, '0')}`).join('，'), 'too-many'],
  ])('refuses %s', (reply, reason) => {
    expect(textOf(reply)).toBe(`refused: ${reason}`);
  });

  it('never survives, whatever stands around it', () => {
    fc.assert(
      fc.property(chat, secret, chat, chat, (before, value, after, message) => {
        for (const question of [message, `${message} ${value}`]) {
          const result = slotted(before + value + after, { message: question, before: [] });
          if ('text' in result) expect(bare(literalOf(result.text))).not.toContain(bare(value));
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('is put back word for word by filling in the same values', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(chat, secret), { maxLength: 4 }), chat, fc.array(secret, { maxLength: 2 }), (pieces, lead, values) => {
        const sent = pieces.join('').trim();
        const message = [lead, ...values].join('，');
        const result = slotted(sent, { message, before: [] });
        if ('text' in result) expect(onlyBlanksFilled(filledFor(result.text, message).parts, sent)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('of any text at all is put back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        const sent = text.trim();
        const result = slotted(sent, { message: '', before: [] });
        if ('text' in result) expect(onlyBlanksFilled(filledFor(result.text, '').parts, sent)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('the customer’s wording as it is kept', () => {
  const kept = (message: string) => {
    const result = wordingSlotted(message);
    return 'text' in result ? result.text : `refused: ${result.refused}`;
  };

  it('names the kind in place of the value', () => {
    expect(kept('电话改成13812345678，张先生')).toBe('电话改成〔电话号码〕，〔姓名〕');
    expect(kept('where is SF1234567890123')).toBe('where is 〔tracking number〕');
  });

  it('keeps amounts, dates and products, which tell what is asked', () => {
    expect(kept('满99元12月3号能发吗')).toBe('满99元12月3号能发吗');
  });

  it.each([
    ['', 'empty'],
    ['👍👍', 'no-words'],
    ['？！', 'no-words'],
    ['问'.repeat(2_001), 'too-long'],
  ])('refuses %s', (message, reason) => {
    expect(kept(message)).toBe(`refused: ${reason}`);
  });

  it('holds nothing of anybody, and does not change when it is kept again', () => {
    fc.assert(
      fc.property(chat, secret, chat, (before, value, after) => {
        const result = wordingSlotted(before + value + after);
        if (!('text' in result)) return;
        expect(bare(result.text)).not.toContain(bare(value));
        expect(kept(result.text)).toBe(result.text);
      }),
      { numRuns: 2_000 },
    );
  });
});

interface Talk {
  turns: Turn[];
}

describe.each(['ecd-dialogues.dev.jsonl', 'jddc2019-dialogues.dev.jsonl'])('over %s (skipped where it is missing)', (file) => {
  const talks = realRows<Talk>(file);

  it.skipIf(!talks)('no long number and no e-mail address is kept of any turn', () => {
    for (const { turns } of talks!) {
      turns.forEach(({ role, text }, at) => {
        const question = { message: turns[at - 1]?.text ?? '', before: turns.slice(0, Math.max(0, at - 1)) };
        const result = role === 'agent' ? slotted(text, question) : wordingSlotted(text);
        if (!('text' in result)) return;
        expect(result.text.normalize('NFKC').replace(/[48]00\d{7}/g, '')).not.toMatch(/\d{7}|\S@\S+\.\S/);
        if (role === 'agent') expect(onlyBlanksFilled(filledFor(result.text, question.message, question.before).parts, text.trim())).toBe(true);
      });
    }
  });

  it.skipIf(!talks)('nearly every reply is kept', () => {
    const replies = talks!.flatMap(({ turns }) => turns.filter(({ role }) => role === 'agent'));
    const refused = replies.filter(({ text }) => 'refused' in slotted(text, { message: '', before: [] }));
    expect(refused.length / replies.length).toBeLessThan(0.02);
  });
});
