import { basename } from 'node:path';
import type { SpecimensOutput } from '../contract/cli-enrol.ts';
import { readScanFile } from '../engine/read-scan-file.ts';
import type { CommandHost } from './command-host.ts';
import { withCommandDesk, withCommandStore } from './command-store.ts';
import { accountOnFile, replaceSpecimen, signatoryNamed } from './correct-specimens.ts';
import { withFailures } from './failures.ts';
import { notMerged } from './merged-signatories.ts';
import type { ReferenceStore } from '../store/reference-store.ts';

interface Asked {
  readonly store: string;
  readonly account: string;
}

/** An account with its signatories and specimens, as it is now. */
async function outputOf(store: ReferenceStore, asked: string): Promise<SpecimensOutput> {
  const { number, holder } = await accountOnFile(store, asked);
  const specimens = await store.specimensOf(number, { includeRetired: true });
  const signatories = await store.signatoriesOf(number);
  const namesOf = (into: string): string[] =>
    signatories.filter(({ mergedInto }) => mergedInto?.signatory === into).map(({ name }) => name);
  return {
    store: store.directory,
    account: number,
    holder,
    signatories: notMerged(signatories).map(({ id, name }) => ({
      name,
      merged: namesOf(id),
      specimens: specimens
        .filter(({ signatory }) => signatory === id)
        .map(({ id: specimen, capturedOn, source, enrolledAt, retiredOn, replaces, unconfirmed }) => ({
          ...{ specimen, capturedOn, source, enrolledAt, retiredOn, replaces, unconfirmed },
        })),
    })),
  };
}

/** `countersign specimens list`. @throws CallFailure, StoreError */
export function listSpecimens(host: CommandHost, asked: Asked): Promise<SpecimensOutput> {
  return withCommandStore(host, asked.store, 'specimens list', (store) => outputOf(store, asked.account));
}

/** `countersign specimens retire` and `take-back`. @throws CallFailure, StoreError */
export function setSpecimenRetired(
  host: CommandHost,
  asked: Asked & { readonly specimen: string; readonly retired: boolean; readonly reason: string },
): Promise<SpecimensOutput> {
  const { account, specimen, reason } = asked;
  return withCommandStore(
    host,
    asked.store,
    asked.retired ? 'specimens retire' : 'specimens take-back',
    async (store) => {
      await accountOnFile(store, account);
      if (asked.retired) await store.retireSpecimen(specimen, reason, store.operator);
      else await store.unretireSpecimen(specimen, reason, store.operator);
      return outputOf(store, account);
    },
  );
}

/** `countersign specimens replace`: a scan takes the place of a specimen. @throws CallFailure, StoreError */
export function replaceByScan(
  host: CommandHost,
  asked: Asked & {
    readonly specimen: string;
    /** The scan's file. */
    readonly scan: string;
    /** YYYY-MM-DD; null: not known. */
    readonly capturedOn: string | null;
    readonly reason: string;
  },
): Promise<SpecimensOutput> {
  return withFailures(async () => {
    const bytes = await readScanFile(asked.scan);
    return withCommandStore(host, asked.store, 'specimens replace', (store) =>
      withCommandDesk(host, store, async ({ engine, model, thresholds, settings }) => {
        const awaits = settings.fourEyes?.enrolments ?? false;
        const parts = { store, engine, model, thresholds, operator: store.operator, awaits };
        const name = basename(asked.scan);
        const scan = { name, bytes, region: null, capturedOn: asked.capturedOn, source: name };
        const { account, specimen, reason } = asked;
        const { warnings } = await replaceSpecimen(parts, { account, specimen, scan, reason });
        for (const warning of warnings) host.note(`Warning: ${warning}`);
        return outputOf(store, account);
      }),
    );
  });
}

/** `countersign specimens merge`: two signatories are one person. @throws CallFailure, StoreError */
export function mergeByName(
  host: CommandHost,
  asked: Asked & { readonly from: string; readonly into: string; readonly reason: string },
): Promise<SpecimensOutput> {
  return withCommandStore(host, asked.store, 'specimens merge', async (store) => {
    const { number } = await accountOnFile(store, asked.account);
    const { id: from } = await signatoryNamed(store, number, asked.from);
    const { id: into } = await signatoryNamed(store, number, asked.into);
    await store.corrections.merge({ from, into, reason: asked.reason }, store.operator);
    return outputOf(store, number);
  });
}
