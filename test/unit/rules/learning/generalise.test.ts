import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generalise } from '../../../../rules/learning/generalise';
import { Engine } from '../../../../rules/engine';
import { normalisedText } from '../../../../rules/normalise';
import { KeywordsTrigger } from '../../../../rules/types';
import { context, keywords, realRows } from '../support';

/** Which of the texts the engine offers a rule with this trigger for, however unsure it is. */
function found(trigger: object, texts: readonly string[]): string[] {
  const engine = new Engine();
  engine.add(keywords(trigger as Record<string, unknown>, { id: 'rule' }));
  return texts.filter((text) => engine.suggest(text, context(), { silentBelow: 0, closeCall: 0 }).list.length > 0);
}

const triggerOf = (examples: string[], others: string[]) => generalise(examples, others)?.trigger;

describe('wordings in common', () => {
  it('give one keyword where one is enough', () => {
    expect(triggerOf(['发票怎么开', '可以开发票吗', '我要发票'], ['怎么退货', '可以便宜吗'])).toMatchObject({ all: ['发票'], any: [] });
    expect(triggerOf(['where is my refund', 'refund not here yet', 'I want a refund'], ['where is my parcel'])).toMatchObject({ all: ['refund'] });
  });

  it('give two where neither alone is enough', () => {
    expect(triggerOf(['地址可以修改吗', '修改一下收货地址', '想修改地址'], ['地址在哪里', '可以修改价格吗', '你们地址'])).toMatchObject({ all: ['修改', '地址'], ordered: false });
  });

  it('give two in their order where others have them the other way round', () => {
    const trigger = triggerOf(['先发货再付款', '发货了才付款', '可以发货后付款吗'], ['付款了发货吗', '付款多久发货', '发货', '付款']);
    expect(trigger).toMatchObject({ all: ['发货', '付款'], ordered: true });
  });

  it('give one of several where none is shared by all', () => {
    const trigger = triggerOf(['退货怎么弄', '我要退货', '退款流程', '申请退款'], ['什么时候发货', '货到了']);
    expect(trigger).toMatchObject({ all: [], any: expect.arrayContaining(['退货', '退款']) });
  });

  it('say what they say, with how many they were made of', () => {
    const { inWords } = generalise(['发票怎么开', '可以开发票吗', '我要发票'], ['怎么退货', '可以便宜吗'])!;
    expect(inWords).toEqual({ all: ['发票'], any: [], ordered: false, examples: 3, others: 2 });
  });

  it.each([
    ['two wordings', ['发票怎么开', '可以开发票吗'], []],
    ['the same wording three times', ['发票怎么开', '发票怎么开？', '发票 怎么开'], []],
    ['greetings and function words', ['你好在吗', '您好请问在吗', '在吗你好呀'], []],
    ['wordings of which another rule has one', ['发票怎么开', '可以开发票吗', '我要发票'], ['我要发票']],
    ['wordings with nothing in common', ['发票怎么开', '什么颜色', '几天到'], []],
    ['nothing', [], []],
    ['emoji', ['👍', '😀', '🙏'], []],
    ['numbers of customers', ['〔订单号〕', '〔电话号码〕', '〔订单号〕〔订单号〕'], []],
  ])('%s give nothing', (_, examples, others) => {
    expect(generalise(examples, others)).toBeNull();
  });

  it('never make a keyword of the name of a kind', () => {
    const trigger = triggerOf(['〔订单号〕退款进度', '〔订单号〕退款呢', '〔电话号码〕退款'], ['〔订单号〕到哪了']);
    expect(JSON.stringify(trigger)).not.toMatch(/订单|电话|号码/);
  });

  it('match all examples and none of the others, the same each time', () => {
    const word = fc.constantFrom('退款', '发货', '发票', '地址', '改', '什么时候', '怎么', '吗', '颜色', '红', '不', '没有', '，', 'size ', 'refund ', '3天', '包邮');
    const wording = fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => words.join(''));
    let some = 0;
    fc.assert(
      fc.property(word, fc.array(fc.tuple(wording, wording), { minLength: 3, maxLength: 8 }), fc.array(wording, { maxLength: 12 }), (shared, around, others) => {
        const examples = around.map(([before, after]) => before + shared + after);
        const result = generalise(examples, others);
        expect(generalise(examples, others)).toEqual(result);
        if (!result) return;
        some++;
        expect(KeywordsTrigger.parse(result.trigger)).toEqual(result.trigger);
        expect(found(result.trigger, examples)).toEqual(examples.filter((example) => normalisedText(example) !== ''));
        expect(found(result.trigger, others)).toEqual([]);
      }),
      { numRuns: 1_500 },
    );
    expect(some).toBeGreaterThan(100);
  });
});

describe('over real questions (skipped where they are missing)', () => {
  it.each(['ecd-intents.dev.jsonl', 'jddc-intents.dev.jsonl', 'banking77.dev.jsonl'])('%s: what is made of a few wordings matches them and none of the other questions', (file) => {
    const rows = realRows<{ message: string; intent: string }>(file);
    if (!rows) return;
    const byIntent = new Map<string, string[]>();
    for (const { message, intent } of rows) byIntent.set(intent, [...(byIntent.get(intent) ?? []), message]);
    let made = 0;
    for (const [intent, messages] of byIntent) {
      const examples = messages.slice(0, 4);
      const others = [...byIntent].flatMap(([other, texts]) => (other === intent ? [] : texts.slice(0, 10)));
      const result = generalise(examples, others);
      if (!result) continue;
      made++;
      expect(found(result.trigger, examples)).toHaveLength(examples.length);
      expect(found(result.trigger, others)).toEqual([]);
    }
    expect(made).toBeGreaterThan(0);
  });
});
