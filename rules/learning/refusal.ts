/** What keeps a text from being learned. */
import { findPersonal, halfWidth, IDENTITY } from './personal';
import { isPersonalLink } from './personal-numbers';

/** Why a text is not learned. */
export type Refusal =
  /** Nothing stands in it. */
  | 'empty'
  | 'too-long'
  /** It has no words, only signs or emoji. */
  | 'no-words'
  /** Nothing would be left but what belongs to one customer. */
  | 'only-personal'
  /** So much in it belongs to one customer that it is a record, not an answer. */
  | 'too-many'
  /** Something in it still looks like a customer's own. */
  | 'unsafe';

/** `what` is the text that it is about, for the agent's eyes only. */
export interface Refused {
  refused: Refusal;
  what: string;
}

/** Stands for a slot where only the rest of a text is looked at. */
export const GAP = '〔〕';

/** What still looks like somebody's own in a text that was made safe; null where nothing does. A second, plainer look. */
export function leftIn(literal: string): string | null {
  const plain = halfWidth(literal);
  const address = /[\w.+-]+@[\w-]+\.[\w.-]+/.exec(plain)?.[0];
  if (address !== undefined) return address;
  for (const [digits] of plain.matchAll(/\d{7,}/g)) if (!/^[48]00\d{7}$/.test(digits) && !isCalendarDay(digits)) return digits;
  return findPersonal(literal).find(({ kind, value }) => IDENTITY.has(kind) && (kind !== 'link' || isPersonalLink(value)))?.value ?? null;
}

const isCalendarDay = (digits: string) => /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/.test(digits);
