import type { Message } from '../message';
import type { Turn } from '../types';
import { encode, type Encoded, AGENT, EARLIER, MESSAGE, PLACE } from './encode';
import { Experience } from './experience';
import { H } from './hyper';
import { Linear } from './linear';
import { Neighbours, PARAMS } from './neighbours';
import { Net } from './net';
import { Random } from './random';
import { Stack } from './stack';
import { emptyVector, softmax, type Vector } from './vector';

export const P = {
  replays: 8,
  dropLinear: 0.2,
  dropNet: 0.4,
  early: 1500,
  fieldWeight: [1, 1, 0.3, 0.5],
  knn: [{ context: 0, power: 4, size: -0.6, most: 30 }, { context: 1, power: 4, size: -0.6, most: 30 }] as { context: number; power: number; size: number; most: number }[],
  initial: [0.6, 0.4, 0.4, 0.2, 0],
  recency: 0,
  ctxLinear: true,
  experts: [true, true, true, true, true],
};
const FLOOR = -9;

interface Rated { ruleId: string; probability: number }

export class Relevance {
  readonly experience = new Experience();
  readonly neighbours = new Neighbours(this.experience);
  readonly linear = new Linear();
  readonly net = new Net();
  readonly random = new Random(1);
  readonly stack: Stack;
  readonly answers = new Map<string, number>();
  readonly names: string[] = [];
  readonly loss: number[] = [];
  readonly uses: number[] = [];
  readonly column: number[] = [];
  #slots = new Int32Array(1 << 16).fill(-1);
  #nextSlot = 0;
  #x = emptyVector(1024);
  #y = emptyVector(1024);
  #votes = new Float64Array(1024);
  novelty = 1;
  singles = 0;
  // of the last prediction
  candidates: number[] = [];
  opinions = new Float64Array(0);
  probability = new Float64Array(0);
  encoded!: Encoded;
  topScore = 0;

  constructor() {
    this.stack = new Stack(3 + P.knn.length, P.initial);
    this.linear.addColumn();
    this.net.addColumn();
  }

  get age(): number {
    return (Math.log2(this.experience.size + 2) - 8) / 4;
  }

