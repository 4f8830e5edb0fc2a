import { describe, expect, it } from 'vitest';
import { Engine } from '../../../../rules/engine';
import { Learner } from '../../../../rules/learning/learner';
import type { Outcome, Rule } from '../../../../rules/types';
import { context } from '../support';

/** A seat that answers by hand, and the triggers that its rules have then. */
function seat() {
  let made = 0;
  const learner = new Learner(() => `rule-${++made}`);
  const engine = new Engine({ relevance: learner.relevance });
  const answers = (message: string, final: string): Rule[] => {
    const outcome: Outcome = { id: `outcome-${++made}`, seat: 's', at: made, kind: 'written', message, conversation: '', scope: {}, shown: [], final };
    const { put } = learner.changes(outcome, []);
    for (const rule of put) {
      learner.rules.add(rule);
      engine.add(rule);
    }
    learner.tell(outcome, [], put);
    return put;
  };
  const patterns = (reply: string) => {
    const rules = [...new Map(learner.rules.giving(reply, {}).map((rule) => [rule.id, rule])).values()];
    return rules.flatMap(({ triggers }) => triggers.filter((trigger) => trigger.kind === 'keywords'));
  };
  const offered = (message: string) => engine.suggest(message, context()).list.map(({ reply }) => reply);
  return { answers, patterns, offered };
}

const INVOICE = '亲，发票在订单详情里申请，当天开好。';

describe('keywords for wordings that gathered in a rule', () => {
  it('are found from the third on, and offer the rule for a wording that has them', () => {
    const { answers, patterns, offered } = seat();
    answers('衣服掉色吗', '亲，正常洗涤不掉色。');
    answers('发票怎么开', INVOICE);
    answers('你们这里能开发票吗', INVOICE);
    expect(patterns(INVOICE)).toEqual([]);
    answers('我想要一张发票', INVOICE);
    expect(patterns(INVOICE)).toMatchObject([{ all: ['发票'], learned: true }]);
    expect(offered('公司报销要用发票的')[0]).toBe(INVOICE);
  });

  it('are gone when a wording that has them is answered otherwise, and are found anew when they can tell the two apart', () => {
    const { answers, patterns } = seat();
    for (const message of ['发票怎么开', '你们这里能开发票吗', '我想要开一张发票']) answers(message, INVOICE);
    const other = '亲，发票抬头写错了可以作废重开，把正确的抬头发我。';
    answers('发票抬头写错了', other);
    expect(patterns(INVOICE)).toEqual([]);
    answers('麻烦给开个发票', INVOICE);
    for (const pattern of patterns(INVOICE)) expect(JSON.stringify(pattern)).not.toContain('["发票"]');
  });

  it('leave the keywords that the agent wrote alone', () => {
    const { answers } = seat();
    const [rule] = answers('几天能到', '亲，三天左右。');
    expect(rule!.triggers.some(({ kind }) => kind === 'keywords')).toBe(false);
  });
});
