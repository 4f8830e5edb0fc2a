/** The questions that were answered, with an index of their features: what replay draws from and neighbours are found in. */
import { Dictionary } from '../triggers/dictionary';
import { postingOf, Postings, type Scores } from '../triggers/postings';
import { FIELDS, type Encoded } from './encode';

export class Experience {
  readonly dictionary = new Dictionary();
  readonly postings = new Postings();
  readonly ids: Int32Array[] = [];
  readonly family: Uint8Array[] = [];
  readonly count: Uint8Array[] = [];
  readonly answer: number[] = [];
  /** Per field: sum of lengths, and how many rows have it. */
  readonly total = new Float64Array(FIELDS);
  readonly scores: Scores[] = Array.from({ length: FIELDS }, () => scoresOf(256));

  get size(): number {
    return this.ids.length;
  }

  add(encoded: Encoded, answer: number): number {
    const row = this.size;
    const { hash, family, count } = encoded;
    const ids = new Int32Array(hash.length);
    const lengths = new Float64Array(FIELDS);
    this.#reserve(row);
    for (let i = 0; i < hash.length; i++) {
      const id = (ids[i] = this.dictionary.enter(hash[i]!));
      this.postings.add(id, postingOf(row, count[i]!));
      lengths[family[i]! >> 2]!++;
    }
    for (let field = 0; field < FIELDS; field++) {
      this.scores[field]!.lengths[row] = lengths[field]!;
      this.total[field]! += lengths[field]!;
    }
    this.ids.push(ids);
    this.family.push(family);
    this.count.push(count);
    this.answer.push(answer);
    return row;
  }

  #reserve(row: number): void {
    if (row < this.scores[0]!.sum.length) return;
    for (let field = 0; field < FIELDS; field++) {
      const old = this.scores[field]!;
      const wider = scoresOf(old.sum.length * 2);
      wider.lengths.set(old.lengths);
      this.scores[field] = wider;
    }
  }
}

function scoresOf(size: number): Scores {
  return { sum: new Float32Array(size), lengths: new Float32Array(size), touched: new Int32Array(size), fixed: 0, perLength: 0, met: 0 };
}
