import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blankMark, escapeReply, fillReply, findBlanks, findOrders, parseReply, withoutMarks, type FillContext } from '../../../rules/placeholders';
import { fastest } from './support';

/** Thursday, 26 November 2026, 15:05 in China. */
const NOW = Date.UTC(2026, 10, 26, 7, 5);

function at(hour: number, minute = 0, day = 26): number {
  return Date.UTC(2026, 10, day, hour - 8, minute);
}

function context(change: Partial<FillContext> = {}): FillContext {
  return { now: NOW, utcOffsetMinutes: 480, message: '', conversation: [], settings: {}, ...change };
}

/** The filled text as a person sees it: without the invisible sign of blanks. */
function fill(text: string, change: Partial<FillContext> = {}): string {
  return withoutMarks(fillReply(text, context(change)).text);
}

describe('values', () => {
  it('puts in the names of the customer, the agent and the shop', () => {
    const values = { customer: '小王', settings: { agent: '阿青', shop: '小鹿零食铺' } };
    expect(fill('{{customer}}您好，我是{{shop}}的{{ agent }}', values)).toBe('小王您好，我是小鹿零食铺的阿青');
  });

  it('marks a value that is missing as a blank named in the language of the reply', () => {
    expect(fill('{{customer}}您好')).toBe('〔客户称呼〕您好');
    expect(fill('Hello {{customer}}, your order {{order}} is here')).toBe('Hello 〔customer name〕, your order 〔order number〕 is here');
  });

  it('treats an empty value like a missing one', () => {
    expect(fillReply('我是{{agent}}', context({ settings: { agent: '  ' } })).missing).toBe(1);
  });

  it('makes a blank of a name that nobody knows', () => {
    expect(fillReply('退您{{金额}}元', context())).toMatchObject({
      parts: [{ kind: 'text', text: '退您' }, { kind: 'blank', name: '金额' }, { kind: 'text', text: '元' }],
      missing: 1,
    });
  });

  it('does not take an inherited property of an object for a value', () => {
    const captures = { numbered: [], named: {} };
    expect(fill('x {{constructor}} {{__proto__}} {{toString}}', { captures })).toBe('x 〔constructor〕 〔__proto__〕 〔toString〕');
  });

  it('puts in numbered and named captures, and a blank for a group that did not match', () => {
    const captures = { numbered: ['要三件红色', '三', null], named: { colour: '红色' } };
    expect(fill('{{1}}件{{colour}}，{{2}}', { captures })).toBe('三件红色，〔内容2〕');
  });

  it('prefers a named capture to the value of the same name', () => {
    const captures = { numbered: [], named: { customer: '老李' } };
    expect(fill('{{customer}}您好', { captures, customer: '小王' })).toBe('老李您好');
  });

  it('leaves a blank rather than put a whole essay into a sentence', () => {
    expect(fill('关于{{0}}', { captures: { numbered: ['啊'.repeat(501)], named: {} } })).toBe('关于〔内容0〕');
  });
});

