/** The questions that outcomes were learned from, with an index of their features: neighbours are found in it. */
import { Dictionary } from '../triggers/dictionary';
import { postingOf, Postings, type Scores } from '../triggers/postings';
import { fieldOf, FIELDS, type Encoded } from './encode';

/** One learned question. */
export interface Row {
  /** Per feature its number, its family and how often it occurs. */
  features: Int32Array;
  family: Uint8Array;
  count: Uint8Array;
  answer: number;
  /** Whether the answer was the right one, or was dismissed. */
  right: boolean;
  /** One less its probability when it was last trained on, 0..1. */
  miss: number;
}

export class Experience {
  readonly rows: Row[] = [];
  /** Per field, the scores of rows and their lengths. */
  readonly scores: Scores[] = Array.from({ length: FIELDS }, () => scoresOf(1024));
  /** Per field, the lengths of all rows together. */
  readonly lengths = new Float64Array(FIELDS);
  readonly #dictionary = new Dictionary();
  readonly #postings = new Postings();
  readonly #counted = new Float64Array(FIELDS);

  get size(): number {
    return this.rows.length;
  }

  add({ hash, family, count }: Encoded, answer: number, right: boolean): Row {
    const number = this.rows.length;
    this.#reserve(number);
    const features = new Int32Array(hash.length);
    this.#counted.fill(0);
    for (let i = 0; i < hash.length; i++) {
      const feature = (features[i] = this.#dictionary.enter(hash[i]!));
      this.#postings.add(feature, postingOf(number, count[i]!));
      this.#counted[fieldOf(family[i]!)]!++;
    }
    for (let field = 0; field < FIELDS; field++) {
      this.scores[field]!.lengths[number] = this.#counted[field]!;
      this.lengths[field]! += this.#counted[field]!;
    }
    const row: Row = { features, family, count, answer, right, miss: 1 };
    this.rows.push(row);
    return row;
  }

  /** The number of a feature, -1 when no row holds it. */
  feature(hash: number): number {
    return this.#dictionary.get(hash);
  }

  /** How many rows hold a feature. */
  holding(feature: number): number {
    return this.#postings.size(feature);
  }

  /** See `Postings.accumulate`. */
  accumulate(feature: number, weight: number, field: number): void {
    this.#postings.accumulate(feature, weight, this.scores[field]!);
  }

  #reserve(row: number): void {
    if (row < this.scores[0]!.sum.length) return;
    for (let field = 0; field < FIELDS; field++) {
      const wider = scoresOf(2 * row);
      wider.lengths.set(this.scores[field]!.lengths);
      this.scores[field] = wider;
    }
  }
}

function scoresOf(rows: number): Scores {
  return { sum: new Float32Array(rows), lengths: new Float32Array(rows), touched: new Int32Array(rows), fixed: 0, perLength: 0, met: 0 };
}
