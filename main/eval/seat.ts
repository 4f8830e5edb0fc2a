/** A seat that starts with an empty library: the real engine and what it learns from each outcome. */
import { DEFAULT_THRESHOLDS, Engine } from '../../rules/engine';
import { Answers, lettersOf } from '../../rules/learning/answers';
import { Relevance } from '../../rules/learning/relevance';
import { MAX_WORDING, type Rule, type SuggestContext } from '../../rules/types';
import type { Case } from './rows';

/** Everything is ranked, however unsure. */
const ANYTHING = { ...DEFAULT_THRESHOLDS, silentBelow: 0 };

/** Whoever answers messages and learns from the truth. */
export interface Learner {
  /** The answers for a message, best first, at most three, however unsure. */
  rank(asked: Case): string[];
  learn(asked: Case): void;
}

export class Seat implements Learner {
  readonly #relevance = new Relevance();
  readonly #engine = new Engine({ relevance: this.#relevance });
  readonly #ruleOf: (reply: string) => string;
  readonly #replies = new Map<string, string>();
  #made = 0;

  /** `near`: replies in nearly the same words are one answer; otherwise only the very same are. */
  constructor(near: boolean) {
    this.#ruleOf = near ? this.#nearly(new Answers()) : (reply) => reply;
  }

  /** Starts from rules that are already there, such as mined ones: their examples count as answered once. */
  addRule(rule: Rule): void {
    this.#engine.add(rule);
    const id = this.#ruleOf(rule.replies[0]!.text);
    this.#replies.set(id, rule.id);
    for (const trigger of rule.triggers) {
      if (trigger.kind !== 'examples' && trigger.kind !== 'exact') continue;
      for (const message of trigger.texts) this.#relevance.learn({ message, before: [], scope: rule.scope }, rule.id);
    }
  }

  /** What the panel would show, best first, with the thresholds that a new installation has. */
  suggest(asked: Case): string[] {
    return this.#engine.suggest(asked.message, contextOf(asked)).list.map(({ reply }) => reply);
  }

  rank(asked: Case): string[] {
    return this.#engine.suggest(asked.message, contextOf(asked), ANYTHING).list.map(({ reply }) => reply);
  }

  /** The truth, as an outcome: the agent wrote this reply. */
  learn({ message, before, scope, truth }: Case): void {
    const answer = this.#ruleOf(truth);
    let ruleId = this.#replies.get(answer);
    if (ruleId === undefined) {
      ruleId = `learned-${++this.#made}`;
      this.#replies.set(answer, ruleId);
      this.#engine.add({
        id: ruleId,
        name: message.slice(0, 40),
        group: '',
        triggers: [{ kind: 'exact', texts: [message.slice(0, MAX_WORDING)] }],
        replies: [{ text: truth }],
        scope,
        enabled: true,
        source: { kind: 'learned', outcome: ruleId, at: this.#made },
      });
    }
    this.#relevance.learn({ message, before, scope }, ruleId);
  }

  #nearly(answers: Answers): (reply: string) => string {
    return (reply) => {
      const letters = lettersOf(reply);
      const known = answers.find(letters);
      if (known) return known.id;
      answers.add(reply, letters);
      return reply;
    };
  }
}

function contextOf({ before, scope }: Case): SuggestContext {
  return { now: 0, utcOffsetMinutes: 0, scope, conversation: before, record: () => undefined };
}
