/**
 * Softmax regression, trained one step of AdaGrad at a time (J. Duchi, E. Hazan and Y. Singer, "Adaptive Subgradient
 * Methods for Online Learning and Stochastic Optimization", JMLR 12, 2011). Rows are features, columns are answers.
 */
import { Pages } from './pages';
import { slopes, softmax, type Vector } from './vector';

/** Columns come in blocks of so many. */
const BLOCK = 64;
const RATE = 0.5;
const EPSILON = 0.01;
/** A block whose slopes are all smaller is left alone, and so is a weight whose slope is. */
const LEAST_SLOPE = 1e-3;
const LEAST_STEP = 1e-5;

export class Linear {
  /** Per block of columns, the weights and AdaGrad's sums of squares. */
  readonly #weights: Pages[] = [];
  readonly #squares: Pages[] = [];
  #columns = 0;
  #scores = new Float32Array(BLOCK);

  /** Adds a column. */
  addColumn(): void {
    if (this.#columns++ % BLOCK > 0) return;
    this.#weights.push(new Pages(BLOCK));
    this.#squares.push(new Pages(BLOCK));
    this.#scores = new Float32Array(this.#weights.length * BLOCK);
  }

  /** The probability of each column, 0..1; valid until the next call. */
  predict(x: Vector): Float32Array {
    const scores = this.#scores.fill(0);
    for (let block = 0; block < this.#weights.length; block++) {
      const pages = this.#weights[block]!;
      const to = block * BLOCK;
      for (let i = 0; i < x.length; i++) {
        const row = x.row[i]!;
        const page = pages.page(row);
        if (!page) continue;
        const value = x.value[i]!;
        const from = pages.offset(row);
        for (let j = 0; j < BLOCK; j++) scores[to + j]! += value * page[from + j]!;
      }
    }
    softmax(scores, this.#columns);
    return scores;
  }

  /** One step towards `target` being the right column, or away from it. Answers what its probability was, 0..1. */
  train(x: Vector, target: number, right: boolean): number {
    const slope = this.predict(x);
    const before = slope[target]!;
    slopes(slope, this.#columns, target, right);
    for (let block = 0; block < this.#weights.length; block++) {
      const from = block * BLOCK;
      const to = Math.min(this.#columns, from + BLOCK);
      let largest = 0;
      for (let j = from; j < to; j++) largest = Math.max(largest, Math.abs(slope[j]!));
      if (largest >= LEAST_SLOPE) this.#step(x, slope, block, to - from);
    }
    return before;
  }

  #step(x: Vector, slope: Float32Array, block: number, width: number): void {
    const weights = this.#weights[block]!;
    const squares = this.#squares[block]!;
    const first = block * BLOCK;
    for (let i = 0; i < x.length; i++) {
      const row = x.row[i]!;
      const value = x.value[i]!;
      const page = weights.open(row);
      const sums = squares.open(row);
      const at = weights.offset(row);
      for (let j = 0; j < width; j++) {
        const g = slope[first + j]! * value;
        if (g < LEAST_STEP && g > -LEAST_STEP) continue;
        const sum = (sums[at + j]! += g * g);
        page[at + j]! -= (RATE * g) / (Math.sqrt(sum) + EPSILON);
      }
    }
  }
}
