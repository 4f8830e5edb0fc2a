/**
 * A bag of n-gram embeddings with one hidden layer and softmax (A. Joulin et al., "Bag of Tricks for Efficient Text
 * Classification", EACL 2017), trained one step of AdaGrad at a time (see linear.ts).
 */
import { mix } from '../text/features';
import { Pages } from './pages';
import { slopes, softmax, type Vector } from './vector';

const WIDTH = 64;
/** What goes into the hidden layer, times this. */
const GAIN = 3;
const RATE = 0.1;
const EPSILON = 0.01;
const LEAST_SLOPE = 1e-3;
/** First values lie between minus and plus this. */
const SPREAD = 0.125;

export class Net {
  readonly #embeddings = new Pages(WIDTH);
  /** Per row one sum of squares, as the mean over its values: a sum for each would double the memory, and finds no more. */
  readonly #embeddingSquares = new Pages(1);
  /** Per column its weights, then its bias. */
  readonly #outputs = new Pages(WIDTH + 1);
  readonly #outputSquares = new Pages(WIDTH + 1);
  readonly #hidden = new Float32Array(WIDTH);
  readonly #back = new Float32Array(WIDTH);
  #columns = 0;
  readonly #seed: number;
  #scores = new Float32Array(64);

  /** Nets of different seeds begin differently, and are wrong about different questions. */
  constructor(seed: number) {
    this.#seed = seed;
  }

  /** Adds a column. Its first weights are scattered by its number alone, and so are those of a row. */
  addColumn(): void {
    const column = this.#columns++;
    if (this.#columns > this.#scores.length) this.#scores = new Float32Array(this.#scores.length * 2);
    scatter(this.#outputs.open(column), this.#outputs.offset(column), mix(column, this.#seed + 1));
  }

  /** Gives a feature an embedding. */
  addRow(row: number): void {
    scatter(this.#embeddings.open(row), this.#embeddings.offset(row), mix(row, this.#seed));
  }

  /** The probability of each column, 0..1; valid until the next call. All rows were added before. */
  predict(x: Vector): Float32Array {
    const hidden = this.#hidden.fill(0);
    for (let i = 0; i < x.length; i++) {
      const page = this.#embeddings.page(x.row[i]!)!;
      const from = this.#embeddings.offset(x.row[i]!);
      const value = x.value[i]! * GAIN;
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

  /** One step towards `target` being the right column, or away from it. */
  train(x: Vector, target: number, right: boolean): void {
    const slope = this.predict(x);
    slopes(slope, this.#columns, target, right);
    const back = this.#back.fill(0);
    for (let column = 0; column < this.#columns; column++) {
      if (Math.abs(slope[column]!) >= LEAST_SLOPE) this.#stepOutput(column, slope[column]!);
    }
    for (let j = 0; j < WIDTH; j++) back[j]! *= GAIN * (1 - this.#hidden[j]! ** 2);
    let square = 0;
    for (let j = 0; j < WIDTH; j++) square += back[j]! * back[j]!;
    for (let i = 0; i < x.length; i++) this.#stepEmbedding(x.row[i]!, x.value[i]!, square / WIDTH);
  }

  #stepEmbedding(row: number, value: number, square: number): void {
    const squares = this.#embeddingSquares;
    const sum = (squares.open(row)[squares.offset(row)]! += square * value * value);
    const by = (RATE * value) / (Math.sqrt(sum) + EPSILON);
    const page = this.#embeddings.page(row)!;
    const from = this.#embeddings.offset(row);
    for (let j = 0; j < WIDTH; j++) page[from + j]! -= by * this.#back[j]!;
  }

  /** Steps the weights of a column, having told the hidden layer its share. */
  #stepOutput(column: number, slope: number): void {
    const page = this.#outputs.page(column)!;
    const sums = this.#outputSquares.open(column);
    const from = this.#outputs.offset(column);
    for (let j = 0; j < WIDTH; j++) this.#back[j]! += slope * page[from + j]!;
    step(page, sums, from, this.#hidden, slope);
    const sum = (sums[from + WIDTH]! += slope * slope);
    page[from + WIDTH]! -= (RATE * slope) / (Math.sqrt(sum) + EPSILON);
  }
}

/** AdaGrad along `direction` times `by`. */
function step(page: Float32Array, sums: Float32Array, from: number, direction: Float32Array, by: number): void {
  for (let j = 0; j < WIDTH; j++) {
    const g = direction[j]! * by;
    const sum = (sums[from + j]! += g * g);
    page[from + j]! -= (RATE * g) / (Math.sqrt(sum) + EPSILON);
  }
}

function scatter(page: Float32Array, from: number, seed: number): void {
  for (let j = 0; j < WIDTH; j++) page[from + j] = (mix(seed, j) / 2_147_483_648) * SPREAD;
}
