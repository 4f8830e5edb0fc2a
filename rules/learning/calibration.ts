/**
 * How often what looks so sure was right: logistic regression from what is known of a candidate to whether it was the
 * answer, learned from each outcome (J. Platt, "Probabilistic Outputs for Support Vector Machines", 1999, with more than
 * one input), by AdaGrad.
 */
const RATE = 0.1;

export class Calibration {
  readonly #weights: Float64Array;
  readonly #squares: Float64Array;

  /** `first` are the weights before anything was learned. */
  constructor(first: readonly number[]) {
    this.#weights = Float64Array.from(first);
    this.#squares = new Float64Array(first.length).fill(1);
  }

  /** How likely a candidate is the answer, 0..1. */
  confidence(signs: ArrayLike<number>): number {
    let score = 0;
    for (let i = 0; i < this.#weights.length; i++) score += this.#weights[i]! * signs[i]!;
    return 1 / (1 + Math.exp(-score));
  }

  /** Whether a candidate with these signs was the answer. */
  learn(signs: ArrayLike<number>, right: boolean): void {
    const miss = this.confidence(signs) - (right ? 1 : 0);
    for (let i = 0; i < this.#weights.length; i++) {
      const g = miss * signs[i]!;
      this.#squares[i]! += g * g;
      this.#weights[i]! -= (RATE * g) / Math.sqrt(this.#squares[i]!);
    }
  }
}
