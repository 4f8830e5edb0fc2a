/** Numbers for features: from their 32-bit hash to a small number, which is given again when the feature is gone. */
const FREE = -1;

export class Dictionary {
  /** Hash and number side by side, so that one look costs one cache line; open addressing, linear probing. */
  #table = new Int32Array(4096).fill(FREE);
  #mask = 2047;
  #entries = 0;
  #next = 0;
  readonly #freed: number[] = [];

  /** The number of a feature, -1 when it has none. */
  get(hash: number): number {
    const table = this.#table;
    for (let slot = home(hash) & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const number = table[2 * slot + 1]!;
      if (number === FREE || table[2 * slot] === hash) return number;
    }
  }

  /** The part of the table that a hash lies in, of 2^bits parts of equal size. */
  region(hash: number, bits: number): number {
    return (home(hash) & this.#mask) >>> Math.max(0, 32 - Math.clz32(this.#mask) - bits);
  }

  /** The number of a feature, a new one when it had none. */
  enter(hash: number): number {
    const known = this.get(hash);
    if (known !== FREE) return known;
    if (++this.#entries * 3 > this.#mask * 2) this.#widen();
    const number = this.#freed.pop() ?? this.#next++;
    this.#put(hash, number);
    return number;
  }

  /** Takes out a feature that is there. */
  drop(hash: number): void {
    const table = this.#table;
    const mask = this.#mask;
    let hole = home(hash) & mask;
    while (table[2 * hole] !== hash || table[2 * hole + 1] === FREE) hole = (hole + 1) & mask;
    this.#freed.push(table[2 * hole + 1]!);
    this.#entries--;
    // Linear probing without tombstones (Knuth, TAOCP 3, 6.4 R).
    for (let next = (hole + 1) & mask; table[2 * next + 1] !== FREE; next = (next + 1) & mask) {
      if (((next - home(table[2 * next]!)) & mask) < ((next - hole) & mask)) continue;
      table[2 * hole] = table[2 * next]!;
      table[2 * hole + 1] = table[2 * next + 1]!;
      hole = next;
    }
    table[2 * hole + 1] = FREE;
  }

  #put(hash: number, number: number): void {
    let slot = home(hash) & this.#mask;
    while (this.#table[2 * slot + 1] !== FREE) slot = (slot + 1) & this.#mask;
    this.#table[2 * slot] = hash;
    this.#table[2 * slot + 1] = number;
  }

  #widen(): void {
    const old = this.#table;
    this.#table = new Int32Array(old.length * 2).fill(FREE);
    this.#mask = old.length - 1;
    for (let at = 0; at < old.length; at += 2) if (old[at + 1] !== FREE) this.#put(old[at]!, old[at + 1]!);
  }
}

function home(hash: number): number {
  return hash ^ (hash >>> 15);
}
