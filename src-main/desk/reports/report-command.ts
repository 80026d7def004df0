import { access, rm, writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { CallFailure } from '../../contract/calls.ts';
import type { ReportOutput } from '../../contract/cli-report.ts';
import type { Paper, ReportFile } from '../../contract/report-calls.ts';
import { readScanFile } from '../../engine/read-scan-file.ts';
import type { CommandHost } from '../command-host.ts';
import { commandSettings, withCommandStore, withCommandDesk } from '../command-store.ts';
import { withFailures } from '../failures.ts';
import type { ReportParts } from './evidence.ts';
import { reportBatch } from './report-batch.ts';
import { reportCheck } from './report-check.ts';

const cannotWrite = (path: string, why: string): CallFailure =>
  new CallFailure({ fault: 'file-exists', field: 'out', message: `${path} can't be written: ${why}.` });

/** @throws CallFailure `file-exists`: a report never takes the place of another file */
async function refuseExisting(path: string): Promise<void> {
  const there = await access(path).then(
    () => true,
    () => false,
  );
  if (there) throw cannotWrite(path, 'there is a file of that name. Name another one');
}

async function writeNew(path: string, { bytes }: ReportFile): Promise<void> {
  try {
    await writeFile(path, bytes, { flag: 'wx' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw cannotWrite(path, 'there is a file of that name. Name another one');
    // Half a report would look like a damaged one.
    if (code === 'ENOSPC') await rm(path, { force: true });
    throw cannotWrite(path, code === 'ENOENT' ? "its folder isn't there" : (code ?? 'the system refused'));
  }
}

/** The format that a file's name asks for. @throws CallFailure `bad-format` */
function formatOf<Format extends string>(path: string, formats: readonly Format[]): Format {
  const wanted = extname(path).slice(1).toLowerCase();
  const format = formats.find((each) => each === wanted);
  if (format !== undefined) return format;
  throw new CallFailure({
    fault: 'bad-format',
    field: 'out',
    message: `${path} has to end in ${formats.map((each) => `.${each}`).join(' or ')}, which says what is written.`,
  });
}

/**
 * `countersign report CHECK`: a check's evidence sheet as a file, PDF or JSON by the file's ending.
 * @throws CallFailure, StoreError, EngineError
 */
export function reportCheckToFile(
  host: CommandHost,
  request: {
    readonly store: string;
    readonly check: string;
    readonly out: string;
    readonly paper: Paper;
    /** The scan that was checked; null: it isn't shown. */
    readonly scan: string | null;
  },
): Promise<ReportOutput> {
  return withFailures(async () => {
    const { check, out, paper } = request;
    const format = formatOf(out, ['pdf', 'json']);
    await refuseExisting(out);
    const scan = request.scan === null ? null : await readScanFile(request.scan);
    return withCommandStore(host, request.store, 'report', async (store) => {
      return await withCommandDesk(host, store, async ({ engine }) => {
        const parts: ReportParts = { store, engine, operator: store.operator, version: host.version };
        const file = await reportCheck(parts, { check, format, paper, scan });
        await writeNew(out, file);
        return { store: store.directory, of: 'check', id: check, format, out, sha256: file.sha256, notes: file.notes };
      });
    });
  });
}

/**
 * `countersign report --batch`: a batch's report as a file, PDF, CSV or JSON by the file's ending.
 * @throws CallFailure, StoreError
 */
export function reportBatchToFile(
  host: CommandHost,
  request: { readonly store: string; readonly batch: string; readonly out: string; readonly paper: Paper },
): Promise<ReportOutput> {
  return withFailures(async () => {
    const { batch, out, paper } = request;
    const format = formatOf(out, ['pdf', 'csv', 'json']);
    await refuseExisting(out);
    return withCommandStore(host, request.store, 'report', async (store) => {
      const { model, thresholds, policyHash } = await commandSettings(host, store);
      const parts = { store, operator: store.operator, version: host.version, model, thresholds, policyHash };
      const file = await reportBatch(parts, { batch, format, paper });
      await writeNew(out, file);
      return { store: store.directory, of: 'batch', id: batch, format, out, sha256: file.sha256, notes: file.notes };
    });
  });
}
