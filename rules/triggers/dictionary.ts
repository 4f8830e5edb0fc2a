/** Numbers for features: from their 32-bit hash to a small number, which is given again when the feature is gone. */
const FREE = -1;

export class Dictionary {
  #hashes = new Int32Array(2048);
  #numbers = new Int32Array(2048).fill(FREE);
  #entries = 0;
  #next = 0;
  readonly #freed: number[] = [];

  /** The number of a feature, FREE (-1) when it has none. */
  get(hash: number): number {
    const mask = this.#numbers.length - 1;
    for (let slot = home(hash) & mask; ; slot = (slot + 1) & mask) {
      const number = this.#numbers[slot]!;
      if (number === FREE || this.#hashes[slot] === hash) return number;
    }
  }

  /** The number of a feature, a new one when it had none. */
  enter(hash: number): number {
    const known = this.get(hash);
    if (known !== FREE) return known;
    if (++this.#entries * 3 > this.#numbers.length * 2) this.#widen();
    const number = this.#freed.pop() ?? this.#next++;
    this.#put(hash, number);
    return number;
  }

  /** Takes out a feature that is there. */
  drop(hash: number): void {
    const mask = this.#numbers.length - 1;
    let hole = home(hash) & mask;
    while (this.#hashes[hole] !== hash || this.#numbers[hole] === FREE) hole = (hole + 1) & mask;
    this.#freed.push(this.#numbers[hole]!);
    this.#entries--;
    // Linear probing without tombstones (Knuth, TAOCP 3, 6.4 R).
    for (let next = (hole + 1) & mask; this.#numbers[next] !== FREE; next = (next + 1) & mask) {
      if (((next - (home(this.#hashes[next]!) & mask)) & mask) < ((next - hole) & mask)) continue;
      this.#hashes[hole] = this.#hashes[next]!;
      this.#numbers[hole] = this.#numbers[next]!;
      hole = next;
    }
    this.#numbers[hole] = FREE;
  }

  #put(hash: number, number: number): void {
    const mask = this.#numbers.length - 1;
    let slot = home(hash) & mask;
    while (this.#numbers[slot] !== FREE) slot = (slot + 1) & mask;
    this.#hashes[slot] = hash;
    this.#numbers[slot] = number;
  }

  #widen(): void {
    const [hashes, numbers] = [this.#hashes, this.#numbers];
    this.#hashes = new Int32Array(numbers.length * 2);
    this.#numbers = new Int32Array(numbers.length * 2).fill(FREE);
    for (let slot = 0; slot < numbers.length; slot++) if (numbers[slot] !== FREE) this.#put(hashes[slot]!, numbers[slot]!);
  }
}

function home(hash: number): number {
  return hash ^ (hash >>> 15);
}
