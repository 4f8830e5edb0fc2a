/** A sparse vector: rows of a matrix, each with its value. */
export interface Vector {
  row: Int32Array;
  value: Float32Array;
  length: number;
}

export function emptyVector(capacity: number): Vector {
  return { row: new Int32Array(capacity), value: new Float32Array(capacity), length: 0 };
}

/** Turns the first `count` scores into probabilities that add up to 1, in place. */
export function softmax(scores: Float32Array | Float64Array, count: number): void {
  let highest = -Infinity;
  for (let i = 0; i < count; i++) if (scores[i]! > highest) highest = scores[i]!;
  let sum = 0;
  for (let i = 0; i < count; i++) sum += scores[i] = Math.exp(scores[i]! - highest);
  for (let i = 0; i < count; i++) scores[i]! /= sum;
}

/**
 * Turns probabilities into the slopes of the loss by score, in place: of −log p(target) when the target was right, of
 * −log(1 − p(target)) when it was wrong.
 */
export function slopes(probability: Float32Array, count: number, target: number, right: boolean): void {
  const p = probability[target]!;
  if (right) probability[target] = p - 1;
  else {
    const odds = Math.min(MOST_ODDS, p / (1 - p));
    for (let i = 0; i < count; i++) probability[i]! *= -odds;
    probability[target] = p;
  }
}

/** What is nearly certain and wrong teaches no more than this. */
const MOST_ODDS = 10;
