/**
 * The rule engine: an index for each kind of trigger, over all enabled rules, and the ranking of what they find. It
 * holds everything in memory; the library on disk is the truth.
 */
import { Conversation } from './conversation';
import { Message } from './message';
import type { Rating, Relevance } from './learning/relevance';
import { candidateOf, isAmbiguous, leastFit, rank, rankEvidence, SAME_WORDING, type Candidate, type Fit, type Ranked } from './rank';
import { fitsScope, isValid } from './scope';
import { ExactIndex } from './triggers/exact';
import { ExamplesIndex } from './triggers/examples';
import { lineKind, type LineKind } from './text/lines';
import { sharedSpans } from './triggers/examples-compare';
import { KeywordsIndex } from './triggers/keywords';
import { RegexIndex } from './triggers/regex';
import type { Match, TriggerIndex } from './triggers/trigger';
import type { Evidence, Rule, Span, SuggestContext, Suggestion, Suggestions, Trigger, TriggerKind } from './types';

/** When to stay silent and when to call it a tie; both are settings of the agent. */
export interface Thresholds {
  /** Nothing is suggested when the best is below this confidence, 0..1; what stands beside it may be a third as sure. */
  silentBelow: number;
  /** The best two are ambiguous when their confidences are closer than this, 0..1. */
  closeCall: number;
}

/** Measured on customers of two kinds of shops (docs/benchmarks.md): with these the first suggestion fits in 8 of 10 cases in which one is made. */
export const DEFAULT_THRESHOLDS: Thresholds = { silentBelow: 0.3, closeCall: 0.08 };
/** The share of `silentBelow` that the second and third suggestion need. */
const BESIDE = 0.3;
/** What outcomes alone speak for, and no trigger, must be so many times as sure: nobody wrote down that it fits. */
const UNWRITTEN = 2.5;

/** Lines that answer 谢谢 and 好的 whatever was spoken of. */
const CLOSES: ReadonlySet<LineKind> = new Set(['closing', 'nod', 'greeting']);

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

/** One trigger of one rule; triggers are known to the indexes by the number of their slot. A rule with one is its own slot. */
interface Slot {
  rule: Rule;
  index: number;
  trigger: Trigger;
}

/** Finds the rules for a message. */
export class Engine {
  /** Per rule its slots; most have one trigger, and then one number does. */
  readonly #rules = new Map<string, number | number[]>();
  readonly #slots: (Rule | Slot | undefined)[] = [];
  readonly #freeSlots: number[] = [];
  /** What came of earlier messages; without it the triggers alone count. May be put in the place of another at any time. */
  relevance: Relevance | undefined;
  /** Per slot, whether its rule is limited to a scope, a time or a conversation. */
  #limited = new Uint8Array(1024);
  readonly #indexes: { [K in TriggerKind]: TriggerIndex<K> } = {
    exact: new ExactIndex((slot) => this.#trigger(slot) as Extract<Trigger, { kind: 'exact' }>),
    keywords: new KeywordsIndex(),
    regex: new RegexIndex(),
    examples: new ExamplesIndex(),
  };

  constructor({ relevance }: { relevance?: Relevance } = {}) {
    this.relevance = relevance;
  }

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
    if (this.#replace(rule)) return;
    this.remove(rule.id);
    if (!rule.enabled) return;
    const slots = rule.triggers.map((written, index) => {
      const trigger = withExact(written, rule);
      const slot = this.#freeSlots.pop() ?? this.#slots.length;
      this.#hold(slot, rule, index, trigger);
      this.#index(trigger.kind).add(slot, trigger);
      return slot;
    });
    this.#rules.set(rule.id, slots.length === 1 ? slots[0]! : slots);
  }

