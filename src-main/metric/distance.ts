import { factorMahalanobis, type MahalanobisFactor } from './mahalanobis-factor.ts';

/**
 * How two templates are compared.
 *
 * | kind | non-negative | d(a,a) = 0 | d(a,b) = 0 only for a = b | symmetric | triangle inequality |
 * | --- | --- | --- | --- | --- | --- |
 * | euclidean | yes | yes | yes | yes | yes |
 * | squared-euclidean | yes | yes | yes | yes | **no**: 0, 1, 2 on a line give 4 > 1 + 1 |
 * | cosine | yes | yes | **no**: a and 2a, only up to scale | yes | **no**: 0°, 45°, 90° give 1 > 0.29 + 0.29 |
 * | mahalanobis | yes | yes | **only where the matrix has full rank** (else a pseudo-metric) | yes | yes |
 * | learned | by its graph: none is promised here | | | | |
 *
 * Non-negativity, d(a,a) = 0 and symmetry hold exactly in floating point; the triangle inequality holds up to rounding.
 * The Mahalanobis matrix M is the one in √((a−b)ᵀM(a−b)): an inverse covariance, not a covariance.
 */
export type Metric =
  | { readonly kind: 'euclidean' }
  | { readonly kind: 'squared-euclidean' }
  | { readonly kind: 'cosine' }
  | { readonly kind: 'mahalanobis'; readonly matrix: readonly (readonly number[])[] }
  | { readonly kind: 'mahalanobis'; readonly matrix: Float64Array; readonly dimension: number }
  | { readonly kind: 'learned' };

export type MetricKind = Metric['kind'];

/** Metrics that are arithmetic; `learned` needs a graph and runs in the engine. */
export type ClosedMetric = Exclude<Metric, { readonly kind: 'learned' }>;

/** The distance of a learned metric: its graph over two templates. Not negative; whatever else it has is the graph's own. */
export type LearnedDistance = (a: Float32Array, b: Float32Array) => Promise<number>;

/** A closed-form distance, ready to use: templates in, a finite number from 0 up out. */
export type Distance = (a: Float32Array, b: Float32Array) => number;

function checkPair(a: Float32Array, b: Float32Array): void {
  if (a.length !== b.length)
    throw new RangeError(
      `Templates of ${a.length} and ${b.length} entries can't be compared: they are from different models.`,
    );
  if (a.length === 0) throw new RangeError('An empty template can not be compared.');
}

/** A sum over templates is finite exactly when every entry is, because float32 entries can't overflow a float64 sum. */
function checkFinite(sum: number, a: Float32Array, b: Float32Array): void {
  if (Number.isFinite(sum)) return;
  const inFirst = a.findIndex((entry) => !Number.isFinite(entry));
  const where =
    inFirst >= 0 ? `entry ${inFirst} of the first` : `entry ${b.findIndex((x) => !Number.isFinite(x))} of the second`;
  throw new RangeError(`A template holds something that is not a finite number (${where} template).`);
}

function squaredEuclidean(a: Float32Array, b: Float32Array): number {
  checkPair(a, b);
  let sum = 0;
  for (let index = 0; index < a.length; index++) {
    const difference = a[index]! - b[index]!;
    sum += difference * difference;
  }
  checkFinite(sum, a, b);
  return sum;
}

function cosine(a: Float32Array, b: Float32Array): number {
  checkPair(a, b);
  let dot = 0;
  let squareA = 0;
  let squareB = 0;
  for (let index = 0; index < a.length; index++) {
    const left = a[index]!;
    const right = b[index]!;
    dot += left * right;
    squareA += left * left;
    squareB += right * right;
  }
  checkFinite(squareA + squareB, a, b);
  if (squareA === 0 || squareB === 0)
    throw new RangeError(
      `The ${squareA === 0 ? 'first' : 'second'} template is all zeros: it has no direction, so no cosine distance.`,
    );
  // One root of the product, not a product of roots: √(x·x) is exactly x in IEEE arithmetic, so d(a, a) is exactly 0.
  return Math.min(2, Math.max(0, 1 - dot / Math.sqrt(squareA * squareB)));
}

function mahalanobis(factor: MahalanobisFactor, a: Float32Array, b: Float32Array): number {
  checkPair(a, b);
  const { dimension, rank, rows } = factor;
  if (a.length !== dimension)
    throw new RangeError(`The Mahalanobis matrix is for templates of ${dimension} entries; these have ${a.length}.`);
  let finite = 0;
  const difference = new Float64Array(dimension);
  for (let index = 0; index < dimension; index++) {
    difference[index] = a[index]! - b[index]!;
    finite += difference[index]!;
  }
  checkFinite(finite, a, b);
  let sum = 0;
  for (let row = 0; row < rank; row++) {
    let entry = 0;
    const base = row * dimension;
    for (let index = 0; index < dimension; index++) entry += rows[base + index]! * difference[index]!;
    sum += entry * entry;
  }
  if (!Number.isFinite(sum))
    throw new RangeError('The Mahalanobis distance of these templates is too large to compute.');
  return Math.sqrt(sum);
}

/**
 * Makes the distance of a closed-form metric; a Mahalanobis matrix is checked and factored here, once.
 *
 * @returns a function over two templates of one length. Euclidean and Mahalanobis: same unit as the template. Squared
 *   Euclidean: its square. Cosine: 1 − cos, from 0 (same direction) to 2 (opposite).
 * @throws RangeError for a matrix that isn't square, finite, symmetric and positive semi-definite, and for `learned`,
 *   whose distance the engine computes. The function it returns throws RangeError for templates of unequal or no length,
 *   with a non-finite entry, of another length than the matrix, or (cosine) all zeros.
 */
export function distanceOf(metric: Metric): Distance {
  switch (metric.kind) {
    case 'euclidean':
      return (a, b) => Math.sqrt(squaredEuclidean(a, b));
    case 'squared-euclidean':
      return squaredEuclidean;
    case 'cosine':
      return cosine;
    case 'mahalanobis': {
      const factor = factorMahalanobis(metric.matrix, 'dimension' in metric ? metric.dimension : metric.matrix.length);
      return (a, b) => mahalanobis(factor, a, b);
    }
    case 'learned':
      throw new RangeError('A learned distance has no closed form: ask the engine, which runs its graph.');
  }
}

const made = new WeakMap<Metric, Distance>();

/**
 * The distance between two templates. The metric is prepared on first use and remembered by the object's identity, so
 * keep one object a model and don't change its matrix afterwards. Values and errors as of `distanceOf`.
 */
export function distanceBetween(metric: Metric, a: Float32Array, b: Float32Array): number {
  let distance = made.get(metric);
  if (!distance) {
    distance = distanceOf(metric);
    made.set(metric, distance);
  }
  return distance(a, b);
}

/**
 * Distances among templates of one signatory: entry [i][j] is the distance between i and j, with zeros on the diagonal.
 * Values and errors as of `distanceOf`.
 */
export function pairwiseDistances(metric: Metric, templates: readonly Float32Array[]): number[][] {
  return templates.map((a) => templates.map((b) => (a === b ? 0 : distanceBetween(metric, a, b))));
}
