/** What the kinds of triggers have in common: each kind is one index over all triggers of that kind. */
import type { Message } from '../message';
import type { Captures, Evidence, Span, Trigger, TriggerKind } from '../types';

export type TriggerOf<K extends TriggerKind> = Extract<Trigger, { kind: K }>;

/** How well one trigger fits a message, and why. The weights of all evidence add up to the confidence. */
export interface Match {
  /** 0..1, before scope and record. */
  confidence: number;
  /** Stretches of the original message, by start. */
  matched: Span[];
  for: Evidence[];
  against: Evidence[];
  captures?: Captures;
}

/** Told of each trigger that fits; `slot` is the number that the trigger was added under. */
export type Found = (slot: number, confidence: number) => void;

/** Whether a trigger is of a rule that may answer here and now (scope, dates, conversation). */
export type Wanted = (slot: number) => boolean;

/** Finds the triggers of one kind that fit a message, without looking at each. */
export interface TriggerIndex<K extends TriggerKind> {
  /** Throws an Error with the reason when the trigger cannot be used. Changes nothing. */
  check(trigger: TriggerOf<K>): void;
  /** Many triggers are added until `endBatch`, and nothing is matched meanwhile. */
  beginBatch?(): void;
  endBatch?(): void;
  /** Adds a trigger that `check` let pass. */
  add(slot: number, trigger: TriggerOf<K>): void;
  /** Takes out a trigger that was added under this slot. */
  remove(slot: number, trigger: TriggerOf<K>): void;
  /** Does what `remove` and `add` do, where that can be done in less. */
  replace?(slot: number, before: TriggerOf<K>, after: TriggerOf<K>): void;
  /** Reports every wanted trigger that fits, each slot once, with its confidence; 0 where it only nearly does. */
  match(message: Message, wanted: Wanted, found: Found): void;
  /** The match of one trigger in full; null when it does not fit. */
  explain(message: Message, slot: number, trigger: TriggerOf<K>): Match | null;
}

/** A slot, or several: most keys have one, which then needs no set. */
export type Slots = number | Set<number>;

export function addSlot<K>(map: Map<K, Slots>, key: K, slot: number): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, slot);
  else if (typeof known === 'object') known.add(slot);
  else if (known !== slot) map.set(key, new Set([known, slot]));
}

export function removeSlot<K>(map: Map<K, Slots>, key: K, slot: number): void {
  const known = map.get(key);
  if (known === slot) map.delete(key);
  else if (typeof known === 'object' && known.delete(slot) && known.size === 1) map.set(key, [...known][0]!);
}

export function eachSlot(slots: Slots | undefined, visit: (slot: number) => void): void {
  if (typeof slots === 'number') visit(slots);
  else if (slots) slots.forEach((slot) => visit(slot));
}

/** Whether a trigger is keywords that learning found (see rules/learning/patterns.ts). */
export function isPattern(trigger: Trigger): boolean {
  return trigger.kind === 'keywords' && trigger.learned === true;
}
