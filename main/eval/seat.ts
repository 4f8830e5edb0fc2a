/** A seat that starts with an empty library: the engine and the learner of the app, told of each truth as an outcome. */
import { DEFAULT_THRESHOLDS, Engine, type Thresholds } from '../../rules/engine';
import { Learner as RuleLearner } from '../../rules/learning/learner';
import { fillReply, withoutMarks } from '../../rules/placeholders';
import type { Outcome, Rule, SuggestContext } from '../../rules/types';
import type { Case } from './rows';

/** Everything is ranked, however unsure. */
const ANYTHING = { ...DEFAULT_THRESHOLDS, silentBelow: 0 };

/** Whoever answers messages and learns from the truth. */
export interface Learner {
  /** The answers for a message, best first, at most three, however unsure. */
  rank(asked: Case): string[] | Promise<string[]>;
  learn(asked: Case): void | Promise<void>;
}

export class Seat implements Learner {
  readonly #learner = new RuleLearner(() => `learned-${++this.#made}`);
  readonly #engine = new Engine({ relevance: this.#learner.relevance });
  #made = 0;
  #at = 0;

  /** Starts from rules that are already there, such as mined ones. */
  addRule(rule: Rule): void {
    this.#engine.add(rule);
    this.#learner.rules.add(rule);
  }

  /** What the panel would show, best first, with the thresholds that a new installation has. */
  suggest(asked: Case): string[] {
    return this.#filled(asked);
  }

  rank(asked: Case): string[] {
    return this.#filled(asked, ANYTHING);
  }

  /** The truth, as an outcome: the agent wrote this reply. */
  learn({ message, before, scope, truth }: Case): void {
    const at = ++this.#at;
    const outcome: Outcome = { id: `outcome-${at}`, seat: 'eval', at, kind: 'written', message, conversation: '', scope, shown: [], final: truth };
    const { put } = this.#learner.changes(outcome, before);
    this.#learner.tell(outcome, before, put);
    for (const rule of put) this.addRule(rule);
  }

  #filled(asked: Case, thresholds?: Thresholds): string[] {
    const { message, before: conversation } = asked;
    return this.#engine.suggest(message, contextOf(asked), thresholds).list.map(({ reply, captures }) =>
      withoutMarks(fillReply(reply, { now: 0, utcOffsetMinutes: 0, message, conversation, captures, settings: {} }).text),
    );
  }
}

function contextOf({ before, scope }: Case): SuggestContext {
  return { now: 0, utcOffsetMinutes: 0, scope, conversation: before, record: () => undefined };
}
