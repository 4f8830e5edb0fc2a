import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../../rules/engine';
import type { RuleRecord, Suggestion } from '../../../rules/types';
import { context, engineOf, exact, examples, keywords, learned, offered, regex } from './support';

const record = (rest: Partial<RuleRecord>): RuleRecord => ({ accepted: 0, edited: 0, dismissed: 0, lastUsedAt: 0, ...rest });
const records = (all: Record<string, Partial<RuleRecord>>) => ({ record: (id: string) => (all[id] ? record(all[id]) : undefined) });

describe('what is offered', () => {
  it('is up to three, no two the same reply', () => {
    const rules = ['a', 'b', 'c', 'd', 'e'].map((id) => exact('在吗', { id, reply: id === 'b' ? 'reply of a' : `reply of ${id}` }));
    expect(offered(engineOf(...rules), '在吗')).toEqual(['a', 'c', 'd']);
  });

  it('is nothing below the threshold, and the best alone decides that', () => {
    const engine = engineOf(keywords(['发货'], { id: 'weak' }), keywords({ all: ['什么时候', '发货'] }, { id: 'strong' }));
    const list = (silentBelow: number) => engine.suggest('请问什么时候可以发货', context(), { silentBelow, closeCall: 0 }).list;
    const [strong, weak] = list(0.1);
    expect(strong!.confidence).toBeGreaterThan(weak!.confidence);
    expect(list(strong!.confidence + 0.01)).toEqual([]);
    expect(list(strong!.confidence - 0.01)[0]!.ruleId).toBe('strong');
    expect(list(weak!.confidence + 0.01).map(({ ruleId }) => ruleId)).toEqual(['strong', 'weak']);
  });

  it('never holds what does not fit, whatever the threshold', () => {
    const engine = engineOf(keywords({ all: ['发货', '快递'] }), regex('退款'));
    expect(engine.suggest('发货', context(), { silentBelow: 0, closeCall: 0 }).list).toEqual([]);
  });

  it('word for word comes before the same but for punctuation, that before the same but for courtesy', () => {
    const engine = engineOf(exact('在吗', { id: 'plain' }), exact('在吗？', { id: 'asked' }), exact('你好，在吗', { id: 'polite' }));
    expect(offered(engine, '在吗？')).toEqual(['asked', 'plain']);
    expect(offered(engine, '在吗')).toEqual(['plain', 'asked']);
    const courteous = engineOf(exact('什么时候发货', { id: 'plain' }), exact('你好，什么时候发货', { id: 'polite' }));
    expect(offered(courteous, '请问什么时候发货，谢谢')).toEqual(['plain', 'polite']);
    expect(offered(courteous, '你好，什么时候发货')).toEqual(['polite', 'plain']);
    expect(offered(courteous, '什么时候发货')).toEqual(['plain', 'polite']);
  });

  it('exact comes before a regular expression or keywords that say as much', () => {
    const engine = engineOf(keywords(['什么时候发货'], { id: 'keywords' }), regex('什么时候发货', { id: 'regex' }), exact('什么时候发货', { id: 'exact' }));
    expect(offered(engine, '什么时候发货')[0]).toBe('exact');
  });
});

describe('the scope', () => {
  const here = { scope: { shop: '茶叶店', platform: '淘宝' } };

  it('keeps a rule of elsewhere out', () => {
    const engine = engineOf(exact('在吗', { id: 'other', scope: { shop: '鞋店' } }), exact('在吗', { id: 'platform', scope: { platform: '拼多多' } }));
    expect(offered(engine, '在吗', here)).toEqual([]);
    expect(offered(engine, '在吗')).toEqual([]);
    expect(offered(engine, '在吗', { scope: { platform: '拼多多' } })).toEqual(['platform']);
  });

  it('puts the narrower first: shop on a platform, shop, platform, everywhere', () => {
    const rules = [
      exact('在吗', { id: 'everywhere' }),
      exact('在吗', { id: 'platform', scope: { platform: '淘宝' } }),
      exact('在吗', { id: 'shop', scope: { shop: '茶叶店' } }),
      exact('在吗', { id: 'both', scope: { shop: '茶叶店', platform: '淘宝' } }),
    ];
    expect(offered(engineOf(...rules), '在吗', here)).toEqual(['both', 'shop', 'platform']);
    expect(offered(engineOf(...rules.reverse()), '在吗', here)).toEqual(['both', 'shop', 'platform']);
  });

  it('lets the shop’s keyword come before a general one that is more specific, but not before the very wording', () => {
    const shop = keywords(['发货'], { id: 'shop', scope: { shop: '茶叶店' } });
    const specific = keywords(['什么时候发货'], { id: 'specific' });
    expect(offered(engineOf(shop, specific), '请问你们这边什么时候发货', here)[0]).toBe('shop');
    expect(offered(engineOf(shop, exact('请问你们这边什么时候发货', { id: 'exact' })), '请问你们这边什么时候发货', here)[0]).toBe('exact');
  });

  it('does not care for case, width or spaces around a name', () => {
    const engine = engineOf(exact('在吗', { id: 'a', scope: { shop: 'Tea House' } }));
    expect(offered(engine, '在吗', { scope: { shop: ' tea house ' } })).toEqual(['a']);
  });

  it('does not let rules of other shops crowd out the one of this shop', () => {
    const others = Array.from({ length: 40 }, (_, i) => examples(['什么时候发货', '几天发货'], { id: `other-${i}`, scope: { shop: `店${i}` } }));
    expect(offered(engineOf(...others, examples(['什么时候发货', '几天发货'], { id: 'mine', scope: { shop: '茶叶店' } })), '请问什么时候能发货', here)).toEqual(['mine']);
  });
});

