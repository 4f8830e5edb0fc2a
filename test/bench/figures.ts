/** Median and tail of a set of measurements. */
export interface Figures {
  unit: 'ms' | 'MB';
  median: number;
  p95: number;
  runs: number;
}

/** Sums up measurements; by nearest rank, as with few runs an interpolated tail would promise more than was seen. */
export function figures(values: readonly number[], unit: Figures['unit'] = 'ms'): Figures {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = (share: number) => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
  return { unit, median: round(rank(0.5)), p95: round(rank(0.95)), runs: values.length };
}

export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
