// Figures from rounds on a machine that does other things as well.

/** The value below which a quarter of them lies: load only ever adds, so the low ones are nearer to the truth. */
export function lowerQuartile(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.floor((sorted.length - 1) / 4)];
  if (value === undefined) throw new Error('There is no quartile of nothing.');
  return value;
}

/** The value in the middle, for figures that load moves both ways. */
export function median(values: readonly number[]): number {
  const value = [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
  if (value === undefined) throw new Error('There is no median of nothing.');
  return value;
}

/** The least and the most. */
export function spreadOf(values: readonly number[]): [number, number] {
  return [Math.min(...values), Math.max(...values)];
}

/** `value` with so many digits behind the point. */
export function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
