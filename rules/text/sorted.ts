/** Numbers in ascending order. */
type Sorted = Uint16Array | Uint32Array;

/** Dice coefficient of two sorted lists, a repeated number counted as often as both hold it: twice what they share over their lengths together, 0..1; 0 for two empty ones. */
export function dice(a: Sorted, b: Sorted): number {
  let shared = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const difference = a[i]! - b[j]!;
    if (difference === 0) shared++;
    if (difference <= 0) i++;
    if (difference >= 0) j++;
  }
  return a.length + b.length === 0 ? 0 : (2 * shared) / (a.length + b.length);
}
