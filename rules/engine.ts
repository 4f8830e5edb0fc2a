/**
 * The rule engine: an index for each kind of trigger, over all enabled rules, and the ranking of what they find. It
 * holds everything in memory; the library on disk is the truth.
 */
import { Conversation } from './conversation';
import { Message } from './message';
import { isAmbiguous, leastFit, rank, rankEvidence, type Candidate, type Ranked } from './rank';
import { fitsScope, isValid } from './scope';
import { ExactIndex } from './triggers/exact';
import { ExamplesIndex } from './triggers/examples';
import { KeywordsIndex } from './triggers/keywords';
import { RegexIndex } from './triggers/regex';
import type { Match, TriggerIndex } from './triggers/trigger';
import type { Rule, Span, SuggestContext, Suggestion, Suggestions, Trigger, TriggerKind } from './types';

/** When to stay silent and when to call it a tie; both are settings of the agent. */
export interface Thresholds {
  /** Suggestions below this confidence are not made, 0..1. */
  silentBelow: number;
  /** The best two are ambiguous when their confidences are closer than this, 0..1. */
  closeCall: number;
}

export const DEFAULT_THRESHOLDS: Thresholds = { silentBelow: 0.4, closeCall: 0.08 };

/** A trigger that cannot be used, with the regex engine's own words. */
export class TriggerError extends Error {
  constructor(
    readonly ruleId: string,
    readonly triggerIndex: number,
    readonly reason: string,
  ) {
    super(`${ruleId}: trigger ${triggerIndex}: ${reason}`);
  }
}

/** Why a rule that came into question is not offered, or that it is. */
export type Standing =
  /** Offered. */
  | 'offered'
  /** Its confidence is too low. */
  | 'below-threshold'
  /** Its triggers fit only in part: a keyword is missing, in the wrong place, or one that must not be there is. */
  | 'incomplete'
  /** It holds elsewhere, at another time, or after other turns. */
  | 'other-scope'
  | 'not-now'
  | 'other-conversation'
  /** A better rule gives the same reply. */
  | 'same-reply'
  /** Three better ones are offered. */
  | 'outranked';

/** A rule that came into question for a message. */
export interface Considered {
  standing: Standing;
  suggestion: Suggestion;
}

const MOST_OFFERED = 3;
const MOST_CONSIDERED = 10;
/** What is left of a confidence that needs the turns before. */
const COMPLETED = 0.9;
const KINDS: readonly TriggerKind[] = ['exact', 'keywords', 'regex', 'examples'];
/** Kinds that look at a short question together with the one before it. */
const COMPLETING: readonly TriggerKind[] = ['keywords', 'examples'];

/** One trigger of one rule; triggers are known to the indexes by the number of their slot. */
interface Slot {
  rule: Rule;
  index: number;
  trigger: Trigger;
}

/** Finds the rules for a message. */
export class Engine {
  /** Per rule its slots; most have one trigger, and then one number does. */
  readonly #rules = new Map<string, number | number[]>();
  readonly #slots: (Slot | undefined)[] = [];
  readonly #freeSlots: number[] = [];
  /** Per slot, whether its rule is limited to a scope, a time or a conversation. */
  #limited = new Uint8Array(1024);
  readonly #indexes: { [K in TriggerKind]: TriggerIndex<K> } = {
    exact: new ExactIndex((slot) => this.#slots[slot]!.trigger as Extract<Trigger, { kind: 'exact' }>),
    keywords: new KeywordsIndex(),
    regex: new RegexIndex(),
    examples: new ExamplesIndex(),
  };

  /** How many rules are held. */
  get size(): number {
    return this.#rules.size;
  }

