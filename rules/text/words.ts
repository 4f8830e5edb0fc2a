/** Where words begin and end, and how much they say. */
import { DIGIT, IDEOGRAPH, kindOf, LETTER } from './characters';

const ENDINGS = new Set(['', 's', 'es', 'd', 'ed', 'ing', 'ly']);
const LONGEST_ENDING = 4;
const POINT = 0x2e;

function classAt(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  return unit === POINT ? DIGIT : at >= 0 && at < text.length && unit !== 0x20 ? kindOf(unit) : 0;
}

/**
 * Whether the stretch of a normalised text is made of whole words: "art" is no part of "start" and 7天 none of 17天, but
 * "refund" is found in "refunds" and "refunded". Chinese has no such borders.
 */
export function isWhole(text: string, start: number, end: number): boolean {
  const first = classAt(text, start);
  if ((first === LETTER || first === DIGIT) && classAt(text, start - 1) === first) return false;
  const last = classAt(text, end - 1);
  if (last !== LETTER && last !== DIGIT) return true;
  if (classAt(text, end) !== last) return true;
  return last === LETTER && endsInflected(text, end);
}

function endsInflected(text: string, end: number): boolean {
  let to = end;
  while (to - end <= LONGEST_ENDING && classAt(text, to) === LETTER) to++;
  const tail = text.slice(end, to);
  // ship → shipped, shipping
  return ENDINGS.has(tail) || (tail[0] === text[end - 1] && (tail.slice(1) === 'ed' || tail.slice(1) === 'ing'));
}

const WORD = 1;
const LETTER_OF_WORD = 0.25;
const MOST_LETTERS = 8;

/** How much a stretch of text says: a Chinese character 1, another word 1 and a quarter for each of its letters up to 8. */
export function weightOf(text: string, from = 0, to = text.length): number {
  let weight = 0;
  let letters = 0;
  for (let at = from; at < to; at++) {
    const unit = text.charCodeAt(at);
    const kind = kindOf(unit);
    const inWord = kind === LETTER || kind === DIGIT || (unit === POINT && letters > 0);
    letters = inWord ? letters + 1 : 0;
    if (letters === 1) weight += WORD;
    if (letters > 0 && letters <= MOST_LETTERS) weight += LETTER_OF_WORD;
    if (kind === IDEOGRAPH) weight++;
  }
  return weight;
}
