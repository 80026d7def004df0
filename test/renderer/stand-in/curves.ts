import type { Curve, Curves } from '../../../src-main/contract/settings.ts';
import { boundedPoints, groupCurve } from '../../../src-main/metric/det-curve.ts';
import type { TrialKind } from '../../../src-main/metric/protocol.ts';

/** Scores of one kind, spread as a logistic distribution, four of them by each of sixty signatures. */
function scoresOf(kind: TrialKind, middle: number, width: number) {
  return Array.from({ length: 240 }, (_, index) => {
    const share = (index + 0.5) / 240;
    const score = Math.min(10, Math.max(-10, middle + width * Math.log(share / (1 - share))));
    return { trial: { kind, dataset: 'made', writer: `${index % 6}`, questioned: `${kind} ${index % 60}` }, score };
  });
}

function curve(genuine: number): Curve {
  const all = [...scoresOf('genuine', genuine, 0.9), ...scoresOf('skilled', -1.1, 0.8), ...scoresOf('random', -5, 0.9)];
  const made = groupCurve(
    all.map(({ trial }) => trial),
    all.map(({ score }) => score),
  );
  return { points: boundedPoints(made), ...made.signatures };
}

/** Curves of a model that doesn't exist: the more specimens, the better it tells. */
export const standInCurves: Curves = { one: curve(2), two: curve(2.6), many: curve(3.4) };
