/**
 * Opinions of several experts taken together: a logarithmic opinion pool (C. Genest and J. Zidek, "Combining Probability
 * Distributions", Statistical Science 1, 1986), whose weights are learned from each outcome and move with experience, as
 * some experts are good early and others late.
 */
import { softmax } from './vector';

const RATE = 0.1;

export class Pool {
  /** Per expert its weight at the age 0, and what it gains by age. */
  readonly #weights: Float64Array;
  readonly #gains: Float64Array;
  readonly #weightSquares: Float64Array;
  readonly #gainSquares: Float64Array;
  /** Per candidate, the opinions of the experts (log-probabilities), one after the other. */
  opinions = new Float64Array(1024);
  /** Per candidate, 0..1, after `combine`. */
  probability = new Float64Array(128);

  constructor(first: readonly number[]) {
    this.#weights = Float64Array.from(first);
    this.#gains = new Float64Array(first.length);
    this.#weightSquares = new Float64Array(first.length).fill(1);
    this.#gainSquares = new Float64Array(first.length).fill(1);
  }

  get experts(): number {
    return this.#weights.length;
  }

  /** Makes room for the opinions on so many candidates. */
  reserve(candidates: number): void {
    if (candidates <= this.probability.length) return;
    this.probability = new Float64Array(2 * candidates);
    this.opinions = new Float64Array(2 * candidates * this.experts);
  }

  /** Works out the probability of each candidate. `age` is about 0..1, see `Model`. */
  combine(candidates: number, age: number): void {
    const { experts, opinions, probability } = this;
    for (let candidate = 0, at = 0; candidate < candidates; candidate++) {
      let score = 0;
      for (let expert = 0; expert < experts; expert++) score += (this.#weights[expert]! + this.#gains[expert]! * age) * opinions[at++]!;
      probability[candidate] = score;
    }
    softmax(probability, candidates);
  }

  /** Moves the weights by one step of AdaGrad towards the candidate that was right; after `combine`. */
  learn(candidates: number, right: number, age: number): void {
    const { experts, opinions, probability } = this;
    for (let expert = 0; expert < experts; expert++) {
      let g = -opinions[right * experts + expert]!;
      for (let candidate = 0; candidate < candidates; candidate++) g += probability[candidate]! * opinions[candidate * experts + expert]!;
      this.#weightSquares[expert]! += g * g;
      this.#weights[expert]! -= (RATE * g) / Math.sqrt(this.#weightSquares[expert]!);
      this.#gainSquares[expert]! += g * g * age * age;
      this.#gains[expert]! -= (RATE * g * age) / Math.sqrt(this.#gainSquares[expert]!);
    }
  }
}
