import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Engine, TriggerError } from '../../../rules/engine';
import type { Rule, SuggestContext } from '../../../rules/types';
import { answered, context, engineOf, exact, examples, fastest, keywords, learned, offered, packRules, regex, said } from './support';

const WORDS = ['发货', '退款', '快递', '什么时候', '不', '运费', '好的', 'order', 'refund', '3件', '请问', '吗', '没有', '优惠券', '到货'];
const wording = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));
const wordings = fc.array(wording, { minLength: 1, maxLength: 4 });
const scope = fc.constantFrom({}, {}, { shop: 'a' }, { platform: 'p' }, { shop: 'b' });

/** Any rule, over words that many share. */
const anyRule = (id: string): fc.Arbitrary<Rule> =>
  fc
    .tuple(
      fc.oneof(
        wordings.map((texts) => exact(texts, { id })),
        fc.record({ all: fc.array(fc.constantFrom(...WORDS), { maxLength: 2 }), any: fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 3 }), none: fc.array(fc.constantFrom(...WORDS), { maxLength: 1 }) }).map((conditions) => keywords(conditions, { id })),
        fc.tuple(fc.constantFrom(...WORDS), fc.constantFrom('.*', '', '\\d?', '(?:的)?'), fc.constantFrom(...WORDS)).map((parts) => regex(parts.join(''), { id })),
        fc.tuple(wordings, fc.array(wording, { maxLength: 2 })).map(([texts, not]) => examples(texts, { id }, not)),
        fc.tuple(wording, fc.nat(9)).map(([text, at]) => learned(text, at, { id })),
      ),
      scope,
      fc.boolean(),
    )
    .map(([rule, where, twice]) => Object.assign(rule, { scope: where, triggers: twice ? [...rule.triggers, ...exact('在吗').triggers] : rule.triggers }));

const library = fc.integer({ min: 1, max: 12 }).chain((size) => fc.tuple(...Array.from({ length: size }, (_, i) => anyRule(`rule-${String(i).padStart(2, '0')}`))));
const message = fc.oneof(wording, fc.tuple(wording, wording).map((parts) => parts.join('，')), fc.constant('在吗'));

/** What the engine answers to some messages, in full but for the last digits of numbers: sums depend on their order. */
function answers(engine: Engine, messages: readonly string[]): unknown {
  const where: Partial<SuggestContext> = { scope: { shop: 'a', platform: 'p' }, conversation: said('什么时候发货') };
  const all = messages.map((text) => [
    engine.suggest(text, context(where), { silentBelow: 0.01, closeCall: 0.05 }),
    engine.explain(text, context(where)),
  ]);
  return JSON.parse(JSON.stringify(all, (_, value: unknown) => (typeof value === 'number' ? Math.round(value * 1e6) / 1e6 : value)));
}

