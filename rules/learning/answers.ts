/** Replies that say the same in nearly the same words are one answer. */

/** A reply as it is compared: its letters, digits and characters, sorted, after NFKC and lower case. */
export type Letters = Uint16Array;

const NO_LETTER = /[^\p{L}\p{N}]+/gu;

/** The letters of a text, without punctuation, spaces and symbols. */
export function lettersOf(text: string): Letters {
  const plain = text.normalize('NFKC').toLowerCase().replace(NO_LETTER, '');
  const letters = new Uint16Array(plain.length);
  for (let i = 0; i < plain.length; i++) letters[i] = plain.charCodeAt(i);
  return letters.sort();
}

/** Character F1 of two texts, 0..1: twice what they share over their lengths together. 1 for two empty ones. */
export function characterF1(a: Letters, b: Letters): number {
  if (a.length + b.length === 0) return 1;
  let shared = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const difference = a[i]! - b[j]!;
    if (difference === 0) shared++;
    if (difference <= 0) i++;
    if (difference >= 0) j++;
  }
  return (2 * shared) / (a.length + b.length);
}

/** Least character F1 of two replies that are the same answer. */
export const SAME_ANSWER = 0.8;

/** Answers by their text. */
export class Answers {
  readonly #known: { id: string; letters: Letters }[] = [];
  constructor(readonly least = SAME_ANSWER) {}

  /** The answer that a reply is a wording of: the one most like it; undefined when none is like enough. */
  find(letters: Letters): { id: string; likeness: number } | undefined {
    let best: string | undefined;
    let most = this.least;
    const length = letters.length;
    for (const { id, letters: other } of this.#known) {
      // The shared letters are at most the shorter text.
      if (2 * Math.min(length, other.length) < most * (length + other.length)) continue;
      const likeness = characterF1(letters, other);
      if (likeness > most || (likeness === most && best === undefined)) {
        most = likeness;
        best = id;
      }
    }
    return best === undefined ? undefined : { id: best, likeness: most };
  }

  add(id: string, letters: Letters): void {
    this.#known.push({ id, letters });
  }
}
