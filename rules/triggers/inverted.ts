/** An inverted index: documents by the features that they hold. */
import type { Counter } from './counter';
import { Dictionary } from './dictionary';
import { postingOf, Postings, type Scores } from './postings';

/** So many postings are gathered before they are entered together. */
const BATCH = 1 << 18;
/** They are entered part by part, so that what one part touches stays in the processor's cache. */
const PARTS_BITS = 8;
const PARTS = 1 << PARTS_BITS;

export class InvertedIndex {
  readonly #dictionary = new Dictionary();
  readonly #postings = new Postings();
  #batch: Batch | null = null;

  /** Until `endBatch`, documents are gathered and entered many at a time, which is several times faster; nothing is looked up meanwhile. */
  beginBatch(): void {
    this.#batch ??= new Batch();
  }

  endBatch(): void {
    if (this.#batch) this.#enter(this.#batch);
    this.#batch = null;
  }

  /** Adds a document with its counted features; its number is higher than that of any before. */
  add(document: number, counted: Counter): void {
    const batch = this.#batch;
    if (batch) {
      batch.push(document, counted);
      if (batch.length >= BATCH) this.#enter(batch);
      return;
    }
    for (let i = 0; i < counted.length; i++) this.#postings.add(this.#dictionary.enter(counted.hash[i]!), postingOf(document, counted.count[i]!));
  }

  /** Takes a document out; `counted` is what it was added with. */
  remove(document: number, counted: Counter): void {
    if (this.#batch) this.#enter(this.#batch);
    for (let i = 0; i < counted.length; i++) {
      const hash = counted.hash[i]!;
      const feature = this.#dictionary.get(hash);
      this.#postings.remove(feature, document);
      if (this.#postings.size(feature) === 0) this.#dictionary.drop(hash);
    }
  }

  /** The number of a feature, -1 when no document holds it. */
  feature(hash: number): number {
    return this.#dictionary.get(hash);
  }

  /** How many documents hold a feature. */
  size(feature: number): number {
    return feature < 0 ? 0 : this.#postings.size(feature);
  }

  /** See `Postings.accumulate`. */
  accumulate(feature: number, weight: number, scores: Scores): void {
    this.#postings.accumulate(feature, weight, scores);
  }

  #enter(batch: Batch): void {
    const sorted = batch.byRegion((hash) => this.#dictionary.region(hash, PARTS_BITS));
    for (let at = 0; at < 2 * batch.length; at += 2) this.#postings.add(this.#dictionary.enter(sorted[at]!), sorted[at + 1]!);
    batch.length = 0;
  }
}

/** Postings that wait to be entered, each as its feature's hash and itself. */
class Batch {
  #waiting = new Int32Array(2 * BATCH);
  #sorted = new Int32Array(2 * BATCH);
  length = 0;

  push(document: number, counted: Counter): void {
    const end = this.length + counted.length;
    if (2 * end > this.#waiting.length) {
      const wider = new Int32Array(4 * end);
      wider.set(this.#waiting);
      this.#waiting = wider;
    }
    for (let i = 0, at = 2 * this.length; i < counted.length; i++, at += 2) {
      this.#waiting[at] = counted.hash[i]!;
      this.#waiting[at + 1] = postingOf(document, counted.count[i]!);
    }
    this.length = end;
  }

  /** What waits, by region of the dictionary, and as it came within one (counting sort). */
  byRegion(region: (hash: number) => number): Int32Array {
    const waiting = this.#waiting;
    if (this.#sorted.length < waiting.length) this.#sorted = new Int32Array(waiting.length);
    const sorted = this.#sorted;
    const starts = new Int32Array(PARTS + 1);
    for (let at = 0; at < 2 * this.length; at += 2) starts[region(waiting[at]!) + 1]!++;
    for (let part = 0; part < PARTS; part++) starts[part + 1]! += starts[part]!;
    for (let at = 0; at < 2 * this.length; at += 2) {
      const to = 2 * starts[region(waiting[at]!)]!++;
      sorted[to] = waiting[at]!;
      sorted[to + 1] = waiting[at + 1]!;
    }
    return sorted;
  }
}
