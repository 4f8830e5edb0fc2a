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
  /** By rule; at least one. */
  ratings: ReadonlyMap<string, Rating>;
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
  const byLikeness = new Set<Rule>();
  for (const [rule, found] of fits) {
    if (rule.source.kind !== 'learned' || !relevance.knows(rule.id)) continue;
    const kept = besideOutcomes(rule, found, message, relevance);
    const likeness = message.bare === null ? found.find(({ kind }) => kind === 'examples') : undefined;
    const worth = likeness ? likeness.fit * early : 0;
    if (likeness && worth >= least && worth > (ratings.get(rule.id)?.probability ?? 0)) {
      byLikeness.add(rule);
      kept.push({ ...likeness, fit: worth });
    }
    if (kept.length > 0) fits.set(rule, kept);
    else fits.delete(rule);
  }
  for (const { ruleId, probability } of ratings.values()) {
    const rule = ruleOf(ruleId);
    if (probability < least || byLikeness.has(rule)) continue;
    const fit: Fit = { slot: -1, index: -1, kind: 'outcomes', fit: probability, completed: false };
    const found = fits.get(rule);
    if (found) found.push(fit);
    else fits.set(rule, [fit]);
  }
}

function besideOutcomes(rule: Rule, found: readonly Fit[], { text, bare }: Message, relevance: Relevance): Fit[] {
  const isTaught = relevance.isSettled(text) && (bare !== 'acknowledgement' || CLOSES.has(lineKind(rule.replies[0]!.text)));
  return found.filter(({ kind, fit, index }) => (kind === 'exact' ? isTaught && fit >= SAME_WORDING : isPattern(rule.triggers[index]!)));
}