  rate(message: Message, before: readonly Turn[]): Rated[] {
    this.encoded = encode(message, before, P.ctxLinear);
    if (this.experience.size === 0) {
      this.candidates = [];
      return [];
    }
    const experts = this.stack.experts;
    const ex = this.experience;
    if (this.#votes.length < this.names.length) this.#votes = new Float64Array(this.names.length * 2);
    const inPlace = new Map<number, number>();
    const candidates = (this.candidates = [] as number[]);
    const votes: { votes: Float64Array; sum: number }[] = [];
    this.neighbours.accumulate(this.encoded);
    for (const { context, power, size, most } of P.knn) {
      this.neighbours.find(context, most);
      const v = new Float64Array(this.names.length);
      const met: number[] = [];
      const sum = this.neighbours.vote(v, met, power, (answer) => this.uses[answer]! ** size);
      votes.push({ votes: v, sum });
      for (const a of met) if (!inPlace.has(a)) { inPlace.set(a, candidates.length); candidates.push(a); }
    }
    this.neighbours.clear();
    for (let a = 0; a < this.names.length; a++) if (this.column[a]! > 0 && !inPlace.has(a)) { inPlace.set(a, candidates.length); candidates.push(a); }
    const n = candidates.length;
    if (this.opinions.length < n * experts) this.opinions = new Float64Array(n * experts * 2);
    if (this.probability.length < n) this.probability = new Float64Array(n * 2);
    const x = this.#vector(this.#x, this.encoded, null, 0);
    const a = this.linear.predict(x);
    const b = this.net.predict(x);
    const rare = Math.max(1, this.singles);
    const size = ex.size;
    for (let c = 0; c < n; c++) {
      const answer = candidates[c]!;
      const col = this.column[answer]!;
      const at = c * experts;
      const o = this.opinions;
      o[at] = Math.max(FLOOR, Math.log((col > 0 ? a[col]! : a[0]! / rare) + 1e-9));
      o[at + 1] = Math.max(FLOOR, Math.log((col > 0 ? b[col]! : b[0]! / rare) + 1e-9));
      o[at + 2] = Math.log(this.uses[answer]! / size);
      votes.forEach(({ votes, sum }, k) => (o[at + 3 + k] = Math.log((sum > 0 ? votes[answer]! / sum : 0) + 0.002)));
      let z = 0;
      for (let e = 0; e < experts; e++) z += this.stack.weight(e, this.age) * o[at + e]!;
      this.probability[c] = z;
    }
    softmax(this.probability, n);
    const known = 1 - this.novelty;
    return candidates
      .map((answer, c) => ({ ruleId: this.names[answer]!, probability: this.probability[c]! * known }))
      .sort((p, q) => q.probability - p.probability)
      .slice(0, 10);
  }

  /** After `rate` of the same question. */
  learn(ruleId: string): void {
    let answer = this.answers.get(ruleId);
    this.novelty += ((answer === undefined ? 1 : 0) - this.novelty) / Math.min(100, this.experience.size + 1);
    if (answer === undefined) {
      answer = this.names.length;
      this.answers.set(ruleId, answer);
      this.names.push(ruleId);
      this.uses.push(0);
      this.column.push(0);
      this.singles++;
    } else {
      const truth = this.candidates.indexOf(answer);
      if (truth >= 0) this.stack.learn(this.opinions, this.probability, this.candidates.length, truth, this.age);
    }
    if (++this.uses[answer]! === 2) {
      this.column[answer] = this.linear.addColumn();
      this.net.addColumn();
      this.singles--;
    }
    const row = this.experience.add(this.encoded, answer);
    this.#open(row);
    this.#train(row);
    for (let i = 0; i < P.replays && this.experience.size > 1; i++) {
      let pick = this.random.below(this.experience.size - 1);
      for (let k = 0; k < H.hard; k++) {
        const other = this.random.below(this.experience.size - 1);
        if (this.loss[other]! > this.loss[pick]!) pick = other;
      }
      this.#train(pick);
    }
  }

  #open(row: number): void {
    const { ids } = this.experience;
    for (const id of ids[row]!) {
      if (id >= this.#slots.length) {
        const wider = new Int32Array(this.#slots.length * 2).fill(-1);
        wider.set(this.#slots);
        this.#slots = wider;
      }
      if (this.#slots[id] === -1 && (this.experience.size <= P.early || this.experience.postings.size(id) >= 2)) {
        this.#slots[id] = this.#nextSlot++;
        this.net.addRow(this.#slots[id]!);
      }
    }
  }

  #train(row: number): void {
    const answer = this.experience.answer[row]!;
    const target = this.column[answer]!;
    const pr = this.linear.train(this.#vector(this.#y, null, row, P.dropLinear), target);
    this.loss[row] = 1 - pr;
    this.net.train(this.#vector(this.#y, null, row, P.dropNet), target);
  }

  #vector(x: Vector, encoded: Encoded | null, row: number | null, drop: number): Vector {
    const { dictionary, postings, size } = this.experience;
    const ids = row === null ? null : this.experience.ids[row]!;
    const family = encoded ? encoded.family : this.experience.family[row!]!;
    const count = encoded ? encoded.count : this.experience.count[row!]!;
    x.length = 0;
    let square = 0;
    for (let i = 0; i < family.length; i++) {
      const id = ids ? ids[i]! : dictionary.get(encoded!.hash[i]!);
      const slot = id < 0 ? -1 : this.#slots[id]!;
      if (H.unknown && slot < 0) {
        const value = P.fieldWeight[family[i]! >> 2]! * Math.log(1 + (size + 1) / (1 + 0.5));
        square += value * value;
      }
      if (slot < 0 || (drop > 0 && this.random.next() < drop)) continue;
      const df = postings.size(id);
      const value = P.fieldWeight[family[i]! >> 2]! * (H.tf === 'raw' ? count[i]! : H.tf === 'log' ? 1 + Math.log(count[i]!) : 1) * Math.log(1 + (size + 1) / (df + 0.5));
      x.row[x.length] = slot;
      x.value[x.length++] = value;
      square += value * value;
    }
    const scale = square > 0 ? 1 / Math.sqrt(square) : 0;
    for (let i = 0; i < x.length; i++) x.value[i]! *= scale;
    return x;
  }
}
void [AGENT, EARLIER, MESSAGE, PLACE, PARAMS];
