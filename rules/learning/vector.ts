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
