import { crossFit, type CalibrationTrial } from '../metric/fit-calibration.ts';
import type { Curve, Curves } from '../contract/settings.ts';
import { outOfReach } from '../metric/bands.ts';
import { specimenGroups, type Calibration, type SpecimenGroup } from '../metric/calibration.ts';
import {
  boundedPoints,
  groupCurve,
  type CurvePoint,
  type CurveSignatures,
  type GroupCurve,
} from '../metric/det-curve.ts';
import type { Trial } from '../metric/protocol.ts';

/** The curves of a model package as its manifest keeps them. */
export interface PackageCurves {
  readonly one: CurvePoint[];
  readonly two: CurvePoint[];
  readonly many: CurvePoint[];
  /** The different signatures behind each curve. */
  readonly signatures: Record<SpecimenGroup, CurveSignatures>;
}

/** A trial with what it is scored from; `features` null: a scan in it can't be judged. */
export type CurveTrial = Trial & { readonly features: CalibrationTrial['features'] | null };

/**
 * What the bands of a calibration cost: for each group of specimens the error rates over the threshold, every writer
 * scored by a fit that left that writer out, and exact at the calibration's own thresholds.
 *
 * @param trials those that the calibration was fitted on, with those that can't be judged.
 * @throws RangeError as `crossFit` and `groupCurve`
 */
export function calibrationCurves(
  calibration: Calibration,
  trials: Readonly<Record<SpecimenGroup, readonly CurveTrial[]>>,
): PackageCurves {
  const curveOf = (group: SpecimenGroup): GroupCurve => {
    const own = trials[group];
    const judged = own.flatMap(({ features, ...trial }) => (features === null ? [] : [{ ...trial, features }]));
    const crossed = crossFit(judged, group, {}, calibration.range);
    let next = 0;
    const scores = own.map(({ features }) => (features === null ? null : crossed[next++]!));
    const thresholds = calibration.groups[group].thresholds;
    const keep = thresholds ? [thresholds.matchAbove, thresholds.mismatchBelow] : [];
    return groupCurve(own, scores, { keep: keep.filter((score) => Math.abs(score) < outOfReach) });
  };
  const [one, two, many] = specimenGroups.map(curveOf);
  return {
    one: one!.points,
    two: two!.points,
    many: many!.points,
    signatures: { one: one!.signatures, two: two!.signatures, many: many!.signatures },
  };
}

/** What was worked out before, by the package's own object: the bounds take a moment and never change. */
const bounded = new WeakMap<PackageCurves, Curves>();

/** A package's curves with the 95 % upper bound at every point, as the window is shown them; null for none. */
export function curvesForWindow(curves: PackageCurves | undefined): Curves | null {
  if (!curves) return null;
  const known = bounded.get(curves);
  if (known) return known;
  const curveOf = (group: SpecimenGroup): Curve => {
    const signatures = curves.signatures[group];
    return { points: boundedPoints({ points: curves[group], signatures }), ...signatures };
  };
  const made = { one: curveOf('one'), two: curveOf('two'), many: curveOf('many') };
  bounded.set(curves, made);
  return made;
}
