import { basename } from 'node:path';
import type { BulkAccount, BulkProblem } from '../../contract/cli-enrol.ts';
import { EngineError } from '../../engine/engine-error.ts';
import { readScanFile } from '../../engine/read-scan-file.ts';
import { sameSignatureInk } from '../../engine/same-ink.ts';
import {
  examineEnrolment,
  storeEnrolment,
  type EnrolmentRequest,
  type EnrolParts,
  type ExaminedEnrolment,
  type ScanToEnrol,
} from '../enrol.ts';
import type { BulkSource } from './sources.ts';

/** What became of an account, with what was stored and what is worth a look. */
export interface EnrolledAccount {
  readonly account: BulkAccount;
  readonly enrolled: readonly { readonly path: string; readonly signatory: string; readonly specimen: string }[];
  readonly warnings: readonly string[];
}

interface Planned {
  readonly request: EnrolmentRequest;
  readonly examined: ExaminedEnrolment;
  /** Of each scan, in order. */
  readonly paths: readonly string[];
}

const folded = (name: string): string => name.normalize('NFKC').trim().toLocaleLowerCase('en');

/** Files by signatory, in the order the signatories come. */
function bySignatory({ files }: BulkSource): Map<string, BulkSource['files'][number][]> {
  const groups = new Map<string, BulkSource['files'][number][]>();
  for (const file of files) {
    const own = [...groups.keys()].find((name) => folded(name) === folded(file.signatory)) ?? file.signatory;
    groups.set(own, [...(groups.get(own) ?? []), file]);
  }
  return groups;
}

/** What can't be a new specimen: there already for the same signatory, on file for another one, or not to be read. */
function problemsOf({ request, examined, paths }: Planned): BulkProblem[] {
  const kindOf = (sameAs: string | null): BulkProblem['kind'] => {
    if (sameAs === null) return 'unreadable';
    return folded(sameAs) === folded(request.signatory) ? 'duplicate' : 'conflict';
  };
  return examined.scans.flatMap((scan, at): BulkProblem[] =>
    scan.problem === null
      ? []
      : [
          {
            path: paths[at] ?? scan.name,
            signatory: request.signatory,
            kind: kindOf(scan.sameAs),
            reason: scan.problem,
          },
        ],
  );
}

/** Signatures that the files name for two signatories of the account. */
function crossed(planned: readonly Planned[]): BulkProblem[] {
  const ready = planned.flatMap(({ request, examined, paths }) =>
    examined.scans.flatMap((scan, at) =>
      scan.problem === null ? [{ scan, path: paths[at] ?? scan.name, signatory: request.signatory }] : [],
    ),
  );
  return ready.flatMap(({ scan, path, signatory }, at) => {
    const twin = ready
      .slice(0, at)
      .find((other) => other.signatory !== signatory && sameSignatureInk(other.scan.fingerprint, scan.fingerprint));
    if (!twin) return [];
    const reason = `This is the same signature as ${twin.path}, which is ${twin.signatory}'s.`;
    return [{ path, signatory, kind: 'conflict' as const, reason }];
  });
}

async function plan(
  parts: EnrolParts,
  source: BulkSource,
): Promise<{ planned: Planned[]; unreadable: BulkProblem[]; warnings: string[] }> {
  const planned: Planned[] = [];
  const unreadable: BulkProblem[] = [];
  const warnings: string[] = [];
  for (const [signatory, files] of bySignatory(source)) {
    const scans: ScanToEnrol[] = [];
    const paths: string[] = [];
    for (const { path, capturedOn } of files) {
      try {
        const name = basename(path);
        scans.push({ name, bytes: await readScanFile(path), region: null, capturedOn, source: name });
        paths.push(path);
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        unreadable.push({ path, signatory, kind: 'unreadable', reason: error.message });
      }
    }
    const request = { account: source.account, holder: source.holder, signatory, scans };
    const examined = await examineEnrolment(parts, request);
    planned.push({ request, examined, paths });
    warnings.push(...examined.warnings.map((warning) => `Account ${source.account}: ${warning}`));
  }
  return { planned, unreadable, warnings };
}

/**
 * Enrols one account's files, all of them or none: a conflict, or a file that can't be read, keeps the whole account out. What is on
 * file already is passed over, so that the same files can be given again after a break.
 *
 * @param dryRun says what would become of it and stores nothing
 * @throws EngineError where the engine itself fails, StoreError
 */
export async function enrolAccount(parts: EnrolParts, source: BulkSource, dryRun: boolean): Promise<EnrolledAccount> {
  const known = await parts.store.findAccount(source.account);
  const { planned, unreadable, warnings } = await plan(parts, source);
  const problems = [...unreadable, ...planned.flatMap(problemsOf), ...crossed(planned)];
  const signatories = planned
    .map(({ request, examined }) => ({
      signatory: request.signatory,
      specimens: examined.scans.filter(({ problem }) => problem === null).length,
    }))
    .filter(({ specimens }) => specimens > 0);
  const account = known?.number ?? source.account;
  const told = (state: BulkAccount['state']): BulkAccount => ({ account, state, signatories, problems });
  if (problems.some(({ kind }) => kind !== 'duplicate')) return { account: told('left-out'), enrolled: [], warnings };
  if (signatories.length === 0) return { account: told('on-file'), enrolled: [], warnings };
  if (dryRun) return { account: told('would-add'), enrolled: [], warnings };
  const enrolled: { path: string; signatory: string; specimen: string }[] = [];
  for (const { request, examined, paths } of planned) {
    const ids = await storeEnrolment(parts, request, examined);
    const ready = paths.filter((_, at) => examined.scans[at]?.problem === null);
    for (const [at, specimen] of ids.entries())
      enrolled.push({ path: ready[at] ?? '', signatory: request.signatory, specimen });
  }
  return { account: told('added'), enrolled, warnings };
}
