import { CallFailure } from '../../contract/calls.ts';
import { adaptedCalibration, type TemplatePart } from '../../metric/adapt/adapted-metric.ts';
import type { StoredBankMetric } from '../../store/bank-metrics.ts';
import type { ReferenceStore } from '../../store/reference-store.ts';
import { modelInUse, type ModelInUse } from '../model-in-use.ts';
import { readBankMetric } from './bank-metric-text.ts';

/** The numbers of a package's templates that say what the whole signature looks like: those behind the ink, where it keeps that. */
export function wholePart({ chosen, ink }: Pick<ModelInUse, 'chosen' | 'ink'>): TemplatePart | null {
  const { dimension } = chosen.package.manifest.template;
  const offset = ink ? ink.offset + ink.rows * ink.columns : 0;
  return offset < dimension ? { offset, dimension: dimension - offset } : null;
}

/** The package without a metric of the bank's own. */
export const packageAlone = (model: ModelInUse): ModelInUse =>
  model.bankMetric === undefined ? model : modelInUse(model.chosen);

/**
 * A package with a metric of the bank's own: templates and thresholds stay, distances and scores are the bank's.
 * @throws CallFailure `bad-metric` where it is damaged or for another package
 */
export function withBankMetric(model: ModelInUse, stored: StoredBankMetric): ModelInUse {
  let bank;
  try {
    bank = readBankMetric(stored);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new CallFailure({ fault: 'bad-metric', message: `${error.message} Undo it to judge by the package alone.` });
  }
  if (bank.model.hash !== model.hash)
    throw new CallFailure({
      fault: 'bad-metric',
      message: `The bank's metric ${stored.hash.slice(0, 12)}… was made for another model package (${bank.model.id}).`,
    });
  const { metric } = bank;
  const alone = packageAlone(model);
  const calibration = adaptedCalibration(alone.calibration, metric.groups);
  return {
    ...alone,
    calibration,
    bankMetric: stored.hash,
    judgingWith: (engine) => ({ ...alone.judgingWith(engine), calibration, bank: { hash: stored.hash, metric } }),
  };
}

/**
 * The package with the metric that is in force in the store; the package alone where none is, or where it is for another package.
 * @throws CallFailure `bad-metric` where it is damaged: nothing is judged by half a metric; StoreError
 */
export async function withMetricInForce(store: ReferenceStore, model: ModelInUse): Promise<ModelInUse> {
  const stored = await store.bankMetrics.inForce();
  const alone = packageAlone(model);
  if (!stored || modelHashOf(stored) !== model.hash) return alone;
  return model.bankMetric === stored.hash ? model : withBankMetric(alone, stored);
}

/** The hash of the package that a stored metric is for; null where it can't be told. */
function modelHashOf({ metric }: StoredBankMetric): string | null {
  const model = metric !== null && typeof metric === 'object' && !Array.isArray(metric) ? metric['model'] : null;
  const hash = model && typeof model === 'object' && !Array.isArray(model) ? model['hash'] : null;
  return typeof hash === 'string' ? hash : null;
}
