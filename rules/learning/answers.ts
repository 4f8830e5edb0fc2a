/** Replies that say the same in nearly the same words are one answer. */
import { hashOf } from '../text/features';
import { dice } from '../text/sorted';
import { coreOf, factsOf } from './edits';

/** A reply as it is compared: its letters, digits and characters, sorted, after NFKC and lower case. */
export type Letters = Uint16Array | Uint32Array;

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
  return a.length + b.length === 0 ? 1 : dice(a, b);
}

/** Least character F1 of two replies that are the same answer. */
export const SAME_ANSWER = 0.8;

/** What is compared of a reply: its words and what no like reply may have otherwise. */
interface Compared {
  /** Its Chinese characters and its other words, by number, sorted. */
  words: Uint32Array;
  /** Numbers and denials, and all of a short reply: in 「有货」 and 「没货」, one word is the answer. */
  guard: string;
}

/** Replies with fewer words are the same answer only when nothing but courtesy tells them apart. */
const SHORT = 8;
const WORD = /\p{Script=Han}|[^\P{L}\p{Script=Han}]+|\p{N}+/gu;

/**
 * Replies by the answer that they are a wording of. An answer is known by its first wording, and a reply is the first
 * answer that it is like, so what comes later never moves a reply from one answer to another.
 */
export class Answers {
  /** Per guard and number of words, the answers in the order in which they came. */
  readonly #known = new Map<string, Map<number, { answer: number; words: Uint32Array }[]>>();

  /** The answer that a reply is a wording of; undefined when it is like none. */
  find(reply: string): number | undefined {
    const { words, guard } = comparedOf(reply);
    let first: number | undefined;
    for (const [length, known] of this.#known.get(guard) ?? []) {
      // What two replies share is at most the shorter one.
      if (2 * Math.min(length, words.length) < SAME_ANSWER * (length + words.length)) continue;
      for (const { answer, words: other } of known) {
        if (first !== undefined && answer > first) break;
        if (characterF1(words, other) >= SAME_ANSWER) first = answer;
      }
    }
    return first;
  }

  /** Adds an answer by its first wording; `answer` is a number above those before. */
  add(answer: number, reply: string): void {
    const { words, guard } = comparedOf(reply);
    const lengths = this.#known.get(guard) ?? new Map<number, { answer: number; words: Uint32Array }[]>();
    this.#known.set(guard, lengths);
    const known = lengths.get(words.length) ?? [];
    lengths.set(words.length, known);
    known.push({ answer, words });
  }
}

function comparedOf(reply: string): Compared {
  const core = coreOf(reply);
  const words = Uint32Array.from(core.match(WORD) ?? [], (word) => hashOf(word)).sort();
  return { words, guard: words.length < SHORT ? core : factsOf(core) };
}
