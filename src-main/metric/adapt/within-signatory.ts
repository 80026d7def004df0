import type { MahalanobisFactor } from '../mahalanobis-factor.ts';

/** A covariance about each signatory's own mean, pulled towards a multiple of the identity. */
export interface WithinCovariance {
  readonly dimension: number;
  /** Row-major, symmetric, positive definite. */
  readonly matrix: Float64Array;
  /** Mean of its diagonal: the variance of an entry about its signatory's mean. */
  readonly variance: number;
  /** How far it was pulled, 0…1 (1: a multiple of the identity). */
  readonly shrinkage: number;
}

/** Rows of templates less their signatory's mean, lengthened so that n specimens stand for n − 1 degrees of freedom each n/(n − 1). */
function residuals(signatories: readonly (readonly Float32Array[])[]): Float64Array[] {
  return signatories.flatMap((templates) => {
    const first = templates[0];
    if (!first || templates.length < 2) return [];
    const mean = new Float64Array(first.length);
    for (const template of templates) {
      if (template.length !== mean.length)
        throw new RangeError(`Templates of ${template.length} and ${mean.length} entries are from different models.`);
      for (let at = 0; at < mean.length; at++) mean[at]! += template[at]! / templates.length;
    }
    const longer = Math.sqrt(templates.length / (templates.length - 1));
    return templates.map((template) => Float64Array.from(template, (entry, at) => (entry - mean[at]!) * longer));
  });
}

/**
 * The covariance of specimens about their signatory's mean, shrunk by the coefficient of Ledoit and Wolf ("A
 * well-conditioned estimator for large-dimensional covariance matrices", J. Multivariate Analysis 88, 2004): it can be
 * inverted however few specimens there are, so that three of each signatory suffice.
 *
 * @param signatories templates of each one's specimens, all of one length; those with fewer than two are left out
 * @param least the least shrinkage, 0…1: the inverse's eigenvalues, in units of 1 / variance, are then at most 1 / shrinkage
 * @throws RangeError where no signatory has two specimens, templates differ in length or hold what isn't a finite number,
 *   or all specimens of each signatory are the same
 */
export function withinCovariance(signatories: readonly (readonly Float32Array[])[], least = 0): WithinCovariance {
  if (!(least >= 0 && least <= 1)) throw new RangeError(`A shrinkage lies between 0 and 1; this one is ${least}.`);
  const rows = residuals(signatories);
  const dimension = rows[0]?.length ?? 0;
  if (dimension === 0)
    throw new RangeError('No signatory has two specimens, so nothing is known of how a hand varies.');
  const matrix = new Float64Array(dimension * dimension);
  let fourth = 0;
  for (const row of rows) {
    if (row.length !== dimension) throw new RangeError('Templates of different models can not be put together.');
    let square = 0;
    for (let at = 0; at < dimension; at++) {
      const entry = row[at]! / rows.length;
      square += row[at]! * row[at]!;
      for (let other = 0; other <= at; other++) matrix[at * dimension + other]! += entry * row[other]!;
    }
    fourth += square * square;
  }
  let trace = 0;
  let squares = 0;
  for (let at = 0; at < dimension; at++) {
    trace += matrix[at * dimension + at]!;
    for (let other = 0; other <= at; other++) {
      const entry = matrix[at * dimension + other]!;
      matrix[other * dimension + at] = entry;
      squares += entry * entry * (other === at ? 1 : 2);
    }
  }
  const variance = trace / dimension;
  if (!Number.isFinite(squares) || !Number.isFinite(fourth))
    throw new RangeError('A template holds something that is not a finite number.');
  if (variance <= 0) throw new RangeError('The specimens of each signatory are all the same.');
  const away = squares - dimension * variance * variance;
  const noise = Math.max(0, (fourth / rows.length - squares) / rows.length);
  const shrinkage = Math.min(1, Math.max(least, away <= 0 ? 1 : noise / away));
  for (let at = 0; at < matrix.length; at++) matrix[at]! *= 1 - shrinkage;
  for (let at = 0; at < dimension; at++) matrix[at * dimension + at]! += shrinkage * variance;
  return { dimension, matrix, variance, shrinkage };
}

/**
 * U with UᵀU = variance × inverse of the covariance: the metric under which a hand varies alike in all directions, in the
 * template's own unit. It is the inverse of the covariance's Cholesky factor, so that the inverse itself is never formed. A length under
 * it is at most 1 / √shrinkage times the Euclidean one.
 *
 * @throws RangeError where the covariance isn't positive definite
 */
export function withinFactor({ matrix, dimension, variance }: WithinCovariance): MahalanobisFactor {
  const lower = Float64Array.from(matrix);
  for (let row = 0; row < dimension; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = lower[row * dimension + column]!;
      for (let at = 0; at < column; at++) sum -= lower[row * dimension + at]! * lower[column * dimension + at]!;
      if (row !== column) lower[row * dimension + column] = sum / lower[column * dimension + column]!;
      else if (sum > 0) lower[row * dimension + column] = Math.sqrt(sum);
      else throw new RangeError('The covariance is not positive definite.');
    }
  }
  // Row by row L·X = √variance·I is solved for X; each row takes whole rows that are finished.
  const rows = new Float64Array(dimension * dimension);
  for (let row = 0; row < dimension; row++) {
    rows[row * dimension + row] = Math.sqrt(variance);
    for (let at = 0; at < row; at++) {
      const factor = lower[row * dimension + at]!;
      for (let column = 0; column <= at; column++)
        rows[row * dimension + column]! -= factor * rows[at * dimension + column]!;
    }
    const pivot = lower[row * dimension + row]!;
    for (let column = 0; column <= row; column++) rows[row * dimension + column]! /= pivot;
  }
  return { dimension, rank: dimension, rows };
}
