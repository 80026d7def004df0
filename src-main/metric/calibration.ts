import type { Thresholds } from './bands.ts';
import { joinDistances, specimenSpread, type JoinMethod } from './joining.ts';

/** Accounts with one, two, and three or more specimens are calibrated apart. */
export const specimenGroups = ['one', 'two', 'many'] as const;
export type SpecimenGroup = (typeof specimenGroups)[number];

/**
 * What the score is made of. `joined`: distance d to the specimens; `spread`: how far these lie from each other, s
 * (0 with one specimen); `relative`: d / (d + s), which tells a writer who varies from one who doesn't whatever the
 * scale, and stays within 0…1 where a plain d / s would not; `count`: specimens, capped. d − s needs no entry of its
 * own: the weights of d and s cover it.
 */
export interface Features {
  readonly joined: number;
  readonly spread: number;
  readonly relative: number;
  readonly count: number;
  /** How far the comparison lies from a bank's hands in general, under a metric of the bank's own; left out: 0. */
  readonly remoteness?: number;
}

/** What clerks' decisions add to a score: little, within bounds, from the spread and the remoteness alone. */
export interface Nudge {
  readonly spread: NudgeFeature;
  readonly remoteness: NudgeFeature;
  /** The most that it may come to, either way, in the score's unit. */
  readonly cap: number;
}

/** weight · (value − centre) / scale, the fraction held within ±`nudgeClip`. */
export interface NudgeFeature {
  readonly centre: number;
  /** Above 0. */
  readonly scale: number;
  readonly weight: number;
}

/** How many scales from its centre a nudge's feature counts at most. */
export const nudgeClip = 2;

/** ln LR = intercept + joinedWeight·d + spreadWeight·s + relativeWeight·d/(d+s) + countWeight·n. */
export interface GroupCalibration {
  readonly intercept: number;
  /** At most 0: a larger distance never speaks for a genuine. */
  readonly joinedWeight: number;
  /** At least 0: specimens far from each other excuse a larger distance. 0 with one specimen. */
  readonly spreadWeight: number;
  /** At most 0. 0 with one specimen. */
  readonly relativeWeight: number;
  /** Either sign. 0 with one or two specimens. */
  readonly countWeight: number;
  /** At least 0: what lies far from everybody lies far from its own, too. Left out: 0. */
  readonly remotenessWeight?: number;
  /** Left out: none. */
  readonly nudge?: Nudge | undefined;
  readonly thresholds?: Thresholds | undefined;
}

/** How distances become a score: a natural-log likelihood ratio of genuine to forgery, higher being more genuine. */
export interface Calibration {
  readonly method: JoinMethod;
  readonly groups: Readonly<Record<SpecimenGroup, GroupCalibration>>;
  /** The score is clipped to this: no data set of some tens of writers supports a stronger statement. */
  readonly range: { readonly low: number; readonly high: number };
  /** Whose signatures it was fitted on, so that error rates can be shown to come from others. */
  readonly fittedOn: readonly { readonly dataset: string; readonly writer: string }[];
}

/** More specimens than this count as this many: the fit has seen no more. */
export const countCap = 5;

/** ±ln 20,000 or so; see `Calibration.range`. */
export const defaultRange = { low: -10, high: 10 } as const;

/** What a score is worked out from. */
export interface SpecimenDistances {
  /** From the questioned signature to each specimen of one signatory; at least one. */
  readonly distances: readonly number[];
  /** Among the specimens, n rows of n; with one specimen `[]` or `[[0]]`. */
  readonly pairwise: readonly (readonly number[])[];
  /** As of `Features`. */
  readonly remoteness?: number;
}

export interface Score {
  /** Natural-log likelihood ratio within the calibration's range. */
  readonly score: number;
  /** Joined distance, in the metric's unit. */
  readonly joined: number;
  /** Spread of the specimens, in the metric's unit; null with one. */
  readonly spread: number | null;
  readonly group: SpecimenGroup;
}

/** The group of a number of specimens. @throws RangeError for none, or for what is no whole number. */
export function groupOf(specimens: number): SpecimenGroup {
  if (!Number.isInteger(specimens) || specimens < 1)
    throw new RangeError(`A signatory has a whole number of specimens from 1 up, not ${specimens}.`);
  return specimens === 1 ? 'one' : specimens === 2 ? 'two' : 'many';
}

