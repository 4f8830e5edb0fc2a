import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LearnedRules, onlyBlanksFilled } from '../../../../rules/learning/learned';
import { fillReply } from '../../../../rules/placeholders';
import { learned } from '../support';
import { exactRule } from '../../support/rules';

const context = { now: 0, utcOffsetMinutes: 480, message: '', conversation: [], settings: {} };

describe('the learned rules', () => {
  it('are found by wording, by answer and by id, until they are removed', () => {
    const known = new LearnedRules();
    const rule = learned('在吗？', 1, { reply: '在的亲' });
    known.add(rule);
    expect(known.find('在吗', '在的亲')).toBe(rule);
    expect(known.answering('在吗', {})).toEqual([rule]);
    expect(known.answering('在吗', { shop: 'A' })).toEqual([]);
    expect(known.giving('在的哦', {})).toEqual([rule]);
    known.remove(rule.id);
    expect([known.find('在吗', '在的亲'), known.rule(rule.id)]).toEqual([undefined, undefined]);
    expect(known.giving('在的', {})).toEqual([]);
  });

  it('leave rules that were not learned alone, but know them by id', () => {
    const known = new LearnedRules();
    const rule = exactRule('在吗', '在的亲');
    known.add(rule);
    expect(known.find('在吗', '在的亲')).toBeUndefined();
    expect(known.rule(rule.id)).toBe(rule);
  });

  it('tell the wordings of those that give other answers', () => {
    const known = new LearnedRules();
    const [a, b, c] = [learned('在吗', 1, { reply: '在的' }), learned('有人吗', 2, { reply: '在的哦' }), learned('发货了吗', 3, { reply: '已发' })];
    for (const rule of [a, b, c]) known.add(rule);
    expect([...known.othersThan(a)]).toEqual(['发货了吗']);
  });
});

describe('filling blanks', () => {
  const parts = fillReply('补发{{blank:数量}}包，退{{blank:多少}}元。', context).parts;

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

  it('of a number with something else is an edit', () => {
    const numbered = fillReply('{{blank:号码}}是纯棉的', context).parts;
    expect(onlyBlanksFilled(numbered, '528690173109是纯棉的')).toBe(true);
    expect(onlyBlanksFilled(numbered, '黄色的是纯棉的')).toBe(false);
  });

  it('with any values is no edit', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (a, b) => {
        expect(onlyBlanksFilled(parts, `补发${a}包，退${b}元。`)).toBe(true);
      }),
    );
  });
});
