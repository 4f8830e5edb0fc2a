/** The seat itself as a contestant: the engine with the shipped packs, alone or with what it learned. */
import { Engine } from '../../rules/engine';
import { Learner } from '../../rules/learning/learner';
import { fillReply, withoutMarks } from '../../rules/placeholders';
import type { Outcome, Rule } from '../../rules/types';
import type { Case } from '../eval/rows';
import type { Precedent } from './contestant';

const PRECEDENTS = 5;
const ID = 'compare';

export class RulesContestant {
  readonly #learner: Learner | null;
  readonly #engine: Engine;
  #made = 0;

  /** `learning`: it learns from what it is told. `refused` hears of rules that the engine does not take. */
  constructor(rules: readonly Rule[], learning: boolean, refused: (ruleId: string, reason: string) => void) {
    this.#learner = learning ? new Learner(() => `${ID}-${++this.#made}`) : null;
    this.#engine = new Engine(this.#learner ? { relevance: this.#learner.relevance } : {});
    const enabled = rules.filter((rule) => rule.enabled);
    for (const { ruleId, reason } of this.#engine.load(enabled)) refused(ruleId, reason);
    if (this.#learner) for (const rule of enabled) this.#learner.rules.add(rule);
  }

  /** What the panel would show with its default thresholds, best first, at most three. */
  answer(asked: Case): string[] {
    const { message, before, scope } = asked;
    const { list } = this.#engine.suggest(message, { now: 0, utcOffsetMinutes: 0, scope, conversation: before, record: () => undefined });
    return list.map(({ reply, captures }) => filled(reply, asked, captures));
  }

  /** The best of it with what they answered, for a model's prompt. */
  precedents(asked: Case): Precedent[] {
    const { message, before, scope } = asked;
    const { list } = this.#engine.suggest(message, { now: 0, utcOffsetMinutes: 0, scope, conversation: before, record: () => undefined });
    return list.slice(0, PRECEDENTS).map(({ reply, captures, explanation }) => ({ question: explanation.ruleName, reply: filled(reply, asked, captures) }));
  }

  /** Learns what the agent sent, as the seat does when a reply is written. */
  learn({ message, before, scope, truth }: Case): void {
    const outcome: Outcome = { id: `${ID}-${++this.#made}`, seat: ID, at: this.#made, kind: 'written', message, conversation: ID, scope, shown: [], final: truth };
    const { put } = this.#learner!.changes(outcome, before);
    this.#learner!.tell(outcome, before, put);
    for (const rule of put) {
      this.#engine.add(rule);
      this.#learner!.rules.add(rule);
    }
  }
}

function filled(reply: string, { message, before }: Case, captures: Parameters<typeof fillReply>[1]['captures']): string {
  return withoutMarks(fillReply(reply, { now: 0, utcOffsetMinutes: 0, message, conversation: before, captures, settings: {} }).text);
}
