import type { Verdict } from '../../contract/check.ts';
import type { Thresholds } from '../../contract/settings.ts';
import { specimenGroups } from '../../metric/calibration.ts';
import type { CurvePoint } from '../../metric/det-curve.ts';
import type { Expected } from '../../report/batch-types.ts';
import type { PackageCurves } from '../calibration-curves.ts';

/** Share of genuine signatures below a score: between two points of the curve in proportion, beyond its ends as at them. */
function genuineBelow(points: readonly CurvePoint[], score: number): number {
  const after = points.findIndex((point) => point.score >= score);
  const high = points[after < 0 ? points.length - 1 : after];
  const low = points[after - 1];
  if (!high) return 0;
  if (after <= 0 || !low) return high.falseReject;
  const share = (score - low.score) / (high.score - low.score || 1);
  return low.falseReject + share * (high.falseReject - low.falseReject);
}

/**
 * How genuine signatures fall at these borders by the model package's own curves: the lowest and the highest share over one, two
 * and more specimens. null where the package has no curves.
 */
export function expectedRates(
  curves: Pick<PackageCurves, 'one' | 'two' | 'many'> | undefined,
  thresholds: Thresholds,
): Record<Verdict, Expected> | null {
  if (!curves) return null;
  const shares = specimenGroups.map((group) => {
    const mismatch = genuineBelow(curves[group], thresholds[group].mismatchBelow);
    const match = 1 - genuineBelow(curves[group], thresholds[group].matchAbove);
    return { match, mismatch, review: Math.max(0, 1 - match - mismatch) };
  });
  const range = (verdict: Verdict): Expected => {
    const values = shares.map((each) => each[verdict]);
    return [Math.min(...values), Math.max(...values)];
  };
  return { match: range('match'), review: range('review'), mismatch: range('mismatch') };
}