describe('greetings and dates', () => {
  it.each([
    [5, 0, '早上好', 'Good morning'],
    [9, 0, '上午好', 'Good morning'],
    [11, 29, '上午好', 'Good morning'],
    [11, 30, '中午好', 'Good morning'],
    [12, 0, '中午好', 'Good afternoon'],
    [13, 30, '下午好', 'Good afternoon'],
    [18, 0, '晚上好', 'Good evening'],
    [23, 59, '晚上好', 'Good evening'],
    [4, 59, '晚上好', 'Good evening'],
  ])('greets at %i:%i with %s or %s', (hour, minute, zh, en) => {
    expect(fill('{{greeting}}，在的', { now: at(hour, minute) })).toBe(`${zh}，在的`);
    expect(fill('{{greeting}}, I am here', { now: at(hour, minute) })).toBe(`${en}, I am here`);
  });

  it('writes dates in the language of the reply', () => {
    expect(fill('今天{{date}}，后天{{date+2}}，昨天{{date-1}}，下周{{date+1w}}')).toBe('今天11月26日，后天11月28日，昨天11月25日，下周12月3日');
    expect(fill('Today {{date}}, then {{date+10}}')).toBe('Today Nov 26, then Dec 6');
  });

  it('writes weekdays', () => {
    expect(fill('今天是{{weekday}}，明天是{{weekday+1}}，四天后是{{weekday+4}}')).toBe('今天是星期四，明天是星期五，四天后是星期一');
    expect(fill('We reply on {{weekday+1}}')).toBe('We reply on Friday');
  });

  it('writes times of day, and says the day when it is another one', () => {
    expect(fill('现在{{time}}，请在{{time+30m}}前付款')).toBe('现在15:05，请在15:35前付款');
    expect(fill('请在{{time+2h}}前付款', { now: at(23, 10) })).toBe('请在明天01:10前付款');
    expect(fill('Please pay by {{time+2h}}')).toBe('Please pay by 5:05 pm');
    expect(fill('Please pay by {{time+2h}}', { now: at(23, 10) })).toBe('Please pay by 1:10 am tomorrow');
    expect(fill('The offer ends at {{time+72h}}')).toBe('The offer ends at 3:05 pm on Nov 29');
  });

  it('reckons with the offset from UTC', () => {
    expect(fill('{{date}}吧', { now: Date.UTC(2026, 11, 31, 16, 0) })).toBe('1月1日吧');
    expect(fill('on {{date}} {{time}}', { now: Date.UTC(2027, 0, 1, 0, 0), utcOffsetMinutes: -300 })).toBe('on Dec 31 7:00 pm');
  });

  it('uses the language of the settings when the reply has no words of its own', () => {
    expect(fill('{{greeting}}')).toBe('下午好');
    expect(fill('{{greeting}}', { settings: { language: 'en' } })).toBe('Good afternoon');
  });

  it('makes a blank of arithmetic that it cannot do', () => {
    for (const wrong of ['date+soon', 'date+99999', 'time+30', 'weekday+1m', 'date+']) {
      expect(fill(`在{{${wrong}}}`)).toBe(`在〔${wrong}〕`);
    }
  });

  it('makes a blank when the clock gives no usable time', () => {
    expect(fillReply('{{date}} {{time}} {{weekday}} {{greeting}}', context({ now: NaN })).missing).toBe(4);
  });
});

describe('blanks and choices', () => {
  it('shows a blank by its mark and counts it', () => {
    const filled = fillReply('退您{{blank:金额}}元，{{blank: 几 }}天到账', context());
    expect(filled.text).toBe(`退您${blankMark('金额')}元，${blankMark('几')}天到账`);
    expect(filled.missing).toBe(2);
  });

  it('offers the options of a choice', () => {
    expect(fillReply('用{{choice:微信| 支付宝 |银行卡}}付', context()).parts[1]).toEqual({
      kind: 'blank',
      name: '微信|支付宝|银行卡',
      options: ['微信', '支付宝', '银行卡'],
    });
  });

  it('takes a choice of one as it is', () => {
    expect(fillReply('用{{choice:微信}}付', context())).toMatchObject({ text: '用微信付', missing: 0 });
  });

  it('understands the full-width signs of a Chinese keyboard', () => {
    expect(fill('{{blank：金额}}，{{choice：红｜蓝}}，{{date＋2}}')).toBe('〔金额〕，〔红|蓝〕，11月28日');
  });

  it('finds the blanks that an edited text still holds', () => {
    const { text } = fillReply('退您{{blank:金额}}元，{{choice:今天|明天}}到', context());
    expect(findBlanks(text).map(({ name, options, start, end }) => [name, options, withoutMarks(text.slice(start, end))])).toEqual([
      ['金额', undefined, '〔金额〕'],
      ['今天|明天', ['今天', '明天'], '〔今天|明天〕'],
    ]);
    expect(findBlanks(text.replace(blankMark('金额'), '15'))).toHaveLength(1);
  });

  it('leaves brackets that the shop writes itself alone', () => {
    expect(findBlanks('〔小鹿零食铺〕欢迎您')).toEqual([]);
    expect(fillReply('〔小鹿零食铺〕欢迎您', context())).toEqual({
      parts: [{ kind: 'text', text: '〔小鹿零食铺〕欢迎您' }],
      text: '〔小鹿零食铺〕欢迎您',
      missing: 0,
    });
  });

  it('finds a mark that lost its invisible sign when the names of the blanks are known', () => {
    expect(findBlanks('退您〔金额〕元，〔本店〕', ['金额'])).toEqual([{ kind: 'blank', name: '金额', start: 2, end: 6 }]);
  });

  it('still finds a mark that was half deleted', () => {
    const half = blankMark('金额').slice(0, -1);
    expect(findBlanks(`退您${half}元`)).toMatchObject([{ name: '…', start: 2 }]);
  });

  it('reads a text with marks in it as a reply with the same blanks', () => {
    const once = fillReply('退您{{blank:金额}}元，{{choice:今天|明天}}到', context());
    expect(fillReply(once.text, context())).toEqual(once);
  });

  it('lets nothing in a name break out of its mark', () => {
    expect(findBlanks(blankMark('a〕b〔c\n{{d}}'))).toMatchObject([{ name: 'a b c d' }]);
    expect(findBlanks(blankMark(' '))).toMatchObject([{ name: '…' }]);
  });
});

