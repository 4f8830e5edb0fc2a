/** What outcomes say of rules, joined to what their triggers say. */
import type { Message } from '../message';
import { SAME_WORDING, type Fit } from '../rank';
import { lineKind, type LineKind } from '../text/lines';
import { isPattern } from '../triggers/trigger';
import type { Rule } from '../types';
import type { Rating, Relevance } from './relevance';

/** Lines that answer 谢谢 and 好的 whatever was spoken of. */
const CLOSES: ReadonlySet<LineKind> = new Set(['closing', 'nod', 'greeting']);
/** After so many outcomes what a learned rule's examples are like counts half as much as before there were any. */
const NEW_MODEL = 150;

/** A message, and what outcomes say about it. */
export interface Recalled {
  message: Message;
  /** By rule; at least one. Where another rule of the same answer is taken, its rating is put down for that one. */
  ratings: Map<string, Rating>;
  relevance: Relevance;
  /** The rule with an id that a rating names. */
  ruleOf(id: string): Rule;
}

/**
 * Adds to the fits of triggers, by rule, what outcomes speak for, from a probability of `least` on. The triggers of a
 * learned rule were made of the same outcomes, so of them only these count beside them: its very wording, but not where
 * one wording had many answers, or where it asks nothing and the reply says something (「好的」 is answered by what stands
 * before it, or by a line that closes); and keywords that were found for it. Its examples count instead of the outcomes
 * where they say more, which is while the model has seen little: on a seat's first day.
 */
export function addOutcomes(fits: Map<Rule, Fit[]>, { message, ratings, relevance, ruleOf }: Recalled, least: number): void {
  const early = NEW_MODEL / (NEW_MODEL + relevance.size);
  const probabilities = new Map(Array.from(ratings.values(), ({ ruleId, probability }) => [relevance.answerOf(ruleId), probability]));
  /** Per answer the rule that gives it to this very wording; and what is left to examples. */
  const taught = new Map<number, Rule>();
  const byLikeness = new Set<number>();
  for (const [rule, found] of fits) {
    const answer = relevance.answerOf(rule.id);
    if (rule.source.kind !== 'learned' || answer === undefined) continue;
    const kept = besideOutcomes(rule, found, message, relevance);
    if (kept.some(({ kind }) => kind === 'exact')) taught.set(answer, rule);
    const likeness = message.bare === null ? found.find(({ kind }) => kind === 'examples') : undefined;
    const worth = likeness ? likeness.fit * early : 0;
    if (likeness && worth >= least && worth > (probabilities.get(answer) ?? 0)) {
      byLikeness.add(answer);
      kept.push({ ...likeness, fit: worth });
    }
    if (kept.length > 0) fits.set(rule, kept);
    else fits.delete(rule);
  }
  for (const rating of Array.from(ratings.values())) {
    const answer = relevance.answerOf(rating.ruleId)!;
    if (rating.probability < least || byLikeness.has(answer)) continue;
    const rule = taught.get(answer) ?? ruleOf(rating.ruleId);
    ratings.set(rule.id, rating);
    const fit: Fit = { slot: -1, index: -1, kind: 'outcomes', fit: rating.probability, completed: false };
    const found = fits.get(rule);
    if (found) found.push(fit);
    else fits.set(rule, [fit]);
  }
}

function besideOutcomes(rule: Rule, found: readonly Fit[], { text, bare }: Message, relevance: Relevance): Fit[] {
  const isTaught = relevance.isSettled(text) && (bare !== 'acknowledgement' || CLOSES.has(lineKind(rule.replies[0]!.text)));
  return found.filter(({ kind, fit, index }) => (kind === 'exact' ? isTaught && fit >= SAME_WORDING : isPattern(rule.triggers[index]!)));
}
