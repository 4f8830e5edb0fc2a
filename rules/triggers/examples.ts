/**
 * Examples: all wordings of a trigger together are one document, and a message is scored against the documents by BM25
 * (S. Robertson and H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009) over words, pairs
 * and character n-grams. Taking a trigger's wordings as one document finds far more than the nearest
 * single wording does, as a message borrows one word here and one there.
 */
import type { Message } from '../message';
import { bareWordingOf } from '../normalise';
import { bareness } from '../text/courtesy';
import { featuresOf, MAX_FEATURES } from '../text/features';
import type { Evidence } from '../types';
import { Counter } from './counter';
import { closest, sharedSpans } from './examples-compare';
import { InvertedIndex } from './inverted';
import type { Scores } from './postings';
import { SlotTable } from './slot-table';
import type { Found, Match, TriggerIndex, TriggerOf, Wanted } from './trigger';

type ExamplesTrigger = TriggerOf<'examples'>;

interface Entry {
  document: number;
  /** The document of the counter-examples, 0 without any. */
  counter: number;
  /** Some example asks nothing (好的, 在吗): only then may a message be meant that asks nothing. */
  bare: boolean;
}

interface Rated {
  confidence: number;
  /** What it would be without counter-examples. */
  uncountered: number;
}

/** BM25's saturation and normalisation by length, the power of idf, and the weight of each family of features. */
const K1 = 3;
const B = 0.8;
const IDF_POWER = 0.9;
const WEIGHTS = [2, 0.9, 0.6];
/** So many imaginary documents more: in a library of two or three rules a word is not worth all or nothing. */
const IMAGINARY = 10;
/** No more postings than this are read for one message; the rarest features, which tell most, come first. */
const BUDGET = 50_000;
/** The confidence as a logistic function of how much of the message was found, how far ahead of others, how long it is. */
const FIT = { found: 0.86, floor: 0.02, ahead: 3.84, length: 0.35, base: -3.48 };
/** The message is an example, once both are normalised. */
const SAME = 0.95;
/** What is left where a counter-example is as close. */
const COUNTERED = 0.3;
const MOST_RATED = 16;
/** Triggers with less than this share of the best score are not looked at further. */
const LEAST_OF_TOP = 0.3;

export class ExamplesIndex implements TriggerIndex<'examples'> {
  readonly #index = new InvertedIndex();
  readonly #counter = new Counter();
  readonly #entries = new Map<number, Entry>();
  /** Per normalised wording, the triggers that have it as an example, and as a counter-example. */
  readonly #same = new SlotTable();
  readonly #sameNot = new SlotTable();
  /** Per document, its slot; counter-examples as the complement. */
  #owners = new Int32Array(256);
  #rivals = new Int32Array(256);
  readonly #scores: Scores = { sum: new Float32Array(256), lengths: new Float32Array(256), touched: new Int32Array(256), fixed: K1 * (1 - B), perLength: 0, met: 0 };
  /** Per feature of the message its number and weight, and the features from the rarest on. */
  readonly #query = { numbers: new Int32Array(MAX_FEATURES), weights: new Float64Array(MAX_FEATURES), order: new Float64Array(MAX_FEATURES) };
  /** Documents are numbered as they come and no number is given twice, so that postings stay in order. */
  #lastDocument = 0;
  #documents = 0;
  #totalLength = 0;
  #seen: { message: Message; rated: Map<number, Rated> } | null = null;

  check(): void {}

  beginBatch(): void {
    this.#index.beginBatch();
  }

  endBatch(): void {
    this.#index.endBatch();
  }