describe('what is written wrongly', () => {
  it('makes a blank of a placeholder that is not closed, and keeps the rest of the reply', () => {
    expect(fill('您好{{customer，您的订单{{order}}到了')).toBe('您好〔customer〕，您的订单〔订单号〕到了');
    expect(parseReply('{{date')).toMatchObject([{ kind: 'broken', problem: 'unclosed', name: 'date' }]);
    expect(fill('价格{{')).toBe('价格〔…〕');
  });

  it('makes a blank of a placeholder with nothing in it', () => {
    for (const empty of ['{{}}', '{{  }}', '{{blank:}}', '{{choice: | }}']) expect(fill(`在${empty}`)).toBe('在〔…〕');
  });

  it('writes literal braces for four', () => {
    expect(fill('写成{{{{name}}')).toBe('写成{{name}}');
    expect(fill('写成{{{{{{agent}}}}', { settings: { agent: '阿青' } })).toBe('写成{{阿青}}');
    expect(fill('{{{choice:{x}}')).toBe('{x');
    expect(fill('a {b} {{{agent}}}', { settings: { agent: 'Mia' } })).toBe('a {b} {Mia}');
  });

  it('tells where each part stands', () => {
    const text = 'a {{x}} {{{{ {{date+1}} {{choice:1|2}}{{oops';
    const parts = parseReply(text);
    expect(parts.map((part) => text.slice(part.start, part.end))).toEqual(['a ', '{{x}}', ' {{{{ ', '{{date+1}}', ' ', '{{choice:1|2}}', '{{oops']);
  });
});

describe('order numbers', () => {
  const order = (message: string, ...before: string[]) => findOrders(message, before.map((text) => ({ role: 'customer', text })));

  it('finds the number beside the word for order', () => {
    expect(order('订单号：3847561029384756102 什么时候发')).toEqual(['3847561029384756102']);
    expect(order('我的单号12345678')).toEqual(['12345678']);
    expect(order('１２３４５６７８９０１２这个订单')).toEqual(['123456789012']);
    expect(order('where is my order #114-3941689-8772232?')).toEqual(['114-3941689-8772232']);
    expect(order('98765432109 is my order number')).toEqual(['98765432109']);
  });

  it('finds a number that stands alone', () => {
    expect(order('3847561029384756102')).toEqual(['3847561029384756102']);
  });

  it('looks in the conversation, newest first, and in the message before it', () => {
    expect(order('发了吗', '订单1111111111', '订单2222222222', '在吗')).toEqual(['2222222222']);
    expect(order('订单3333333333', '订单2222222222')).toEqual(['3333333333']);
  });

  it('takes a number from the agent only when it is called an order', () => {
    expect(findOrders('好', [{ role: 'agent', text: '您的订单4444444444已发出' }])).toEqual(['4444444444']);
    expect(findOrders('好', [{ role: 'agent', text: '4444444444' }])).toEqual([]);
  });

  it.each([
    '快递单号 773012345678901',
    '手机13812345678',
    '13812345678',
    '138-1234-5678',
    '2026-11-24 收到的',
    '20261124',
    '110101199003078515',
    '卡号6222021234567890123',
    'tracking number 9400111899223197428490',
    'call +441632960960',
    'SF1234567890123',
    '1234567',
    '订单1234567890123456789012345',
    '12345678.50',
  ])('does not take %s for an order', (message) => {
    expect(order(message)).toEqual([]);
  });

  it('takes a telephone-like number when it is called an order', () => {
    expect(order('订单号13812345678')).toEqual(['13812345678']);
  });

  it('lets the agent choose between two', () => {
    expect(fillReply('订单{{order}}已发', context({ message: '订单1111111111和订单2222222222' })).parts[1]).toEqual({
      kind: 'blank',
      name: '1111111111|2222222222',
      options: ['1111111111', '2222222222'],
    });
  });
});

