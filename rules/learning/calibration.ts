/**
 * How often what looks so sure was right: logistic regression from what is known of a candidate to whether it was the
 * answer (J. Platt, "Probabilistic Outputs for Support Vector Machines", 1999, with more than one input), learned one
 * outcome at a time by an extended Kalman filter (D. Spiegelhalter and S. Lauritzen, "Sequential Updating of Conditional
 * Probabilities", 1990): each weight is known up to a variance, so the first outcomes move it far and later ones little.
 */

/** How well the first weights are known, and how fast the world changes, as variances. */
const PRIOR = 0.5;
const DRIFT = 1e-4;

export class Calibration {
  readonly #weights: Float64Array;
  /** Row by row. */
  readonly #covariance: Float64Array;
  readonly #spread: Float64Array;

  /** `first` are the weights before anything was learned. */
  constructor(first: readonly number[]) {
    this.#weights = Float64Array.from(first);
    this.#covariance = new Float64Array(first.length ** 2);
    this.#spread = new Float64Array(first.length);
    for (let i = 0; i < first.length; i++) this.#covariance[i * first.length + i] = PRIOR;
  }

  /** How likely a candidate is the answer, 0..1. */
  confidence(signs: ArrayLike<number>): number {
    let score = 0;
    for (let i = 0; i < this.#weights.length; i++) score += this.#weights[i]! * signs[i]!;
    return 1 / (1 + Math.exp(-score));
  }

  /** Whether a candidate with these signs was the answer. */
  learn(signs: ArrayLike<number>, right: boolean): void {
    const weights = this.#weights;
    const covariance = this.#covariance;
    const size = weights.length;
    const p = this.confidence(signs);
    const information = Math.max(LEAST_INFORMATION, p * (1 - p));
    let variance = 0;
    for (let i = 0; i < size; i++) {
      let sum = 0;
      for (let j = 0; j < size; j++) sum += covariance[i * size + j]! * signs[j]!;
      this.#spread[i] = sum;
      variance += sum * signs[i]!;
    }
    const gain = 1 / (1 + information * variance);
    for (let i = 0; i < size; i++) {
      weights[i]! += gain * this.#spread[i]! * ((right ? 1 : 0) - p);
      for (let j = 0; j < size; j++) covariance[i * size + j]! -= information * gain * this.#spread[i]! * this.#spread[j]!;
      covariance[i * size + i] = Math.min(PRIOR, covariance[i * size + i]! + DRIFT);
    }
  }
}

/** What was nearly certain still tells something. */
const LEAST_INFORMATION = 0.01;
