/** A quantile (share 0 to 1) of some times, by the nearest rank; NaN for none. */
export function quantile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

/** One row of a table: a name, then p50 and p95 in milliseconds. */
export function row(name: string, times: readonly number[]): string {
  const cell = (value: number) => value.toFixed(2).padStart(9);
  return `${name.padEnd(44)}${cell(quantile(times, 0.5))}${cell(quantile(times, 0.95))}`;
}

/** The head of a table of such rows. */
export const rowHead = `${'milliseconds'.padEnd(44)}${'p50'.padStart(9)}${'p95'.padStart(9)}`;

/** How many times as long some times are as others, by their medians. */
export function ratio(times: readonly number[], measure: readonly number[]): number {
  return quantile(times, 0.5) / quantile(measure, 0.5);
}
