/**
 * Documents of counted features, scored by BM25 (S. Robertson and H. Zaragoza, "The Probabilistic Relevance Framework:
 * BM25 and Beyond", 2009). Equal documents are one: ten shops with a copy of the same rules make no word commoner.
 */
import { commonShares } from '../text/background';
import { MAX_FEATURES, type Features } from '../text/features';
import type { Counter } from './counter';
import { InvertedIndex } from './inverted';
import type { Scores } from './postings';

/** Saturation, normalisation by length, the power of idf, and the weight of each family of features. */
const K1 = 3;
const B = 0.8;
const IDF_POWER = 0.9;
const WEIGHTS = [2, 0.9, 0.6];
/** So many imaginary documents more: in a library of two or three rules a word is not worth all or nothing. */
const IMAGINARY = 20;
/** No more postings than this are read for one message; the rarest features, which tell most, come first. */
const BUDGET = 50_000;

interface Held {
  document: number;
  uses: number;
  key: number;
}

export class Bm25 {
  readonly #index = new InvertedIndex();
  readonly #common = commonShares();
  /** By content, the document and how often it was added. */
  readonly #known = new Map<number, Held>();
  readonly #uses = new Map<number, Held>();
  readonly #scores: Scores = { sum: new Float32Array(256), lengths: new Float32Array(256), touched: new Int32Array(256), fixed: K1 * (1 - B), perLength: 0, met: 0 };
  /** Per feature of the message its number and weight, and the features from the rarest on. */
  readonly #query = { numbers: new Int32Array(MAX_FEATURES), weights: new Float64Array(MAX_FEATURES), order: new Float64Array(MAX_FEATURES) };
  /** Documents are numbered from 1 as they come and no number is given twice, so that postings stay in order. */
  #last = 0;
  #totalLength = 0;

  /** How many different documents there are. */
  get size(): number {
    return this.#uses.size;
  }

  beginBatch(): void {
    this.#index.beginBatch();
  }

  endBatch(): void {
    this.#index.endBatch();
  }

  /** Adds a document; `key` is a hash of its content. Answers its number, that of the equal one if there is one. */
  add(key: number, counted: Counter): number {
    const known = this.#known.get(key);
    if (known) {
      known.uses++;
      return known.document;
    }
    const document = ++this.#last;
    this.#reserve(document);
    this.#index.add(document, counted);
    this.#scores.lengths[document] = counted.total;
    this.#totalLength += counted.total;
    const entry = { document, uses: 1, key };
    this.#known.set(key, entry);
    this.#uses.set(document, entry);
    return document;
  }

  /** Takes away what `add` added once. */
  remove(document: number, counted: Counter): void {
    const entry = this.#uses.get(document)!;
    if (--entry.uses > 0) return;
    this.#known.delete(entry.key);
    this.#uses.delete(document);
    this.#index.remove(document, counted);
    this.#totalLength -= this.#scores.lengths[document]!;
  }

  /**
   * Scores all documents for a message and hands the scores to `read`: `sum` by document, and the documents that have
   * one, in `touched` up to `met`. `whole` is how much the whole message weighs.
   */
  score<T>(features: Features, read: (scores: Readonly<Scores>, whole: number) => T): T {
    const scores = this.#scores;
    const whole = this.#accumulate(features);
    const answer = read(scores, whole);
    for (let i = 0; i < scores.met; i++) scores.sum[scores.touched[i]!] = 0;
    scores.met = 0;
    return answer;
  }

  #accumulate({ hash, family, length }: Features): number {
    const { numbers, weights, order } = this.#query;
    let known = 0;
    let whole = 0;
    for (let i = 0; i < length; i++) {
      const feature = this.#index.feature(hash[i]!);
      const size = this.#index.size(feature);
      weights[i] = WEIGHTS[family[i]!]! * this.#idf(size, hash[i]!);
      if (size === 0) {
        whole += weights[i]!;
        continue;
      }
      numbers[i] = feature;
      order[known++] = size * MAX_FEATURES + i;
    }
    order.subarray(0, known).sort();
    this.#scores.perLength = (K1 * B * this.size) / this.#totalLength;
    let budget = BUDGET;
    for (let at = 0; at < known; at++) {
      const i = order[at]! % MAX_FEATURES;
      if ((budget -= Math.floor(order[at]! / MAX_FEATURES)) < 0 && at > 0) break;
      whole += weights[i]!;
      this.#index.accumulate(numbers[i]!, weights[i]! * (K1 + 1), this.#scores);
    }
    return whole;
  }

  #idf(size: number, hash: number): number {
    const holding = size + IMAGINARY * (this.#common.get(hash) ?? 0);
    return Math.log(1 + (this.size + IMAGINARY - holding + 0.5) / (holding + 0.5)) ** IDF_POWER;
  }

  #reserve(document: number): void {
    const { lengths } = this.#scores;
    if (document < lengths.length) return;
    const wider = new Float32Array(lengths.length * 2);
    wider.set(lengths);
    Object.assign(this.#scores, { lengths: wider, sum: new Float32Array(wider.length), touched: new Int32Array(wider.length) });
  }
}
