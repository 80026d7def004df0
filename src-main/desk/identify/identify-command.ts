import { basename } from 'node:path';
import type { Box } from '../../contract/box.ts';
import { CallFailure } from '../../contract/calls.ts';
import type { HandsOutput, IdentifyOutput } from '../../contract/cli-identify.ts';
import type { Identification } from '../../contract/identify.ts';
import { readScanFile } from '../../engine/read-scan-file.ts';
import type { CommandHost } from '../command-host.ts';
import { openCommandStore, withCommandDesk } from '../command-store.ts';
import { withFailures } from '../failures.ts';
import { KnownDistances } from '../known-distances.ts';
import { batchHands } from './batch-hands.ts';
import { EnrolledSignatories } from './enrolled.ts';
import { identifySignature } from './identify.ts';
import { askedOfScan, questionedOfScan } from './questioned-of-scan.ts';

/**
 * `countersign identify`: who, of everybody on file, signed a scan; each answer is put on record.
 * @throws CallFailure where nobody can be looked for
 */
export async function identifyScanFile(
  host: CommandHost,
  request: { readonly store: string; readonly scan: string; readonly region: Box | null },
): Promise<IdentifyOutput> {
  return withFailures(async () => {
    const bytes = await readScanFile(request.scan);
    const store = await openCommandStore(host, request.store, 'identify');
    try {
      return await withCommandDesk(host, store, async ({ engine, model, settings }) => {
        const parts = { store, engine, model, operator: store.operator, known: new KnownDistances() };
        const enrolled = new EnrolledSignatories(parts);
        const { micrSchemes } = settings;
        const look = { bytes, page: 0, cheque: 0, region: request.region, reading: null };
        const answers: Identification[] = [];
        for (const questioned of await questionedOfScan({ ...parts, micrSchemes }, look))
          answers.push(await identifySignature({ ...parts, enrolled }, askedOfScan(bytes, questioned)));
        const [first] = answers;
        if (!first)
          throw new CallFailure({
            fault: 'no-signature',
            message: `No signature that can be compared was found on ${basename(request.scan)}.`,
          });
        return {
          scan: request.scan,
          signatures: answers.map(({ region, found, nobody, candidates, reasons }) => ({
            region,
            found,
            nobody,
            candidates: candidates.map((each) => {
              const { account, holder, signatory, signatoryName, score, likely, distance, specimen } = each;
              return { account, holder, signatory, signatoryName, score, likely, distance, specimen };
            }),
            reasons,
          })),
          signatories: first.signatories,
          border: first.border,
          model: model.id,
          modelHash: model.hash,
        };
      });
    } finally {
      await store.close();
    }
  });
}

/**
 * `countersign hands`: hands that signed for several accounts of a batch.
 * @param request `batch` null: the newest one
 * @throws CallFailure `no-batch`
 */
export async function handsOfBatch(
  host: CommandHost,
  request: { readonly store: string; readonly batch: string | null },
): Promise<HandsOutput> {
  return withFailures(async () => {
    const store = await openCommandStore(host, request.store, 'hands');
    try {
      const batch = request.batch === null ? (await store.batches.list())[0] : await store.batches.byId(request.batch);
      if (!batch)
        throw new CallFailure({
          fault: 'no-batch',
          message: 'No folder was checked yet: "countersign check" does that.',
        });
      return await withCommandDesk(host, store, async ({ engine, model }) => {
        const found = await batchHands({ store, engine, model }, batch.id, host.signal, (done, total) =>
          host.progress('comparing signatures', done, total),
        );
        return {
          batch: batch.id,
          folder: batch.folder,
          ...found,
          hands: found.hands.map(({ accounts, score, signatures }) => ({
            accounts,
            score,
            signatures: signatures.map(({ file, account, verdict, check, distance }) => ({
              file,
              account,
              verdict,
              check,
              distance,
            })),
          })),
          model: model.id,
        };
      });
    } finally {
      await store.close();
    }
  });
}
