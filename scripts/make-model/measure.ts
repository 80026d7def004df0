import { calibrationCurves, type PackageCurves } from '../../src-main/desk/calibration-curves.ts';
import type { CommandHost } from '../../src-main/desk/command-host.ts';
import {
  calibrate,
  calibrationNumbers,
  embedRows,
  evaluateSet,
  featureTrials,
  measureDistances,
  type Evaluated,
  type MeasuredSet,
} from '../../src-main/desk/evaluate.ts';
import type { SignatureRow } from '../../src-main/desk/index-file.ts';
import { modelInUse, type ModelInUse } from '../../src-main/desk/model-in-use.ts';
import type { Calibration } from '../../src-main/metric/calibration.ts';
import { metricOf } from '../../src-main/model/metric-of.ts';
import type { ModelPackage } from '../../src-main/model/package.ts';

/** What signatures of writers who trained nothing say of a package. */
export interface Measured {
  readonly calibration: Calibration;
  readonly curves: PackageCurves;
  readonly sets: Evaluated['sets'];
}

/** A package in memory, pinned or not, made ready for judging. */
export function inUse(model: ModelPackage): ModelInUse {
  return modelInUse({ package: model, metric: metricOf(model), inkNet: null });
}

/** Embeds rows and makes every distance that the protocol needs ready. */
export async function measuredSet(
  host: CommandHost,
  model: ModelInUse,
  rows: readonly SignatureRow[],
): Promise<MeasuredSet> {
  return measureDistances(host, model, await embedRows(host, model, rows), calibrationNumbers);
}

/** Calibrates a package on a measured set; its curves and error rates, each writer scored by a fit without that writer. */
export function measure(draft: ModelInUse, set: MeasuredSet): Measured {
  const calibration = calibrate(draft, set);
  const { one, two, many } = calibration.groups;
  if (!one.thresholds || !two.thresholds || !many.thresholds) throw new Error('The calibration has no thresholds.');
  const thresholds = { one: one.thresholds, two: two.thresholds, many: many.thresholds };
  const curves = calibrationCurves(calibration, {
    one: featureTrials(draft, set, 1),
    two: featureTrials(draft, set, 2),
    many: [3, 5].flatMap((specimens) => featureTrials(draft, set, specimens)),
  });
  const { sets } = evaluateSet({ ...draft, calibration, thresholds }, set, calibrationNumbers);
  return { calibration, curves, sets };
}