describe('the index', () => {
  it('answers as before when rules were added and taken out again', () => {
    fc.assert(
      fc.property(library, library, fc.array(message, { minLength: 3, maxLength: 6 }), (kept, passing, messages) => {
        const engine = engineOf(...kept);
        const before = answers(engine, messages);
        const others = passing.map((rule) => ({ ...rule, id: `other-${rule.id}` }));
        for (const rule of others) engine.add(rule);
        for (const rule of others.reverse()) engine.remove(rule.id);
        expect(answers(engine, messages)).toEqual(before);
        expect(engine.size).toBe(kept.length);
      }),
      { numRuns: 150 },
    );
  });

  it('answers the same whatever the order in which rules came', () => {
    fc.assert(
      fc.property(library, fc.array(message, { minLength: 3, maxLength: 6 }), (rules, messages) => {
        expect(answers(engineOf(...[...rules].reverse()), messages)).toEqual(answers(engineOf(...rules), messages));
      }),
      { numRuns: 150 },
    );
  });

  it('answers the same when many rules are loaded at once', () => {
    fc.assert(
      fc.property(library, fc.array(message, { minLength: 3, maxLength: 6 }), (rules, messages) => {
        const loaded = new Engine();
        expect(loaded.load(rules)).toEqual([]);
        expect(answers(loaded, messages)).toEqual(answers(engineOf(...rules), messages));
        for (const rule of rules) loaded.remove(rule.id);
        expect(loaded.size).toBe(0);
        expect(answers(loaded, messages)).toEqual(answers(new Engine(), messages));
      }),
      { numRuns: 100 },
    );
  });

  it('holds the latest of two rules with one id', () => {
    fc.assert(
      fc.property(anyRule('same'), anyRule('same'), fc.array(message, { minLength: 3, maxLength: 6 }), (first, second, messages) => {
        expect(answers(engineOf(first, second), messages)).toEqual(answers(engineOf(second), messages));
      }),
      { numRuns: 100 },
    );
  });

  it('keeps its size and its answers through ten thousand changes', () => {
    const engine = engineOf(...packRules('seed'), examples(['什么时候发货', '几天发货'], { id: 'ship' }));
    const before = answers(engine, ['请发货', '多久能发货', '已下单']);
    for (let i = 0; i < 10_000; i++) {
      const id = `passing-${i % 50}`;
      engine.add(i % 4 === 0 ? examples([`我的第${i}个问题`, `问题${i}怎么办`], { id }) : i % 4 === 1 ? keywords([`词${i}`], { id }) : i % 4 === 2 ? regex(`式${i}.*`, { id }) : exact(`句${i}`, { id }));
    }
    for (let i = 0; i < 50; i++) engine.remove(`passing-${i}`);
    expect(answers(engine, ['请发货', '多久能发货', '已下单'])).toEqual(before);
  });

  it('does not hold a rule that is switched off, and lets go of one that was switched off', () => {
    const engine = engineOf(exact('在吗', { id: 'a' }));
    engine.add(exact('在吗', { id: 'a', enabled: false }));
    expect(offered(engine, '在吗')).toEqual([]);
    expect(engine.size).toBe(0);
  });

  it('changes nothing when a rule is refused, and loads the others', () => {
    const engine = engineOf(exact('在吗', { id: 'a' }));
    const broken = { ...regex('x', { id: 'a' }), triggers: [...exact('你好').triggers, { kind: 'regex' as const, pattern: '(', caseSensitive: false }] };
    expect(() => engine.add(broken)).toThrow(TriggerError);
    expect(offered(engine, '在吗')).toEqual(['a']);
    expect(offered(engine, '你好')).toEqual([]);
    const problems = engine.load([broken, exact('你好', { id: 'b' })]);
    expect(problems).toMatchObject([{ ruleId: 'a', triggerIndex: 1 }]);
    expect(offered(engine, '你好')).toEqual(['b']);
  });

  it('does not mind that a rule it never had is taken out', () => expect(() => engineOf(exact('在吗')).remove('never')).not.toThrow());
});

describe('explain', () => {
  it('names at most ten rules that came into question, best first, each with its standing', () => {
    const engine = engineOf(
      ...Array.from({ length: 20 }, (_, i) => keywords(['发货'], { id: `k${i}` })),
      exact('什么时候发货', { id: 'exact' }),
      exact('什么时候发货', { id: 'same', reply: 'reply of exact' }),
      exact('什么时候发货', { id: 'shop', scope: { shop: '别家' } }),
      exact('什么时候发货', { id: 'night', validity: { hours: { from: '22:00', to: '06:00' } } }),
      exact('什么时候发货', { id: 'after', context: { requires: ['发票'] } }),
    );
    const considered = engine.explain('什么时候发货', context());
    expect(considered).toHaveLength(10);
    const standing = Object.fromEntries(considered.map(({ standing: s, suggestion }) => [suggestion.ruleId, s]));
    expect(standing).toMatchObject({ exact: 'offered', same: 'same-reply', shop: 'other-scope', night: 'not-now', after: 'other-conversation' });
    expect(Object.values(standing)).toContain('outranked');
    const confidences = considered.map(({ suggestion }) => suggestion.confidence);
    expect(confidences).toEqual([...confidences].sort((a, b) => b - a));
  });

  it('names what fits in part and what is too weak', () => {
    const engine = engineOf(keywords({ all: ['发货', '快递'] }, { id: 'half' }), keywords(['好'], { id: 'weak' }));
    expect(engine.explain('发货', context())).toMatchObject([{ standing: 'incomplete', suggestion: { ruleId: 'half', confidence: 0 } }]);
    expect(engine.explain('你们家的东西好像都差不多的样子', context())).toMatchObject([{ standing: 'below-threshold', suggestion: { ruleId: 'weak' } }]);
  });

  it('offers what suggest offers', () => {
    fc.assert(
      fc.property(library, message, (rules, text) => {
        const engine = engineOf(...rules);
        const fromExplain = engine.explain(text, context()).filter(({ standing }) => standing === 'offered').map(({ suggestion }) => suggestion.ruleId);
        expect(fromExplain).toEqual(engine.suggest(text, context()).list.map(({ ruleId }) => ruleId));
      }),
      { numRuns: 200 },
    );
  });
});

