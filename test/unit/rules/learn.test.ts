import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { learn, LearnedRules, onlyBlanksFilled, shareChanged } from '../../../rules/learn';
import { fillReply } from '../../../rules/placeholders';
import { exactRule, outcomeOf } from '../support/rules';

const context = { now: 0, utcOffsetMinutes: 480, message: '', conversation: [], settings: {} };
const ids = () => {
  let n = 0;
  return () => `rule-${++n}`;
};

describe('learning from an outcome', () => {
  it('makes a rule of an edited and of a written reply, of nothing else', () => {
    const known = new LearnedRules();
    for (const kind of ['edited', 'written'] as const) {
      const [rule] = learn(outcomeOf('在吗', '在的亲', { kind }), known, ids()).put;
      expect(rule).toMatchObject({ triggers: [{ kind: 'exact', texts: ['在吗'] }], replies: [{ text: '在的亲' }], source: { kind: 'learned' } });
    }
    for (const kind of ['accepted', 'dismissed'] as const) expect(learn(outcomeOf('在吗', '在的亲', { kind }), known, ids()).put).toEqual([]);
  });

  it('learns the same answer to the same message once; it becomes the latest', () => {
    const known = new LearnedRules();
    const newId = ids();
    const [first] = learn(outcomeOf('在吗', '在的亲', { at: 1 }), known, newId).put;
    known.add(first!);
    const [again] = learn(outcomeOf('在吗？', '在的亲', { at: 2 }), known, newId).put;
    expect(again).toMatchObject({ id: first!.id, source: { at: 2 } });
    known.remove(first!.id);
    expect(learn(outcomeOf('在吗', '在的亲', { at: 3 }), known, newId).put[0]!.id).not.toBe(first!.id);
  });

  it('learns nothing of an empty reply or of a message without words', () => {
    const known = new LearnedRules();
    expect(learn(outcomeOf('在吗', '  '), known, ids()).put).toEqual([]);
    expect(learn(outcomeOf('？！', '好'), known, ids()).put).toEqual([]);
  });

  it('keeps braces that the agent typed as they are', () => {
    const [rule] = learn(outcomeOf('代码', '用 {{x}} 就行'), new LearnedRules(), ids()).put;
    expect(fillReply(rule!.replies[0]!.text, context).text).toBe('用 {{x}} 就行');
  });

  it('leaves rules that were not learned alone', () => {
    const known = new LearnedRules();
    known.add(exactRule('在吗', '在的亲'));
    expect(known.find('在吗', '在的亲')).toBeUndefined();
  });
});

describe('filling blanks', () => {
  const parts = fillReply('补发{{blank:数量}}包，退{{blank:金额}}元。', context).parts;

  it.each([
    ['补发2包，退3.5元。', true],
    ['补发2包，退3.5元，抱歉。', false],
    ['给您补发2包，退3.5元。', false],
    ['补发2包，退元。', false],
    ['', false],
  ])('%s: nothing else was changed is %s', (text, expected) => {
    expect(onlyBlanksFilled(parts, text)).toBe(expected);
  });

  it('of a reply without blanks is the reply itself', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string(), (reply, other) => {
        const filled = [{ kind: 'text' as const, text: reply }];
        expect(onlyBlanksFilled(filled, reply)).toBe(true);
        expect(onlyBlanksFilled(filled, other)).toBe(other === reply);
      }),
    );
  });

  it('with any values is no edit', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (a, b) => {
        expect(onlyBlanksFilled(parts, `补发${a}包，退${b}元。`)).toBe(true);
      }),
    );
  });
});

describe('the share that was changed', () => {
  it('is 0 for the same, 1 for something else altogether, and between for the rest', () => {
    expect(shareChanged('好的', '好的')).toBe(0);
    expect(shareChanged('好的', '不行')).toBe(1);
    expect(shareChanged('', '')).toBe(0);
    expect(shareChanged('好的亲', '好的')).toBeCloseTo(1 / 3);
  });
});
