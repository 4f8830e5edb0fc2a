/**
 * Examples: all wordings of a trigger together are one document, and a message is scored against the documents (see
 * bm25.ts). Taking them as one finds far more than the nearest single wording does, as a message borrows one word here
 * and one there. How far ahead the best is tells how sure it is.
 */
import type { Message } from '../message';
import { bareWordingOf } from '../normalise';
import { bareness } from '../text/courtesy';
import { featuresOf } from '../text/features';
import type { Evidence } from '../types';
import { Bm25 } from './bm25';
import { Counter } from './counter';
import { closest, sharedSpans } from './examples-compare';
import type { Scores } from './postings';
import { SlotTable } from './slot-table';
import { addSlot, eachSlot, removeSlot, type Found, type Match, type Slots, type TriggerIndex, type TriggerOf, type Wanted } from './trigger';

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

/** What any message shares with any wording: a rival that is always there, as a share of the whole message's weight. */
const CHANCE = 0.25;
/** The confidence as a logistic function of how much of the message was found, and how far ahead of its rivals it is. */
const FIT = { found: 0.38, floor: 0.02, ahead: 4.47, base: -2.44 };
/** The message is an example, once both are normalised. */
const SAME = 0.95;
/** What is left where a counter-example is as close. */
const COUNTERED = 0.3;
const MOST_RATED = 16;
const NUMBER = /^[\d. ]{1,6}$/;
/** Triggers with less than this share of the best score are not looked at further. */
const LEAST_OF_TOP = 0.4;

export class ExamplesIndex implements TriggerIndex<'examples'> {
  readonly #documents = new Bm25();
  readonly #counter = new Counter();
  readonly #entries = new Map<number, Entry>();
  /** Per document, the triggers whose examples it is; counter-examples have none. */
  readonly #owners = new Map<number, Slots>();
  /** Per normalised wording, the triggers that have it as an example, and as a counter-example. */
  readonly #same = new SlotTable();
  readonly #sameNot = new SlotTable();
  /** Documents of triggers that may answer the message at hand. */
  #open = new Int32Array(256);
  #seen: { message: Message; rated: Map<number, Rated> } | null = null;

  check(): void {}

  beginBatch(): void {
    this.#documents.beginBatch();
  }

  endBatch(): void {
    this.#documents.endBatch();
  }

