import { seededRandom, type SeededRandom } from '../seeded.ts';

/** Directions along which vectors differ most, and their mean. */
export interface PrincipalAxes {
  /** How many directions. */
  readonly count: number;
  /** `dimension` numbers. */
  readonly mean: Float64Array;
  /** `count` directions of length 1, square to each other, `dimension` numbers each. */
  readonly axes: Float64Array;
  /** The mean's own coordinates along the axes, `count` numbers. */
  readonly origin: Float64Array;
}

/** Rounds of subspace iteration; the span of the axes settles long before each single axis does, and only the span matters. */
const iterations = 12;

/**
 * The first principal axes of vectors, by subspace iteration on their covariance (Golub and Van Loan, Matrix Computations,
 * 8.2.4), from a seeded start.
 *
 * @param values vectors one after another, `dimension` numbers each
 * @param rows which of them; at least one
 * @param count how many axes; no more are given than there are dimensions
 */
export function principalAxes(
  values: Float32Array,
  dimension: number,
  rows: readonly number[],
  count: number,
  seed: number,
): PrincipalAxes {
  const wanted = Math.min(count, dimension);
  const mean = new Float64Array(dimension);
  for (const row of rows) for (let at = 0; at < dimension; at++) mean[at]! += values[row * dimension + at]!;
  for (let at = 0; at < dimension; at++) mean[at]! /= rows.length;
  const covariance = covarianceOf(values, dimension, rows, mean);
  const random = seededRandom(seed);
  let axes = Float64Array.from({ length: wanted * dimension }, () => random.next() - 0.5);
  orthonormalise(axes, dimension, random);
  for (let round = 0; round < iterations; round++) {
    const next = new Float64Array(axes.length);
    for (let axis = 0; axis < wanted; axis++) {
      for (let row = 0; row < dimension; row++) {
        let sum = 0;
        for (let at = 0; at < dimension; at++) sum += covariance[row * dimension + at]! * axes[axis * dimension + at]!;
        next[axis * dimension + row] = sum;
      }
    }
    orthonormalise(next, dimension, random);
    axes = next;
  }
  const origin = new Float64Array(wanted);
  for (let axis = 0; axis < wanted; axis++) {
    for (let at = 0; at < dimension; at++) origin[axis]! += mean[at]! * axes[axis * dimension + at]!;
  }
  return { count: wanted, mean, axes, origin };
}

function covarianceOf(
  values: Float32Array,
  dimension: number,
  rows: readonly number[],
  mean: Float64Array,
): Float64Array {
  const covariance = new Float64Array(dimension * dimension);
  const centred = new Float64Array(dimension);
  for (const row of rows) {
    for (let at = 0; at < dimension; at++) centred[at] = values[row * dimension + at]! - mean[at]!;
    for (let i = 0; i < dimension; i++) {
      const left = centred[i]!;
      for (let j = 0; j <= i; j++) covariance[i * dimension + j]! += left * centred[j]!;
    }
  }
  for (let i = 0; i < dimension; i++) {
    for (let j = 0; j <= i; j++) {
      const value = covariance[i * dimension + j]! / rows.length;
      covariance[i * dimension + j] = value;
      covariance[j * dimension + i] = value;
    }
  }
  return covariance;
}

/** Gram and Schmidt, twice; a direction of which nothing is left (fewer vectors than axes) is drawn anew. */
function orthonormalise(axes: Float64Array, dimension: number, random: SeededRandom): void {
  for (let axis = 0; axis * dimension < axes.length; axis++) {
    const own = axes.subarray(axis * dimension, (axis + 1) * dimension);
    for (let pass = 0; pass < 2;) {
      const before = lengthOf(own);
      for (let other = 0; other < axis; other++) {
        const along = axes.subarray(other * dimension, (other + 1) * dimension);
        let dot = 0;
        for (let at = 0; at < dimension; at++) dot += own[at]! * along[at]!;
        for (let at = 0; at < dimension; at++) own[at]! -= dot * along[at]!;
      }
      const length = lengthOf(own);
      if (length > 1e-9 * before && length > 1e-150) {
        for (let at = 0; at < dimension; at++) own[at]! /= length;
        pass++;
      } else {
        for (let at = 0; at < dimension; at++) own[at] = random.next() - 0.5;
        pass = 0;
      }
    }
  }
}

function lengthOf(vector: Float64Array): number {
  let square = 0;
  for (let at = 0; at < vector.length; at++) square += vector[at]! * vector[at]!;
  return Math.sqrt(square);
}

/**
 * A vector's coordinates along the axes, from the mean.
 * @param values holds the vector from `offset` on
 * @param out `count` numbers, overwritten
 */
export function project(
  { count, origin, axes, mean }: PrincipalAxes,
  values: Float32Array,
  offset: number,
  out: Float32Array,
): void {
  const dimension = mean.length;
  let axis = 0;
  // Four axes at a time, so that each number is read once for four.
  for (; axis + 3 < count; axis += 4) {
    const from = axis * dimension;
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let at = 0; at < dimension; at++) {
      const value = values[offset + at]!;
      a += value * axes[from + at]!;
      b += value * axes[from + dimension + at]!;
      c += value * axes[from + 2 * dimension + at]!;
      d += value * axes[from + 3 * dimension + at]!;
    }
    out[axis] = a - origin[axis]!;
    out[axis + 1] = b - origin[axis + 1]!;
    out[axis + 2] = c - origin[axis + 2]!;
    out[axis + 3] = d - origin[axis + 3]!;
  }
  for (; axis < count; axis++) {
    let sum = 0;
    for (let at = 0; at < dimension; at++) sum += values[offset + at]! * axes[axis * dimension + at]!;
    out[axis] = sum - origin[axis]!;
  }
}
