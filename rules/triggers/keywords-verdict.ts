/** Whether the keywords found make a trigger fit, and how well. */
import type { Message } from '../message';
import type { Span } from '../types';

/** A keyword's place in the original message. */
export class Place implements Span {
  readonly start: number;
  readonly end: number;
  /** How much the keyword says, see `weightOf`. */
  readonly weight: number;
  #negation: string | null | undefined;
  readonly #findNegation: () => string | null;

  constructor(start: number, end: number, weight: number, findNegation: () => string | null) {
    this.start = start;
    this.end = end;
    this.weight = weight;
    this.#findNegation = findNegation;
  }

  /** The negation that stands before it; looked for only when it matters, as most places do not. */
  get negation(): string | null {
    if (this.#negation === undefined) this.#negation = this.#findNegation();
    return this.#negation;
  }
}

/** Where keywords stand in one message, by id of the keyword; each list by place. */
export type Places = Map<number, Place[]>;

/** A trigger with its keywords as ids. */
export interface Compiled {
  all: readonly number[];
  any: readonly number[];
  none: readonly number[];
  ordered: boolean;
  within: number | undefined;
  /** The last message that it was looked at for, by number. */
  seenFor: number;
}

export interface Hit {
  id: number;
  place: Place;
}

export interface Verdict {
  confidence: number;
  /** What it would be without negations. */
  unnegated: number;
  hits: Hit[];
}

/** What is left of the confidence when a keyword that the trigger hangs on is negated. */
const NEGATED = 0.1;
/** … and when other keywords of `any` stand there without negation. */
const PARTLY_NEGATED = 0.85;
/** Confidence of a keyword that says nothing, and the most that keywords in a long message are good for. */
const LEAST = 0.22;
const MOST = 0.82;
/** Units of weight in which the distance to MOST falls to a third. */
const SCALE = 2.5;
/** What a message is good for that is made of the keywords alone. */
const COVERED = 0.5;
/** Each further condition met counts as so much weight. */
const CONDITION = 0.5;

/** The verdict on one trigger; null when its keywords are not there, or one of `none` is. */
export function judge(message: Message, trigger: Compiled, places: Places): Verdict | null {
  // Most that are looked at fall here, so nothing is made before.
  if (hasOne(trigger.none, places) || (trigger.any.length > 0 && !hasOne(trigger.any, places))) return null;
  const hits = findAll(trigger, places);
  if (!hits) return null;
  const required = hits.length;
  for (const id of trigger.any) {
    const found = places.get(id);
    if (found && !hits.some((hit) => hit.id === id)) hits.push({ id, place: unnegatedFirst(found) });
  }
  const unnegated = confidenceOf(message, trigger, hits, required);
  return { unnegated, confidence: unnegated * negationFactor(hits, required), hits };
}

function hasOne(ids: readonly number[], places: Places): boolean {
  for (const id of ids) if (places.has(id)) return true;
  return false;
}

function negationFactor(hits: readonly Hit[], required: number): number {
  let optional = 0;
  let negated = 0;
  for (let i = 0; i < hits.length; i++) {
    const isNegated = hits[i]!.place.negation !== null;
    if (i < required && isNegated) return NEGATED;
    if (i < required) continue;
    optional++;
    if (isNegated) negated++;
  }
  if (negated === 0) return 1;
  return negated === optional && required === 0 ? NEGATED : PARTLY_NEGATED;
}

function confidenceOf(message: Message, trigger: Compiled, hits: readonly Hit[], required: number): number {
  const said = coveredWeight(hits);
  const conditions = Math.max(0, required - 1) + (trigger.ordered && required > 1 ? 1 : 0) + (trigger.within !== undefined && required > 1 ? 1 : 0);
  const specific = MOST - (MOST - LEAST) * Math.exp(-(Math.max(1, said) - 1 + CONDITION * conditions) / SCALE);
  const coverage = Math.min(1, said / (message.weight || 1));
  return 1 - (1 - specific) * (1 - COVERED * coverage * coverage);
}

/** The weight of all stretches, where they overlap counted once. */
function coveredWeight(hits: readonly Hit[]): number {
  if (hits.length === 1) return hits[0]!.place.weight;
  let end = 0;
  let weight = 0;
  for (const { place } of [...hits].sort((a, b) => a.place.start - b.place.start || b.place.end - a.place.end)) {
    const length = place.end - place.start;
    const fresh = Math.max(0, place.end - Math.max(end, place.start));
    if (length > 0) weight += (place.weight * fresh) / length;
    end = Math.max(end, place.end);
  }
  return weight;
}

function unnegatedFirst(places: readonly Place[]): Place {
  return places.find((place) => place.negation === null) ?? places[0]!;
}

/** A place for each of `all`, in order and within the distance where that is asked; null when there is none. */
function findAll({ all, ordered, within }: Compiled, places: Places): Hit[] | null {
  for (const id of all) if (!places.has(id)) return null;
  const hits: Hit[] = [];
  if (all.length < 2 || (!ordered && within === undefined)) {
    for (const id of all) hits.push({ id, place: unnegatedFirst(places.get(id)!) });
    return hits;
  }
  const lists = all.map((id) => places.get(id)!);
  const chosen = ordered ? inOrder(lists, within) : inWindow(lists, within!);
  return chosen && chosen.map((place, index) => ({ id: all[index]!, place }));
}

function inOrder(lists: readonly Place[][], within = Infinity): Place[] | null {
  for (const first of lists[0]!) {
    const chain = [first];
    for (const list of lists.slice(1)) {
      const next = list.find((place) => place.start >= chain.at(-1)!.end);
      if (!next) return null;
      chain.push(next);
    }
    if (chain.at(-1)!.end - first.start <= within) return chain;
  }
  return null;
}

/** The smallest window with one of each, by moving its left end on. */
function inWindow(lists: readonly Place[][], within: number): Place[] | null {
  const next = lists.map(() => 0);
  for (;;) {
    const current = lists.map((list, index) => list[next[index]!]!);
    const start = Math.min(...current.map((place) => place.start));
    const end = Math.max(...current.map((place) => place.end));
    if (end - start <= within) return current;
    const leftmost = current.findIndex((place) => place.start === start);
    if (++next[leftmost]! >= lists[leftmost]!.length) return null;
  }
}
