import { upperBoundOfShare } from './binomial.ts';

/** Three bands on the score: match at `matchAbove` and higher, mismatch below `mismatchBelow`, review between. */
export interface Thresholds {
  readonly matchAbove: number;
  readonly mismatchBelow: number;
}

export type Verdict = 'match' | 'review' | 'mismatch';

/** A threshold that no score reaches (scores are clipped far inside ±1000): the data couldn't support that band. */
export const outOfReach = 1000;

function checkThresholds({ matchAbove, mismatchBelow }: Thresholds): void {
  if (!Number.isFinite(matchAbove) || !Number.isFinite(mismatchBelow))
    throw new RangeError(`Thresholds are finite numbers, not match ${matchAbove} and mismatch ${mismatchBelow}.`);
  if (mismatchBelow > matchAbove)
    throw new RangeError(`The mismatch threshold (${mismatchBelow}) is above the match threshold (${matchAbove}).`);
}

/**
 * The band a score falls in.
 *
 * @param score natural-log likelihood ratio, higher is more genuine. What can't be judged has no score and no verdict.
 * @throws RangeError for a score that isn't a number, or thresholds that aren't finite or are the wrong way round.
 */
export function verdictOf(score: number, thresholds: Thresholds): Verdict {
  checkThresholds(thresholds);
  if (Number.isNaN(score)) throw new RangeError('The score is not a number, so there is no verdict.');
  if (score >= thresholds.matchAbove) return 'match';
  return score < thresholds.mismatchBelow ? 'mismatch' : 'review';
}

export interface ThresholdOptions {
  /** The most skilled forgeries that may fall in match. Default 0.01. */
  readonly skilledInMatch?: number;
  /** The most genuines that may fall in mismatch. Default 0.02. */
  readonly genuineInMismatch?: number;
  /** One-sided confidence of the bound on each share. Default 0.95; 0 takes the observed share itself. */
  readonly confidence?: number;
  /**
   * How many different signatures stand behind the trials. One scan is in many trials, which aren't independent; the
   * bound is worked out as for this many. Default: the number of trials, which is too hopeful where scans repeat.
   */
  readonly distinct?: { readonly skilled: number; readonly genuine: number };
}

/** The most of `count` trials that may fall on the wrong side for the bound to stay at `share`; -1 where not even none may. */
function allowed(count: number, distinct: number, share: number, confidence: number): number {
  const holds = (wrong: number): boolean => upperBoundOfShare(wrong / count, distinct, confidence) <= share;
  if (!holds(0)) return -1;
  let low = 0;
  let high = count;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}

function checkScores(scores: readonly number[], what: string): void {
  if (scores.length === 0) throw new RangeError(`There are no scores of ${what}, so no threshold can be fixed.`);
  if (scores.some((score) => !Number.isFinite(score)))
    throw new RangeError(`A score of ${what} is not a finite number.`);
}

/** A value in (low, high]: the middle, or `high` where floating point has nothing between them. */
function between(low: number, high: number): number {
  const middle = low + (high - low) / 2;
  return middle > low ? middle : high;
}

/**
 * Fixes the bands on scores that were not used for the calibration that gave them (cross-fitted by writer): match is as
 * wide as it can be with at most 1 % of skilled forgeries in it, mismatch as wide as it can be with at most 2 % of
 * genuines. Each share is held by its Clopper–Pearson upper bound (one-sided 95 %), so that few data give narrow bands:
 * with fewer than 299 distinct forgeries not even none in match is proof of 1 %, and the threshold is `outOfReach`.
 * Fix them apart for one, two and many specimens. At no forgery at all one specimen can't clear a cheque on its own.
 *
 * Where the two would overlap (good separation) they change places, so both shares still hold and what lies between,
 * about which the two sides disagree, goes to the clerk.
 *
 * @throws RangeError for no scores, a score that isn't finite, or an option out of range.
 */
export function fitThresholds(
  scores: { readonly genuine: readonly number[]; readonly skilled: readonly number[] },
  options: ThresholdOptions = {},
): Thresholds {
  const { skilledInMatch = 0.01, genuineInMismatch = 0.02, confidence = 0.95 } = options;
  checkScores(scores.genuine, 'genuines');
  checkScores(scores.skilled, 'skilled forgeries');
  const skilled = [...scores.skilled].sort((a, b) => b - a);
  const genuine = [...scores.genuine].sort((a, b) => a - b);
  const all = [...genuine, ...skilled].sort((a, b) => a - b);

  const forgeries = allowed(skilled.length, options.distinct?.skilled ?? skilled.length, skilledInMatch, confidence);
  const firstForgeryOut = skilled[forgeries];
  let matchAbove = outOfReach;
  if (forgeries >= 0 && firstForgeryOut !== undefined) {
    const above = all.find((score) => score > firstForgeryOut);
    matchAbove = above === undefined ? firstForgeryOut + 1e-6 : between(firstForgeryOut, above);
  }

  const genuines = allowed(genuine.length, options.distinct?.genuine ?? genuine.length, genuineInMismatch, confidence);
  const firstGenuineKept = genuine[genuines];
  let mismatchBelow = -outOfReach;
  if (genuines >= 0 && firstGenuineKept !== undefined) {
    const below = all.findLast((score) => score < firstGenuineKept);
    mismatchBelow = below === undefined ? firstGenuineKept : between(below, firstGenuineKept);
  }
  return {
    matchAbove: Math.max(matchAbove, mismatchBelow),
    mismatchBelow: Math.min(matchAbove, mismatchBelow),
  };
}
