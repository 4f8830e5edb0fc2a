/**
 * Keeps what was used lately, and makes it again when it was forgotten: the clock algorithm (F. J. Corbató, "A Paging
 * Experiment with the Multics System", 1968), which only marks what is used and so leaves little for the garbage
 * collector to do.
 */
export class Recent<V> {
  readonly #places = new Map<number, number>();
  readonly #keys: Int32Array;
  readonly #values: (V | undefined)[];
  readonly #used: Uint8Array;
  #hand = 0;

  constructor(size: number) {
    this.#keys = new Int32Array(size).fill(-1);
    this.#values = Array.from({ length: size });
    this.#used = new Uint8Array(size);
  }

  /** The value of a key, which is 0 or more. */
  get(key: number, make: () => V): V {
    const place = this.#places.get(key);
    if (place !== undefined) {
      this.#used[place] = 1;
      return this.#values[place]!;
    }
    const value = make();
    const free = this.#freePlace();
    this.#places.set(key, free);
    this.#keys[free] = key;
    this.#values[free] = value;
    return value;
  }

  delete(key: number): void {
    const place = this.#places.get(key);
    if (place !== undefined) this.#empty(place);
  }

  /** Turns the hand past what was used since it came by, to what was not. */
  #freePlace(): number {
    for (;;) {
      const place = this.#hand;
      this.#hand = (place + 1) % this.#keys.length;
      if (this.#used[place]) this.#used[place] = 0;
      else {
        if (this.#keys[place]! >= 0) this.#empty(place);
        return place;
      }
    }
  }

  #empty(place: number): void {
    this.#places.delete(this.#keys[place]!);
    this.#keys[place] = -1;
    this.#values[place] = undefined;
    this.#used[place] = 0;
  }
}
