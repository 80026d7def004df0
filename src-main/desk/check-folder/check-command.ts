import { mkdir, realpath } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { BatchFound } from '../../contract/batch.ts';
import { CallFailure } from '../../contract/calls.ts';
import type { CheckLine } from '../../contract/cli.ts';
import { createGate } from '../../engine/gate.ts';
import { compileAccountPattern } from '../account-pattern.ts';
import type { CommandHost } from '../command-host.ts';
import { commandSettings, withCommandStore } from '../command-store.ts';
import { startPool } from '../engine-of.ts';
import { KnownDistances } from '../known-distances.ts';
import { has } from '../permissions.ts';
import { readManifest } from './manifest.ts';
import { resultLine } from './result-line.ts';
import { unfinishedTable, writeTable } from './result-table.ts';
import { runBatch } from './run-batch.ts';

/** What `countersign check` is asked. Paths are absolute. */
export interface FolderCheckRequest {
  readonly store: string;
  readonly folder: string;
  readonly manifest: string | null;
  readonly watch: boolean;
  /** Where the table goes; null: nowhere. */
  readonly out: string | null;
  /** Told of each item as it is done. */
  readonly line: (line: CheckLine) => void;
}

/** What the check of a folder came to: of the whole batch, not of this run alone. */
export interface FolderChecked {
  readonly batch: string;
  readonly done: number;
  readonly total: number;
  readonly found: BatchFound;
}

/**
 * `countersign check`: checks a folder, or goes on where it was. Broken off, it writes the table of what is done so far.
 * @throws CallFailure where the batch couldn't run, or was broken off before it was through
 */
export async function checkFolder(host: CommandHost, request: FolderCheckRequest): Promise<FolderChecked> {
  return withCommandStore(host, request.store, 'check', async (store) => {
    if (request.out !== null && !(await has(store, 'export')))
      throw new CallFailure({
        fault: 'forbidden',
        message: `${store.operator} isn't allowed to export: leave --out out, or ask whoever manages operators.`,
      });
    const folder = await realpath(request.folder).catch(() => request.folder);
    if (request.out !== null) await mkdir(dirname(request.out), { recursive: true });
    const { manifest, watch, out } = request;
    const { model, thresholds, policyHash, settings } = await commandSettings(host, store);
    // One that can't be read leaves the batch as it was.
    if (manifest !== null) await readManifest(manifest, folder);
    const batch = await store.batches.open({ folder, manifest, watch }, store.operator);
    const found: { last: FolderChecked } = {
      last: { batch: batch.id, done: 0, total: 0, found: { match: 0, review: 0, mismatch: 0, failed: 0 } },
    };
    const leaveOut = [store.directory, await realpath(store.directory), ...(out ? [out, unfinishedTable(out)] : [])];
    const parts = {
      store,
      model,
      thresholds,
      policyHash,
      operator: store.operator,
      known: new KnownDistances(),
      startPool: () => startPool(host.startEngine, model),
      accountPattern: compileAccountPattern(settings.accountPattern),
      micrSchemes: settings.micrSchemes,
      gate: createGate(),
      leaveOut: new Set(leaveOut),
    };
    const end = await runBatch(parts, batch, host.signal, {
      progress: ({ done, total, found: kinds }) => {
        found.last = { batch: batch.id, done, total, found: kinds };
        host.progress('Checking', done, total);
      },
      item: async (item) => request.line(resultLine(item, await store.batches.twinOf(item.id))),
    });
    if (out !== null) await writeTable(store, batch.id, out);
    if (end === 'ended')
      throw new CallFailure({ fault: 'ended', message: `The check of ${folder} was paused or ended by somebody.` });
    if (end === 'stopped' && !watch)
      throw new CallFailure({
        fault: 'cancelled',
        message: 'The same command goes on where this one was broken off.',
      });
    return found.last;
  });
}
