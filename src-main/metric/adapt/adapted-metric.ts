import type { Calibration, GroupCalibration, SpecimenGroup } from '../calibration.ts';
import type { MahalanobisFactor } from '../mahalanobis-factor.ts';
import { remotenessOf } from './crowd.ts';

/** The numbers of a template that say what the whole signature looks like. */
export interface TemplatePart {
  readonly offset: number;
  readonly dimension: number;
}

/** A matrix fitted to the bank's specimens, and how much of the distance it makes. */
export interface BankMatrix {
  /** U: the length of U(a − b) counts. It holds the scale that brings it to the package's own distances. */
  readonly factor: MahalanobisFactor;
  /** Share of the distance that is taken under the matrix, above 0, up to 1; the rest is the package's own distance. */
  readonly share: number;
}

/** What adaptation to a bank puts in the place of a package's own distance and calibration. Templates stay as they are. */
export interface AdaptedMetric {
  readonly part: TemplatePart;
  /** See `crowdOf`; vectors of the part. */
  readonly crowd: readonly Float64Array[];
  readonly matrix: BankMatrix | null;
  readonly groups: Readonly<Record<SpecimenGroup, GroupCalibration>>;
}

/** The part of a template that a metric of the bank's own is about. @throws RangeError where the template is too short */
export function partOf({ offset, dimension }: TemplatePart, template: Float32Array): Float32Array {
  if (template.length < offset + dimension)
    throw new RangeError(
      `The bank's metric is for templates of at least ${offset + dimension} entries; this one has ${template.length}.`,
    );
  return template.subarray(offset, offset + dimension);
}

/**
 * The distance under a metric of the bank's own.
 *
 * @param base the package's own distance between the two templates, from 0
 * @returns the package's distance, or a mean of it and the length of U(a − b) over the part; from 0, the same both ways round, and
 *   0 for a template and itself where the package's is
 */
export function adaptedDistance(
  { part, matrix }: Pick<AdaptedMetric, 'part' | 'matrix'>,
  a: Float32Array,
  b: Float32Array,
  base: number,
): number {
  if (!matrix) return base;
  const { dimension, rank, rows } = matrix.factor;
  const [first, second] = [partOf(part, a), partOf(part, b)];
  const difference = new Float64Array(dimension);
  for (let at = 0; at < dimension; at++) difference[at] = first[at]! - second[at]!;
  let sum = 0;
  for (let row = 0; row < rank; row++) {
    let entry = 0;
    for (let at = 0; at < dimension; at++) entry += rows[row * dimension + at]! * difference[at]!;
    sum += entry * entry;
  }
  return (1 - matrix.share) * base + matrix.share * Math.sqrt(sum);
}

/**
 * How far a comparison lies from the bank's hands in general: half from the questioned signature, half from the mean of the
 * specimens, so that neither alone decides.
 */
export function remoteness(
  { part, crowd }: Pick<AdaptedMetric, 'part' | 'crowd'>,
  questioned: Float32Array,
  specimens: readonly Float32Array[],
): number {
  const far = (template: Float32Array): number => remotenessOf(crowd, partOf(part, template));
  // Sorted before they are added up, so that the order of the specimens can't change the last bit.
  const own = specimens.map(far).sort((x, y) => x - y);
  return (far(questioned) + own.reduce((sum, each) => sum + each, 0) / own.length) / 2;
}

/** A package's calibration with the bank's weights in it; thresholds and range stay the package's. */
export function adaptedCalibration(base: Calibration, groups: AdaptedMetric['groups']): Calibration {
  const withThresholds = (group: SpecimenGroup): GroupCalibration => ({
    ...groups[group],
    thresholds: base.groups[group].thresholds,
  });
  return { ...base, groups: { one: withThresholds('one'), two: withThresholds('two'), many: withThresholds('many') } };
}
