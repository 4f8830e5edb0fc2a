/** What the customer said of a kind: the values that `{{message:…}}` takes from the message or the turns before it. */
import type { Turn } from '../types';
import { findPersonal, type PersonalKind } from './personal';

/** Turns that are looked through. */
const TURNS = 20;
/** Longer turns are no chat; they are not looked through. */
const MAX_TURN = 20_000;

/** The message that a reply answers, and the turns before it, oldest first. */
export interface Question {
  message: string;
  before: readonly Turn[];
}

/** The different values of a kind in the newest text that holds one: the message first, then the turns before it. */
export function valuesSaid(kind: PersonalKind, { message, before }: Question): string[] {
  for (const text of textsOf(message, before)) {
    const values = new Set(findPersonal(text).flatMap((found) => (found.kind === kind ? [found.value] : [])));
    if (values.size > 0) return [...values];
  }
  return [];
}

/** Every personal value of the message and of the turns before it, by kind. */
export function everythingSaid({ message, before }: Question): Map<PersonalKind, Set<string>> {
  const said = new Map<PersonalKind, Set<string>>();
  for (const text of textsOf(message, before)) {
    for (const { kind, value } of findPersonal(text)) said.set(kind, (said.get(kind) ?? new Set()).add(value));
  }
  return said;
}

function textsOf(message: string, before: readonly Turn[]): string[] {
  const turns = before.slice(-TURNS).map(({ text }) => text);
  return [message, ...turns.reverse()].filter((text) => text.length <= MAX_TURN);
}
