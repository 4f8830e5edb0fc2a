/** Two wordings side by side, for showing why an example fits. */
import { bareWordingOf, type Normalised } from '../normalise';
import { featuresOf, isOwnWord } from '../text/features';
import type { Span } from '../types';

/** With more examples than this, those that share most pairs of characters are compared in full. */
const MOST_COMPARED = 32;

/** The text most like the message, and how like: the Dice coefficient of their features, 0..1. */
export function closest(message: Normalised, texts: readonly string[]): { text: string; similarity: number } {
  const own = new Set(hashes(message));
  let text = texts[0]!;
  let similarity = 0;
  for (const candidate of texts.length > MOST_COMPARED ? likely(message.text, texts) : texts) {
    const others = hashes(bareWordingOf(candidate));
    let shared = 0;
    for (const hash of others) if (own.has(hash)) shared++;
    const dice = own.size + others.length === 0 ? 0 : (2 * shared) / (own.size + others.length);
    if (dice > similarity) {
      similarity = dice;
      text = candidate;
    }
  }
  return { text, similarity };
}

function hashes(wording: Pick<Normalised, 'text' | 'entities'>): number[] {
  const { hash, length } = featuresOf(wording);
  return Array.from(hash.subarray(0, length));
}

function likely(message: string, texts: readonly string[]): string[] {
  const pairs = new Set<string>();
  for (let i = 0; i + 2 <= message.length && pairs.size < 64; i++) pairs.add(message.slice(i, i + 2));
  const shared = texts.map((text) => {
    let count = 0;
    for (const pair of pairs) if (text.includes(pair)) count++;
    return { text, share: count / Math.sqrt(text.length) };
  });
  return shared
    .sort((a, b) => b.share - a.share)
    .slice(0, MOST_COMPARED)
    .map(({ text }) => text);
}

/** The stretches of the original message that the example has, too: Chinese from two characters on, other words whole. */
export function sharedSpans(message: Normalised, example: string): Span[] {
  const other = ` ${bareWordingOf(example).text} `;
  const { text, start, end } = message;
  const spans: Span[] = [];
  for (let at = 0; at < text.length; ) {
    const own = isOwnWord(text.charCodeAt(at));
    const to = own ? sharedEnd(text, at, other) : wordEnd(text, at);
    const shared = own ? to - at >= 2 || text.length === 1 : hasWord(other, text.slice(at, to));
    if (shared) spans.push({ start: start[at]!, end: end[to - 1]! });
    at = own && !shared ? at + 1 : to + (text[to] === ' ' ? 1 : 0);
  }
  return spans;
}

/** How far the message goes on as the other does somewhere; at least one character. */
function sharedEnd(text: string, at: number, other: string): number {
  let to = at + 1;
  while (to < text.length && isOwnWord(text.charCodeAt(to)) && other.includes(text.slice(at, to + 1))) to++;
  return to;
}

function wordEnd(text: string, at: number): number {
  let to = at + 1;
  while (to < text.length && text[to] !== ' ' && !isOwnWord(text.charCodeAt(to))) to++;
  return to;
}

/** Whether the word stands in the text with no letter of another word around it. */
function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) if (isBorder(text, at - 1) && isBorder(text, at + word.length)) return true;
  return false;
}

function isBorder(text: string, at: number): boolean {
  return text[at] === ' ' || isOwnWord(text.charCodeAt(at));
}
