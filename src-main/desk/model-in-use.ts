import * as v from 'valibot';
import { CallFailure } from '../contract/calls.ts';
import { thresholdPairSchema, type Thresholds } from '../contract/settings.ts';
import { chooseModel, type ChosenModel } from '../engine/chosen-model.ts';
import type { Engine } from '../engine/engine-types.ts';
import type { InkPlace } from '../metric/askew.ts';
import type { Calibration } from '../metric/calibration.ts';
import type { Metric } from '../metric/distance.ts';
import { joinMethods } from '../metric/joining.ts';
import type { ReferenceStore } from '../store/reference-store.ts';
import type { JudgingModel } from './judge.ts';

const weight = v.pipe(v.number(), v.finite());

const groupSchema = v.strictObject({
  intercept: weight,
  joinedWeight: v.pipe(weight, v.maxValue(0)),
  spreadWeight: v.pipe(weight, v.minValue(0)),
  relativeWeight: v.pipe(weight, v.maxValue(0)),
  countWeight: weight,
  thresholds: thresholdPairSchema,
});

const writerSchema = v.strictObject({ dataset: v.string(), writer: v.string() });

/** The calibration as it stands in a package's manifest. */
const calibrationSchema = v.strictObject({
  method: v.picklist(joinMethods),
  range: v.strictObject({ low: weight, high: weight }),
  groups: v.strictObject({ one: groupSchema, two: groupSchema, many: groupSchema }),
  fittedOn: v.array(writerSchema),
});

/** A model package made ready for judging. */
export interface ModelInUse {
  readonly id: string;
  readonly title: string;
  /** SHA-256 of its model.json. */
  readonly hash: string;
  readonly chosen: ChosenModel;
  readonly metric: Metric;
  readonly calibration: Calibration;
  /** The package's own thresholds. */
  readonly thresholds: Thresholds;
  /** Where its templates keep the ink, by which a signature laid askew is straightened; null: they don't say. */
  readonly ink: InkPlace | null;
  /** SHA-256 of the bank's own metric in it; left out: the package as it is. */
  readonly bankMetric?: string;
  /** What `judge` needs, with learned distances worked out by this engine. */
  judgingWith(engine: Engine): JudgingModel;
}

/**
 * Makes a checked package ready for judging.
 * @throws CallFailure `bad-calibration` naming the field of model.json
 */
export function modelInUse(chosen: ChosenModel): ModelInUse {
  const { manifest, manifestHash } = chosen.package;
  const parsed = v.safeParse(calibrationSchema, manifest.calibration);
  if (!parsed.success) {
    const issue = parsed.issues[0];
    throw new CallFailure({
      fault: 'bad-calibration',
      message: `The model package ${manifest.id} can't be used: model.json, field calibration.${v.getDotPath(issue) ?? ''}: ${issue.message}`,
    });
  }
  const calibration = parsed.output;
  const { one, two, many } = calibration.groups;
  const ink = (manifest.metric.kind === 'learned' ? manifest.metric.ink : undefined) ?? null;
  return {
    id: manifest.id,
    title: manifest.title,
    hash: manifestHash,
    chosen,
    metric: chosen.metric,
    calibration,
    thresholds: { one: one.thresholds, two: two.thresholds, many: many.thresholds },
    ink,
    judgingWith: (engine) => ({
      hash: manifestHash,
      metric: chosen.metric,
      calibration,
      ink,
      ...(chosen.metric.kind === 'learned'
        ? {
            learnedDistances: async (questioned: Float32Array, specimens: readonly Float32Array[]) =>
              (await engine.distances({ questioned, specimens: [...specimens] })).distances,
          }
        : {}),
    }),
  };
}

/** Hashes of the packages that a supervisor has admitted to a store. */
export async function admittedIn(store: ReferenceStore): Promise<string[]> {
  return (await store.notes.admittedModels()).map(({ hash }) => hash);
}

/** Loads a package by its id and makes it ready for judging. @throws ModelError, CallFailure */
export async function loadModel(
  modelsDirectory: string,
  id: string,
  admitted: readonly string[] = [],
): Promise<ModelInUse> {
  return modelInUse(await chooseModel(modelsDirectory, id, { admitted }));
}
