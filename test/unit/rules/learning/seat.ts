import { Engine } from '../../../../rules/engine';
import { Learner } from '../../../../rules/learning/learner';
import type { Outcome, Rule, Turn } from '../../../../rules/types';
import { context } from '../support';

/** A seat that answers by hand, and the triggers that its rules have then. */
export function seat(rules: readonly Rule[] = []) {
  let made = 0;
  const learner = new Learner(() => `rule-${++made}`);
  const engine = new Engine({ relevance: learner.relevance });
  for (const rule of rules) {
    learner.rules.add(rule);
    engine.add(rule);
  }
  const answers = (message: string, final: string, before: readonly Turn[] = []): Rule[] => {
    const outcome: Outcome = { id: `outcome-${++made}`, seat: 's', at: made, kind: 'written', message, conversation: '', scope: {}, shown: [], final };
    const { put } = learner.changes(outcome, before);
    for (const rule of put) {
      learner.rules.add(rule);
      engine.add(rule);
    }
    learner.tell(outcome, before, put);
    return put;
  };
  const patterns = (reply: string) => {
    const rules = [...new Map(learner.rules.giving(reply, {}).map((rule) => [rule.id, rule])).values()];
    return rules.flatMap(({ triggers }) => triggers.filter((trigger) => trigger.kind === 'keywords'));
  };
  const offered = (message: string, before: readonly Turn[] = []) => engine.suggest(message, context({ conversation: before })).list.map(({ reply }) => reply);
  return { answers, patterns, offered };
}
