import { basename } from 'node:path';
import type { EnrolOutput } from '../contract/cli.ts';
import { EngineError } from '../engine/engine-error.ts';
import { readScanFile } from '../engine/read-scan-file.ts';
import type { CommandHost } from './command-host.ts';
import { openOrCreateStore, withCommandDesk } from './command-store.ts';
import { examineEnrolment, storeEnrolment, type EnrolParts, type ScanToEnrol } from './enrol.ts';
import { withFailures } from './failures.ts';
import { readEnrolmentIndex } from './index-file.ts';

/** Which scans to enrol: those named, for one signatory, or those of an enrolment list. */
export type FilesToEnrol =
  | { readonly account: string; readonly signatory: string; readonly scans: readonly string[] }
  | { readonly index: string };

interface Group {
  readonly account: string;
  readonly signatory: string;
  readonly paths: string[];
}

async function groupsOf(files: FilesToEnrol): Promise<Group[]> {
  if (!('index' in files)) return [{ account: files.account, signatory: files.signatory, paths: [...files.scans] }];
  const groups = new Map<string, Group>();
  for (const { path, account, signatory } of await readEnrolmentIndex(files.index)) {
    const key = `${account}\u0000${signatory}`;
    const group = groups.get(key) ?? { account, signatory, paths: [] };
    groups.set(key, group);
    group.paths.push(path);
  }
  return [...groups.values()];
}

/**
 * `countersign enrol`: enrols scans on the disk, signatory by signatory, each signatory's in one transaction. A scan that
 * can't be a specimen is listed with its reason and doesn't hold up the others.
 *
 * @throws CallFailure where nothing can be done: no store, wrong passphrase, unreadable index
 */
export async function enrolFiles(
  host: CommandHost,
  request: { readonly store: string } & FilesToEnrol,
): Promise<EnrolOutput> {
  return withFailures(async () => {
    const groups = await groupsOf(request);
    const { store, created } = await openOrCreateStore(host, request.store, 'enrol');
    try {
      return await withCommandDesk(host, store, async ({ engine, model, thresholds, settings }) => {
        const parts: EnrolParts = {
          store,
          engine,
          model,
          thresholds,
          operator: store.operator,
          awaits: settings.fourEyes?.enrolments ?? false,
        };
        const output: EnrolOutput = { store: store.directory, created, enrolled: [], refused: [], warnings: [] };
        const total = groups.reduce((sum, { paths }) => sum + paths.length, 0);
        let done = 0;
        for (const group of groups) {
          if (host.signal.aborted) break;
          await enrolGroup(parts, group, output);
          done += group.paths.length;
          host.progress('enrolling', done, total);
        }
        return output;
      });
    } finally {
      await store.close();
    }
  });
}

async function enrolGroup(parts: EnrolParts, group: Group, output: EnrolOutput): Promise<void> {
  const { account, signatory } = group;
  const scans: (ScanToEnrol & { path: string })[] = [];
  for (const path of group.paths) {
    try {
      const bytes = await readScanFile(path);
      scans.push({ path, name: basename(path), bytes, region: null, capturedOn: null, source: basename(path) });
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      output.refused.push({ path, account, signatory, reason: error.message });
    }
  }
  if (scans.length === 0) return;
  const request = { account, holder: null, signatory, scans };
  const examined = await examineEnrolment(parts, request);
  const ids = await storeEnrolment(parts, request, examined);
  let stored = 0;
  for (const [at, scan] of examined.scans.entries()) {
    const { path } = scans[at]!;
    if (scan.problem === null) output.enrolled.push({ path, account, signatory, specimen: ids[stored++]! });
    else output.refused.push({ path, account, signatory, reason: scan.problem });
  }
  output.warnings.push(...examined.warnings);
}