describe('whatever comes in', () => {
  const SIGN = '\u2063';
  const words = ['{{', '}}', '{', '}', '{{{{', 'date', 'choice:', 'blank:', '|', '+1', '〔', '〕', SIGN, '\n', '订单', '12345678', 'a', ' ', '\ud800', '😀'];
  const soup = fc.oneof(fc.array(fc.constantFrom(...words), { maxLength: 30 }).map((list) => list.join('')), fc.string({ unit: 'binary' }));
  const plain = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('{{') && !text.includes(SIGN));
  const anyContext = fc.record({
    now: fc.oneof(fc.double(), fc.integer()),
    utcOffsetMinutes: fc.oneof(fc.double(), fc.integer({ min: -840, max: 840 })),
    message: soup,
    conversation: fc.array(fc.record({ role: fc.constantFrom('customer' as const, 'agent' as const), text: soup }), { maxLength: 4 }),
    customer: fc.option(soup, { nil: undefined }),
    captures: fc.option(fc.record({ numbered: fc.array(fc.option(soup), { maxLength: 3 }), named: fc.dictionary(fc.string(), soup) }), { nil: undefined }),
    settings: fc.record({ agent: fc.option(soup, { nil: undefined }), shop: fc.option(soup, { nil: undefined }) }),
  });

  it('never throws, and shows as many marks as it counts blanks', () => {
    fc.assert(
      fc.property(soup, anyContext, (text, values) => {
        const filled = fillReply(text, values);
        expect(filled.missing).toBe(findBlanks(filled.text).length);
        expect(findBlanks(filled.text).map(({ name }) => name)).toEqual(filled.parts.flatMap((part) => (part.kind === 'blank' ? [part.name] : [])));
      }),
      { numRuns: 2_000 },
    );
  });

  it('never leaves "{{" of a placeholder behind', () => {
    fc.assert(
      fc.property(soup, (text) => {
        fc.pre(!text.includes('{{{{'));
        expect(fillReply(text, context()).text).not.toContain('{{');
      }),
      { numRuns: 2_000 },
    );
  });

  it('leaves a text without placeholders unchanged', () => {
    fc.assert(
      fc.property(plain, (text) => {
        expect(fillReply(text, context()).text).toBe(text);
      }),
    );
  });

  it('fills an escaped text to just that text', () => {
    fc.assert(
      fc.property(soup, (text) => {
        expect(fillReply(escapeReply(text), context()).text).toBe(withoutMarks(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it('does not expand placeholders in values', () => {
    const evil = fc.constantFrom('{{agent}}', '{{order}} {{date}}', '{{{{', '}}{{shop}}', '{{blank:x}}', '{{');
    fc.assert(
      fc.property(evil, evil, (customer, capture) => {
        const captures = { numbered: [capture], named: {} };
        const filled = fillReply('您好{{customer}}，{{0}}。', context({ customer, captures, settings: { agent: '阿青', shop: '店' } }));
        expect(filled.text).toBe(`您好${customer}，${capture}。`);
        expect(filled.missing).toBe(0);
      }),
    );
  });

  it('takes no mark of a blank from a value', () => {
    const { text } = fillReply('您好{{customer}}', context({ customer: blankMark('密码') }));
    expect(findBlanks(text)).toEqual([]);
  });

  it('keeps every character of the reply in some part', () => {
    fc.assert(
      fc.property(soup, (text) => {
        expect(parseReply(text).map((part) => text.slice(part.start, part.end)).join('')).toBe(text);
      }),
      { numRuns: 2_000 },
    );
  });

  it('fills the longest and nastiest replies in under 50 ms', () => {
    for (const piece of ['{{', '{{a', '{', '〔', `〔${SIGN}`, '{{choice:', '{{blank:a|', '1-', '12345678 ', '订单']) {
      const text = piece.repeat(20_000 / piece.length);
      const both = () => {
        fillReply(text, context());
        findOrders(text, []);
      };
      expect(fastest(50, both)).toBeLessThan(50);
    }
  });
});
