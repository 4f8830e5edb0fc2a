/** Keeps what was used last, and makes it again when it was forgotten. */
export class Recent<K, V> {
  readonly #values = new Map<K, V>();
  readonly #size: number;

  constructor(size: number) {
    this.#size = size;
  }

  get(key: K, make: () => V): V {
    const known = this.#values.get(key);
    if (known !== undefined) {
      // A map keeps the order of insertion: what is used goes to its end.
      this.#values.delete(key);
      this.#values.set(key, known);
      return known;
    }
    if (this.#values.size >= this.#size) this.#values.delete(this.#values.keys().next().value!);
    const value = make();
    this.#values.set(key, value);
    return value;
  }

  delete(key: K): void {
    this.#values.delete(key);
  }
}
