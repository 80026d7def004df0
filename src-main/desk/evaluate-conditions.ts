import type { EvaluateOutput } from '../contract/cli-evaluate.ts';
import { groupOf, likelihoodRatio, type Calibration, type GroupCalibration } from '../metric/calibration.ts';
import { evaluateTrials } from '../metric/evaluate-trials.ts';
import { fitGroup, type CalibrationTrial } from '../metric/fit-calibration.ts';
import { applyCondition, conditions, type ConditionId } from '../sample/conditions.ts';
import { alterScan } from './alter-scan.ts';
import type { CommandHost } from './command-host.ts';
import {
  embedRows,
  evaluateSet,
  featureTrials,
  measureDistances,
  writerKey,
  type EmbeddedSet,
  type EvaluateRequest,
  type FeaturedTrial,
  type MeasuredSet,
} from './evaluate.ts';
import { evaluatedModel } from './evaluated-model.ts';
import { withFailures } from './failures.ts';
import { readSignatureIndex } from './index-file.ts';
import type { ModelInUse } from './model-in-use.ts';

export { conditions, type ConditionId } from '../sample/conditions.ts';

/** What every condition's randomness is drawn from, together with the scan's path in the index. */
const conditionSeed = 1;

export interface EvaluateConditionsRequest extends EvaluateRequest {
  readonly conditions: readonly ConditionId[];
}

/**
 * `countersign evaluate --conditions`: the protocol of docs/evaluation.md with clean specimens, as they were enrolled, and
 * every questioned signature (genuine, skilled and random) under a condition. The clean scans are embedded once; a scan that
 * is refused under a condition counts as an error of its kind, and in `refusedScans`.
 */
export async function evaluateConditions(
  host: CommandHost,
  request: EvaluateConditionsRequest,
): Promise<EvaluateOutput> {
  return withFailures(async () => {
    const rows = await readSignatureIndex(request.index, request.split ?? undefined);
    const model = await evaluatedModel(host, request.model);
    const clean = await measureDistances(host, model, await embedRows(host, model, rows), request.specimens);
    const { sets, crossed } = evaluateSet(model, clean, request.specimens);
    if (crossed) {
      host.note(
        'Some of these writers fitted the calibration: each of them was scored by a fit on clean scans that left that writer out.',
      );
    }
    const fits = new Map(
      request.specimens.map((specimens) => [
        specimens,
        cleanFits(model, featureTrials(model, clean, specimens), specimens),
      ]),
    );
    const measured: NonNullable<EvaluateOutput['conditions']> = {};
    for (const [at, id] of request.conditions.entries()) {
      const title = conditions.find((condition) => condition.id === id)!.title;
      const task = `${title} (${at + 1} of ${request.conditions.length})`;
      const altered = await embedRows(
        { ...host, progress: (_, done, total) => host.progress(task, done, total) },
        model,
        rows,
        {
          alter: (bytes, row) => alterScan(() => applyCondition(bytes, id, `${conditionSeed} ${row.name}`)),
        },
      );
      const { questioned, straightening = null } = altered;
      const mixed: EmbeddedSet = { ...clean, questioned, straightening };
      const set = await measureDistances(host, model, mixed, request.specimens, clean);
      measured[id] = { title, refusedScans: refusedScans(set), sets: conditionSets(model, set, fits) };
    }
    return { model: model.id, provider: clean.provider, split: request.split, sets, conditions: measured };
  });
}

/** How many scans of each data set have no template under the condition. */
function refusedScans({ rows, questioned }: EmbeddedSet): Record<string, number> {
  const refused: Record<string, number> = {};
  for (const { dataset, name } of rows) refused[dataset] = (refused[dataset] ?? 0) + (questioned.has(name) ? 0 : 1);
  return refused;
}

/** The weights that score a writer's trials. */
export type WeightsOf = (trial: Pick<FeaturedTrial, 'dataset' | 'writer'>) => GroupCalibration;

/**
 * The calibration as it would be without a writer whom it was fitted on, from clean trials alone: a fit that had seen the
 * condition would tell of a calibration that nobody uses.
 */
export function cleanFits({ calibration }: ModelInUse, trials: readonly FeaturedTrial[], specimens: number): WeightsOf {
  const group = groupOf(specimens);
  const known = new Set(calibration.fittedOn.map(({ dataset, writer }) => writerKey(dataset, writer)));
  const judged = trials.flatMap(({ features, ...trial }): CalibrationTrial[] =>
    features !== null && known.has(writerKey(trial.dataset, trial.writer)) ? [{ ...trial, features }] : [],
  );
  const fits = new Map<string, GroupCalibration>();
  return ({ dataset, writer }) => {
    if (!known.has(writerKey(dataset, writer))) return calibration.groups[group];
    const key = writerKey(dataset, writer);
    const made = fits.get(key);
    if (made) return made;
    const others = judged.filter(
      (trial) =>
        writerKey(trial.dataset, trial.writer) !== key &&
        writerKey(trial.dataset, trial.questionedWriter ?? trial.writer) !== key,
    );
    const fit = fitGroup(others, group);
    fits.set(key, fit);
    return fit;
  };
}

/**
 * Error rates of a measured set, scored by weights that were fitted before.
 *
 * @param counts tells the trials that are evaluated; all where it is left out
 */
export function conditionSets(
  model: ModelInUse,
  set: MeasuredSet,
  fits: ReadonlyMap<number, WeightsOf>,
  counts: (trial: FeaturedTrial) => boolean = () => true,
): EvaluateOutput['sets'] {
  const sets: EvaluateOutput['sets'] = {};
  for (const [specimens, weightsOf] of fits) {
    const trials = featureTrials(model, set, specimens).filter(counts);
    const scores = trials.map((trial) => scoreOf(trial, weightsOf, model.calibration.range));
    const evaluated = evaluateTrials(trials, scores, { thresholds: model.thresholds[groupOf(specimens)] });
    for (const [dataset, evaluation] of Object.entries(evaluated)) {
      (sets[dataset] ??= {})[String(specimens)] = evaluation;
    }
  }
  return sets;
}

function scoreOf(trial: FeaturedTrial, weightsOf: WeightsOf, range: Calibration['range']): number | null {
  return trial.features === null ? null : likelihoodRatio(weightsOf(trial), trial.features, range);
}
