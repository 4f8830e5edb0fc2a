import { v7 as newId } from 'uuid';
import type { Outcome, Rule } from '../../../rules/types';

/** A rule that answers one exact wording. */
export function exactRule(text: string, reply: string, rest: Partial<Rule> = {}): Rule {
  return {
    id: newId(),
    name: text,
    group: '',
    triggers: [{ kind: 'exact', texts: [text] }],
    replies: [{ text: reply }],
    scope: {},
    enabled: true,
    source: { kind: 'written' },
    ...rest,
  };
}

/** An outcome in which the agent sent `final` to `message`. */
export function outcomeOf(message: string, final: string, rest: Partial<Outcome> = {}): Outcome {
  return { id: newId(), seat: 'seat-1', at: 1_000, kind: 'edited', message, conversation: 'c', scope: {}, shown: [], final, ...rest };
}
