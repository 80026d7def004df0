import type { EvaluateOutput } from '../contract/cli-evaluate.ts';
import {
  groupOf,
  likelihoodRatio,
  specimenGroups,
  type Calibration,
  type SpecimenGroup,
} from '../metric/calibration.ts';
import { evaluateTrials } from '../metric/evaluate-trials.ts';
import { crossFit, fitCalibration, type CalibrationTrial } from '../metric/fit-calibration.ts';
import type { CommandHost } from './command-host.ts';
import { embedRows } from './embed-rows.ts';
import { evaluatedModel } from './evaluated-model.ts';
import { withFailures } from './failures.ts';
import { featureTrials, type FeaturedTrial, type MeasuredSet } from './feature-trials.ts';
import { readSignatureIndex } from './index-file.ts';
import { measureDistances } from './measure-distances.ts';
import type { ModelInUse } from './model-in-use.ts';

export { embedRows, type EmbeddedSet } from './embed-rows.ts';
export { featureTrials, type FeaturedTrial, type MeasuredSet } from './feature-trials.ts';
export { measureDistances } from './measure-distances.ts';

export interface EvaluateRequest {
  readonly index: string;
  readonly split: string | null;
  /** Numbers of specimens to evaluate with, each 1 or more. */
  readonly specimens: readonly number[];
  readonly model: string | null;
}

/** A writer of a data set, as one string. */
export const writerKey = (dataset: string, writer: string): string => `${dataset}\u0000${writer}`;

/**
 * Scores trials by the package's calibration; writers whom that was fitted on are scored by a fit that has seen nothing
 * of them, so that no figure comes from a calibration that knew its writer.
 */
function scoreTrials(
  calibration: Calibration,
  group: SpecimenGroup,
  trials: readonly FeaturedTrial[],
): { scores: (number | null)[]; crossed: boolean } {
  const known = new Set(calibration.fittedOn.map(({ dataset, writer }) => writerKey(dataset, writer)));
  const weights = calibration.groups[group];
  const scores = trials.map(({ features }) =>
    features === null ? null : likelihoodRatio(weights, features, calibration.range),
  );
  const judged = trials.flatMap((trial, at) =>
    trial.features !== null && known.has(writerKey(trial.dataset, trial.writer)) ? [{ trial, at }] : [],
  );
  if (judged.length === 0) return { scores, crossed: false };
  const crossedScores = crossFit(
    judged.map(({ trial }) => asCalibrationTrial(trial)),
    group,
    {},
    calibration.range,
  );
  for (const [position, { at }] of judged.entries()) scores[at] = crossedScores[position]!;
  return { scores, crossed: true };
}

function asCalibrationTrial(trial: FeaturedTrial): CalibrationTrial {
  const { features, kind, dataset, writer, questionedWriter } = trial;
  if (features === null) throw new Error('A trial that can not be judged has no features.');
  return { features, kind, dataset, writer, questionedWriter };
}

/** An evaluation, and whether some of its writers had fitted the calibration (each was then left out of it). */
export interface Evaluated {
  readonly sets: EvaluateOutput['sets'];
  readonly crossed: boolean;
}

/** Error rates of a model over a set measured for these numbers of specimens, by data set and number. */
export function evaluateSet(model: ModelInUse, set: MeasuredSet, numbers: readonly number[]): Evaluated {
  const sets: EvaluateOutput['sets'] = {};
  let crossed = false;
  for (const specimens of numbers) {
    const group = groupOf(specimens);
    const trials = featureTrials(model, set, specimens);
    const scored = scoreTrials(model.calibration, group, trials);
    crossed ||= scored.crossed;
    const evaluated = evaluateTrials(trials, scored.scores, { thresholds: model.thresholds[group] });
    for (const [dataset, evaluation] of Object.entries(evaluated)) {
      (sets[dataset] ??= {})[String(specimens)] = evaluation;
    }
  }
  return { sets, crossed };
}

/**
 * `countersign evaluate`: the error rates of a model over an index of signatures, by the protocol of
 * docs/evaluation.md: for each data set and number of specimens, with 95 % intervals over writers.
 */
export async function evaluateIndex(host: CommandHost, request: EvaluateRequest): Promise<EvaluateOutput> {
  return withFailures(async () => {
    const rows = await readSignatureIndex(request.index, request.split ?? undefined);
    const model = await evaluatedModel(host, request.model);
    const set = await measureDistances(host, model, await embedRows(host, model, rows), request.specimens);
    const { sets, crossed } = evaluateSet(model, set, request.specimens);
    if (crossed) {
      host.note(
        'Some of these writers fitted the calibration: each of them was scored by a fit that left that writer out.',
      );
    }
    return { model: model.id, provider: set.provider, split: request.split, sets };
  });
}

/** The numbers of specimens that a calibration is fitted on. */
export const calibrationNumbers: readonly number[] = [1, 2, 3, 5];

/**
 * Fits a calibration on a set, measured for {@link calibrationNumbers}, of writers that trained nothing: weights on all,
 * thresholds on scores crossed by writer; match where at most 1 % of the skilled forgeries fall, mismatch where at most
 * 2 % of the genuines do.
 */
export function calibrate(model: ModelInUse, set: MeasuredSet): Calibration {
  const many = [3, 5].flatMap((specimens) => featureTrials(model, set, specimens));
  const byGroup = { one: featureTrials(model, set, 1), two: featureTrials(model, set, 2), many };
  const trials = Object.fromEntries(
    specimenGroups.map((group) => [
      group,
      byGroup[group].filter(({ features }) => features !== null).map(asCalibrationTrial),
    ]),
  ) as Record<SpecimenGroup, CalibrationTrial[]>;
  return fitCalibration(trials, { method: model.calibration.method, thresholds: { confidence: 0 } });
}
