import { distance } from 'fastest-levenshtein';
import { normalise } from './normalise';
import type { Outcome, Rule } from './types';

/** What an outcome changes in the library. */
export interface Learned {
  put: Rule[];
}

/** Share of the offered reply that was changed, 0..1: Levenshtein distance over the longer length. */
export function shareChanged(offered: string, final: string): number {
  const longer = Math.max(offered.length, final.length);
  return longer === 0 ? 0 : distance(offered, final) / longer;
}

/** True when the rule was learned for just this wording (after normalisation). */
export function isLearnedFor(rule: Rule, message: string): boolean {
  const key = normalise(message).text;
  return rule.source.kind === 'learned' && rule.triggers.some((t) => t.kind === 'exact' && t.texts.some((text) => normalise(text).text === key));
}

/**
 * What the agent's own wording teaches: the same message gets it first next time. An outcome that was accepted
 * unchanged or dismissed teaches no rule. `known` are the learned rules so far; a reply that is already known for
 * this message is not learned twice but becomes the latest. `newId` makes the id of a new rule.
 */
export function learn(outcome: Outcome, known: Iterable<Rule>, newId: () => string): Learned {
  if ((outcome.kind !== 'edited' && outcome.kind !== 'written') || !outcome.final?.trim()) return { put: [] };
  const wording = outcome.message.trim();
  if (normalise(wording).text === '' || wording.length > 2_000) return { put: [] };
  const source = { kind: 'learned', outcome: outcome.id, at: outcome.at } as const;
  for (const rule of known) {
    if (isLearnedFor(rule, wording) && rule.replies.some((reply) => reply.text === outcome.final!.trim())) return { put: [{ ...rule, source }] };
  }
  return {
    put: [
      {
        id: newId(),
        name: wording.slice(0, 40),
        group: '',
        triggers: [{ kind: 'exact', texts: [wording] }],
        replies: [{ text: outcome.final.trim() }],
        scope: outcome.scope,
        enabled: true,
        source,
      },
    ],
  };
}
