import { distance } from 'fastest-levenshtein';
import { normalise } from './normalise';
import { escapeReply, type Filled } from './placeholders';
import { MAX_WORDING, type Outcome, type Rule, type Trigger } from './types';

/** What an outcome changes in the library. */
export interface Learned {
  put: Rule[];
}

/** Share of the offered reply that was changed, 0..1: Levenshtein distance over the longer length. */
export function shareChanged(offered: string, final: string): number {
  const longer = Math.max(offered.length, final.length);
  return longer === 0 ? 0 : distance(offered, final) / longer;
}

/** True when a text is the offered reply with nothing but its blanks filled in: that is no edit. */
export function onlyBlanksFilled(parts: Filled['parts'], text: string): boolean {
  let at = 0;
  let open = false;
  for (const [index, part] of parts.entries()) {
    if (part.kind === 'blank') {
      open = true;
      continue;
    }
    const last = index === parts.length - 1;
    const found = last && open ? text.length - part.text.length : open ? text.indexOf(part.text, at + 1) : at;
    // A blank that is still empty is not filled.
    if (found < at + (open ? 1 : 0) || !text.startsWith(part.text, found)) return false;
    at = found + part.text.length;
    open = false;
  }
  return open ? at < text.length : at === text.length;
}

/** Rules learned for one wording, found by the wording. */
export class LearnedRules {
  readonly #byWording = new Map<string, Map<string, Rule>>();
  readonly #wordingsOf = new Map<string, string[]>();

  /** Adds or replaces a learned rule; other rules are left out. */
  add(rule: Rule): void {
    this.remove(rule.id);
    if (rule.source.kind !== 'learned') return;
    const wordings = exactWordings(rule);
    this.#wordingsOf.set(rule.id, wordings);
    for (const wording of wordings) {
      const rules = this.#byWording.get(wording) ?? new Map<string, Rule>();
      this.#byWording.set(wording, rules.set(rule.id, rule));
    }
  }

  remove(ruleId: string): void {
    for (const wording of this.#wordingsOf.get(ruleId) ?? []) {
      const rules = this.#byWording.get(wording);
      if (rules?.delete(ruleId) && rules.size === 0) this.#byWording.delete(wording);
    }
    this.#wordingsOf.delete(ruleId);
  }

  /** The rule that answers this wording with just this reply, if it was learned before. */
  find(wording: string, reply: string): Rule | undefined {
    const rules = this.#byWording.get(normalise(wording).text);
    return rules && [...rules.values()].find((rule) => rule.replies.some((known) => known.text === reply));
  }
}

function exactWordings(rule: Rule): string[] {
  return rule.triggers.flatMap((trigger) => (trigger.kind === 'exact' ? trigger.texts.map((text) => normalise(text).text) : []));
}

/**
 * What the agent's own wording teaches: the same message gets it first next time. An outcome that was accepted
 * unchanged or dismissed teaches no rule. A reply that is already known for this message is not learned twice but
 * becomes the latest. `newId` makes the id of a new rule.
 */
export function learn(outcome: Outcome, known: LearnedRules, newId: () => string): Learned {
  const reply = outcome.final && escapeReply(outcome.final.trim());
  if ((outcome.kind !== 'edited' && outcome.kind !== 'written') || !reply) return { put: [] };
  const wording = outcome.message.trim();
  if (normalise(wording).text === '' || wording.length > MAX_WORDING) return { put: [] };
  const source = { kind: 'learned', outcome: outcome.id, at: outcome.at } as const;
  const before = known.find(wording, reply);
  if (before) return { put: [{ ...before, triggers: withWording(before.triggers, wording), source }] };
  const rule: Rule = {
    id: newId(),
    name: wording.slice(0, 40),
    group: '',
    triggers: [{ kind: 'exact', texts: [wording] }],
    replies: [{ text: reply }],
    // The agent's words hold in all programs in which the shop is served.
    scope: outcome.scope.shop ? { shop: outcome.scope.shop } : {},
    enabled: true,
    source,
  };
  return { put: [rule] };
}

/** The same wording in another dress (another sign at its end) is known word for word from now on, too. */
function withWording(triggers: readonly Trigger[], wording: string): Trigger[] {
  return triggers.map((trigger) => (trigger.kind !== 'exact' || trigger.texts.includes(wording) ? trigger : { ...trigger, texts: [...trigger.texts, wording] }));
}