  add(slot: number, { texts, not }: ExamplesTrigger): void {
    this.#seen = null;
    let bare = false;
    const visit = (text: string) => {
      this.#same.add(text, slot);
      bare ||= bareness(text) !== null;
    };
    const key = this.#count(texts, visit);
    const document = this.#documents.add(key, this.#counter);
    addSlot(this.#owners, document, slot);
    let counter = 0;
    if (not.length > 0) {
      // Below 0: the same wordings as examples are another document.
      const counterKey = -this.#count(not, (text) => this.#sameNot.add(text, slot)) - 1;
      counter = this.#documents.add(counterKey, this.#counter);
    }
    this.#entries.set(slot, { document, counter, bare });
  }

  remove(slot: number, { texts, not }: ExamplesTrigger): void {
    const entry = this.#entries.get(slot);
    if (!entry) return;
    this.#seen = null;
    this.#entries.delete(slot);
    removeSlot(this.#owners, entry.document, slot);
    this.#count(texts, (text) => this.#same.remove(text, slot));
    this.#documents.remove(entry.document, this.#counter);
    if (entry.counter === 0) return;
    this.#count(not, (text) => this.#sameNot.remove(text, slot));
    this.#documents.remove(entry.counter, this.#counter);
  }

  match(message: Message, wanted: Wanted, found: Found): void {
    const rated = this.#rate(message, wanted);
    for (const [slot, { confidence }] of rated) found(slot, confidence);
    this.#seen = { message, rated };
  }

  explain(message: Message, slot: number, trigger: ExamplesTrigger): Match | null {
    const all = this.#seen?.message === message ? this.#seen.rated : this.#rate(message, () => true);
    const rated = all.get(slot);
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

  /** Leaves in `#counter` in how many of the wordings each feature occurs; answers a hash of the wordings, in any order, of 53 bits. */
  #count(texts: readonly string[], visit: (text: string) => void): number {
    this.#counter.clear();
    let sum = 0;
    let product = 1;
    for (const text of texts) {
      const wording = bareWordingOf(text);
      visit(wording.text);
      const hash = this.#counter.add(featuresOf(wording));
      sum = (sum + hash) | 0;
      product = Math.imul(product, hash | 1);
    }
    return (sum >>> 0) * 2 ** 21 + (product >>> 11);
  }

  #rate(message: Message, wanted: Wanted): Map<number, Rated> {
    const rated = new Map<number, Rated>();
    const { text } = message.wording;
    if (text === '' || this.#documents.size === 0) return rated;
    // A number by itself says nothing to those who do not know what was asked.
    if (!NUMBER.test(text)) this.#documents.score(featuresOf(message.wording), (scores, whole) => this.#rateBest(message, wanted, scores, whole, rated));
    this.#same.each(text, (slot) => {
      const before = rated.get(slot);
      if (wanted(slot) && (!before || before.confidence < SAME)) rated.set(slot, { confidence: SAME, uncountered: SAME });
    });
    this.#sameNot.each(text, (slot) => {
      const before = rated.get(slot);
      if (before) before.confidence = Math.min(before.confidence, before.uncountered * COUNTERED);
    });
    return rated;
  }

  #rateBest(message: Message, wanted: Wanted, scores: Readonly<Scores>, whole: number, rated: Map<number, Rated>): void {
    const { sum } = scores;
    const mayAnswer = (slot: number) => wanted(slot) && (message.bare === null || this.#entries.get(slot)!.bare);
    const { top, total, documents } = this.#rivals(mayAnswer, scores);
    const all = total + sharpened((CHANCE * whole) / top);
    for (const document of documents) {
      const score = sum[document]!;
      const strength = sharpened(score / top);
      const uncountered = confidenceOf(score / whole, strength / all);
      eachSlot(this.#owners.get(document), (slot) => {
        if (!mayAnswer(slot)) return;
        const { counter } = this.#entries.get(slot)!;
        const against = counter > 0 ? sum[counter]! : 0;
        const countered = confidenceOf(score / whole, strength / (all + sharpened(against / top)));
        rated.set(slot, { uncountered, confidence: against >= score ? uncountered * COUNTERED : countered });
      });
    }
  }

  /** The best documents of triggers that may answer, best first; the best score, and all of theirs sharpened and added up. */
  #rivals(mayAnswer: (slot: number) => boolean, { sum, touched, met }: Readonly<Scores>): { top: number; total: number; documents: number[] } {
    if (this.#open.length < met) this.#open = new Int32Array(met * 2);
    const open = this.#open;
    // The bar is set by the highest score there is. Where that is a counter-example's or a rule's of elsewhere, it is set again.
    let bar = highestOf(sum, touched, met) * LEAST_OF_TOP;
    for (;;) {
      let count = 0;
      for (let i = 0; i < met; i++) if (sum[touched[i]!]! >= bar && this.#isOpen(touched[i]!, mayAnswer)) open[count++] = touched[i]!;
      const top = highestOf(sum, open, count);
      if (top * LEAST_OF_TOP >= bar || bar === 0) {
        let total = 0;
        const documents: number[] = [];
        for (let i = 0; i < count; i++) {
          total += sharpened(sum[open[i]!]! / top);
          insert(documents, open[i]!, sum);
        }
        return { top, total, documents };
      }
      bar = top * LEAST_OF_TOP;
    }
  }

  #isOpen(document: number, mayAnswer: (slot: number) => boolean): boolean {
    const owners = this.#owners.get(document);
    if (typeof owners !== 'object') return owners !== undefined && mayAnswer(owners);
    for (const slot of owners) if (mayAnswer(slot)) return true;
    return false;
  }
}

function highestOf(sum: Float32Array, documents: Int32Array, count: number): number {
  let highest = 0;
  for (let i = 0; i < count; i++) if (sum[documents[i]!]! > highest) highest = sum[documents[i]!]!;
  return highest;
}

/** Keeps the best MOST_RATED documents in order. */
function insert(documents: number[], document: number, sum: Float32Array): void {
  if (documents.length === MOST_RATED && sum[documents[MOST_RATED - 1]!]! >= sum[document]!) return;
  let at = documents.length < MOST_RATED ? documents.push(document) - 1 : MOST_RATED - 1;
  for (; at > 0 && sum[documents[at - 1]!]! < sum[document]!; at--) documents[at] = documents[at - 1]!;
  documents[at] = document;
}

/** Scores count among each other by their sixth power. */
function sharpened(share: number): number {
  const cube = share * share * share;
  return cube * cube;
}

function confidenceOf(found: number, ahead: number): number {
  return 1 / (1 + Math.exp(-(FIT.found * Math.log(found + FIT.floor) + FIT.ahead * ahead + FIT.base)));
}