/**
 * Joined distance, spread and the features made of them.
 *
 * @throws RangeError for no specimen, a negative or non-finite distance, or a table that doesn't fit the distances.
 */
export function featuresOf(
  { distances, pairwise }: SpecimenDistances,
  method: JoinMethod = 'mean-of-best-two',
): Features {
  const joined = joinDistances(distances, { method });
  const count = distances.length;
  if (pairwise.length !== count && !(count === 1 && pairwise.length === 0))
    throw new RangeError(`There are ${count} specimens, but distances among ${pairwise.length}.`);
  return featuresFrom(joined, specimenSpread(pairwise, { method }) ?? 0, count);
}

/**
 * The features of a joined distance and a spread that are known already.
 * @param spread 0 with one specimen
 */
export function featuresFrom(joined: number, spread: number, count: number): Features {
  // With one specimen there is nothing to be relative to. Two zeros (all the same ink) say nothing either way.
  const relative = count === 1 ? 0 : joined + spread === 0 ? 0.5 : joined / (joined + spread);
  return { joined, spread, relative, count: Math.min(count, countCap) };
}

/** A feature of a nudge: −`nudgeClip`…`nudgeClip`. */
export const nudgedBy = ({ centre, scale }: NudgeFeature, value: number): number =>
  Math.min(nudgeClip, Math.max(-nudgeClip, (value - centre) / scale));

/** What a nudge adds to the score of these features; within ±`cap`. */
export function nudgeOf({ spread, remoteness, cap }: Nudge, features: Features): number {
  const sum =
    spread.weight * nudgedBy(spread, features.spread) +
    remoteness.weight * nudgedBy(remoteness, features.remoteness ?? 0);
  return Math.min(cap, Math.max(-cap, sum));
}

/** The natural-log likelihood ratio of features, clipped to the range (default −10…10). Falls with d, never falls with s. */
export function likelihoodRatio(
  group: GroupCalibration,
  features: Features,
  range: Calibration['range'] = defaultRange,
): number {
  const ratio =
    group.intercept +
    group.joinedWeight * features.joined +
    group.spreadWeight * features.spread +
    group.relativeWeight * features.relative +
    group.countWeight * features.count +
    (group.remotenessWeight ?? 0) * (features.remoteness ?? 0) +
    (group.nudge ? nudgeOf(group.nudge, features) : 0);
  if (Number.isNaN(ratio))
    throw new RangeError('The calibration gives no number for these distances: its weights are damaged.');
  return Math.min(range.high, Math.max(range.low, ratio));
}

/**
 * The score of a questioned signature against one signatory.
 *
 * @returns the score with what it was made from. The thresholds to judge it by are those of its group.
 * @throws RangeError as `featuresOf`.
 */
export function score(calibration: Calibration, compared: SpecimenDistances): Score {
  const features: Features = { ...featuresOf(compared, calibration.method), remoteness: compared.remoteness ?? 0 };
  const group = groupOf(compared.distances.length);
  return {
    score: likelihoodRatio(calibration.groups[group], features, calibration.range),
    joined: features.joined,
    spread: group === 'one' ? null : features.spread,
    group,
  };
}

/**
 * The score of an account with m signatories: the best one's less ln m, because each more signatory is one more chance
 * for a forgery to look like somebody (the ratio for "one of these m, each as likely" is at least that).
 *
 * @param scores one a signatory, at least one.
 * @returns the score, and which signatory (the first of equals) it comes from: its group's thresholds apply.
 * @throws RangeError for no score, or one that isn't a number.
 */
export function accountScore(scores: readonly number[]): { readonly score: number; readonly signatory: number } {
  if (scores.length === 0) throw new RangeError('The account has no signatory with a specimen to compare with.');
  if (scores.some((each) => Number.isNaN(each))) throw new RangeError("A signatory's score is not a number.");
  const best = Math.max(...scores);
  return { score: best - Math.log(scores.length), signatory: scores.indexOf(best) };
}
