import { fitThresholds, type ThresholdOptions } from './bands.ts';
import {
  defaultRange,
  likelihoodRatio,
  specimenGroups,
  type Calibration,
  type Features,
  type GroupCalibration,
  type SpecimenGroup,
} from './calibration.ts';
import type { JoinMethod } from './joining.ts';
import { fitLogistic, type LogisticModel, type WeightSign } from './logistic.ts';
import type { TrialKind } from './protocol.ts';

/** A trial of known truth, for fitting: what `featuresOf` gave for it, and whose it is. */
export interface CalibrationTrial {
  readonly features: Features;
  readonly kind: TrialKind;
  readonly dataset: string;
  /** Whose specimens they are. */
  readonly writer: string;
  /** Who wrote the questioned one, for random forgeries; left out with that writer when fits are crossed. */
  readonly questionedWriter?: string;
}

export interface FitOptions {
  /** The share of skilled forgeries among forgeries that the ratio is against. Default 0.5, the rest being random. */
  readonly skilledShare?: number;
  /** As of `fitLogistic`. */
  readonly ridge?: number;
}

const keyOf = (dataset: string, writer: string): string => `${dataset}\u0000${writer}`;

/**
 * How much each trial counts: genuines half of all and forgeries the other half, so that the fitted log odds are a
 * log likelihood ratio; among forgeries skilled ones have their stated share; and within each kind every writer counts
 * the same, however many trials there are of him. Where a kind of forgery is missing, the other has the whole share.
 */
export function trialWeights(trials: readonly CalibrationTrial[], skilledShare = 0.5): number[] {
  if (!(skilledShare >= 0 && skilledShare <= 1))
    throw new RangeError(`The share of skilled forgeries lies between 0 and 1; it is ${skilledShare}.`);
  const counts: Record<TrialKind, Map<string, number>> = { genuine: new Map(), skilled: new Map(), random: new Map() };
  for (const { kind, dataset, writer } of trials) {
    const key = keyOf(dataset, writer);
    counts[kind].set(key, (counts[kind].get(key) ?? 0) + 1);
  }
  const skilled = counts.skilled.size === 0 ? 0 : counts.random.size === 0 ? 1 : skilledShare;
  const share: Record<TrialKind, number> = { genuine: 0.5, skilled: skilled / 2, random: (1 - skilled) / 2 };
  return trials.map(
    ({ kind, dataset, writer }) => share[kind] / counts[kind].size / counts[kind].get(keyOf(dataset, writer))!,
  );
}

const signsOf: Readonly<Record<SpecimenGroup, readonly WeightSign[]>> = {
  one: ['not-positive', 'zero', 'zero', 'zero'],
  two: ['not-positive', 'not-negative', 'not-positive', 'zero'],
  many: ['not-positive', 'not-negative', 'not-positive', 'any'],
};

/** The features in the order of `signsOf`. */
const rowsOf = (trials: readonly CalibrationTrial[]): number[][] =>
  trials.map(({ features }) => [features.joined, features.spread, features.relative, features.count]);

/** @param rows the trials' features by `rowsOf`, aligned with them. */
function fit(
  trials: readonly CalibrationTrial[],
  rows: readonly (readonly number[])[],
  group: SpecimenGroup,
  options: FitOptions,
  start?: LogisticModel,
): LogisticModel {
  const weights = trialWeights(trials, options.skilledShare);
  return fitLogistic(
    trials.map(({ kind }, index) => ({
      features: rows[index]!,
      positive: kind === 'genuine',
      weight: weights[index]!,
    })),
    {
      signs: signsOf[group],
      ...(options.ridge === undefined ? {} : { ridge: options.ridge }),
      ...(start ? { start } : {}),
    },
  );
}

const asGroup = ({ intercept, weights }: LogisticModel): GroupCalibration => ({
  intercept,
  joinedWeight: weights[0]!,
  spreadWeight: weights[1]!,
  relativeWeight: weights[2]!,
  countWeight: weights[3]!,
});

