import type { BankMetricView, MetricReport } from '../../contract/bank-metric.ts';
import type { AdaptOutput, AdaptStanding } from '../../contract/cli-adapt.ts';
import { CallFailure } from '../../contract/calls.ts';
import type { ReferenceStore } from '../../store/reference-store.ts';
import type { CommandHost } from '../command-host.ts';
import { commandSettings, withCommandDesk, withCommandStore } from '../command-store.ts';
import { bankMetricView, proposeMetric } from './propose.ts';

async function viewOf(
  host: CommandHost,
  store: ReferenceStore,
  declined: MetricReport | null,
): Promise<BankMetricView> {
  const { model } = await commandSettings(host, store);
  return bankMetricView(store, model, declined);
}

async function standingOf(host: CommandHost, store: ReferenceStore): Promise<AdaptStanding> {
  const { inForce, judges, proposed } = await viewOf(host, store, null);
  return { store: store.directory, inForce: inForce?.hash ?? null, judges, proposed: proposed?.hash ?? null };
}

async function outputOf(
  host: CommandHost,
  store: ReferenceStore,
  declined: MetricReport | null = null,
): Promise<AdaptOutput> {
  const { inForce, proposed } = await viewOf(host, store, declined);
  return { ...(await standingOf(host, store)), report: declined ?? (proposed ?? inForce)?.report ?? null };
}

/** `countersign adapt`: fits a metric to the bank's signatures and proposes it, or declines. @throws CallFailure */
export function adaptStore(
  host: CommandHost,
  request: { readonly store: string; readonly labels: boolean },
): Promise<AdaptOutput> {
  return withCommandStore(host, request.store, 'adapt', (store) =>
    withCommandDesk(host, store, async ({ engine, model, thresholds }) => {
      const { signal, progress } = host;
      const parts = { store, engine, model, thresholds, signal, operator: store.operator };
      const declined = await proposeMetric({ ...parts, progress: progress.bind(host) }, request.labels);
      return outputOf(host, store, declined);
    }),
  );
}

/** `countersign adapt show`: the metric in force, the one that waits, and what was done so far. @throws CallFailure */
export const showMetric = (host: CommandHost, request: { readonly store: string }): Promise<AdaptOutput> =>
  withCommandStore(host, request.store, 'adapt show', (store) => outputOf(host, store));

/** `countersign adapt dismiss`: takes the waiting proposal away. @throws CallFailure */
export const dismissMetric = (host: CommandHost, request: { readonly store: string }): Promise<AdaptStanding> =>
  withCommandStore(host, request.store, 'adapt dismiss', async (store) => {
    await store.bankMetrics.dismiss(store.operator);
    return standingOf(host, store);
  });

/** `countersign adapt adopt`: lets the waiting metric judge, named by its hash. @throws CallFailure */
export const adoptMetric = (
  host: CommandHost,
  request: { readonly store: string; readonly hash: string },
): Promise<AdaptStanding> =>
  withCommandStore(host, request.store, 'adapt adopt', async (store) => {
    await store.bankMetrics.adopt(request.hash, store.operator);
    return standingOf(host, store);
  });

/** `countersign adapt undo`: the metric before, or the package alone, judges again. @throws CallFailure `invalid` */
export const undoMetric = (host: CommandHost, request: { readonly store: string }): Promise<AdaptStanding> =>
  withCommandStore(host, request.store, 'adapt undo', async (store) => {
    const inForce = await store.bankMetrics.inForce();
    if (!inForce) throw new CallFailure({ fault: 'invalid', message: 'The package judges alone: nothing to undo.' });
    await store.bankMetrics.undo(inForce.hash, store.operator);
    return standingOf(host, store);
  });
