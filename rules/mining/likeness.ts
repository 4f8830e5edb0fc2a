/** How alike texts are, over many texts at once: cosine of TF-IDF over the features that the engine compares by. */
import { bareWordingOf } from '../normalise';
import { commonShares } from '../text/background';
import { featuresOf } from '../text/features';

/** Weight of a word, a pair of neighbours, and a character n-gram (text/features.ts). */
const WEIGHTS = [1, 0.6, 0.5];
/** Postings that are read for one text, rarest features first. */
const BUDGET = 40_000;
/** Of more than this, the nearest are told: a shop may ask the same of every customer. */
const MOST_NEIGHBOURS = 200;
/** Small histories know too little of what is common: so many imaginary texts stand beside them. */
const IMAGINARY = 200;

interface Vector {
  /** In ascending order. */
  hashes: Int32Array;
  /** Of unit length together. */
  weights: Float32Array;
}

/** The texts that hold a feature, and its weight in them. */
interface Postings {
  texts: Int32Array;
  weights: Float32Array;
}

export interface Neighbour {
  index: number;
  /** Cosine, 0..1. */
  likeness: number;
}

export class Likeness {
  readonly #vectors: Vector[];
  readonly #postings: Map<number, Postings>;
  readonly #scores: Float32Array;
  readonly #met: number[] = [];

  constructor(texts: readonly string[]) {
    this.#vectors = texts.map(countsOf);
    this.#postings = invert(this.#vectors);
    this.#scores = new Float32Array(texts.length);
    const common = commonShares();
    for (const { hashes, weights } of this.#vectors) {
      for (let i = 0; i < hashes.length; i++) {
        const holding = this.#postings.get(hashes[i]!)!.texts.length + IMAGINARY * (common.get(hashes[i]!) ?? 0);
        weights[i]! *= Math.log(1 + (texts.length + IMAGINARY) / (holding + 1));
      }
      const norm = Math.hypot(...weights) || 1;
      for (let i = 0; i < weights.length; i++) weights[i]! /= norm;
    }
    this.#weigh();
  }

  /** Puts the weights into the postings, which until then only know their texts. */
  #weigh(): void {
    const filled = new Map<number, number>();
    for (const { hashes, weights } of this.#vectors) {
      for (let i = 0; i < hashes.length; i++) {
        const at = filled.get(hashes[i]!) ?? 0;
        this.#postings.get(hashes[i]!)!.weights[at] = weights[i]!;
        filled.set(hashes[i]!, at + 1);
      }
    }
  }

  /** The texts at least so like the one at `index`, the likest first, itself left out. */
  neighbours(index: number, least: number): Neighbour[] {
    const { hashes, weights } = this.#vectors[index]!;
    const sizeOf = (i: number) => this.#postings.get(hashes[i]!)!.texts.length;
    const order = Array.from(hashes.keys()).sort((a, b) => sizeOf(a) - sizeOf(b));
    let budget = BUDGET;
    // What is left out of the sum is at most the length of the rest of the vector (Cauchy and Schwarz).
    let rest = 1;
    for (const i of order) {
      const { texts, weights: others } = this.#postings.get(hashes[i]!)!;
      if ((budget -= texts.length) < 0) break;
      rest -= weights[i]! ** 2;
      for (let at = 0; at < texts.length; at++) {
        const other = texts[at]!;
        if (this.#scores[other] === 0) this.#met.push(other);
        this.#scores[other]! += weights[i]! * others[at]!;
      }
    }
    const possible = least - Math.sqrt(Math.max(0, rest));
    const near: Neighbour[] = [];
    for (const other of this.#met) {
      const score = this.#scores[other]!;
      this.#scores[other] = 0;
      if (other !== index && score >= possible) near.push({ index: other, likeness: score });
    }
    this.#met.length = 0;
    if (near.length > MOST_NEIGHBOURS) near.sort(byLikeness).splice(MOST_NEIGHBOURS);
    for (const neighbour of near) neighbour.likeness = this.between(index, neighbour.index);
    return near.filter(({ likeness }) => likeness >= least).sort(byLikeness);
  }

  /** Cosine of two of the texts, 0..1. */
  between(a: number, b: number): number {
    const { hashes: left, weights: leftWeights } = this.#vectors[a]!;
    const { hashes: right, weights: rightWeights } = this.#vectors[b]!;
    let sum = 0;
    for (let i = 0, j = 0; i < left.length && j < right.length; ) {
      const difference = left[i]! - right[j]!;
      if (difference === 0) sum += leftWeights[i]! * rightWeights[j]!;
      if (difference <= 0) i++;
      if (difference >= 0) j++;
    }
    return sum;
  }
}

const byLikeness = (a: Neighbour, b: Neighbour) => b.likeness - a.likeness || a.index - b.index;

function invert(vectors: readonly Vector[]): Map<number, Postings> {
  const lists = new Map<number, number[]>();
  for (const [index, { hashes }] of vectors.entries()) {
    for (const hash of hashes) {
      const list = lists.get(hash);
      if (list) list.push(index);
      else lists.set(hash, [index]);
    }
  }
  const postings = new Map<number, Postings>();
  for (const [hash, list] of lists) postings.set(hash, { texts: Int32Array.from(list), weights: new Float32Array(list.length) });
  return postings;
}

function countsOf(text: string): Vector {
  const { hash, family, count, length } = featuresOf(bareWordingOf(text));
  const order = Array.from({ length }, (_, i) => i).sort((a, b) => hash[a]! - hash[b]!);
  return {
    hashes: Int32Array.from(order, (i) => hash[i]!),
    weights: Float32Array.from(order, (i) => WEIGHTS[family[i]!]! * (1 + Math.log(count[i]!))),
  };
}