/** Long, odd and hostile messages. */
const ODD: Record<string, string> = {
  empty: '',
  spaces: ' \n\t　',
  emoji: '😀👍🏽👨‍👩‍👧‍👦🇨🇳'.repeat(20),
  'lone surrogates': '\ud800发\udfff货\ud83d',
  controls: '\u0000\u0007发\u001b[31m货\u007f',
  'right to left': '\u202e货发\u202c שלום مرحبا \u200f',
  'nothing but marks': '？！。，、；：…—'.repeat(50),
  combining: `e${'\u0301'.repeat(500)}`,
  '20,000 of one character': '吗'.repeat(20_000),
  '20,000 letters': 'a'.repeat(20_000),
  '20,000 digits': '1'.repeat(20_000),
  '20,000 of talk': '请问我昨天买的东西什么时候发货快递到哪了退款怎么还没到账，'.repeat(700).slice(0, 20_000),
  '20,000 of English': 'where is my order and when will you refund it? '.repeat(500).slice(0, 20_000),
  '20,000 of numbers': '12345678 13800138000 SF1234567890 '.repeat(700).slice(0, 20_000),
  '20,000 of links': 'https://a.cn/b?c=d '.repeat(1_100).slice(0, 20_000),
  '20,000 of negations': '不没别无未非勿'.repeat(2_900).slice(0, 20_000),
  '20,000 ligatures': 'ﷺ'.repeat(20_000),
  '20,000 brackets': '[/（'.repeat(6_700).slice(0, 20_000),
  '20,000 surrogates': '\ud800'.repeat(20_000),
};

describe('bad input', () => {
  const packs = engineOf(...packRules('seed'), ...packRules('ecommerce-zh'), ...packRules('ecommerce-en'));

  it.each(Object.entries(ODD))('%s: an answer, within 50 ms', (_, text) => {
    const where = context({ conversation: [...said(text), answered(text)] });
    const { list } = packs.suggest(text, where);
    for (const { confidence, explanation } of list) {
      expect(confidence).toBeGreaterThan(0);
      for (const { start, end } of explanation.matched) expect(text.slice(start, end)).not.toBe('');
    }
    expect(fastest(50, () => packs.suggest(text, where))).toBeLessThan(50);
    expect(() => packs.explain(text, where)).not.toThrow();
  });

  it('never throws, and never takes 50 ms', () => {
    const any = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.string({ unit: 'grapheme', maxLength: 300 }),
      fc.tuple(fc.string({ unit: 'binary', minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 3_000 })).map(([piece, times]) => piece.repeat(times)),
    );
    fc.assert(
      fc.property(any, any, (text, before) => {
        const where = context({ conversation: said(before, text) });
        expect(fastest(50, () => packs.suggest(text, where))).toBeLessThan(50);
      }),
      { numRuns: 150 },
    );
  });

  it('10,000 rules with one trigger are answered like one, and the record still decides', () => {
    const triggers = [exact('在吗'), keywords(['发货']), regex('退款.*'), examples(['运费多少', '要运费吗'])];
    for (const { triggers: same } of triggers) {
      const engine = new Engine();
      engine.load(Array.from({ length: 10_000 }, (_, i) => ({ ...exact('x', { id: `r${String(i).padStart(5, '0')}` }), triggers: same })));
      const where = context({ record: (id) => (id === 'r07777' ? { accepted: 9, edited: 0, dismissed: 0, lastUsedAt: 1 } : undefined) });
      const ask = () => engine.suggest({ exact: '在吗', keywords: '发货', regex: '退款呢', examples: '运费多少' }[same[0]!.kind], where).list;
      expect(ask().map(({ ruleId }) => ruleId)).toEqual(['r07777', 'r00000', 'r00001']);
      expect(fastest(200, ask)).toBeLessThan(200);
      for (let i = 0; i < 10_000; i++) engine.remove(`r${String(i).padStart(5, '0')}`);
      expect(engine.size).toBe(0);
      expect(ask()).toEqual([]);
    }
  });

  it('a rule with 5,000 examples and as many counter-examples is one rule among others', () => {
    const many = Array.from({ length: 5_000 }, (_, i) => `第${i}位顾客问${WORDS[i % WORDS.length]}${WORDS[(i * 7) % WORDS.length]}怎么弄`);
    const engine = engineOf(examples(many, { id: 'large' }, many.map((text) => `${text}谢谢不用了`)), examples(['几点下班', '你们几点关门', '营业到几点'], { id: 'small' }));
    expect(offered(engine, '请问营业到几点呢')[0]).toBe('small');
    expect(offered(engine, many[4_321]!)[0]).toBe('large');
    expect(fastest(100, () => engine.suggest(many[77]!, context()))).toBeLessThan(100);
    engine.remove('large');
    expect(offered(engine, many[4_321]!)).toEqual([]);
  });

  it('a rule with 50 triggers answers by its best', () => {
    const rule = { ...exact('x', { id: 'r' }), triggers: [...Array.from({ length: 49 }, (_, i) => keywords([`词${i}`]).triggers[0]!), exact('在吗').triggers[0]!] };
    const [best] = engineOf(rule).suggest('在吗', context()).list;
    expect(best!.explanation.trigger).toEqual({ index: 49, kind: 'exact' });
  });
});