  /** Puts a rule in the place of one with triggers of the same kinds: what is learned mostly adds a wording to many. */
  #replace(rule: Rule): boolean {
    const held = this.#rules.get(rule.id);
    if (held === undefined || !rule.enabled) return false;
    const slots = typeof held === 'number' ? [held] : held;
    if (slots.length !== rule.triggers.length || slots.some((slot, i) => this.#trigger(slot).kind !== rule.triggers[i]!.kind)) return false;
    slots.forEach((slot, i) => {
      const before = this.#trigger(slot);
      const trigger = withExact(rule.triggers[i]!, rule);
      const index = this.#index(trigger.kind);
      if (index.replace) index.replace(slot, before, trigger);
      else {
        index.remove(slot, before);
        index.add(slot, trigger);
      }
      this.#hold(slot, rule, i, trigger);
    });
    return true;
  }

  #hold(slot: number, rule: Rule, index: number, trigger: Trigger): void {
    this.#slots[slot] = rule.triggers.length === 1 ? rule : { rule, index, trigger };
    this.#limit(slot, rule.scope.platform !== undefined || rule.scope.shop !== undefined || rule.validity !== undefined || rule.context !== undefined);
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
      const trigger = this.#trigger(slot);
      this.#index(trigger.kind).remove(slot, trigger);
      this.#slots[slot] = undefined;
      this.#freeSlots.push(slot);
    }
    this.#rules.delete(ruleId);
  }

  /** Up to three suggestions for a message, best first, no two the same reply. Never throws, whatever the message holds. */
  suggest(message: string, context: SuggestContext, thresholds: Thresholds = DEFAULT_THRESHOLDS): Suggestions {
    const search = new Search(message, context);
    this.#recall(search);
    const candidates = this.#find(search, (slot) => this.#mayAnswer(slot, search), leastFit(thresholds.silentBelow * BESIDE));
    const offered = offer(rank(candidates, (id) => context.record(id)), thresholds.silentBelow);
    const list = offered.map((entry) => this.#suggestion(entry, search));
    return { list, ambiguous: isAmbiguous(offered[0], offered[1], thresholds.closeCall) };
  }

  /** Every rule that came into question for a message, best first, at most ten, and why it is or is not offered. */
  explain(message: string, context: SuggestContext, thresholds: Thresholds = DEFAULT_THRESHOLDS): Considered[] {
    const search = new Search(message, context);
    const recordOf = (id: string) => context.record(id);
    this.#recall(search);
    // As suggest sees them: what may not answer here is no rival to what may.
    const open = rank(this.#find(search, (slot) => this.#mayAnswer(slot, search), 0), recordOf);
    const offered = offer(open.filter(({ fit }) => fit > 0), thresholds.silentBelow);
    const replies = new Set(offered.map(replyOf));
    const standing = (entry: Ranked): Standing => {
      if (offered.includes(entry)) return 'offered';
      if (entry.fit === 0) return 'incomplete';
      if (entry.own < leastOffered(entry, offered[0], thresholds.silentBelow)) return 'below-threshold';
      return replies.has(replyOf(entry)) ? 'same-reply' : 'outranked';
    };
    const considered = open.slice(0, MOST_CONSIDERED).map((entry) => ({ standing: standing(entry), suggestion: this.#suggestion(entry, search) }));
    search.ratings.clear();
    const closed = rank(this.#find(search, (slot) => !this.#mayAnswer(slot, search), 0), recordOf);
    for (const entry of closed.slice(0, MOST_CONSIDERED)) {
      considered.push({ standing: standingOf(entry.rule, search) ?? 'incomplete', suggestion: this.#suggestion(entry, search) });
    }
    return considered.sort((a, b) => b.suggestion.confidence - a.suggestion.confidence).slice(0, MOST_CONSIDERED);
  }

  #mayAnswer(slot: number, search: Search): boolean {
    return this.#limited[slot] === 0 || standingOf(this.#rule(slot), search) === null;
  }

  /** The rules with wanted triggers that fit at least so well. */
  #find(search: Search, wanted: (slot: number) => boolean, least: number): Candidate[] {
    const fits = new Map<Rule, Fit[]>();
    const look = (kinds: readonly TriggerKind[], message: Message, completed: boolean) => {
      for (const kind of kinds) {
        this.#indexes[kind].match(message, wanted, (slot, confidence) => {
          const fit = completed ? confidence * COMPLETED : confidence;
          if (fit < least) return;
          const rule = this.#rule(slot);
          const index = this.#indexOf(slot);
          const known = fits.get(rule);
          if (known) known.push({ slot, index, kind, fit, completed });
          else fits.set(rule, [{ slot, index, kind, fit, completed }]);
        });
      }
    };
    look(KINDS, search.message, false);
    if (search.completed) look(COMPLETING, search.completed.whole, true);
    this.#addOutcomes(fits, search, least);
    return Array.from(fits, ([rule, found]) => candidateOf(rule, found));
  }

  /** Leaves in `search` what outcomes say of the rules that may answer here. */
  #recall(search: Search): void {
    const relevance = this.relevance;
    if (!relevance) return;
    const { message, context } = search;
    const mayAnswer = (id: string) => {
      const slot = this.#slotOf(id);
      return slot !== undefined && this.#mayAnswer(slot, search);
    };
    for (const rating of relevance.rate({ message, before: context.conversation, scope: context.scope }, mayAnswer)) search.ratings.set(rating.ruleId, rating);
  }

  /**
   * Outcomes speak for a rule beside its triggers. The triggers of a learned rule were made of the same outcomes, so only
   * its very wording counts beside them, and not even that where one wording had many answers, or where it asks nothing
   * and the reply says something: 「好的」 is answered by what stands before it, or by a line that closes.
   */
  #addOutcomes(fits: Map<Rule, Fit[]>, search: Search, least: number): void {
    if (search.ratings.size === 0) return;
    const { text, bare } = search.message;
    const settled = this.relevance!.isSettled(text);
    const isTaught = ({ replies }: Rule) => settled && (bare !== 'acknowledgement' || CLOSES.has(lineKind(replies[0]!.text)));
    /** Per answer the rule that gives it to this very wording. */
    const taught = new Map<number, Rule>();
    for (const [rule, found] of fits) {
      const answer = this.relevance!.answerOf(rule.id);
      if (rule.source.kind !== 'learned' || answer === undefined) continue;
      const kept = found.filter(({ kind, fit }) => kind === 'exact' && fit >= SAME_WORDING && isTaught(rule));
      if (kept.length > 0) {
        fits.set(rule, kept);
        taught.set(answer, rule);
      } else fits.delete(rule);
    }
    const ratings = Array.from(search.ratings.values());
    for (const rating of ratings) {
      const { ruleId, probability } = rating;
      if (probability < least) continue;
      const rule = taught.get(this.relevance!.answerOf(ruleId)!) ?? this.#rule(this.#slotOf(ruleId)!);
      search.ratings.set(rule.id, rating);
      const fit: Fit = { slot: -1, index: -1, kind: 'outcomes', fit: probability, completed: false };
      const found = fits.get(rule);
      if (found) found.push(fit);
      else fits.set(rule, [fit]);
    }
  }

  #slotOf(ruleId: string): number | undefined {
    const slots = this.#rules.get(ruleId);
    return typeof slots === 'object' ? slots[0] : slots;
  }

  #suggestion(entry: Ranked, search: Search): Suggestion {
    const { rule, best, support, confidence } = entry;
    const match = this.#match(rule, best, search);
    const supporting = support && this.#match(rule, support, search);
    if (supporting) {
      const scale = (entry.fit - best.fit) / support.fit;
      match.for = [...match.for, ...scaled(supporting.for, scale)];
      match.against = [...match.against, ...scaled(supporting.against, scale)];
      match.matched = union(match.matched, supporting.matched);
    }
    const captures = match.captures ?? supporting?.captures;
    return {
      ruleId: rule.id,
      variant: variantOf(entry),
      reply: replyOf(entry),
      confidence,
      source: rule.source.kind,
      ...(captures ? { captures } : {}),
      explanation: {
        ruleId: rule.id,
        ruleName: rule.name,
        trigger: triggerOf(best) ?? (support && triggerOf(support)),
        matched: match.matched,
        ...rankEvidence(entry, match),
      },
    };
  }

  #match(rule: Rule, { slot, kind, fit, completed }: Fit, search: Search): Match {
    if (kind === 'outcomes') return outcomesMatch(search, rule, fit);
    const trigger = this.#trigger(slot);
    const index = this.#index(kind);
    const none: Match = { confidence: fit, matched: [], for: [], against: [] };
    if (!completed || !search.completed) return index.explain(search.message, slot, trigger) ?? none;
    const { whole, turn, from } = search.completed;
    const match = index.explain(whole, slot, trigger) ?? none;
    return {
      ...match,
      matched: shifted(match.matched, from, search.message.offset),
      // Half of it stands in the turn before.
      for: [...scaled(match.for, COMPLETED / 2), { kind: 'context', text: turn, weight: fit / 2 }],
      against: scaled(match.against, COMPLETED / 2),
    };
  }

  #rule(slot: number): Rule {
    const held = this.#slots[slot]!;
    return 'rule' in held ? held.rule : held;
  }

  #trigger(slot: number): Trigger {
    const held = this.#slots[slot]!;
    return 'rule' in held ? held.trigger : held.triggers[0]!;
  }

  #indexOf(slot: number): number {
    const held = this.#slots[slot]!;
    return 'rule' in held ? held.index : 0;
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

