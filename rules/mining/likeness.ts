/** How alike texts are, over many texts at once: cosine of TF-IDF over the features that the engine compares by. */
import { bareWordingOf } from '../normalise';
import { commonShares } from '../text/background';
import { featuresOf } from '../text/features';

/** Weight of a word, a pair of neighbours, and a character n-gram (text/features.ts). */
const WEIGHTS = [1, 0.6, 0.5];
/** Postings that are read for one text, rarest features first. */
const BUDGET = 40_000;

interface Vector {
  hashes: Int32Array;
  weights: Float32Array;
}

export interface Neighbour {
  index: number;
  /** Cosine, 0..1. */
  likeness: number;
}

export class Likeness {
  readonly #vectors: Vector[];
  readonly #postings = new Map<number, number[]>();
  readonly #scores: Float32Array;
  readonly #met: number[] = [];

  /** Features that occur in no more than this many texts are worth looking up. */
  constructor(texts: readonly string[]) {
    const raw = texts.map(countsOf);
    for (const [index, { hashes }] of raw.entries()) {
      for (const hash of hashes) {
        const list = this.#postings.get(hash);
        if (list) list.push(index);
        else this.#postings.set(hash, [index]);
      }
    }
    this.#scores = new Float32Array(texts.length);
    const common = commonShares();
    // Small histories know too little of what is common: so many imaginary texts stand beside them.
    const imaginary = 200;
    this.#vectors = raw.map(({ hashes, weights }) => {
      let norm = 0;
      for (let i = 0; i < hashes.length; i++) {
        const holding = this.#postings.get(hashes[i]!)!.length + imaginary * (common.get(hashes[i]!) ?? 0);
        weights[i]! *= Math.log(1 + (texts.length + imaginary) / (holding + 1));
        norm += weights[i]! ** 2;
      }
      norm = Math.sqrt(norm) || 1;
      for (let i = 0; i < weights.length; i++) weights[i]! /= norm;
      return { hashes, weights };
    });
  }

  /** The texts at least so like the one at `index`, itself left out. */
  neighbours(index: number, least: number): Neighbour[] {
    const { hashes, weights } = this.#vectors[index]!;
    const order = Array.from(hashes.keys()).sort((a, b) => this.#postings.get(hashes[a]!)!.length - this.#postings.get(hashes[b]!)!.length);
    let budget = BUDGET;
    for (const i of order) {
      const list = this.#postings.get(hashes[i]!)!;
      if ((budget -= list.length) < 0) break;
      for (const other of list) {
        if (this.#scores[other] === 0) this.#met.push(other);
        this.#scores[other]! += weights[i]!;
      }
    }
    const found: Neighbour[] = [];
    for (const other of this.#met) {
      this.#scores[other] = 0;
      if (other === index) continue;
      const likeness = this.between(index, other);
      if (likeness >= least) found.push({ index: other, likeness });
    }
    this.#met.length = 0;
    return found.sort((a, b) => b.likeness - a.likeness);
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

function countsOf(text: string): Vector {
  const { hash, family, count, length } = featuresOf(bareWordingOf(text));
  const order = Array.from({ length }, (_, i) => i).sort((a, b) => hash[a]! - hash[b]!);
  return {
    hashes: Int32Array.from(order, (i) => hash[i]!),
    weights: Float32Array.from(order, (i) => WEIGHTS[family[i]!]! * (1 + Math.log(count[i]!))),
  };
}
