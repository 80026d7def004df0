import type { EvaluateOutput } from '../contract/cli.ts';
import { readScanFile } from '../engine/read-scan-file.ts';
import {
  featuresOf,
  groupOf,
  likelihoodRatio,
  specimenGroups,
  type Calibration,
  type SpecimenGroup,
} from '../metric/calibration.ts';
import { distanceBetween } from '../metric/distance.ts';
import { evaluateTrials } from '../metric/evaluate-trials.ts';
import { crossFit, fitCalibration, type CalibrationTrial } from '../metric/fit-calibration.ts';
import { protocolTrials, type Trial } from '../metric/protocol.ts';
import { CallFailure } from '../contract/calls.ts';
import type { CommandHost } from './command-host.ts';
import { startPool } from './engine-of.ts';
import { withFailures } from './failures.ts';
import { readSignatureIndex, type SignatureRow } from './index-file.ts';
import { loadModel, type ModelInUse } from './model-in-use.ts';
import { readPolicyFile } from './policy-file.ts';
import { defaultSettings, withPolicy } from './settings.ts';

export interface EvaluateRequest {
  readonly index: string;
  readonly split: string | null;
  /** Numbers of specimens to evaluate with, each 1 or more. */
  readonly specimens: readonly number[];
  readonly model: string | null;
}

/** The rows of an index with their templates by both towers; a scan that can't be judged has none. */
export interface EmbeddedSet {
  readonly rows: readonly SignatureRow[];
  /** By row name: as a specimen on file. */
  readonly references: ReadonlyMap<string, Float32Array>;
  /** By row name: as a questioned signature. */
  readonly questioned: ReadonlyMap<string, Float32Array>;
  readonly provider: string;
}

/** How the scans of an index are embedded. */
export interface EmbedRowsOptions {
  /**
   * Applied to each scan's bytes before the engine sees them, here and not in the engine. A scan that it can't alter
   * makes the whole embedding reject with its error.
   */
  readonly alter?: (bytes: Uint8Array, row: SignatureRow) => Promise<Uint8Array>;
}

/** Embeds every row of an index, all cores at work. */
export async function embedRows(
  host: CommandHost,
  model: ModelInUse,
  rows: readonly SignatureRow[],
  { alter }: EmbedRowsOptions = {},
): Promise<EmbeddedSet> {
  const { towers } = model.chosen.package.manifest;
  const twin = towers.reference.file === towers.questioned.file && towers.reference.output === towers.questioned.output;
  const pool = startPool(host.startEngine, model);
  const references = new Map<string, Float32Array>();
  const questioned = new Map<string, Float32Array>();
  let provider = 'none';
  try {
    const outcomes = pool.map(rows, async (engine, row: SignatureRow) => {
      const read = await readScanFile(row.path);
      const bytes = alter ? await alter(read, row) : read;
      provider = (await engine.ready()).providers?.provider ?? provider;
      const wants = { bytes, page: 0, region: null };
      const asQuestioned = await engine.examine({ ...wants, wants: { template: 'questioned' } });
      const asReference = twin ? asQuestioned : await engine.examine({ ...wants, wants: { template: 'reference' } });
      return { asQuestioned: asQuestioned.template, asReference: asReference.template };
    });
    for await (const outcome of outcomes) {
      host.signal.throwIfAborted();
      if (outcome.ok) {
        const { asQuestioned, asReference } = outcome.result;
        if (asQuestioned) questioned.set(outcome.item.name, asQuestioned);
        if (asReference) references.set(outcome.item.name, asReference);
      } else if (outcome.error.origin !== 'scan') {
        // Not the scan's fault: its error rate would be the machine's, so the evaluation stops.
        throw outcome.error;
      }
      host.progress('reading signatures', outcome.index + 1, rows.length);
    }
  } finally {
    await pool.close();
  }
  return { rows, references, questioned, provider };
}

/** A trial with what it was scored from; `features` null: a scan in it can't be judged. */
export interface FeaturedTrial extends Trial {
  readonly features: CalibrationTrial['features'] | null;
}

/**
 * The protocol's trials over an embedded set, each with its joined distance and spread.
 * A trial whose questioned signature, or every specimen, can't be judged has no features; a specimen that can't be
 * judged is left out of the others, as it could not have been enrolled.
 */
export function featureTrials(model: ModelInUse, set: EmbeddedSet, specimens: number): FeaturedTrial[] {
  const { metric, calibration } = model;
  if (metric.kind === 'learned') {
    throw new CallFailure({
      fault: 'unsupported',
      message: 'Models with a learned metric are evaluated by the engine.',
    });
  }
  const labelled = set.rows.map(({ name, dataset, writer, kind }) => ({
    id: name,
    dataset,
    writer,
    genuine: kind === 'genuine',
  }));
  const cache = new Map<string, number[][]>();
  const trials: FeaturedTrial[] = [];
  for (const trial of protocolTrials(labelled, { specimens })) {
    const questioned = set.questioned.get(trial.questioned);
    const names = trial.specimens.filter((name) => set.references.has(name));
    const templates = names.map((name) => set.references.get(name)!);
    if (!questioned || templates.length === 0) {
      trials.push({ ...trial, features: null });
      continue;
    }
    const key = names.join('\n');
    let pairwise = cache.get(key);
    if (!pairwise) {
      pairwise = templates.map((a) => templates.map((b) => distanceBetween(metric, a, b)));
      cache.set(key, pairwise);
    }
    const distances = templates.map((template) => distanceBetween(metric, questioned, template));
    trials.push({ ...trial, features: featuresOf({ distances, pairwise }, calibration.method) });
  }
  return trials;
}

const writerKey = (dataset: string, writer: string): string => `${dataset}\u0000${writer}`;

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

/** Error rates of a model over an embedded set, by data set and number of specimens. */
export function evaluateSet(model: ModelInUse, set: EmbeddedSet, numbers: readonly number[]): Evaluated {
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
    const policy = await readPolicyFile(host.policyFile);
    const id = request.model ?? withPolicy(defaultSettings, policy).model;
    const model = await loadModel(host.modelsDirectory, id);
    const set = await embedRows(host, model, rows);
    const { sets, crossed } = evaluateSet(model, set, request.specimens);
    if (crossed) {
      host.note(
        'Some of these writers fitted the calibration: each of them was scored by a fit that left that writer out.',
      );
    }
    return { model: model.id, provider: set.provider, split: request.split, sets };
  });
}

/**
 * Fits a calibration on an embedded set of writers that trained nothing: weights on all, thresholds on scores crossed
 * by writer; match where at most 1 % of the skilled forgeries fall, mismatch where at most 2 % of the genuines do.
 */
export function calibrate(model: ModelInUse, set: EmbeddedSet): Calibration {
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