/** Where a rule has examples, its exact wordings are examples, too; what was learned has among its examples those that it needs. */
function withExact(trigger: Trigger, rule: Rule): Trigger {
  if (trigger.kind !== 'examples' || rule.triggers.length === 1 || rule.source.kind === 'learned') return trigger;
  const exact = rule.triggers.flatMap((other) => (other.kind === 'exact' ? other.texts : []));
  return exact.length === 0 ? trigger : { ...trigger, texts: [...trigger.texts, ...exact] };
}

/** A message with what is around it, worked out once. */
class Search {
  readonly message: Message;
  readonly context: SuggestContext;
  readonly conversation: Conversation;
  readonly completed: ReturnType<Conversation['completed']>;
  /** By rule, what outcomes say. */
  readonly ratings = new Map<string, Rating>();

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

function replyOf(entry: Ranked): string {
  return entry.rule.replies[variantOf(entry)]!.text;
}

/** The variant used least, so that customers do not read the same sentence twice; of a learned rule the agent's latest. */
function variantOf({ rule, record }: Ranked): number {
  if (rule.replies.length === 1 || rule.source.kind === 'learned') return 0;
  const used = record?.variants ?? [];
  let least = 0;
  for (let i = 1; i < rule.replies.length; i++) if ((used[i] ?? 0) < (used[least] ?? 0)) least = i;
  return least;
}

/** The best with different replies; none when even the best is not sure enough. */
function offer(ranked: readonly Ranked[], silentBelow: number): Ranked[] {
  const replies = new Set<string>();
  const chosen: Ranked[] = [];
  for (const entry of ranked) {
    if (entry.own < leastOffered(entry, chosen[0], silentBelow) || replies.has(replyOf(entry))) continue;
    replies.add(replyOf(entry));
    chosen.push(entry);
    if (chosen.length === MOST_OFFERED) break;
  }
  return chosen;
}

/** How sure an entry must be to be offered: less beside a first one, but not beside one for just this wording. */
function leastOffered({ best, support }: Ranked, first: Ranked | undefined, silentBelow: number): number {
  const beside = first !== undefined && first.best.kind !== 'exact';
  const unwritten = best.kind === 'outcomes' && !support;
  return silentBelow * (beside ? BESIDE : 1) * (unwritten ? UNWRITTEN : 1);
}

function outcomesMatch({ message, ratings }: Search, rule: Rule, fit: number): Match {
  const { example, times } = ratings.get(rule.id)!;
  return { confidence: fit, matched: example === null ? [] : sharedSpans(message.wording, example), for: [{ kind: 'outcomes', example, times, weight: fit }], against: [] };
}

function triggerOf({ index, kind }: Fit): { index: number; kind: TriggerKind } | null {
  return kind === 'outcomes' ? null : { index, kind };
}

function scaled(pieces: readonly Evidence[], by: number): Evidence[] {
  return pieces.map((piece) => ({ ...piece, weight: piece.weight * by }));
}

/** Stretches in order, those that touch joined. */
function union(a: readonly Span[], b: readonly Span[]): Span[] {
  const joined: Span[] = [];
  for (const span of [...a, ...b].sort((x, y) => x.start - y.start || x.end - y.end)) {
    const last = joined.at(-1);
    if (last && span.start <= last.end) last.end = Math.max(last.end, span.end);
    else joined.push({ ...span });
  }
  return joined;
}

/** Stretches behind `from`, as they stand when what comes before is `offset` long. */
function shifted(spans: readonly Span[], from: number, offset: number): Span[] {
  return spans
    .filter(({ end }) => end > from)
    .map(({ start, end }) => ({ start: Math.max(from, start) - from + offset, end: end - from + offset }));
}
