import { distanceBetween, type ClosedMetric } from './distance.ts';

/** How the distances to several specimens become one. `mean-of-best-two` is the default: robust to one odd specimen. */
export const joinMethods = ['minimum', 'mean-of-best-two', 'median', 'mean'] as const;
export type JoinMethod = (typeof joinMethods)[number];

export interface JoinOptions {
  readonly method?: JoinMethod;
}

function checkDistance(distance: number, what: string): void {
  if (!Number.isFinite(distance) || distance < 0)
    throw new RangeError(`${what} is ${distance}; a distance is a finite number from 0 up.`);
}

/**
 * Joins the distances from a questioned signature to a signatory's specimens into one.
 *
 * @param distances one for each specimen, at least one; finite, from 0 up. Their order doesn't matter.
 * @returns a distance between the smallest and the largest of them. With one specimen: its distance, by every method.
 * @throws RangeError for no distance, or one that is negative or not finite.
 */
export function joinDistances(distances: readonly number[], options: JoinOptions = {}): number {
  if (distances.length === 0) throw new RangeError('There is no specimen to compare with, so no distance to join.');
  distances.forEach((distance, index) => checkDistance(distance, `The distance to specimen ${index}`));
  // Sorted before anything is added up, so that the order of the specimens can't change the last bit.
  const sorted = [...distances].sort((a, b) => a - b);
  const least = sorted[0]!;
  switch (options.method ?? 'mean-of-best-two') {
    case 'minimum':
      return least;
    case 'mean-of-best-two':
      return sorted.length === 1 ? least : (least + sorted[1]!) / 2;
    case 'median': {
      const middle = Math.floor(sorted.length / 2);
      return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
    }
    case 'mean':
      return Math.min(
        sorted.at(-1)!,
        Math.max(least, sorted.reduce((sum, distance) => sum + distance, 0) / sorted.length),
      );
  }
}

/**
 * How far a signatory's specimens lie from each other: each is joined to the others as if it were the questioned one,
 * and the joined distances are averaged. With two specimens this is their one distance.
 *
 * @param pairwise n rows of n distances; [i][j] is from specimen i (as the questioned one) to specimen j. The diagonal isn't read.
 * @returns the spread, in the metric's unit; null for fewer than two specimens, which have none.
 * @throws RangeError for a table that isn't square, or a distance that is negative or not finite.
 */
export function specimenSpread(pairwise: readonly (readonly number[])[], options: JoinOptions = {}): number | null {
  const count = pairwise.length;
  pairwise.forEach((row, index) => {
    if (row.length !== count)
      throw new RangeError(
        `Row ${index} of the distances among ${count} specimens has ${row.length} entries; expected ${count}.`,
      );
  });
  if (count < 2) return null;
  const joined = pairwise.map((row, index) => joinDistances(row.toSpliced(index, 1), options)).sort((a, b) => a - b);
  return joined.reduce((sum, distance) => sum + distance, 0) / count;
}

/**
 * Joins specimens feature by feature ("maximum per feature": the greatest likeness of each): every entry of the
 * questioned template is compared with the specimen that comes nearest in that entry, then the metric is taken once.
 * For Euclidean, squared Euclidean and diagonal Mahalanobis it is never above the minimum distance.
 *
 * @param questioned a template; @param specimens at least one, of the same length and model.
 * @throws RangeError for no specimen, and as `distanceOf` does.
 */
export function joinPerFeature(
  metric: ClosedMetric,
  questioned: Float32Array,
  specimens: readonly Float32Array[],
): number {
  const first = specimens[0];
  if (!first) throw new RangeError('There is no specimen to compare with, so no distance to join.');
  const nearest = Float32Array.from(first);
  for (const specimen of specimens) {
    if (specimen.length !== questioned.length)
      throw new RangeError(
        `Templates of ${questioned.length} and ${specimen.length} entries can't be compared: they are from different models.`,
      );
    for (let index = 0; index < nearest.length; index++) {
      const entry = specimen[index]!;
      if (!Number.isFinite(entry))
        throw new RangeError(
          `A template holds something that is not a finite number (entry ${index} of a specimen's template).`,
        );
      if (Math.abs(entry - questioned[index]!) < Math.abs(nearest[index]! - questioned[index]!)) nearest[index] = entry;
    }
  }
  return distanceBetween(metric, questioned, nearest);
}