  /** Adds a rule or replaces the one with the same id. Throws TriggerError when a trigger cannot be used; nothing is changed then. */
  add(rule: Rule): void {
    rule.triggers.forEach((trigger, index) => {
      try {
        this.#index(trigger.kind).check(trigger);
      } catch (error) {
        throw new TriggerError(rule.id, index, error instanceof Error ? error.message : String(error));
      }
    });
    this.remove(rule.id);
    if (!rule.enabled) return;
    const limited = rule.scope.platform !== undefined || rule.scope.shop !== undefined || rule.validity !== undefined || rule.context !== undefined;
    const slots = rule.triggers.map((trigger, index) => {
      const slot = this.#freeSlots.pop() ?? this.#slots.length;
      this.#slots[slot] = { rule, index, trigger };
      this.#limit(slot, limited);
      this.#index(trigger.kind).add(slot, trigger);
      return slot;
    });
    this.#rules.set(rule.id, slots.length === 1 ? slots[0]! : slots);
  }

  /** Adds many rules, faster than one by one; those that cannot be used are left out and told of. */
  load(rules: Iterable<Rule>): TriggerError[] {
    const problems: TriggerError[] = [];
    for (const kind of KINDS) this.#indexes[kind].beginBatch?.();
    try {
      for (const rule of rules) {
        const problem = this.#tryToAdd(rule);
        if (problem) problems.push(problem);
      }
    } finally {
      for (const kind of KINDS) this.#indexes[kind].endBatch?.();
    }
    return problems;
  }

  #tryToAdd(rule: Rule): TriggerError | null {
    try {
      this.add(rule);
      return null;
    } catch (error) {
      if (error instanceof TriggerError) return error;
      throw error;
    }
  }

  /** Takes a rule out; does nothing when it is not there. */
  remove(ruleId: string): void {
    const slots = this.#rules.get(ruleId) ?? [];
    for (const slot of typeof slots === 'number' ? [slots] : slots) {
      const { trigger } = this.#slots[slot]!;
      this.#index(trigger.kind).remove(slot, trigger);
      this.#slots[slot] = undefined;
      this.#freeSlots.push(slot);
    }
    this.#rules.delete(ruleId);
  }

  /** Up to three suggestions for a message, best first, no two the same reply. Never throws, whatever the message holds. */
  suggest(message: string, context: SuggestContext, thresholds: Thresholds = DEFAULT_THRESHOLDS): Suggestions {
    const search = new Search(message, context);
    const wanted = (slot: number) => this.#limited[slot] === 0 || standingOf(this.#slots[slot]!.rule, search) === null;
    const candidates = this.#find(search, wanted, leastFit(thresholds.silentBelow));
    const ranked = rank(candidates, (id) => context.record(id));
    const offered = distinct(ranked.filter(({ own }) => own >= thresholds.silentBelow));
    const list = offered.map((entry) => this.#suggestion(entry, search));
    return { list, ambiguous: isAmbiguous(offered[0], offered[1], thresholds.closeCall) };
  }

  /** Every rule that came into question for a message, best first, at most ten, and why it is or is not offered. */
  explain(message: string, context: SuggestContext, thresholds: Thresholds = DEFAULT_THRESHOLDS): Considered[] {
    const search = new Search(message, context);
    const ranked = rank(this.#find(search, () => true, 0), (id) => context.record(id));
    const fitting = ranked.filter(({ fit, own, rule }) => fit > 0 && own >= thresholds.silentBelow && standingOf(rule, search) === null);
    const offered = new Set(distinct(fitting));
    const replies = new Set([...offered].map(replyOf));
    const standing = (entry: Ranked): Standing => {
      const limit = standingOf(entry.rule, search);
      if (limit !== null) return limit;
      if (offered.has(entry)) return 'offered';
      if (entry.fit === 0) return 'incomplete';
      if (entry.own < thresholds.silentBelow) return 'below-threshold';
      return replies.has(replyOf(entry)) ? 'same-reply' : 'outranked';
    };
    return ranked.slice(0, MOST_CONSIDERED).map((entry) => ({ standing: standing(entry), suggestion: this.#suggestion(entry, search) }));
  }

  /** For each rule with a wanted trigger that fits so well, the best such trigger. */
  #find(search: Search, wanted: (slot: number) => boolean, least: number): Candidate[] {
    const best = new Map<Rule, Candidate>();
    const look = (kinds: readonly TriggerKind[], message: Message, completed: boolean) => {
      for (const kind of kinds) {
        this.#indexes[kind].match(message, wanted, (slot, confidence) => {
          const fit = completed ? confidence * COMPLETED : confidence;
          if (fit < least) return;
          const { rule, index } = this.#slots[slot]!;
          const known = best.get(rule);
          if (!known || fit > known.fit || (fit === known.fit && index < known.trigger)) {
            best.set(rule, { rule, trigger: index, slot, kind, fit, completed });
          }
        });
      }
    };
    if (search.completed) look(COMPLETING, search.completed.whole, true);
    look(KINDS, search.message, false);
    return [...best.values()];
  }

  #suggestion(entry: Ranked, search: Search): Suggestion {
    const { rule, trigger, kind, confidence } = entry;
    const match = this.#match(entry, search);
    const evidence = rankEvidence(entry, match);
    return {
      ruleId: rule.id,
      variant: 0,
      reply: replyOf(entry),
      confidence,
      source: rule.source.kind,
      ...(match.captures ? { captures: match.captures } : {}),
      explanation: { ruleId: rule.id, ruleName: rule.name, trigger: { index: trigger, kind }, matched: match.matched, ...evidence },
    };
  }

  #match(entry: Ranked, search: Search): Match {
    const { trigger } = this.#slots[entry.slot]!;
    const index = this.#index(entry.kind);
    const none: Match = { confidence: entry.fit, matched: [], for: [], against: [] };
    if (!entry.completed || !search.completed) return index.explain(search.message, entry.slot, trigger) ?? none;
    const { whole, turn, from } = search.completed;
    const match = index.explain(whole, entry.slot, trigger) ?? none;
    // Half of it stands in the turn before.
    const share = COMPLETED / 2;
    const scaled = <T extends { weight: number }>(pieces: readonly T[]) => pieces.map((piece) => ({ ...piece, weight: piece.weight * share }));
    return {
      ...match,
      matched: shifted(match.matched, from, search.message.offset),
      for: [...scaled(match.for), { kind: 'context', text: turn, weight: entry.fit / 2 }],
      against: scaled(match.against),
    };
  }

  #index(kind: TriggerKind): TriggerIndex<TriggerKind> {
    return this.#indexes[kind] as unknown as TriggerIndex<TriggerKind>;
  }

  #limit(slot: number, limited: boolean): void {
    if (slot >= this.#limited.length) {
      const wider = new Uint8Array(this.#limited.length * 2);
      wider.set(this.#limited);
      this.#limited = wider;
    }
    this.#limited[slot] = limited ? 1 : 0;
  }
}

