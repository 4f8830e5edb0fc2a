import { beforeEach, describe, expect, it } from 'vitest';
import { Engine } from '../../../../rules/engine';
import { Relevance } from '../../../../rules/learning/relevance';
import type { Rule, Turn } from '../../../../rules/types';
import { answered, context, exact, keywords, learned, packRules, realRows } from '../support';

const MESSAGES = ['什么时候发货', '今天能发货吗', '怎么还没发货啊', '发货了没有', '几天能发出来', '麻烦快点发货', '帮我催下发货', '我的货发了吗'];
const OTHERS = ['我要退款', '退款什么时候到账', '申请退款了怎么没处理', '钱退了吗', '帮我退款吧', '退款退到哪里', '怎么退款', '退款要几天'];

let relevance: Relevance;
let engine: Engine;

beforeEach(() => {
  relevance = new Relevance();
  engine = new Engine({ relevance });
});

/** Rules whose own wording is far from what they are asked for by. */
function teach(rest: Partial<Rule> = {}): void {
  engine.add({ ...learned('亲在不在呀', 1, { id: 'send', reply: '今天下午发货' }), ...rest });
  engine.add(learned('有人在线吗请问', 2, { id: 'refund', reply: '退款三天内到账' }));
  for (let round = 0; round < 2; round++) {
    MESSAGES.forEach((message, i) => {
      relevance.learn({ message, before: [], scope: {} }, 'send');
      relevance.learn({ message: OTHERS[i]!, before: [], scope: {} }, 'refund');
    });
  }
}

const offered = (message: string, where = {}) => engine.suggest(message, context(where)).list;
const idsFor = (message: string, where = {}) => offered(message, where).map(({ ruleId }) => ruleId);

describe('the engine with outcomes', () => {
  it('offers a rule none of whose triggers fits, and says which earlier message speaks for it', () => {
    teach();
    const [first] = offered('今天可以发货吗亲');
    expect(first).toMatchObject({ ruleId: 'send', reply: '今天下午发货', explanation: { trigger: null } });
    expect(first!.explanation.for[0]).toMatchObject({ kind: 'outcomes', example: expect.stringContaining('发货'), times: expect.any(Number) });
    expect(first!.explanation.matched.length).toBeGreaterThan(0);
  });

  it('gives weights that add up to the confidence, with and without triggers that fit, too', () => {
    teach();
    engine.add(keywords(['发货'], { id: 'pack-send', reply: '48 小时内发货' }));
    for (const message of MESSAGES) relevance.learn({ message, before: [], scope: {} }, 'pack-send');
    for (const message of ['今天可以发货吗亲', '怎么退款啊', '发货']) {
      for (const { confidence, explanation } of offered(message, { record: () => ({ accepted: 4, edited: 1, dismissed: 2, lastUsedAt: 1 }) })) {
        const sum = [...explanation.for, ...explanation.against].reduce((total, { weight }) => total + weight, 0);
        expect(sum).toBeCloseTo(confidence, 6);
      }
    }
  });

  it('raises a rule whose trigger fits and that outcomes speak for', () => {
    const rule = keywords(['发货'], { id: 'pack-send' });
    const plain = new Engine();
    plain.add(rule);
    engine.add(rule);
    for (const message of MESSAGES) relevance.learn({ message, before: [], scope: {} }, 'pack-send');
    const message = '请问几天能发货';
    const [before] = plain.suggest(message, context()).list;
    const [after] = offered(message);
    expect(after!.confidence).toBeGreaterThan(before!.confidence);
    expect(after!.explanation.trigger).toEqual({ index: 0, kind: 'keywords' });
  });

  it('explains what it suggests: the same rules, in the same order, as sure', () => {
    teach();
    engine.add(keywords(['发货'], { id: 'pack-send', reply: '48 小时内发货' }));
    for (const message of ['今天可以发货吗亲', '退款呢', '发货', '你好']) {
      const considered = engine.explain(message, context()).filter(({ standing }) => standing === 'offered');
      expect(considered.map(({ suggestion }) => suggestion)).toEqual(offered(message));
    }
  });

  it('never offers what is disabled, gone, or of another scope', () => {
    teach({ scope: { shop: '一店' } });
    expect(idsFor('今天可以发货吗亲', { scope: { shop: '二店' } })).not.toContain('send');
    expect(idsFor('今天可以发货吗亲', { scope: { shop: '一店' } })).toContain('send');
    engine.remove('send');
    expect(idsFor('今天可以发货吗亲', { scope: { shop: '一店' } })).not.toContain('send');
    engine.add({ ...learned('亲在不在呀', 1, { id: 'refund' }), enabled: false });
    expect(idsFor('怎么退款啊')).toEqual([]);
  });

  it('puts what was taught for just this wording first, whatever is usual', () => {
    teach();
    engine.add(learned('什么时候能发货', 9, { id: 'taught', reply: '马上发' }));
    relevance.learn({ message: '什么时候能发货', before: [], scope: {} }, 'taught');
    expect(idsFor('什么时候能发货')[0]).toBe('taught');
  });

  it('answers 「好的」 by its context, not by what was once said to it', () => {
    const pay: Turn[] = [answered('我给您改价了，您刷新一下付款')];
    engine.add(learned('好的', 5, { id: 'order', reply: '亲请核对一下收货地址' }));
    engine.add(learned('嗯嗯好', 4, { id: 'closing', reply: '不客气' }));
    for (let i = 0; i < 6; i++) {
      relevance.learn({ message: '好的', before: pay, scope: {} }, 'order');
      relevance.learn({ message: '好的谢谢', before: [answered(`已经为您登记了${i}`)], scope: {} }, 'closing');
    }
    expect(idsFor('好的', { conversation: pay })[0]).toBe('order');
    expect(idsFor('好的', { conversation: [answered('这款是纯棉的，可以机洗')] })).not.toContain('order');
  });

  it('stays silent about what it cannot know', () => {
    teach();
    expect(idsFor('你们老板姓什么')).toEqual([]);
  });
});

const rows = realRows<{ message: string }>('ecd-intents.dev.jsonl');

describe('a fresh install', () => {
  const messages = rows?.filter((_, i) => i % 40 === 0).map(({ message }) => message) ?? [...MESSAGES, ...OTHERS];

  it('suggests as it did without outcomes', () => {
    const plain = new Engine();
    const rules = [...packRules('ecommerce-zh'), exact('在吗', { id: 'here' })];
    plain.load(rules);
    engine.load(rules);
    for (const message of messages) expect(engine.suggest(message, context())).toEqual(plain.suggest(message, context()));
  });

  it('keeps the confidence of rules that no outcome has spoken for', () => {
    const plain = new Engine();
    const rules = packRules('ecommerce-zh');
    plain.load(rules);
    engine.load(rules);
    engine.add(learned('完全不同的一句话而已', 1, { id: 'mine', reply: '好' }));
    relevance.learn({ message: '完全不同的一句话而已', before: [], scope: {} }, 'mine');
    for (const message of messages.slice(0, 40)) {
      const before = plain.suggest(message, context()).list;
      const after = engine.suggest(message, context()).list.filter(({ ruleId }) => ruleId !== 'mine');
      after.forEach(({ ruleId, confidence }) => expect(confidence).toBeLessThanOrEqual((before.find((s) => s.ruleId === ruleId)?.confidence ?? 1) + 1e-9));
      expect(after.map(({ ruleId }) => ruleId)).toEqual(before.map(({ ruleId }) => ruleId).slice(0, after.length));
    }
  });
});
