/**
 * Folding for regular expressions: one unit stays one unit, so that a match in the folded text is a match at the same
 * place of the original.
 */
import { BREAK, DIGIT, foldOf, IDEOGRAPH, kindOf, LETTER } from './characters';

const table = new Uint16Array(0x10000);

/** The folded form of a unit: half width, lower case, simplified; itself where that is not one unit. */
export function foldUnit(unit: number): number {
  const known = table[unit];
  if (known) return known;
  const kind = kindOf(unit);
  const folded = kind === IDEOGRAPH || kind === LETTER || kind === DIGIT || kind === BREAK ? foldOf(unit) : unit;
  return (table[unit] = folded || unit);
}

/** A text with each unit folded; a text that needs no folding comes back as it is. */
export function foldForRegex(text: string): string {
  let at = 0;
  while (at < text.length && foldUnit(text.charCodeAt(at)) === text.charCodeAt(at)) at++;
  if (at === text.length) return text;
  let folded = text.slice(0, at);
  for (; at < text.length; at++) folded += String.fromCharCode(foldUnit(text.charCodeAt(at)));
  return folded;
}
