/** Earlier questions like this one, by BM25 (see bm25.ts for the source), voting for their answers. */
import type { Experience } from './experience';
import { FIELDS, type Encoded } from './encode';

export const PARAMS = {
  k1: 1.2,
  b: 0.75,
  idf: 0.7,
  weights: [1.5, 0.6, 0.6, 0.8, 1, 0.5, 0, 0, 0.3, 0.15, 0, 0, 0.5, 0, 0, 0],
  most: 30,
};
const BUDGET = 60_000;

export class Neighbours {
  /** Rows, nearest first, and their scores: of the message alone, and with the context. */
  readonly row = new Int32Array(128);
  readonly score = new Float64Array(128);
  length = 0;
  readonly #order = new Float64Array(1024);

  constructor(readonly experience: Experience) {}

  /** Scores every row; message and context apart. */
  accumulate({ hash, family }: Encoded): void {
    const { dictionary, postings, scores, total, size } = this.experience;
    for (let field = 0; field < FIELDS; field++) {
      const s = scores[field]!;
      s.fixed = PARAMS.k1 * (1 - PARAMS.b);
      s.perLength = (PARAMS.k1 * PARAMS.b * size) / Math.max(1, total[field]!);
    }
    const order = this.#order;
    let known = 0;
    for (let i = 0; i < hash.length; i++) {
      const id = dictionary.get(hash[i]!);
      if (id >= 0) order[known++] = postings.size(id) * 1024 + i;
    }
    order.subarray(0, known).sort();
    let budget = BUDGET;
    for (let at = 0; at < known; at++) {
      const i = order[at]! % 1024;
      const df = Math.floor(order[at]! / 1024);
      if ((budget -= df) < 0 && at > 0) break;
      const id = dictionary.get(hash[i]!);
      const idf = Math.log(1 + (size - df + 0.5) / (df + 0.5)) ** PARAMS.idf;
      const weight = PARAMS.weights[family[i]!]! * idf * (PARAMS.k1 + 1);
      if (weight > 0) postings.accumulate(id, weight, scores[family[i]! >> 2]!);
    }
  }

  clear(): void {
    for (const s of this.experience.scores) {
      for (let i = 0; i < s.met; i++) s.sum[s.touched[i]!] = 0;
      s.met = 0;
    }
  }

  /** Finds the nearest by message score + factor · context score. */
  find(context: number, most: number): void {
    this.length = 0;
    const [message, agent, earlier, place] = this.experience.scores;
    const consider = (row: number, score: number) => {
      if (this.length === most && score <= this.score[most - 1]!) return;
      let at = this.length < most ? this.length++ : most - 1;
      while (at > 0 && this.score[at - 1]! < score) {
        this.score[at] = this.score[at - 1]!;
        this.row[at] = this.row[at - 1]!;
        at--;
      }
      this.score[at] = score;
      this.row[at] = row;
    };
    for (let i = 0; i < message!.met; i++) {
      const row = message!.touched[i]!;
      const score = message!.sum[row]! + (context > 0 ? context * (agent!.sum[row]! + earlier!.sum[row]! + place!.sum[row]!) : 0);
      consider(row, score);
    }
  }

  /** Adds the votes to `votes` by answer; answers the sum. */
  vote(votes: Float64Array, met: number[], power: number, weightOf: (answer: number) => number): number {
    let sum = 0;
    const top = this.score[0]!;
    for (let i = 0; i < this.length; i++) {
      const answer = this.experience.answer[this.row[i]!]!;
      if (answer < 0) continue;
      const vote = (this.score[i]! / top) ** power * weightOf(answer);
      if (votes[answer] === 0) met.push(answer);
      votes[answer]! += vote;
      sum += vote;
    }
    return sum;
  }
}
