/**
 * A bag of n-gram embeddings with one hidden layer and softmax (A. Joulin et al., "Bag of Tricks for Efficient Text
 * Classification", EACL 2017), trained by one step of AdaGrad at a time.
 */
import { mix } from '../text/features';
import { H } from './hyper';
import { Pages } from './pages';
import { softmax, type Vector } from './vector';

const WIDTH = 64;
/** The input to the hidden layer, times this. */

export class Net {
  readonly #embeddings = new Pages(WIDTH);
  readonly #embeddingSquares = new Pages(WIDTH);
  readonly #outputs = new Pages(WIDTH + 1);
  readonly #outputSquares = new Pages(WIDTH + 1);
  readonly #hidden = new Float32Array(WIDTH);
  readonly #back = new Float32Array(WIDTH);
  #columns = 0;
  #scores = new Float32Array(64);
  rate = H.rateN;
  epsilon = H.epsN;

  addColumn(): number {
    const column = this.#columns++;
    if (this.#columns > this.#scores.length) this.#scores = new Float32Array(this.#scores.length * 2);
    scatter(this.#outputs.open(column), this.#outputs.offset(column), mix(column, 77));
    return column;
  }

  /** A feature gets an embedding of its own, at first a random one that its number alone decides. */
  addRow(row: number): void {
    scatter(this.#embeddings.open(row), this.#embeddings.offset(row), mix(row, 33));
    this.#embeddingSquares.clear(row);
  }

  /** The probability of each column, 0..1; valid until the next call. */
  predict(x: Vector): Float32Array {
    const hidden = this.#hidden.fill(0);
    for (let i = 0; i < x.length; i++) {
      const page = this.#embeddings.page(x.row[i]!)!;
      const from = this.#embeddings.offset(x.row[i]!);
      const value = x.value[i]! * H.gain;
      for (let j = 0; j < WIDTH; j++) hidden[j]! += value * page[from + j]!;
    }
    for (let j = 0; j < WIDTH; j++) hidden[j] = Math.tanh(hidden[j]!);
    const scores = this.#scores;
    for (let column = 0; column < this.#columns; column++) {
      const page = this.#outputs.page(column)!;
      const from = this.#outputs.offset(column);
      let score = page[from + WIDTH]!;
      for (let j = 0; j < WIDTH; j++) score += hidden[j]! * page[from + j]!;
      scores[column] = score;
    }
    softmax(scores, this.#columns);
    return scores;
  }

  /** One step towards `target` being the only right column. */
  train(x: Vector, target: number): void {
    const gradient = this.predict(x);
    gradient[target]! -= 1;
    const hidden = this.#hidden;
    const back = this.#back.fill(0);
    const { rate, epsilon } = this;
    for (let column = 0; column < this.#columns; column++) {
      const slope = gradient[column]!;
      if (slope < 1e-3 && slope > -1e-3) continue;
      const page = this.#outputs.page(column)!;
      const sums = this.#outputSquares.open(column);
      const from = this.#outputs.offset(column);
      for (let j = 0; j < WIDTH; j++) {
        back[j]! += slope * page[from + j]!;
        const g = slope * hidden[j]!;
        const sum = (sums[from + j]! += g * g);
        page[from + j]! -= (rate * g) / (Math.sqrt(sum) + epsilon);
      }
      const sum = (sums[from + WIDTH]! += slope * slope);
      page[from + WIDTH]! -= (rate * slope) / (Math.sqrt(sum) + epsilon);
    }
    for (let j = 0; j < WIDTH; j++) back[j]! *= H.gain * (1 - hidden[j]! * hidden[j]!);
    for (let i = 0; i < x.length; i++) {
      const page = this.#embeddings.page(x.row[i]!)!;
      const sums = this.#embeddingSquares.open(x.row[i]!);
      const from = this.#embeddings.offset(x.row[i]!);
      const value = x.value[i]!;
      for (let j = 0; j < WIDTH; j++) {
        const g = back[j]! * value;
        const sum = (sums[from + j]! += g * g);
        page[from + j]! -= (rate * g) / (Math.sqrt(sum) + epsilon);
      }
    }
  }

  get bytes(): number {
    return this.#embeddings.bytes + this.#embeddingSquares.bytes + this.#outputs.bytes + this.#outputSquares.bytes;
  }
}

function scatter(page: Float32Array, from: number, seed: number): void {
  for (let j = 0; j < WIDTH; j++) page[from + j] = (mix(seed, j) / 2_147_483_648) * H.spread;
}
