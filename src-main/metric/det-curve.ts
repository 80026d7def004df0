import { upperBoundOfShare } from './binomial.ts';
import { countBelow, sortedForgeries, sortedGenuines, type Scores } from './error-rates.ts';
import type { Trial, TrialKind } from './protocol.ts';

/** What a threshold does: what scores at or above it is accepted. Shares, 0…1, of all trials of the kind. */
export interface CurvePoint {
  readonly score: number;
  /** Skilled forgeries accepted; falls as the score rises. */
  readonly falseAccept: number;
  /** Genuines rejected; rises with the score. */
  readonly falseReject: number;
  /** Random forgeries accepted; falls as the score rises. */
  readonly randomAccept: number;
}

/** How many different signatures stand behind a curve: one scan is in many trials, which aren't independent. */
export interface CurveSignatures {
  readonly writers: number;
  readonly genuine: number;
  /** Different skilled forgeries: the count that a confidence bound may be worked out for. */
  readonly skilled: number;
}

/** The error rates of one group of specimens over the threshold. */
export interface GroupCurve {
  /** By strictly rising score, at least two. */
  readonly points: CurvePoint[];
  readonly signatures: CurveSignatures;
}

export interface CurveOptions {
  /** The most points, 2 or more, besides those of `keep`. Default 120. */
  readonly most?: number;
  /** Scores at which the curve shall be exact, such as the thresholds of the package. */
  readonly keep?: readonly number[];
}

/** Scores are kept to a millionth, so that a package stays readable; the shares are counted at the score as it is kept. */
const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;

/** Below this share a stretch of the curve gets three times the points: bands are set there. */
const fine = 0.05;

/** How far apart two shares lie on a scale that spreads small and large ones (log odds), small ones counting more. */
function apart(one: number, other: number, count: number): number {
  const least = 1 / (2 * count);
  const logOdds = (share: number): number => {
    const inside = Math.min(1 - least, Math.max(least, share));
    return Math.log(inside / (1 - inside));
  };
  return Math.abs(logOdds(one) - logOdds(other)) * (Math.min(one, other) < fine ? 3 : 1);
}

/** The places of at most `most` points, first and last among them, evenly spread along the curve. */
function spread(points: readonly CurvePoint[], counts: Readonly<Record<TrialKind, number>>, most: number): number[] {
  if (points.length <= most) return points.map((_, place) => place);
  const along = [0];
  points.slice(1).forEach((point, before) => {
    const last = points[before]!;
    const step =
      apart(last.falseAccept, point.falseAccept, counts.skilled) +
      apart(last.falseReject, point.falseReject, counts.genuine) +
      apart(last.randomAccept, point.randomAccept, counts.random);
    along.push(along[before]! + step);
  });
  const places = new Set([0]);
  let place = 0;
  for (let index = 1; index < most - 1; index++) {
    const target = (along.at(-1)! * index) / (most - 1);
    while (place < points.length - 1 && along[place]! < target) place++;
    places.add(place);
  }
  // The last steps may have no length: the end is added by itself.
  places.add(points.length - 1);
  return [...places].sort((a, b) => a - b);
}

/**
 * The error rates of one group of specimens over the threshold, from trials whose scores come from fits that knew
 * nothing of their writer (`crossFit`). Most points lie where a rate is below 5 %.
 *
 * @param scores aligned with the trials; null for one that could not be judged, an error of its kind at every threshold.
 * @throws RangeError for lists of unequal length, a kind without trials, a score that isn't finite, or an option out of range.
 */
export function groupCurve(
  trials: readonly Pick<Trial, 'dataset' | 'writer' | 'questioned' | 'kind'>[],
  scores: Scores,
  options: CurveOptions = {},
): GroupCurve {
  const { most = 120, keep = [] } = options;
  if (trials.length !== scores.length)
    throw new RangeError(`There are ${trials.length} trials but ${scores.length} scores.`);
  if (!Number.isInteger(most) || most < 2) throw new RangeError(`A curve has 2 points or more, not ${most}.`);
  if (!keep.every((score) => Number.isFinite(score)))
    throw new RangeError('A score to keep on the curve is not a finite number.');
  const of = (kind: TrialKind): Scores => scores.filter((_, index) => trials[index]!.kind === kind);
  const genuine = sortedGenuines(of('genuine'));
  const skilled = sortedForgeries(of('skilled'));
  const random = sortedForgeries(of('random'));
  const at = (score: number): CurvePoint => ({
    score,
    falseAccept: (skilled.length - countBelow(skilled, score)) / skilled.length,
    falseReject: countBelow(genuine, score) / genuine.length,
    randomAccept: (random.length - countBelow(random, score)) / random.length,
  });
  const rising = (values: Iterable<number>): number[] => [...new Set(values)].sort((a, b) => a - b);
  const judged = rising(scores.filter((score) => score !== null).map(rounded));
  // Rounding up may have passed the highest score, rounding down the lowest: one step further is beyond both.
  const ends = [(judged[0] ?? 0) - 2e-6, (judged.at(-1) ?? 0) + 2e-6].map(rounded);
  const points = rising([...judged, ...ends]).map(at);
  const counts = { genuine: genuine.length, skilled: skilled.length, random: random.length };
  const chosen = spread(points, counts, most).map((place) => points[place]!.score);
  const different = (kind: TrialKind): number =>
    new Set(trials.filter((trial) => trial.kind === kind).map(({ questioned }) => questioned)).size;
  return {
    points: rising([...chosen, ...keep]).map(at),
    signatures: {
      writers: new Set(trials.map(({ dataset, writer }) => `${dataset}\u0000${writer}`)).size,
      genuine: different('genuine'),
      skilled: different('skilled'),
    },
  };
}

/** A point with the share of skilled forgeries that it may accept at most, at the confidence asked for. */
export interface BoundedPoint extends CurvePoint {
  readonly falseAcceptUpper: number;
}

/**
 * Adds the one-sided Clopper–Pearson upper bound of the accepted share of skilled forgeries to every point. The count is
 * that of different forgeries, not of trials: comparing one forgery with twenty specimens tells no more of forgers.
 *
 * @param confidence 0…1 (1 excluded). Default 0.95.
 * @throws RangeError as `upperBoundOfShare`.
 */
export function boundedPoints({ points, signatures }: GroupCurve, confidence = 0.95): BoundedPoint[] {
  return points.map((point) => ({
    ...point,
    falseAcceptUpper: upperBoundOfShare(point.falseAccept, signatures.skilled, confidence),
  }));
}
