import { describe, expect, it } from 'vitest';
import { LearnedRules } from '../../../../rules/learning/learned';
import { changesOf } from '../../../../rules/learning/outcomes';
import { outcomeOf } from '../../support/rules';

const learned = (kind: 'accepted' | 'edited' | 'dismissed', final: string, offered: string) =>
  changesOf(outcomeOf('礼盒能放贺卡吗', final, { kind, offered, source: 'model' }), new LearnedRules(), () => 'r1');

describe('what is learned of a draft by a model', () => {
  it('is the reply that went out, edited or as it was: the next time a rule answers', () => {
    for (const kind of ['accepted', 'edited'] as const) {
      const { put } = learned(kind, '亲，可以放的哦', kind === 'accepted' ? '亲，可以放的哦' : '可以');
      expect(put.map(({ replies, source }) => [replies[0]!.text, source.kind])).toEqual([['亲，可以放的哦', 'learned']]);
    }
  });

  it('is nothing when it was dismissed', () => {
    expect(learned('dismissed', '', '可以').put).toEqual([]);
  });

  it("holds nothing of the customer's own, though the draft had it restored", () => {
    const { put } = changesOf(outcomeOf('帮我查13812345678的单', '好的，13812345678 的单已经发出', { kind: 'accepted', offered: '好的，13812345678 的单已经发出', source: 'model' }), new LearnedRules(), () => 'r1');
    expect(JSON.stringify(put)).not.toContain('13812345678');
  });
});
