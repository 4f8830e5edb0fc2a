import type { Span } from '../../rules/types';

/** A stretch of a text, highlighted or not. */
export interface Segment {
  text: string;
  /** Where it begins in the whole text. */
  at: number;
  marked: boolean;
}

/** Cuts `text` from `start` on into highlighted and plain stretches. Spans out of range or out of order do no harm. */
export function segments(text: string, spans: readonly Span[], start = 0): Segment[] {
  const result: Segment[] = [];
  let at = Math.max(0, start);
  const add = (end: number, marked: boolean) => {
    if (end > at) result.push({ text: text.slice(at, end), at, marked });
    at = Math.max(at, end);
  };
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    add(Math.min(Math.max(span.start, at), text.length), false);
    add(Math.min(span.end, text.length), true);
  }
  add(text.length, false);
  return result;
}

/** Where to begin an excerpt so that the first highlight stands in it, `lead` characters in front of it, at a good break. */
export function excerptStart(text: string, spans: readonly Span[], lead = 24): number {
  const first = spans.reduce((min, span) => Math.min(min, span.start), text.length);
  const earliest = Math.max(0, first - lead);
  if (earliest === 0) return 0;
  const stop = text.slice(earliest, first).search(/[。！？；，\s.!?;,]/);
  const begin = stop < 0 ? earliest : earliest + stop + 1;
  // never between the two halves of a surrogate pair
  return /[\udc00-\udfff]/.test(text.charAt(begin)) ? begin + 1 : begin;
}
