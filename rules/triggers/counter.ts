/** Counts in how many wordings a feature occurs; written over for each trigger. */
import type { Features } from '../text/features';

export class Counter {
  hash = new Int32Array(1024);
  count = new Int32Array(1024);
  length = 0;
  /** Of all counts together. */
  total = 0;
  /** Position + 1 of a hash in the arrays, by open addressing. */
  #table = new Int32Array(2048);

  clear(): void {
    if (this.length > 0) this.#table.fill(0);
    this.length = 0;
    this.total = 0;
  }

  /** Counts each feature of one wording once; answers a hash of the wording. */
  add(features: Features): number {
    this.total += features.length;
    let whole = features.length;
    for (let i = 0; i < features.length; i++) {
      const hash = features.hash[i]!;
      whole = Math.imul(whole ^ hash, 0x01000193) ^ (whole >>> 15);
      const mask = this.#table.length - 1;
      let slot = (hash ^ (hash >>> 15)) & mask;
      while (this.#table[slot] !== 0 && this.hash[this.#table[slot]! - 1] !== hash) slot = (slot + 1) & mask;
      if (this.#table[slot] !== 0) this.count[this.#table[slot]! - 1]!++;
      else {
        this.hash[this.length] = hash;
        this.count[this.length++] = 1;
        this.#table[slot] = this.length;
        if (this.length === this.hash.length) this.#widen();
      }
    }
    return whole;
  }

  #widen(): void {
    const wider = (old: Int32Array) => {
      const array = new Int32Array(old.length * 2);
      array.set(old);
      return array;
    };
    this.hash = wider(this.hash);
    this.count = wider(this.count);
    this.#table = new Int32Array(this.#table.length * 2);
    const mask = this.#table.length - 1;
    for (let at = 0; at < this.length; at++) {
      const hash = this.hash[at]!;
      let slot = (hash ^ (hash >>> 15)) & mask;
      while (this.#table[slot] !== 0) slot = (slot + 1) & mask;
      this.#table[slot] = at + 1;
    }
  }
}
