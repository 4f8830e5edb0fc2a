import { describe, expect, it } from 'vitest';
import { differencesOf } from '../../../rules/difference';
import { accepted, heldForReview, inForce, isWaiting, merged, withTexts, wordingsOf } from '../../../rules/revise';
import { Rule, type Trigger } from '../../../rules/types';
import { exactRule } from '../support/rules';

const outcome = { id: 'o', at: 7 };
const examples = (texts: string[], not: string[] = []): Trigger => ({ kind: 'examples', texts, not });

describe('a rule that is held for review', () => {
  it('waits and does not hold, and holds once accepted', () => {
    const held = heldForReview(exactRule('在吗', '在的', { id: 'a' }), undefined, outcome, () => 'new');
    expect(held).toMatchObject({ id: 'a', enabled: false, source: { kind: 'learned', outcome: 'o', at: 7, review: 'waiting' } });
    expect(Rule.parse(held)).toEqual(held);
    expect(accepted(held, undefined)).toEqual({ put: [{ ...held, enabled: true, source: { kind: 'learned', outcome: 'o', at: 7 } }], remove: [] });
  });

  it('that changes one in force leaves that one as it is, and is taken in by it when accepted, whatever became of it meanwhile', () => {
    const known = exactRule('在吗', '在的', { id: 'a' });
    const held = heldForReview({ ...known, replies: [...known.replies, { text: '在呢亲' }] }, known, outcome, () => 'new');
    expect(held).toMatchObject({ id: 'new', enabled: false, source: { changes: 'a' } });
    const meanwhile = { ...known, replies: [{ text: '在' }], name: 'renamed' };
    expect(accepted(held, meanwhile)).toEqual({ put: [{ ...meanwhile, replies: [{ text: '在' }, { text: '在的' }, { text: '在呢亲' }] }], remove: ['new'] });
    expect(accepted(held, undefined)?.put[0]).toEqual(inForce(held));
  });

  it('and is learned again waits on, with what was added', () => {
    const waiting = heldForReview(exactRule('在吗', '在的', { id: 'a' }), undefined, outcome, () => 'x');
    const again = heldForReview({ ...inForce(waiting), replies: [{ text: '在' }] }, waiting, { id: 'p', at: 9 }, () => 'x');
    expect(again).toMatchObject({ id: 'a', replies: [{ text: '在' }], source: { outcome: 'p', at: 9 } });
    expect(isWaiting(again)).toBe(true);
  });
});

describe('merging', () => {
  it('brings wordings and replies over, each once, and keeps name, scope and place of the one that stays', () => {
    const from = exactRule('何时发货', '今天发', { triggers: [{ kind: 'exact', texts: ['何时发货', '几点发'] }, examples(['啥时候发货'])] });
    const into = exactRule('几点发', '马上发', { scope: { shop: 'S' }, triggers: [{ kind: 'exact', texts: ['几点发'] }, { kind: 'regex', pattern: 'x', caseSensitive: false }] });
    const both = merged(from, into)!;
    expect(both).toMatchObject({ id: into.id, name: into.name, scope: { shop: 'S' }, replies: [{ text: '马上发' }, { text: '今天发' }] });
    expect(both.triggers).toEqual([{ kind: 'exact', texts: ['几点发', '何时发货'] }, { kind: 'regex', pattern: 'x', caseSensitive: false }, examples(['啥时候发货'])]);
  });

  it('lets an example win over the same text as a counter-example', () => {
    const from = exactRule('a', 'r', { triggers: [examples(['甲'])] });
    const into = exactRule('b', 'r', { triggers: [examples(['乙'], ['甲', '丙'])] });
    expect(merged(from, into)!.triggers).toEqual([examples(['乙', '甲'], ['丙'])]);
  });

  it('of more than a rule can hold is refused', () => {
    const many = (name: string) => exactRule(name, 'r', { replies: Array.from({ length: 30 }, (_, i) => ({ text: `${name}${i}` })) });
    expect(merged(many('a'), many('b'))).toBeNull();
  });
});

describe('editing the texts of a rule', () => {
  const rule = exactRule('在吗', '在的', { triggers: [examples(['在不在']), { kind: 'exact', texts: ['在吗', '在么'] }] });

  it('keeps each wording where it was and puts new ones to the first', () => {
    expect(wordingsOf(rule)).toEqual(['在不在', '在吗', '在么']);
    const edited = withTexts(rule, { replies: [' 在的亲 ', ''], wordings: ['在不在', '在吗', '人呢'] })!;
    expect(edited).toMatchObject({ id: rule.id, replies: [{ text: '在的亲' }], triggers: [{ texts: ['在不在', '人呢'] }, { texts: ['在吗'] }] });
    expect(Rule.safeParse(edited).success).toBe(true);
  });

  it('is refused when no reply or no trigger is left', () => {
    expect(withTexts(rule, { replies: [' '], wordings: ['在吗'] })).toBeNull();
    expect(withTexts(rule, { replies: ['在'], wordings: [] })).toBeNull();
    const pattern = { ...rule, triggers: [{ kind: 'regex', pattern: 'x', caseSensitive: false } as const] };
    expect(withTexts(pattern, { replies: ['在'], wordings: [] })?.triggers).toEqual(pattern.triggers);
  });
});

describe('what an entry did to a rule', () => {
  it('is told as new, with all that it brought', () => {
    expect(differencesOf(null, exactRule('在吗', '在的'))).toEqual([
      { kind: 'new' }, { kind: 'replies', added: ['在的'], removed: [] }, { kind: 'wordings', added: ['在吗'], removed: [] },
    ]);
  });

  it('is told as what was added, taken away, widened and switched', () => {
    const before = exactRule('在吗', '在的', { scope: { shop: 'S' } });
    const after: Rule = { ...before, scope: {}, enabled: false, replies: [{ text: '在呢' }], triggers: [...before.triggers, { kind: 'keywords', all: ['在'], any: ['吗', '么'], none: ['不'], ordered: false }] };
    expect(differencesOf(before, after)).toEqual([
      { kind: 'replies', added: ['在呢'], removed: ['在的'] }, { kind: 'keywords', added: ['在 + 吗 | 么 - 不'], removed: [] },
      { kind: 'scope', scope: {} }, { kind: 'enabled', enabled: false },
    ]);
    expect(differencesOf(before, null)).toEqual([{ kind: 'removed' }]);
    expect(differencesOf(before, before)).toEqual([]);
  });
});