describe('the record of a rule', () => {
  const pair = () => engineOf(exact('在吗', { id: 'a' }), exact('在吗', { id: 'b' }));

  it('decides between equals', () => {
    expect(offered(pair(), '在吗')).toEqual(['a', 'b']);
    expect(offered(pair(), '在吗', records({ b: { accepted: 3 } }))).toEqual(['b', 'a']);
    expect(offered(pair(), '在吗', records({ a: { dismissed: 1 } }))).toEqual(['b', 'a']);
    expect(offered(pair(), '在吗', records({ a: { accepted: 1 }, b: { accepted: 9, dismissed: 9 } }))).toEqual(['a', 'b']);
  });

  it('leaves it to the latest use when it is the same', () => {
    expect(offered(pair(), '在吗', records({ a: { accepted: 2, lastUsedAt: 5 }, b: { accepted: 2, lastUsedAt: 9 } }))).toEqual(['b', 'a']);
  });

  it('sinks what is dismissed again and again, below rules that fit less', () => {
    const engine = engineOf(keywords(['什么时候发货'], { id: 'refused' }), keywords(['发货'], { id: 'other' }));
    expect(offered(engine, '请问什么时候发货')[0]).toBe('refused');
    expect(offered(engine, '请问什么时候发货', records({ refused: { dismissed: 12 } }))[0]).toBe('other');
  });

  it('lifts or lowers the confidence, never out of 0 to 1, and stands in the explanation', () => {
    const engine = engineOf(keywords(['发货'], { id: 'a' }));
    const confidence = (of: Partial<RuleRecord>) => engine.suggest('什么时候发货', context(records({ a: of })), { silentBelow: 0, closeCall: 0 }).list[0]!;
    const plain = engine.suggest('什么时候发货', context()).list[0]!;
    expect(confidence({ accepted: 20 }).confidence).toBeGreaterThan(plain.confidence);
    expect(confidence({ dismissed: 20 }).confidence).toBeLessThan(plain.confidence);
    expect(confidence({ dismissed: 1e6 }).confidence).toBeGreaterThan(0);
    expect(confidence({ accepted: 1e6 }).confidence).toBeLessThan(1);
    expect(confidence({ accepted: 20 }).explanation.for).toContainEqual(expect.objectContaining({ kind: 'record', accepted: 20 }));
    expect(confidence({ dismissed: 20 }).explanation.against).toContainEqual(expect.objectContaining({ kind: 'record', dismissed: 20 }));
  });
});

describe('what the agent taught for a wording', () => {
  it('comes first, the latest before the others, and is no close call', () => {
    const engine = engineOf(exact('在吗', { id: 'pack' }), learned('在吗', 1, { id: 'old' }), learned('在吗', 2, { id: 'new' }));
    const { list, ambiguous } = engine.suggest('在吗', context());
    expect(list.map(({ ruleId }) => ruleId)).toEqual(['new', 'old', 'pack']);
    expect(ambiguous).toBe(false);
    expect(list[0]!.explanation.for).toMatchObject([{ kind: 'learned', at: 2, times: 1 }]);
  });

  it('is the latest by use, too', () => {
    const engine = engineOf(learned('在吗', 1, { id: 'old' }), learned('在吗', 2, { id: 'new' }));
    expect(offered(engine, '在吗', records({ old: { accepted: 1, lastUsedAt: 3 } }))).toEqual(['old', 'new']);
  });

  it('sinks when it is dismissed more than it is taken', () => {
    const engine = engineOf(exact('在吗', { id: 'pack' }), learned('在吗', 1, { id: 'bad' }));
    expect(offered(engine, '在吗', records({ bad: { dismissed: 4, lastUsedAt: 9 } }))).toEqual(['pack', 'bad']);
  });

  it('is less sure where only the courtesy differs', () => {
    const engine = engineOf(learned('什么时候发货', 1, { id: 'taught' }));
    expect(engine.suggest('你好，什么时候发货', context()).list[0]!.confidence).toBeLessThan(0.9);
  });
});

