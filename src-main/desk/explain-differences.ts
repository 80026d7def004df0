import type { DifferenceKind } from '../contract/check.ts';
import type { SignatureExplanation } from '../engine/protocol.ts';
import { groupOf, type SpecimenGroup } from '../metric/calibration.ts';
import { hands, looseLimits, type ShapeMeasure } from './explain-limits.ts';

/** A measure of the questioned signature against the specimens'. */
export interface MeasuredDifference {
  readonly kind: DifferenceKind;
  readonly questioned: number;
  /** The specimens' middle value, lowest and highest. */
  readonly middle: number;
  readonly lowest: number;
  readonly highest: number;
  /** How far out it lies, by its limit: above 1 it is a reason. */
  readonly outside: number;
  readonly specimens: number;
}

/** What the engine measured of both sides. */
export type MeasuredSignatures = Pick<SignatureExplanation, 'questioned' | 'specimens' | 'loose'>;

/** The measure of a ratio is compared by its logarithm: twice as much and half as much are as far out. */
export const scales = {
  linear: (value: number): number => value,
  ratio: (value: number): number => Math.log(Math.max(1e-3, value)),
} as const;

const middleOf = (values: readonly number[]): number => {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

/** Standard deviation of the specimens' values, with one less than their number below the line. */
export function deviationOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

/**
 * How many deviations a questioned value lies from the specimens' middle one. The deviation is how much genuine
 * signatures of one hand vary in general and, with three or more specimens, at least how much these do.
 *
 * @param specimens at least one.
 * @returns signed: above 0 where the questioned value is greater.
 */
export function deviationsOut(measure: ShapeMeasure, questioned: number, specimens: readonly number[]): number {
  const { scale, deviation } = hands[measure];
  const values = specimens.map(scales[scale]);
  const own = values.length >= 3 ? deviationOf(values) : 0;
  return (scales[scale](questioned) - middleOf(values)) / Math.max(deviation, own);
}

function shapeDifference(
  measure: ShapeMeasure,
  measured: MeasuredSignatures,
  group: SpecimenGroup,
): MeasuredDifference | null {
  const questioned = measured.questioned[measure];
  const specimens = measured.specimens.flatMap((shape) => shape[measure] ?? []);
  if (questioned === null || specimens.length === 0) return null;
  const { limits, oneSided } = hands[measure];
  const out = deviationsOut(measure, questioned, specimens);
  const lowest = Math.min(...specimens);
  const highest = Math.max(...specimens);
  // Between two specimens nothing stands out, however steady the hand.
  if (questioned >= lowest && questioned <= highest) return null;
  return {
    kind: measure,
    questioned,
    middle: middleOf(specimens),
    lowest,
    highest,
    outside: (oneSided ? out : Math.abs(out)) / limits[group],
    specimens: specimens.length,
  };
}

function looseDifference(
  kind: 'missing-stroke' | 'extra-stroke',
  share: number,
  group: SpecimenGroup,
  specimens: number,
): MeasuredDifference {
  return {
    kind,
    questioned: share,
    middle: 0,
    lowest: 0,
    highest: 0,
    outside: share / looseLimits[kind][group],
    specimens,
  };
}

/**
 * Every measured difference, the furthest out first; those above 1 are worth a word.
 *
 * @param measured with at least one specimen.
 */
export function differencesOf(measured: MeasuredSignatures): MeasuredDifference[] {
  const count = measured.specimens.length;
  const group = groupOf(count);
  const shapes = (['proportions', 'slant', 'tremor', 'pressure', 'spacing'] as const).flatMap(
    (measure) => shapeDifference(measure, measured, group) ?? [],
  );
  return [
    ...shapes,
    looseDifference('missing-stroke', measured.loose.missing, group, count),
    looseDifference('extra-stroke', measured.loose.extra, group, count),
  ].sort((one, other) => other.outside - one.outside);
}