  add(slot: number, { texts, not }: ExamplesTrigger): void {
    this.#seen = null;
    let bare = false;
    const counted = this.#count(texts, (key) => {
      this.#same.add(key, slot);
      bare ||= bareness(key) !== null;
    });
    const document = this.#enter(counted, slot);
    const counter = not.length === 0 ? 0 : this.#enter(this.#count(not, (key) => this.#sameNot.add(key, slot)), ~slot);
    this.#entries.set(slot, { document, counter, bare });
  }

  remove(slot: number, { texts, not }: ExamplesTrigger): void {
    const entry = this.#entries.get(slot);
    if (!entry) return;
    this.#seen = null;
    this.#entries.delete(slot);
    this.#leave(entry.document, this.#count(texts, (key) => this.#same.remove(key, slot)));
    if (entry.counter > 0) this.#leave(entry.counter, this.#count(not, (key) => this.#sameNot.remove(key, slot)));
  }

  match(message: Message, wanted: Wanted, found: Found): void {
    const rated = this.#rate(message, wanted);
    for (const [slot, { confidence }] of rated) found(slot, confidence);
    this.#seen = { message, rated };
  }

  explain(message: Message, slot: number, trigger: ExamplesTrigger): Match | null {
    const rated = this.#seen?.message === message ? this.#seen.rated.get(slot) : this.#rate(message, () => true).get(slot);
    if (!rated) return null;
    const { confidence, uncountered } = rated;
    const best = closest(message.wording, trigger.texts);
    const against: Evidence[] = [];
    if (confidence < uncountered) {
      const { text, similarity } = closest(message.wording, trigger.not);
      against.push({ kind: 'counter-example', example: text, similarity, weight: confidence - uncountered });
    }
    return {
      confidence,
      matched: sharedSpans(message.wording, best.text),
      for: [{ kind: 'example', example: best.text, similarity: best.similarity, weight: uncountered }],
      against,
    };
  }

  /** Makes a document of counted features; answers its number. */
  #enter(counted: Counter, owner: number): number {
    const document = ++this.#lastDocument;
    this.#reserve(document);
    this.#index.add(document, counted);
    let length = 0;
    for (let i = 0; i < counted.length; i++) length += counted.count[i]!;
    this.#owners[document] = owner;
    this.#scores.lengths[document] = length;
    this.#documents++;
    this.#totalLength += length;
    return document;
  }

  #leave(document: number, counted: Counter): void {
    this.#index.remove(document, counted);
    this.#documents--;
    this.#totalLength -= this.#scores.lengths[document]!;
  }

  /** In how many of the wordings each feature occurs; on the way, `visit` gets each wording normalised. */
  #count(texts: readonly string[], visit: (key: string) => void): Counter {
    this.#counter.clear();
    for (const text of texts) {
      const wording = bareWordingOf(text);
      visit(wording.text);
      this.#counter.add(featuresOf(wording));
    }
    return this.#counter;
  }

  #rate(message: Message, wanted: Wanted): Map<number, Rated> {
    const rated = new Map<number, Rated>();
    if (message.text !== '' && this.#documents > 0) {
      this.#rateByScore(message, wanted, rated);
      this.#same.each(message.wording.text, (slot) => {
        const before = rated.get(slot);
        if (wanted(slot) && (!before || before.confidence < SAME)) rated.set(slot, { confidence: SAME, uncountered: SAME });
      });
      this.#sameNot.each(message.wording.text, (slot) => {
        const before = rated.get(slot);
        if (before) before.confidence = Math.min(before.confidence, before.uncountered * COUNTERED);
      });
    }
    return rated;
  }

  #rateByScore(message: Message, wanted: Wanted, rated: Map<number, Rated>): void {
    const { whole, features } = this.#accumulate(message);
    const scores = this.#scores;
    const best = this.#best(message, wanted);
    const { top, total } = best;
    let left = MOST_RATED;
    for (const document of best.documents) {
      const slot = this.#owners[document]!;
      const entry = this.#entries.get(slot)!;
      const score = scores.sum[document]!;
      const counter = entry.counter > 0 ? scores.sum[entry.counter]! : 0;
      const strength = sharpened(score / top);
      const uncountered = confidenceOf(score / whole, strength / total, features);
      const countered = confidenceOf(score / whole, strength / (total + sharpened(counter / top)), features);
      rated.set(slot, { uncountered, confidence: counter >= score ? uncountered * COUNTERED : countered });
      if (--left === 0) break;
    }
    for (let i = 0; i < scores.met; i++) scores.sum[scores.touched[i]!] = 0;
    scores.met = 0;
  }

  /** The documents that come into question, best first; the best score, and all scores sharpened and added up. */
  #best(message: Message, wanted: Wanted): { documents: number[]; top: number; total: number } {
    const { sum, touched, met } = this.#scores;
    let rivals = 0;
    let top = 0;
    for (let i = 0; i < met; i++) {
      const document = touched[i]!;
      const slot = this.#owners[document]!;
      if (slot < 0 || !wanted(slot) || (message.bare !== null && !this.#entries.get(slot)!.bare)) continue;
      this.#rivals[rivals++] = document;
      if (sum[document]! > top) top = sum[document]!;
    }
    let total = 0;
    const documents: number[] = [];
    for (let i = 0; i < rivals; i++) {
      const share = sum[this.#rivals[i]!]! / top;
      total += sharpened(share);
      if (share >= LEAST_OF_TOP) documents.push(this.#rivals[i]!);
    }
    return { documents: documents.sort((a, b) => sum[b]! - sum[a]! || a - b), top, total };
  }

  /** Scores the documents; answers how much the whole message weighs, and its number of features. */
  #accumulate(message: Message): { whole: number; features: number } {
    const { hash, family, length } = featuresOf(message.wording);
    const { numbers, weights, order } = this.#query;
    let known = 0;
    let whole = 0;
    for (let i = 0; i < length; i++) {
      const feature = this.#index.feature(hash[i]!);
      const size = this.#index.size(feature);
      weights[i] = WEIGHTS[family[i]!]! * this.#idf(size);
      if (size === 0) {
        whole += weights[i]!;
        continue;
      }
      numbers[i] = feature;
      order[known++] = size * MAX_FEATURES + i;
    }
    order.subarray(0, known).sort();
    this.#scores.perLength = (K1 * B * this.#documents) / this.#totalLength;
    let budget = BUDGET;
    for (let at = 0; at < known; at++) {
      const i = order[at]! % MAX_FEATURES;
      if ((budget -= Math.floor(order[at]! / MAX_FEATURES)) < 0 && at > 0) break;
      whole += weights[i]!;
      this.#index.accumulate(numbers[i]!, weights[i]! * (K1 + 1), this.#scores);
    }
    return { whole, features: length };
  }

  #idf(size: number): number {
    return Math.log(1 + (this.#documents + IMAGINARY - size + 0.5) / (size + 0.5)) ** IDF_POWER;
  }

  #reserve(document: number): void {
    if (document < this.#owners.length) return;
    const size = this.#owners.length * 2;
    const owners = new Int32Array(size);
    owners.set(this.#owners);
    this.#owners = owners;
    this.#rivals = new Int32Array(size);
    const lengths = new Float32Array(size);
    lengths.set(this.#scores.lengths);
    this.#scores.lengths = lengths;
    this.#scores.sum = new Float32Array(size);
    this.#scores.touched = new Int32Array(size);
  }
}

/** Scores count among each other by their sixth power. */
function sharpened(share: number): number {
  const cube = share * share * share;
  return cube * cube;
}

function confidenceOf(found: number, ahead: number, features: number): number {
  const { floor, base, ...by } = FIT;
  return 1 / (1 + Math.exp(-(by.found * Math.log(found + floor) + by.ahead * ahead + by.length * Math.log(features) + base)));
}
