/**
 * From texts to the slots of the triggers that have them. Of a text only its 64-bit hash is kept, so that a library of
 * 100,000 wordings costs 2 MB; that two of them share one comes up once in 10⁹ libraries. Chained, in typed arrays.
 */
import { mix } from '../text/hash';

const NONE = -1;

export class SlotTable {
  #heads = new Int32Array(1024).fill(NONE);
  /** Per entry: both halves of the hash, the slot, the next entry of the chain. */
  #entries = new Int32Array(4096);
  #used = 0;
  #count = 0;
  #freed = NONE;

  add(text: string, slot: number): void {
    if (++this.#count > this.#heads.length) this.#rehash();
    const entry = this.#entry();
    const [low, high] = hash64(text);
    this.#entries[entry] = low;
    this.#entries[entry + 1] = high;
    this.#entries[entry + 2] = slot;
    this.#link(entry);
  }

  /** Takes away what `add` added once. */
  remove(text: string, slot: number): void {
    const [low, high] = hash64(text);
    const head = low & (this.#heads.length - 1);
    for (let before = NONE, entry = this.#heads[head]!; entry !== NONE; before = entry, entry = this.#entries[entry + 3]!) {
      if (this.#entries[entry] !== low || this.#entries[entry + 1] !== high || this.#entries[entry + 2] !== slot) continue;
      const next = this.#entries[entry + 3]!;
      if (before === NONE) this.#heads[head] = next;
      else this.#entries[before + 3] = next;
      this.#entries[entry + 3] = this.#freed;
      this.#freed = entry;
      this.#count--;
      return;
    }
  }

  /** Visits the slots of a text; one that was added twice, twice. */
  each(text: string, visit: (slot: number) => void): void {
    if (this.#count === 0) return;
    const [low, high] = hash64(text);
    for (let entry = this.#heads[low & (this.#heads.length - 1)]!; entry !== NONE; entry = this.#entries[entry + 3]!) {
      if (this.#entries[entry] === low && this.#entries[entry + 1] === high) visit(this.#entries[entry + 2]!);
    }
  }

  #entry(): number {
    if (this.#freed !== NONE) {
      const entry = this.#freed;
      this.#freed = this.#entries[entry + 3]!;
      return entry;
    }
    const entry = this.#used;
    this.#used += 4;
    if (this.#used > this.#entries.length) {
      const wider = new Int32Array(this.#entries.length * 2);
      wider.set(this.#entries);
      this.#entries = wider;
    }
    return entry;
  }

  #link(entry: number): void {
    const head = this.#entries[entry]! & (this.#heads.length - 1);
    this.#entries[entry + 3] = this.#heads[head]!;
    this.#heads[head] = entry;
  }

  #rehash(): void {
    const old = this.#heads;
    this.#heads = new Int32Array(old.length * 2).fill(NONE);
    for (let entry of old) {
      while (entry !== NONE) {
        const next = this.#entries[entry + 3]!;
        this.#link(entry);
        entry = next;
      }
    }
  }
}

const halves: [number, number] = [0, 0];

/** Two 32-bit hashes of the units, mixed as MurmurHash3 ends (A. Appleby). */
function hash64(text: string): [number, number] {
  let a = 0x811c9dc5 | 0;
  let b = 0x9747b28c | 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul((b << 13) | (b >>> 19), 0x5bd1e995) ^ unit;
  }
  // With their signs, as the table holds them.
  halves[0] = mix(a ^ text.length) | 0;
  halves[1] = mix(b) | 0;
  return halves;
}
