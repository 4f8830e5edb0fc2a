/** What the customer said of a kind: the values that `{{message:…}}` takes from the message or the turns before it. */
import type { Turn } from '../types';
import { findPersonal, IDENTITY, type PersonalKind } from './personal';

/** Turns that are looked through. */
const TURNS = 20;
/** Longer turns are no chat; they are not looked through. */
const MAX_TURN = 4_000;

/** The message that a reply answers, and the turns before it, oldest first. */
export interface Question {
  message: string;
  before: readonly Turn[];
}

/** The different values of a kind in the newest text that holds one: the message first, then the turns before it. */
export function valuesSaid(kind: PersonalKind, { message, before }: Question): string[] {
  for (const text of textsOf(message, before, kind)) {
    const values = new Set(findPersonal(text).flatMap((found) => (found.kind === kind ? [found.value] : [])));
    if (values.size > 0) return [...values];
  }
  return [];
}

/** Personal values that were named, by kind. */
export type Said = ReadonlyMap<PersonalKind, ReadonlySet<string>>;

/**
 * The personal values of the message and of the turns before it. What tells who the customer is counts whoever said it;
 * amounts, dates and products only from the customer: what the agent says twice may well be the shop's rule.
 */
export function everythingSaid({ message, before }: Question): Said {
  const said = new Map<PersonalKind, Set<string>>();
  for (const { role, text } of [{ role: 'customer', text: message }, ...before.slice(-TURNS)]) {
    if (text.length > MAX_TURN) continue;
    for (const { kind, value } of findPersonal(text)) {
      if (role === 'customer' || IDENTITY.has(kind)) said.set(kind, (said.get(kind) ?? new Set()).add(value));
    }
  }
  return said;
}

/** As `everythingSaid`, newest first, one text after the other. */
function textsOf(message: string, before: readonly Turn[], kind: PersonalKind): string[] {
  const turns = before.slice(-TURNS).filter(({ role }) => role === 'customer' || IDENTITY.has(kind));
  return [message, ...turns.map(({ text }) => text).reverse()].filter((text) => text.length <= MAX_TURN);
}