/**
 * Fits one group's weights by logistic regression: deterministic, weighted by `trialWeights`, signs held as
 * `GroupCalibration` says. No thresholds yet.
 *
 * @throws RangeError where there are no genuines or no forgeries.
 */
export function fitGroup(
  trials: readonly CalibrationTrial[],
  group: SpecimenGroup,
  options: FitOptions = {},
): GroupCalibration {
  return asGroup(fit(trials, rowsOf(trials), group, options));
}

/**
 * Scores every trial by a fit that has seen nothing of its writer: for each writer the group is fitted on the trials in
 * which he appears neither as the holder nor as the one who wrote the questioned signature.
 *
 * @returns scores aligned with the trials, within the range.
 * @throws RangeError for fewer than two writers, or where a fit without one writer lacks genuines or forgeries.
 */
export function crossFit(
  trials: readonly CalibrationTrial[],
  group: SpecimenGroup,
  options: FitOptions = {},
  range: Calibration['range'] = defaultRange,
): number[] {
  const writers = new Set(trials.map(({ dataset, writer }) => keyOf(dataset, writer)));
  if (writers.size < 2) throw new RangeError('Crossing fits by writer needs trials of at least two writers.');
  const rows = rowsOf(trials);
  const holders = trials.map(({ dataset, writer }) => keyOf(dataset, writer));
  const questioned = trials.map(({ dataset, writer, questionedWriter }) => keyOf(dataset, questionedWriter ?? writer));
  const start = fit(trials, rows, group, options);
  const models = new Map<string, GroupCalibration>();
  for (const left of writers) {
    const kept = (_: unknown, index: number): boolean => holders[index] !== left && questioned[index] !== left;
    models.set(left, asGroup(fit(trials.filter(kept), rows.filter(kept), group, options, start)));
  }
  return trials.map(({ dataset, writer, features }) =>
    likelihoodRatio(models.get(keyOf(dataset, writer))!, features, range),
  );
}

export interface CalibrationOptions extends FitOptions {
  readonly method: JoinMethod;
  readonly range?: Calibration['range'];
  /** For the thresholds. `distinct` is filled in a group from what is given here. */
  readonly thresholds?: Omit<ThresholdOptions, 'distinct'>;
  /** Different signatures behind a group's trials; see `ThresholdOptions.distinct`. */
  readonly distinct?: { readonly skilled: number; readonly genuine: number };
}

/**
 * Fits a whole calibration: the weights of each group on all its trials, and its thresholds on scores crossed by writer,
 * so that no score that fixes a threshold comes from a fit that knew its writer.
 *
 * @param trials those of each group; `method` must be the one their features were joined by.
 * @throws RangeError as `crossFit` and `fitThresholds`.
 */
export function fitCalibration(
  trials: Readonly<Record<SpecimenGroup, readonly CalibrationTrial[]>>,
  options: CalibrationOptions,
): Calibration {
  const range = options.range ?? defaultRange;
  const fitted = new Map<string, { dataset: string; writer: string }>();
  const groupFor = (group: SpecimenGroup): GroupCalibration => {
    const own = trials[group];
    for (const { dataset, writer } of own) fitted.set(keyOf(dataset, writer), { dataset, writer });
    const crossed = crossFit(own, group, options, range);
    const of = (kind: TrialKind): number[] => crossed.filter((_, index) => own[index]!.kind === kind);
    const thresholds = fitThresholds(
      { genuine: of('genuine'), skilled: of('skilled') },
      { ...options.thresholds, ...(options.distinct ? { distinct: options.distinct } : {}) },
    );
    return { ...fitGroup(own, group, options), thresholds };
  };
  const [one, two, many] = specimenGroups.map(groupFor);
  return {
    method: options.method,
    groups: { one: one!, two: two!, many: many! },
    range,
    fittedOn: [...fitted.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each),
  };
}
