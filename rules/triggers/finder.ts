/**
 * Finds which of many strings occur in a text, and where, in one pass over the text: a trie (E. Fredkin, "Trie memory",
 * CACM 3(9), 1960) whose edges lie in one open-addressed hash table of typed arrays. Strings come and go at any time,
 * which an Aho-Corasick automaton would have to be rebuilt for; what its failure links would save is small, as walks
 * end after a few units.
 */
const NOTHING = -1;

export class Finder {
  /** Edges: node and unit → node. Free where `edgeTo` is 0; linear probing. */
  #edgeFrom = new Int32Array(1024);
  #edgeUnit = new Uint16Array(1024);
  #edgeTo = new Int32Array(1024);
  #edges = 0;
  /** Per node: which string ends here, and how many strings pass through or end here. */
  #ends = new Int32Array(512).fill(NOTHING);
  #passes = new Int32Array(512);
  #nodes = 1;
  #freeNodes: number[] = [];

  /** Per string: how often it was added, its length; ids are given again when a string is gone. */
  readonly #uses: number[] = [];
  readonly #lengths: number[] = [];
  readonly #freeIds: number[] = [];

  /** How many different strings there are. */
  get size(): number {
    return this.#uses.length - this.#freeIds.length;
  }

  /** Adds a string once more; answers its id. The string must not be empty. */
  add(text: string): number {
    let node = 0;
    for (let i = 0; i < text.length; i++) node = this.#step(node, text.charCodeAt(i)) || this.#grow(node, text.charCodeAt(i));
    let id = this.#ends[node]!;
    if (id === NOTHING) {
      id = this.#freeIds.pop() ?? this.#uses.length;
      this.#ends[node] = id;
      this.#uses[id] = 0;
      this.#lengths[id] = text.length;
      for (let i = 0, at = 0; i < text.length; i++) {
        at = this.#step(at, text.charCodeAt(i));
        this.#passes[at]!++;
      }
    }
    this.#uses[id]!++;
    return id;
  }

  /** Takes away one use of a string that was added. */
  remove(text: string): void {
    const path = [0];
    for (let i = 0; i < text.length; i++) path.push(this.#step(path[i]!, text.charCodeAt(i)));
    const id = this.#ends[path[text.length]!]!;
    if (--this.#uses[id]! > 0) return;
    this.#ends[path[text.length]!] = NOTHING;
    this.#freeIds.push(id);
    for (let i = text.length; i > 0; i--) {
      if (--this.#passes[path[i]!]! > 0) continue;
      this.#cut(path[i - 1]!, text.charCodeAt(i - 1));
      this.#freeNodes.push(path[i]!);
    }
  }

  /** The id of a string that was added. */
  idOf(text: string): number {
    let node = 0;
    for (let i = 0; i < text.length; i++) node = this.#step(node, text.charCodeAt(i));
    return this.#ends[node]!;
  }

  /** Calls `found` with the id, start and end of every occurrence, by start, then by end. */
  scan(text: string, found: (id: number, start: number, end: number) => void): void {
    if (this.size === 0) return;
    for (let start = 0; start < text.length; start++) {
      let node = 0;
      for (let at = start; at < text.length; at++) {
        node = this.#step(node, text.charCodeAt(at));
        if (node === 0) break;
        const id = this.#ends[node]!;
        if (id !== NOTHING) found(id, start, at + 1);
      }
    }
  }

  #slot(node: number, unit: number): number {
    let h = Math.imul(node, 0x9e3779b1) ^ Math.imul(unit, 0x85ebca6b);
    h ^= h >>> 15;
    return h & (this.#edgeTo.length - 1);
  }

  /** The node behind an edge, 0 where there is none: no edge leads to the root. */
  #step(node: number, unit: number): number {
    const mask = this.#edgeTo.length - 1;
    for (let slot = this.#slot(node, unit); ; slot = (slot + 1) & mask) {
      const to = this.#edgeTo[slot]!;
      if (to === 0 || (this.#edgeFrom[slot] === node && this.#edgeUnit[slot] === unit)) return to;
    }
  }

  #grow(node: number, unit: number): number {
    if (++this.#edges * 2 > this.#edgeTo.length) this.#widen();
    const fresh = this.#freeNodes.pop() ?? this.#nodes++;
    if (fresh >= this.#ends.length) {
      const ends = new Int32Array(this.#ends.length * 2).fill(NOTHING);
      ends.set(this.#ends);
      const passes = new Int32Array(ends.length);
      passes.set(this.#passes);
      this.#ends = ends;
      this.#passes = passes;
    }
    this.#ends[fresh] = NOTHING;
    this.#passes[fresh] = 0;
    this.#put(node, unit, fresh);
    return fresh;
  }

  #put(node: number, unit: number, to: number): void {
    const mask = this.#edgeTo.length - 1;
    let slot = this.#slot(node, unit);
    while (this.#edgeTo[slot] !== 0) slot = (slot + 1) & mask;
    this.#edgeFrom[slot] = node;
    this.#edgeUnit[slot] = unit;
    this.#edgeTo[slot] = to;
  }

  #widen(): void {
    const [from, units, to] = [this.#edgeFrom, this.#edgeUnit, this.#edgeTo];
    this.#edgeFrom = new Int32Array(to.length * 2);
    this.#edgeUnit = new Uint16Array(to.length * 2);
    this.#edgeTo = new Int32Array(to.length * 2);
    for (let i = 0; i < to.length; i++) if (to[i] !== 0) this.#put(from[i]!, units[i]!, to[i]!);
  }

  /** Removes an edge and moves those behind it up, so that probing needs no tombstones (Knuth, TAOCP 3, 6.4 R). */
  #cut(node: number, unit: number): void {
    const mask = this.#edgeTo.length - 1;
    let hole = this.#slot(node, unit);
    while (this.#edgeFrom[hole] !== node || this.#edgeUnit[hole] !== unit) hole = (hole + 1) & mask;
    this.#edges--;
    for (let next = (hole + 1) & mask; this.#edgeTo[next] !== 0; next = (next + 1) & mask) {
      const home = this.#slot(this.#edgeFrom[next]!, this.#edgeUnit[next]!);
      if (((next - home) & mask) < ((next - hole) & mask)) continue;
      this.#edgeFrom[hole] = this.#edgeFrom[next]!;
      this.#edgeUnit[hole] = this.#edgeUnit[next]!;
      this.#edgeTo[hole] = this.#edgeTo[next]!;
      hole = next;
    }
    this.#edgeTo[hole] = 0;
  }
}
