import { CallFailure } from '../contract/calls.ts';
import type { ReasonsOutput } from '../contract/cli-record.ts';
import type { DecisionReason } from '../contract/decision-reasons.ts';
import type { ReferenceStore } from '../store/reference-store.ts';
import type { CommandHost } from './command-host.ts';
import { withCommandStore } from './command-store.ts';
import { loadReasons, saveReasons } from './decision-reasons.ts';

const outputOf = async (store: ReferenceStore): Promise<ReasonsOutput> => ({
  store: store.directory,
  reasons: await loadReasons(store),
});

/** `countersign reasons list`. @throws CallFailure, StoreError */
export function listReasons(host: CommandHost, request: { readonly store: string }): Promise<ReasonsOutput> {
  return withCommandStore(host, request.store, 'reasons list', outputOf);
}

/**
 * `countersign reasons set`: adds a reason at the end of the list, or changes the one of that code where it stands; one that was
 * retired is offered again.
 * @throws CallFailure, StoreError
 */
export function setReason(
  host: CommandHost,
  request: { readonly store: string; readonly reason: Omit<DecisionReason, 'retired'> },
): Promise<ReasonsOutput> {
  return withCommandStore(host, request.store, 'reasons set', async (store) => {
    const reason: DecisionReason = { ...request.reason, retired: false };
    const reasons = await loadReasons(store);
    const known = reasons.some(({ code }) => code === reason.code);
    const next = known ? reasons.map((each) => (each.code === reason.code ? reason : each)) : [...reasons, reason];
    await saveReasons(store, next, store.operator);
    return outputOf(store);
  });
}

/** `countersign reasons retire`: it isn't offered any more. @throws CallFailure `no-such-reason`; StoreError */
export function retireReason(
  host: CommandHost,
  request: { readonly store: string; readonly code: string },
): Promise<ReasonsOutput> {
  return withCommandStore(host, request.store, 'reasons retire', async (store) => {
    const reasons = await loadReasons(store);
    if (!reasons.some(({ code }) => code === request.code))
      throw new CallFailure({ fault: 'no-such-reason', message: `The list has no reason ${request.code}.` });
    const next = reasons.map((each) => (each.code === request.code ? { ...each, retired: true } : each));
    await saveReasons(store, next, store.operator);
    return outputOf(store);
  });
}
