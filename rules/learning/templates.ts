/** Which placeholders of an offered reply still stand in what the agent made of it, so that an edit does not freeze their values. */
import { parseReply, type Part } from '../placeholders';
import type { Span } from '../types';
import { mayFill } from './kinds';
import { onlyBlanksFilled } from './learned';

/** A stretch of the sent text that a placeholder gave, or that the agent filled in for it. */
export interface Kept extends Span {
  placeholder: string;
}

/** Units of text beside a placeholder by which its place is found again. */
const ANCHOR = 8;
/** Longer stretches are no value. */
const LONGEST_VALUE = 200;

/** The reply among `replies` that was filled to `offered`; undefined where none fits. */
export function templateOf(replies: readonly { text: string }[], offered: string): string | undefined {
  return replies.find(({ text }) => {
    const parts = parseReply(text);
    return onlyBlanksFilled(parts.map((part) => (part.kind === 'text' ? part : { kind: 'blank' as const, name: '' })), offered);
  })?.text;
}

/**
 * The places of a template's placeholders in the sent text, found by the text around them: where the value that was
 * offered still stands, or what the agent filled in for a blank. A value that was changed by hand is text from now on.
 */
export function keptIn(sent: string, template: string, offered: string): Kept[] {
  const parts = parseReply(template);
  const before = placesIn(offered, parts);
  return [...placesIn(sent, parts)].flatMap(([index, { start, end }]): Kept[] => {
    const old = before.get(index);
    const value = old && offered.slice(old.start, old.end);
    const now = sent.slice(start, end);
    const filled = value !== undefined && /^〔.*〕$/.test(value) && mayFill(value.slice(1, -1), now);
    if (value !== now && !filled) return [];
    return [{ start, end, placeholder: template.slice(parts[index]!.start, parts[index]!.end) }];
  });
}

/** For each placeholder, by its number among the parts, where it stands in a text, as far as that can be told. */
function placesIn(text: string, parts: readonly Part[]): Map<number, Span> {
  const places = new Map<number, Span>();
  let from = 0;
  for (const [index, part] of parts.entries()) {
    if (part.kind === 'text') continue;
    const start = startOf(text, parts[index - 1], from);
    const end = start === null ? null : endOf(text, parts[index + 1], start);
    if (start === null || end === null || end <= start || end - start > LONGEST_VALUE) continue;
    places.set(index, { start, end });
    from = end;
  }
  return places;
}

/** Behind the text that stood in front; the longest piece of it that is still there. */
function startOf(sent: string, before: Part | undefined, from: number): number | null {
  if (!before) return from === 0 ? 0 : null;
  // Nothing tells where one of two placeholders side by side ends.
  if (before.kind !== 'text') return null;
  for (let length = Math.min(ANCHOR, before.text.length); length > 0; length--) {
    const at = sent.indexOf(before.text.slice(-length), from);
    if (at >= 0 && (length > 1 || before.text.length === 1)) return at + length;
  }
  return null;
}

function endOf(sent: string, after: Part | undefined, start: number): number | null {
  if (!after) return sent.length;
  if (after.kind !== 'text') return null;
  for (let length = Math.min(ANCHOR, after.text.length); length > 0; length--) {
    const at = sent.indexOf(after.text.slice(0, length), start + 1);
    if (at >= 0 && (length > 1 || after.text.length === 1)) return at;
  }
  return null;
}
