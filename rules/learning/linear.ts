/**
 * Softmax regression, trained by one step of AdaGrad (J. Duchi, E. Hazan and Y. Singer, "Adaptive Subgradient Methods",
 * JMLR 12, 2011) at a time. Rows are features, columns are answers; both may be added at any time.
 */
import { H } from './hyper';
import { Pages } from './pages';
import { softmax, type Vector } from './vector';

const BLOCK = 64;

export class Linear {
  /** Per block of 64 columns, the weights and AdaGrad's sums of squares. */
  readonly #weights: Pages[] = [];
  readonly #squares: Pages[] = [];
  #columns = 0;
  #scores = new Float32Array(BLOCK);
  rate = H.rateL;
  epsilon = H.epsL;
  /** Differences smaller than this teach nothing. */
  static readonly LEAST = 1e-3;

  get columns(): number {
    return this.#columns;
  }

  /** Adds a column and answers its number. */
  addColumn(): number {
    if (this.#columns % BLOCK === 0) {
      this.#weights.push(new Pages(BLOCK));
      this.#squares.push(new Pages(BLOCK));
      const wider = new Float32Array(this.#columns + BLOCK);
      wider.set(this.#scores.subarray(0, this.#columns));
      this.#scores = wider;
    }
    return this.#columns++;
  }

  /** The probability of each column, 0..1; valid until the next call. */
  predict(x: Vector): Float32Array {
    const scores = this.#scores;
    scores.fill(0);
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

  /** One step towards `target` being the only right column. */
  train(x: Vector, target: number): number {
    const gradient = this.predict(x);
    const right = gradient[target]!;
    gradient[target]! -= 1;
    for (let block = 0; block < this.#weights.length; block++) {
      const from = block * BLOCK;
      const to = Math.min(this.#columns, from + BLOCK);
      let largest = 0;
      for (let j = from; j < to; j++) largest = Math.max(largest, Math.abs(gradient[j]!));
      if (largest >= Linear.LEAST) this.#step(x, gradient, block, to - from);
    }
    return right;
  }

  #step(x: Vector, gradient: Float32Array, block: number, width: number): void {
    const weights = this.#weights[block]!;
    const squares = this.#squares[block]!;
    const first = block * BLOCK;
    const { rate, epsilon } = this;
    for (let i = 0; i < x.length; i++) {
      const row = x.row[i]!;
      const value = x.value[i]!;
      const page = weights.open(row);
      const sums = squares.open(row);
      const at = weights.offset(row);
      for (let j = 0; j < width; j++) {
        const g = gradient[first + j]! * value;
        if (g < 1e-5 && g > -1e-5) continue;
        const sum = (sums[at + j]! += g * g);
        page[at + j]! -= (rate * g) / (Math.sqrt(sum) + epsilon);
      }
    }
  }

  get bytes(): number {
    return [...this.#weights, ...this.#squares].reduce((sum, pages) => sum + pages.bytes, 0);
  }
}
