/** A seeded generator of numbers: the engine has no randomness of its own, and the same outcomes must give the same state. */
export class Random {
  /** Its whole state, a 32-bit whole number. */
  state: number;

  constructor(seed: number) {
    this.state = seed | 0;
  }

  /** The next number, 0 ≤ x < 1: mulberry32 (T. Ettinger, 2017, public domain). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number, 0 ≤ x < `below`. */
  below(below: number): number {
    return Math.floor(this.next() * below);
  }

  /** Puts the items in a random order, in place (R. Durstenfeld's form of the Fisher–Yates shuffle, 1964). */
  shuffle<T>(items: T[]): T[] {
    for (let at = items.length - 1; at > 0; at--) {
      const other = this.below(at + 1);
      [items[at], items[other]] = [items[other]!, items[at]!];
    }
    return items;
  }
}