describe('a close call', () => {
  const ambiguous = (...rules: Parameters<typeof engineOf>) => engineOf(...rules).suggest('请问什么时候发货', context({ scope: { shop: '茶叶店' } })).ambiguous;

  it('is told when the best two are as sure as each other', () => {
    expect(ambiguous(keywords(['什么时候']), keywords(['时候发货']))).toBe(true);
    expect(ambiguous(exact('请问什么时候发货'), exact('请问什么时候发货', { id: 'x' }))).toBe(true);
  });

  it('is none when one is clearly first, says the very wording, or is of the shop', () => {
    expect(ambiguous(keywords(['什么时候发货']), keywords(['发货']))).toBe(false);
    expect(ambiguous(exact('请问什么时候发货'), regex('^请问什么时候发货$'))).toBe(false);
    expect(ambiguous(keywords(['什么时候']), keywords(['时候发货'], { scope: { shop: '茶叶店' } }))).toBe(false);
    expect(ambiguous(keywords(['什么时候发货']))).toBe(false);
  });

  it('is none between two rules with one reply', () => expect(ambiguous(keywords(['什么时候'], { reply: '好' }), keywords(['时候发货'], { reply: '好' }))).toBe(false));
});

describe('the confidences', () => {
  const everything = () =>
    engineOf(
      exact(['在吗', '什么时候发货'], { id: 'exact' }),
      learned('什么时候发货', 3, { id: 'learned' }),
      keywords(['发货', '快递'], { id: 'any' }),
      keywords({ all: ['时候', '发货'] }, { id: 'all', scope: { shop: '茶叶店' } }),
      regex('(什么|几)时候', { id: 'regex' }),
      examples(['什么时候发货', '几天发货', '今天发吗'], { id: 'examples' }, ['从哪里发货']),
    );
  const messages = fc.array(fc.constantFrom('什么', '时候', '发货', '不', '快递', '今天', '吗', '从哪里', '，', '请问'), { maxLength: 6 }).map((parts) => parts.join(''));
  const anyRecord = fc.record({ accepted: fc.nat(20), edited: fc.nat(20), dismissed: fc.nat(20), lastUsedAt: fc.nat(100) });

  it('fall from first to last, lie in 0 to 1, and are the sum of their reasons', () => {
    const engine = everything();
    fc.assert(
      fc.property(messages, anyRecord, fc.boolean(), (message, each, shop) => {
        const where = context({ scope: shop ? { shop: '茶叶店' } : {}, record: () => each, conversation: [{ role: 'customer', text: '什么时候发货' }] });
        const list: Suggestion[] = engine.suggest(message, where, { silentBelow: 0.01, closeCall: 0.1 }).list;
        let before = 1;
        for (const { confidence, explanation } of list) {
          expect(confidence).toBeGreaterThan(0);
          expect(confidence).toBeLessThanOrEqual(before);
          before = confidence;
          const sum = [...explanation.for, ...explanation.against].reduce((total, { weight }) => total + weight, 0);
          expect(sum).toBeCloseTo(confidence, 6);
          for (const { weight } of explanation.for) expect(weight).toBeGreaterThanOrEqual(0);
          for (const { weight } of explanation.against) expect(weight).toBeLessThanOrEqual(0);
          for (const { start, end } of explanation.matched) {
            expect(start).toBeGreaterThanOrEqual(0);
            expect(end).toBeGreaterThan(start);
            expect(end).toBeLessThanOrEqual(message.length);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('a rule with several replies', () => {
  const replies = [{ text: '在的亲' }, { text: '在呢' }, { text: '您好，在的' }];
  const record = (variants?: number[]) => ({ record: () => ({ accepted: 3, edited: 0, dismissed: 0, lastUsedAt: 0, ...(variants ? { variants } : {}) }) });
  const first = (engine: Engine, variants?: number[]) => engine.suggest('在吗', context(record(variants))).list[0];

  it('offers the one used least, of those the one written first', () => {
    const engine = engineOf(exact('在吗', { replies }));
    expect(first(engine)).toMatchObject({ variant: 0, reply: '在的亲' });
    expect(first(engine, [1])).toMatchObject({ variant: 1, reply: '在呢' });
    expect(first(engine, [2, 1, 1])).toMatchObject({ variant: 1 });
    expect(first(engine, [2, 2, 1, 9])).toMatchObject({ variant: 2, reply: '您好，在的' });
  });

  it("offers the agent's latest wording where it was learned", () => {
    expect(first(engineOf(learned('在吗', 5, { replies })), [4])).toMatchObject({ variant: 0 });
  });
});
