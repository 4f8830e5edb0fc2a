/** A logarithmic opinion pool (C. Genest and J. Zidek, 1986) whose weights move with experience. */
import { H } from './hyper';
export class Stack {
  readonly weights: Float64Array;
  readonly slopes: Float64Array;
  readonly #weightSquares: Float64Array;
  readonly #slopeSquares: Float64Array;
  rate = H.rateS;

  constructor(readonly experts: number, initial: readonly number[]) {
    this.weights = Float64Array.from(initial);
    this.slopes = new Float64Array(experts);
    this.#weightSquares = new Float64Array(experts).fill(1);
    this.#slopeSquares = new Float64Array(experts).fill(1);
  }

  weight(expert: number, age: number): number {
    return this.weights[expert]! + this.slopes[expert]! * age;
  }

  /** `opinions[candidate * experts + expert]`; `probability` of each candidate; `truth` the right candidate. */
  learn(opinions: Float64Array, probability: Float64Array, count: number, truth: number, age: number): void {
    for (let expert = 0; expert < this.experts; expert++) {
      let g = -opinions[truth * this.experts + expert]!;
      for (let c = 0; c < count; c++) g += probability[c]! * opinions[c * this.experts + expert]!;
      this.#weightSquares[expert]! += g * g;
      this.weights[expert]! -= (this.rate * g) / Math.sqrt(this.#weightSquares[expert]!);
      const h = g * age;
      this.#slopeSquares[expert]! += h * h;
      this.slopes[expert]! -= (this.rate * h) / Math.sqrt(this.#slopeSquares[expert]!);
    }
  }
}
