import { hashText } from '../text/hash';

const BITS = 1 << 25;
const HASHES = 7;

/**
 * Which texts have been seen, in 4 MB however many they are: a Bloom filter (B. Bloom, "Space/Time Trade-offs in Hash
 * Coding with Allowable Errors", 1970). Never forgets one; takes a new one for seen less than once in a
 * million at 500,000.
 */
export class Seen {
  readonly #bits = new Uint32Array(BITS >>> 5);

  /** Adds a text; true when it was there before. */
  add(text: string): boolean {
    // Two hashes stand for all (A. Kirsch and M. Mitzenmacher, "Less Hashing, Same Performance", 2006).
    const first = hashText(text, 1);
    const second = hashText(text, 0x5bd1e995) | 1;
    let known = true;
    for (let i = 0; i < HASHES; i++) {
      const bit = (first + Math.imul(i, second)) & (BITS - 1);
      const mask = 1 << (bit & 31);
      if ((this.#bits[bit >>> 5]! & mask) === 0) known = false;
      this.#bits[bit >>> 5]! |= mask;
    }
    return known;
  }
}
