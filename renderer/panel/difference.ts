import type { Span } from '../../rules/types';

/** Longest texts, in words, that are compared word by word; above it only the common start and end are found. */
const MAX_WORDS = 400;

/**
 * Where two replies differ, word by word (longest common subsequence), so that the agent sees at a glance what to
 * decide. Null when they have so little in common that marking would mark nearly everything.
 */
export function differences(a: string, b: string, locale: string): { a: Span[]; b: Span[] } | null {
  const left = words(a, locale);
  const right = words(b, locale);
  const keep = left.length > MAX_WORDS || right.length > MAX_WORDS ? edges(left, right) : common(left, right);
  const shared = keep.a.reduce((sum, kept, i) => sum + (kept ? left[i]!.length : 0), 0);
  if (shared < Math.min(a.length, b.length) * 0.25) return null;
  return { a: spansOf(left, keep.a), b: spansOf(right, keep.b) };
}

function words(text: string, locale: string): string[] {
  return Array.from(new Intl.Segmenter(locale, { granularity: 'word' }).segment(text), (part) => part.segment);
}

interface Kept {
  a: boolean[];
  b: boolean[];
}

function edges(a: string[], b: string[]): Kept {
  const kept: Kept = { a: a.map(() => false), b: b.map(() => false) };
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) {
    kept.a[start] = kept.b[start] = true;
    start++;
  }
  for (let end = 1; end <= shorter - start && a[a.length - end] === b[b.length - end]; end++) {
    kept.a[a.length - end] = kept.b[b.length - end] = true;
  }
  return kept;
}

function common(a: string[], b: string[]): Kept {
  const width = b.length + 1;
  const best = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number) => best[i * width + j]!;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      best[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const kept: Kept = { a: a.map(() => false), b: b.map(() => false) };
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) kept.a[i++] = kept.b[j++] = true;
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return kept;
}

function spansOf(list: string[], kept: boolean[]): Span[] {
  const spans: Span[] = [];
  let at = 0;
  list.forEach((word, i) => {
    const end = at + word.length;
    const last = spans.at(-1);
    if (!kept[i]) {
      if (last?.end === at) last.end = end;
      else spans.push({ start: at, end });
    }
    at = end;
  });
  return spans;
}
