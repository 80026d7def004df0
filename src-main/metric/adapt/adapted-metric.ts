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

/** U times a template's part, by factor and template: in a fit each is compared many times. */
const multiplied = new WeakMap<Float64Array, WeakMap<Float32Array, Float64Array>>();

function underFactor(factor: MahalanobisFactor, part: TemplatePart, template: Float32Array): Float64Array {
  const { dimension, rank, rows } = factor;
  const known = multiplied.get(rows) ?? new WeakMap<Float32Array, Float64Array>();
  multiplied.set(rows, known);
  const before = known.get(template);
  if (before) return before;
  const values = partOf(part, template);
  const product = new Float64Array(rank);
  for (let row = 0; row < rank; row++) {
    let entry = 0;
    for (let at = 0; at < dimension; at++) entry += rows[row * dimension + at]! * values[at]!;
    product[row] = entry;
  }
  known.set(template, product);
  return product;
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
  const [first, second] = [underFactor(matrix.factor, part, a), underFactor(matrix.factor, part, b)];
  let sum = 0;
  for (let at = 0; at < first.length; at++) sum += (first[at]! - second[at]!) ** 2;
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
