/** Counting hits while a stream runs. */
import { characterF1, lettersOf, SAME_ANSWER, type Letters } from '../../rules/learning/answers';

/** Hits at the first place and among the first three, as shares, 0..1. */
export interface Hits {
  hit1: number;
  hit3: number;
}

/** Whether replies are the same answer as a truth, and whether such a truth was met before. */
export interface Judge {
  isHit(reply: string, truth: string): boolean;
  /** Whether such an answer was among the truths told so far; tells this one. */
  meet(truth: string): boolean;
}

/** The same text. */
export class SameText implements Judge {
  readonly #met = new Set<string>();

  isHit(reply: string, truth: string): boolean {
    return reply === truth;
  }

  meet(truth: string): boolean {
    const known = this.#met.has(truth);
    this.#met.add(truth);
    return known;
  }
}

const MAX_REMEMBERED = 20_000;

/** Nearly the same words: character F1 of at least 0.8. */
export class NearText implements Judge {
  readonly #met: Letters[] = [];
  readonly #letters = new Map<string, Letters>();

  isHit(reply: string, truth: string): boolean {
    return characterF1(this.#lettersOf(reply), this.#lettersOf(truth)) >= SAME_ANSWER;
  }

  meet(truth: string): boolean {
    const letters = this.#lettersOf(truth);
    const known = this.#met.some((other) => isNear(other, letters));
    this.#met.push(letters);
    return known;
  }

  #lettersOf(text: string): Letters {
    let letters = this.#letters.get(text);
    if (!letters) {
      if (this.#letters.size >= MAX_REMEMBERED) this.#letters.clear();
      this.#letters.set(text, (letters = lettersOf(text)));
    }
    return letters;
  }
}

function isNear(a: Letters, b: Letters): boolean {
  // What two texts share is at most the shorter one.
  return 2 * Math.min(a.length, b.length) >= SAME_ANSWER * (a.length + b.length) && characterF1(a, b) >= SAME_ANSWER;
}

/** Times in milliseconds. */
export class Times {
  readonly #all: number[] = [];

  add(ms: number): void {
    this.#all.push(ms);
  }

  /** The median and the 99th of a hundred, in ms to three places; 0 of none. */
  get percentiles(): { p50: number; p99: number; max: number } {
    return { p50: this.at(0.5), p99: this.at(0.99), max: this.at(1) };
  }

  /** The time below which such a share lies, 0..1, in ms to three places; 0 of none. */
  at(share: number): number {
    const sorted = Float64Array.from(this.#all).sort();
    return rounded(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0, 3);
  }
}

/** One message's result. */
export interface Result {
  first: boolean;
  among: boolean;
  given: boolean;
  shown: boolean;
  right: boolean;
}

export function hitsOf(results: readonly Result[]): Hits {
  return { hit1: shareOf(results, ({ first }) => first), hit3: shareOf(results, ({ among }) => among) };
}

/** 0..1, to four places; 0 of none. */
export function shareOf<T>(all: readonly T[], counts: (one: T) => boolean): number {
  return all.length === 0 ? 0 : rounded(all.filter(counts).length / all.length, 4);
}

function rounded(value: number, places: number): number {
  return Math.round(value * 10 ** places) / 10 ** places;
}
