import { likelihoodRatio, nudgedBy, type Features, type GroupCalibration, type Nudge } from '../calibration.ts';

/** A clerk's decision on a comparison, as evidence of who signed. */
export interface LabelledComparison {
  readonly features: Features;
  readonly genuine: boolean;
  /** How sure the decision is, 0…1. */
  readonly sure: number;
}

/** The most that any decisions together move a score, in its unit (natural logarithm of a likelihood ratio). */
export const nudgeCap = 1;
/** The most that one decision more, less, or turned round moves a score, while nothing else changes. */
export const nudgeEach = 0.1;
/** Fewer decisions of either kind than this count for nothing. */
export const fewestDecisions = { genuine: 50, forgery: 20 } as const;

/** Forgeries are rare: a genuine counts a quarter. A constant, so that no decision changes what another one weighs. */
const genuineWeight = 0.25;
/**
 * The ridge. A comparison's two features lie within ±2, so that its length is at most √8, with the level's 1 at most 3, and the loss's slope
 * within ±1. The fit is strongly convex by the ridge: one decision moves the weights by at most 3 / ridge, and so a score by at most 3·√8 / ridge
 * (Bousquet and Elisseeff, "Stability and generalization", J. Machine Learning Research 2, 2002). Weights held above a floor keep that:
 * the fit is then over a convex set, for which the same holds.
 */
const ridge = Math.sqrt(8 * 9) / nudgeEach;

function centred(values: readonly number[]): { centre: number; scale: number } {
  const centre = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / values.length;
  return { centre, scale: Math.sqrt(variance) || 1 };
}

/** Centre and scale of spread and remoteness over the store's genuine comparisons: no decision has a say in them. */
export function nudgeFrame(genuines: readonly Features[]): Pick<Nudge, 'spread' | 'remoteness'> {
  if (genuines.length === 0) throw new RangeError('There is no genuine comparison to centre a nudge by.');
  return {
    spread: { ...centred(genuines.map(({ spread }) => spread)), weight: 0 },
    remoteness: { ...centred(genuines.map(({ remoteness }) => remoteness ?? 0)), weight: 0 },
  };
}

/**
 * Fits what decisions add to a score: weights of spread and remoteness by logistic regression with the unlabelled score given,
 * decisions weighted by how sure they are, and a ridge that keeps each one's say small. There is no intercept: decisions can't raise or lower
 * every score at once. A score still never falls with the spread: a weight isn't below what would undo the group's own.
 *
 * @param group its weights without a nudge; they must not depend on the decisions
 * @returns the nudge. Any k decisions added, taken away or turned round move a score by at most min({@link nudgeCap}·2, k·{@link nudgeEach}),
 *   and a score lies within {@link nudgeCap} of the unlabelled one.
 * @throws RangeError for a decision whose certainty is not within 0…1
 */
export function fitNudge(
  group: GroupCalibration,
  frame: Pick<Nudge, 'spread' | 'remoteness'>,
  decisions: readonly LabelledComparison[],
): Nudge {
  const floors = [
    -group.spreadWeight * frame.spread.scale,
    -(group.remotenessWeight ?? 0) * frame.remoteness.scale,
  ] as const;
  const rows = decisions.map(({ features, genuine, sure }) => {
    if (!(sure >= 0 && sure <= 1)) throw new RangeError(`A decision is sure by 0 to 1, not ${sure}.`);
    return {
      x: [nudgedBy(frame.spread, features.spread), nudgedBy(frame.remoteness, features.remoteness ?? 0)] as const,
      score: likelihoodRatio(group, features, { low: -30, high: 30 }),
      genuine,
      weight: genuine ? sure * genuineWeight : sure,
    };
  });
  // The level is fitted beside the weights and then left out: where the scores of all decisions are too high or too low, the weights don't
  // try to make up for it.
  let [spread, remote, level] = [0, 0, 0];
  // Projected gradient with the step of the loss's curvature: the loss is convex, so it ends at its one minimum.
  const curvature = ridge + rows.reduce((sum, { x, weight }) => sum + (weight / 4) * (1 + x[0] ** 2 + x[1] ** 2), 0);
  for (let step = 0; step < 2000; step++) {
    let [first, second, third] = [ridge * spread, ridge * remote, ridge * level];
    for (const { x, score, genuine, weight } of rows) {
      const chance = 1 / (1 + Math.exp(-(score + level + spread * x[0] + remote * x[1])));
      const slope = weight * (chance - (genuine ? 1 : 0));
      first += slope * x[0];
      second += slope * x[1];
      third += slope;
    }
    const next = [
      Math.max(floors[0], spread - first / curvature),
      Math.max(floors[1], remote - second / curvature),
    ] as const;
    const moved = Math.abs(next[0] - spread) + Math.abs(next[1] - remote);
    [spread, remote] = next;
    level -= third / curvature;
    if (moved < 1e-12) break;
  }
  return {
    spread: { ...frame.spread, weight: spread },
    remoteness: { ...frame.remoteness, weight: remote },
    cap: nudgeCap,
  };
}

/** A group's weights with a nudge. */
export const nudged = (group: GroupCalibration, nudge: Nudge): GroupCalibration => ({ ...group, nudge });
