/** A factor U (rank rows, dimension columns, row-major) with UᵀU = M, so that the distance is the length of U(a − b). */
export interface MahalanobisFactor {
  readonly dimension: number;
  readonly rank: number;
  readonly rows: Float64Array;
}

/** How far from symmetric or semi-definite a matrix may be, relative to its largest entry: matrices are often kept as float32. */
const tolerance = 1e-6;
/** Pivots smaller than this, relative to the largest entry, are taken for zero. */
const smallestPivot = 1e-9;

function flatten(matrix: readonly (readonly number[])[] | Float64Array, dimension: number): Float64Array {
  if (matrix instanceof Float64Array) {
    if (matrix.length !== dimension * dimension)
      throw new RangeError(
        `The Mahalanobis matrix has ${matrix.length} entries; a ${dimension} × ${dimension} one has ${dimension * dimension}.`,
      );
    return Float64Array.from(matrix);
  }
  if (matrix.length !== dimension)
    throw new RangeError(`The Mahalanobis matrix has ${matrix.length} rows; expected ${dimension}.`);
  const flat = new Float64Array(dimension * dimension);
  matrix.forEach((row, index) => {
    if (row.length !== dimension)
      throw new RangeError(
        `Row ${index} of the Mahalanobis matrix has ${row.length} entries; a ${dimension} × ${dimension} matrix is expected.`,
      );
    flat.set(row, index * dimension);
  });
  return flat;
}

function checkSymmetric(flat: Float64Array, dimension: number): number {
  let largest = 0;
  for (const entry of flat) {
    if (!Number.isFinite(entry))
      throw new RangeError('The Mahalanobis matrix has an entry that is not a finite number.');
    largest = Math.max(largest, Math.abs(entry));
  }
  for (let row = 0; row < dimension; row++)
    for (let column = 0; column < row; column++) {
      const below = flat[row * dimension + column]!;
      const above = flat[column * dimension + row]!;
      if (Math.abs(below - above) > tolerance * largest)
        throw new RangeError(
          `The Mahalanobis matrix is not symmetric: entry (${row}, ${column}) is ${below}, entry (${column}, ${row}) is ${above}.`,
        );
    }
  return largest;
}

/**
 * Factors a symmetric positive semi-definite matrix once, by Cholesky with diagonal pivoting (Higham, "Analysis of the
 * Cholesky decomposition of a semi-definite matrix", 1990), which also shows whether the matrix is semi-definite.
 *
 * @param matrix rows of numbers, or a row-major Float64Array; it is read, not changed.
 * @param dimension entries of a template; at least 1.
 * @throws RangeError where the matrix has another shape, a non-finite entry, or is not symmetric or not positive semi-definite.
 */
export function factorMahalanobis(
  matrix: readonly (readonly number[])[] | Float64Array,
  dimension: number,
): MahalanobisFactor {
  if (!Number.isInteger(dimension) || dimension < 1)
    throw new RangeError(`The dimension of a Mahalanobis matrix is a whole number from 1 up, not ${dimension}.`);
  const rest = flatten(matrix, dimension);
  const largest = checkSymmetric(rest, dimension);
  const floor = smallestPivot * largest;
  const used = new Uint8Array(dimension);
  const rows = new Float64Array(dimension * dimension);
  let rank = 0;
  for (; rank < dimension; rank++) {
    let pivot = -1;
    for (let index = 0; index < dimension; index++)
      if (!used[index] && (pivot < 0 || rest[index * dimension + index]! > rest[pivot * dimension + pivot]!))
        pivot = index;
    const diagonal = rest[pivot * dimension + pivot]!;
    if (diagonal <= floor) break;
    used[pivot] = 1;
    const root = Math.sqrt(diagonal);
    const base = rank * dimension;
    rows[base + pivot] = root;
    for (let column = 0; column < dimension; column++)
      if (!used[column]) rows[base + column] = rest[pivot * dimension + column]! / root;
    for (let row = 0; row < dimension; row++) {
      if (used[row]) continue;
      const factor = rows[base + row]!;
      if (factor === 0) continue;
      for (let column = 0; column < dimension; column++)
        if (!used[column]) rest[row * dimension + column]! -= factor * rows[base + column]!;
    }
  }
  // What is left after the last pivot must be nothing; a semi-definite matrix with no diagonal left has no entry left.
  for (let row = 0; row < dimension; row++)
    for (let column = 0; column < dimension; column++)
      if (!used[row] && !used[column] && Math.abs(rest[row * dimension + column]!) > tolerance * largest)
        throw new RangeError(
          'The Mahalanobis matrix is not positive semi-definite, so some squared distances would be negative.',
        );
  return { dimension, rank, rows: rows.slice(0, rank * dimension) };
}
