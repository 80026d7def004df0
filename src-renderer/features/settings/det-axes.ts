import type { CurvePoint } from '../../../src-main/contract/settings.ts';

/**
 * The normal deviate of a share: how many standard deviations of a normal distribution lie below it (Acklam's rational
 * approximation, relative error below 1.2e-9). Its axes make a DET curve nearly straight (Martin et al., "The DET curve
 * in assessment of detection task performance", Eurospeech 1997).
 * @param share above 0 and below 1
 */
export function normalDeviate(share: number): number {
  const polynomial = (terms: readonly number[], x: number) => terms.reduce((sum, term) => sum * x + term, 0);
  const far = [
    -7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734, 4.374664141464968,
    2.938163982698783,
  ];
  const farBelow = [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416, 1];
  const near = [
    -3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.38357751867269e2, -3.066479806614716e1,
    2.506628277459239,
  ];
  const nearBelow = [
    -5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1, -1.328068155288572e1, 1,
  ];
  if (share > 0.5) return -normalDeviate(1 - share);
  if (share < 0.02425) {
    const x = Math.sqrt(-2 * Math.log(share));
    return polynomial(far, x) / polynomial(farBelow, x);
  }
  const x = share - 0.5;
  return (polynomial(near, x * x) * x) / polynomial(nearBelow, x * x);
}

/** The shares that the axes show, and those they name. */
const axisRange = { low: 0.001, high: 0.95 };
export const axisTicks = [0.001, 0.005, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.95];

const low = normalDeviate(axisRange.low);
const high = normalDeviate(axisRange.high);

/** Where a share lies along an axis, 0 to 1; what the axis doesn't reach lies at its end. */
export function alongAxis(share: number): number {
  const inside = Math.min(axisRange.high, Math.max(axisRange.low, share));
  return (normalDeviate(inside) - low) / (high - low);
}

/** A point of the plot: x from the left, y from the bottom, each 0 to 1. */
export interface PlotPoint {
  readonly x: number;
  readonly y: number;
}

/** Where a point of the curve lies: forgeries let in across, genuines turned away upwards. */
export function plotted(point: Pick<CurvePoint, 'falseAccept' | 'falseReject'>): PlotPoint {
  return { x: alongAxis(point.falseAccept), y: alongAxis(point.falseReject) };
}

/** The score of the curve that lies nearest to a point of the plot, between two points in proportion. */
export function nearestScore(points: readonly CurvePoint[], at: PlotPoint): number {
  let best = points[0]?.score ?? 0;
  let nearest = Infinity;
  for (const [before, point] of points.slice(1).entries()) {
    const last = points[before]!;
    const from = plotted(last);
    const to = plotted(point);
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    const length = dx * dx + dy * dy;
    const along = length === 0 ? 0 : ((at.x - from.x) * dx + (at.y - from.y) * dy) / length;
    const share = Math.min(1, Math.max(0, along));
    const distance = Math.hypot(from.x + share * dx - at.x, from.y + share * dy - at.y);
    if (distance < nearest) {
      nearest = distance;
      best = last.score + share * (point.score - last.score);
    }
  }
  return best;
}
