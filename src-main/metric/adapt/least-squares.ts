/** A small linear system by Gaussian elimination; null where it has no single answer. */
function solved(matrix: number[][], right: number[]): number[] | null {
  const size = right.length;
  const rows = matrix.map((row, at) => [...row, right[at]!]);
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column + 1; row < size; row++)
      if (Math.abs(rows[row]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = row;
    if (Math.abs(rows[pivot]![column]!) < 1e-12) return null;
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    for (let row = 0; row < size; row++) {
      if (row === column) continue;
      const factor = rows[row]![column]! / rows[column]![column]!;
      for (let at = column; at <= size; at++) rows[row]![at]! -= factor * rows[column]![at]!;
    }
  }
  return rows.map((row, at) => row[size]! / row[at]!);
}

/** Slopes of y over columns, with an intercept; null where the columns don't tell. */
function slopesOf(y: readonly number[], columns: readonly (readonly number[])[]): number[] | null {
  const design = y.map((_, row) => [1, ...columns.map((column) => column[row]!)]);
  const size = columns.length + 1;
  const matrix = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_, j) => design.reduce((sum, row) => sum + row[i]! * row[j]!, 0) / y.length),
  );
  const right = Array.from(
    { length: size },
    (_, i) => design.reduce((sum, row, at) => sum + row[i]! * y[at]!, 0) / y.length,
  );
  return solved(matrix, right)?.slice(1) ?? null;
}

/** Every twentieth value at each end is pulled in to the next one: no single specimen sets a slope. */
function winsorised(values: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  const cut = Math.floor(values.length / 20);
  const [low, high] = [sorted[cut]!, sorted[values.length - 1 - cut]!];
  return values.map((value) => Math.min(high, Math.max(low, value)));
}

/**
 * How a distance grows with the spread and the remoteness, by least squares over values pulled in at both ends; each slope is held
 * between 0 and its bound, and one at a bound is left out while the other is fitted again.
 *
 * @param spreads null: there is none, and its slope is 0
 */
export function expectedDistance(
  distances: readonly number[],
  spreads: readonly number[] | null,
  remoteness: readonly number[],
  bounds: { readonly spread: number; readonly remoteness: number },
): { spread: number; remoteness: number } {
  const y = winsorised(distances);
  const s = spreads && winsorised(spreads);
  const u = winsorised(remoteness);
  const within = (slope: number | undefined, bound: number): number => Math.min(bound, Math.max(0, slope ?? 0));
  const both = s ? slopesOf(y, [s, u]) : null;
  if (both && both[0]! >= 0 && both[1]! >= 0 && both[0]! <= bounds.spread && both[1]! <= bounds.remoteness)
    return { spread: both[0]!, remoteness: both[1]! };
  if (!s) return { spread: 0, remoteness: within(slopesOf(y, [u])?.[0], bounds.remoteness) };
  if (both && both[1]! > 0) {
    const remote = within(both[1], bounds.remoteness);
    const rest = y.map((value, at) => value - remote * u[at]!);
    return { spread: within(slopesOf(rest, [s])?.[0], bounds.spread), remoteness: remote };
  }
  return { spread: within(slopesOf(y, [s])?.[0], bounds.spread), remoteness: 0 };
}
