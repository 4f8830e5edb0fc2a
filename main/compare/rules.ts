/** The seat itself as a contestant: the engine with the shipped packs, alone or with what it learned. */
import { Engine } from '../../rules/engine';
import { Learner } from '../../rules/learning/learner';
import { fillReply, withoutMarks } from '../../rules/placeholders';
import { wordingsOf } from '../../rules/revise';
import type { Outcome, Rule, Suggestion } from '../../rules/types';
import type { Case } from '../eval/rows';
import type { Precedent } from './contestant';

const ID = 'compare';

export class RulesContestant {
  readonly #learner: Learner | null;
  readonly #engine: Engine;
  readonly #rules = new Map<string, Rule>();
  #made = 0;

  /** `learning`: it learns from what it is told. `refused` hears of rules that the engine does not take. */
  constructor(rules: readonly Rule[], learning: boolean, refused: (ruleId: string, reason: string) => void) {
    this.#learner = learning ? new Learner(() => `${ID}-${++this.#made}`) : null;
    this.#engine = new Engine(this.#learner ? { relevance: this.#learner.relevance } : {});
    const enabled = rules.filter((rule) => rule.enabled);
    for (const { ruleId, reason } of this.#engine.load(enabled)) refused(ruleId, reason);
    for (const rule of enabled) {
      this.#rules.set(rule.id, rule);
      this.#learner?.rules.add(rule);
    }
  }

  /** What the panel would show with its default thresholds, best first, at most three. */
  answer(asked: Case): string[] {
    return this.#suggest(asked).map((suggestion) => filled(suggestion, asked));
  }

  /** The same with what each answers, for a model's prompt: the question as it was asked before, else the rule's name. */
  precedents(asked: Case): Precedent[] {
    return this.#suggest(asked).map((suggestion) => {
      const rule = this.#rules.get(suggestion.ruleId);
      return { question: (rule && wordingsOf(rule)[0]) ?? suggestion.explanation.ruleName, reply: filled(suggestion, asked) };
    });
  }

  /** Learns what the agent sent, as the seat does when a reply is written. */
  learn({ message, before, scope, truth }: Case): void {
    const outcome: Outcome = { id: `${ID}-${++this.#made}`, seat: ID, at: this.#made, kind: 'written', message, conversation: ID, scope, shown: [], final: truth };
    const { put } = this.#learner!.changes(outcome, before);
    this.#learner!.tell(outcome, before, put);
    for (const rule of put) {
      this.#engine.add(rule);
      this.#rules.set(rule.id, rule);
      this.#learner!.rules.add(rule);
    }
  }

  #suggest({ message, before, scope }: Case): Suggestion[] {
    return this.#engine.suggest(message, { now: 0, utcOffsetMinutes: 0, scope, conversation: before, record: () => undefined }).list;
  }
}

function filled({ reply, captures }: Suggestion, { message, before }: Case): string {
  return withoutMarks(fillReply(reply, { now: 0, utcOffsetMinutes: 0, message, conversation: before, captures, settings: {} }).text);
}
