/** Ways to change a rule as a whole: hold it for review, accept it, edit its texts, take another rule in. */
import type { Outcome, Rule, Trigger } from './types';

/** Most replies, triggers and wordings that a rule can have, as its schema says. */
const MAX_REPLIES = 50;
const MAX_TRIGGERS = 50;
const MAX_WORDINGS = 5_000;

/**
 * What learning made of a rule, as it is stored where the agent reviews first: a new rule waits and does not hold; a
 * change of a rule in force waits beside it, as a rule that names it. `known` is the rule as it is, if it is there.
 */
export function heldForReview(rule: Rule, known: Rule | undefined, { id, at }: Pick<Outcome, 'id' | 'at'>, newId: () => string): Rule {
  const source = { kind: 'learned', outcome: id, at, review: 'waiting' } as const;
  if (!known) return { ...rule, enabled: false, source };
  if (!isWaiting(known)) return { ...rule, id: newId(), enabled: false, source: { ...source, changes: known.id } };
  const { changes } = known.source as { changes?: string };
  return { ...rule, enabled: false, source: { ...source, ...(changes === undefined ? {} : { changes }) } };
}

/** True for a rule that waits for the agent's review. */
export function isWaiting({ source }: Rule): boolean {
  return source.kind === 'learned' && source.review === 'waiting';
}

/** A rule that waited, in force. */
export function inForce(rule: Rule): Rule {
  if (rule.source.kind !== 'learned') return { ...rule, enabled: true };
  const { outcome, at } = rule.source;
  return { ...rule, enabled: true, source: { kind: 'learned', outcome, at } };
}

/**
 * What accepting a waiting rule changes: it holds from now on; or the rule that it is a change of takes it in, if that is
 * still there. Null when it does not fit into that one.
 */
export function accepted(rule: Rule, target: Rule | undefined): { put: Rule[]; remove: string[] } | null {
  if (!target) return { put: [inForce(rule)], remove: [] };
  const both = merged(rule, target);
  return both && { put: [both], remove: [rule.id] };
}

/** `into` with the triggers and replies of `from` that it does not have yet; all else is as in `into`. Null when it would be more than a rule can hold. */
export function merged(from: Rule, into: Rule): Rule | null {
  const known = new Set(into.replies.map(({ text }) => text));
  const replies = [...into.replies, ...from.replies.filter(({ text }) => !known.has(text))];
  const triggers = from.triggers.reduce<readonly Trigger[]>(withTrigger, into.triggers);
  const full = replies.length > MAX_REPLIES || triggers.length > MAX_TRIGGERS || triggers.some((trigger) => 'texts' in trigger && trigger.texts.length > MAX_WORDINGS);
  return full ? null : { ...into, replies, triggers: [...triggers] };
}

/** Wordings go to a trigger of the same kind; any other trigger is added unless it is there. */
function withTrigger(triggers: readonly Trigger[], trigger: Trigger): readonly Trigger[] {
  if (trigger.kind === 'exact' || trigger.kind === 'examples') {
    const at = triggers.findIndex(({ kind }) => kind === trigger.kind);
    if (at >= 0) return triggers.map((each, index) => (index === at ? withWordings(each, trigger) : each));
  }
  const same = JSON.stringify(trigger);
  return triggers.some((each) => JSON.stringify(each) === same) ? triggers : [...triggers, trigger];
}

function withWordings(into: Trigger, from: Trigger): Trigger {
  if (into.kind === 'exact' && from.kind === 'exact') return { ...into, texts: union(into.texts, from.texts) };
  if (into.kind !== 'examples' || from.kind !== 'examples') return into;
  const texts = union(into.texts, from.texts);
  // What one of the two is like cannot at the same time be what the other is not like.
  return { ...into, texts, not: union(into.not, from.not).filter((text) => !texts.includes(text)) };
}

/** The wordings of a rule as one list, each once: what its exact triggers and its examples say. */
export function wordingsOf(rule: Pick<Rule, 'triggers'>): string[] {
  return union([], rule.triggers.flatMap((trigger) => (trigger.kind === 'exact' || trigger.kind === 'examples' ? trigger.texts : [])));
}

/**
 * The rule with these replies and wordings in place of its own. A wording stays in the trigger in which it was; a new one
 * goes to the first that takes wordings. Null when no reply or no trigger is left, or when it is more than a rule can hold.
 */
export function withTexts(rule: Rule, { replies, wordings }: { replies: readonly string[]; wordings: readonly string[] }): Rule | null {
  const wanted = union([], wordings.map((text) => text.trim()).filter(Boolean));
  const texts = union([], replies.map((text) => text.trim()).filter(Boolean));
  const before = new Set(wordingsOf(rule));
  const added = wanted.filter((text) => !before.has(text));
  const home = rule.triggers.findIndex((trigger) => trigger.kind === 'exact' || trigger.kind === 'examples');
  const triggers = rule.triggers.flatMap((trigger, index): Trigger[] => {
    if (trigger.kind !== 'exact' && trigger.kind !== 'examples') return [trigger];
    const kept = [...trigger.texts.filter((text) => wanted.includes(text)), ...(index === home ? added : [])];
    return kept.length > 0 ? [{ ...trigger, texts: kept }] : [];
  });
  if (home < 0 && added.length > 0) triggers.push({ kind: 'exact', texts: added });
  if (texts.length === 0 || texts.length > MAX_REPLIES || triggers.length === 0 || wanted.length > MAX_WORDINGS) return null;
  return { ...rule, triggers, replies: texts.map((text) => rule.replies.find((reply) => reply.text === text) ?? { text }) };
}

function union(a: readonly string[], b: readonly string[]): string[] {
  return [...new Set([...a, ...b])];
}
