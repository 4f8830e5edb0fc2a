/**
 * Learns from outcomes: what they do to the rules, and what they tell the model about which rule answers what. Holds the
 * rules in use as learning looks at them; the engine and the library are told by whoever calls.
 */
import type { Outcome, Rule, Turn } from '../types';
import { LearnedRules } from './learned';
import type { Joined } from './lesson';
import { changesOf, type Changes } from './outcomes';
import { withPatterns } from './patterns';
import { Relevance } from './relevance';
import { wordingSlotted } from './slots';

/** The rule that an outcome tells of, and whether its reply was the answer. */
interface Told {
  ruleId: string;
  right: boolean;
}

export class Learner {
  /** The rules in use. */
  readonly rules = new LearnedRules();
  relevance = new Relevance();
  /** Hears of each lesson that the model is told. */
  onTold: ((lesson: Uint8Array) => void) | undefined;
  readonly #newId: () => string;

  /** `newId` makes the ids of new rules. */
  constructor(newId: () => string) {
    this.#newId = newId;
  }

  /** What an outcome does to the rules (see `changesOf`); nothing is done yet. `before` are the turns before its message. */
  changes(outcome: Outcome, before: readonly Turn[]): Changes {
    return withPatterns(changesOf(outcome, this.rules, this.#newId, before), outcome, this.rules);
  }

  /**
   * Tells the model of an outcome, after `put` was made of it. Answers what it was, to be kept with the outcome and told
   * again (`Relevance.relearn`); undefined when it says nothing of any rule.
   */
  tell(outcome: Outcome, before: readonly Turn[], put: readonly Rule[]): Uint8Array | undefined {
    const told = toldBy(outcome, put);
    const wording = told && wordingSlotted(outcome.message);
    if (!told || !wording || 'refused' in wording) return undefined;
    const { ruleId, right } = told;
    const reply = this.#replyOf(ruleId, put);
    const answerId = this.relevance.answerId(ruleId, reply) ?? ruleId;
    const joined = [...this.#joining(put, ruleId), { ruleId, answerId }];
    const lesson = this.relevance.learn({ message: wording.text, before, scope: outcome.scope }, answerId, right, { reply, joined });
    this.onTold?.(lesson);
    return lesson;
  }

  #replyOf(ruleId: string, put: readonly Rule[]): string {
    const rule = put.find(({ id }) => id === ruleId) ?? this.rules.rule(ruleId);
    return rule?.replies[0]?.text ?? '';
  }

  /** The rules, but for one, that were put to give an answer that the model knows: a wording with several answers was taken out of another rule. */
  #joining(put: readonly Rule[], but: string): Joined[] {
    return put.flatMap(({ id, replies, source }) => {
      if (id === but || source.kind !== 'learned' || this.relevance.answerOf(id) !== undefined) return [];
      const answerId = this.relevance.answerId(id, replies[0]!.text);
      return answerId === undefined ? [] : [{ ruleId: id, answerId }];
    });
  }
}

function toldBy({ id, kind, ruleId, source }: Outcome, put: readonly Rule[]): Told | undefined {
  // A model's draft is no rule's reply: what was sent of it counts as written by hand.
  if (kind === 'dismissed' || (kind === 'accepted' && source !== 'model')) return ruleId === undefined ? undefined : { ruleId, right: kind === 'accepted' };
  if (kind === 'ignored') return undefined;
  // Of the rules that an outcome changes, the one that gives its reply is named by it.
  const rule = put.find(({ source }) => source.kind === 'learned' && source.outcome === id);
  return rule && { ruleId: rule.source.kind === 'learned' ? (rule.source.changes ?? rule.id) : rule.id, right: true };
}