/** A message with what is around it, worked out once. */
class Search {
  readonly message: Message;
  readonly context: SuggestContext;
  readonly conversation: Conversation;
  readonly completed: ReturnType<Conversation['completed']>;

  constructor(message: string, context: SuggestContext) {
    this.message = new Message(message);
    this.context = context;
    this.conversation = new Conversation(context.conversation);
    this.completed = context.conversation.length > 0 ? this.conversation.completed(this.message) : null;
  }
}

/** Why a rule may not answer here and now; null when it may. */
function standingOf(rule: Rule, { context, conversation }: Search): Standing | null {
  if (!fitsScope(rule.scope, context.scope)) return 'other-scope';
  if (!isValid(rule.validity, context)) return 'not-now';
  return conversation.meets(rule.context) ? null : 'other-conversation';
}

function replyOf({ rule }: { rule: Rule }): string {
  return rule.replies[0]!.text;
}

/** The best with different replies. */
function distinct(ranked: readonly Ranked[]): Ranked[] {
  const replies = new Set<string>();
  const chosen: Ranked[] = [];
  for (const entry of ranked) {
    if (replies.has(replyOf(entry))) continue;
    replies.add(replyOf(entry));
    chosen.push(entry);
    if (chosen.length === MOST_OFFERED) break;
  }
  return chosen;
}

/** Stretches behind `from`, as they stand when what comes before is `offset` long. */
function shifted(spans: readonly Span[], from: number, offset: number): Span[] {
  return spans
    .filter(({ end }) => end > from)
    .map(({ start, end }) => ({ start: Math.max(from, start) - from + offset, end: end - from + offset }));
}
