import type { BulkAccount, BulkProblem } from '../../contract/cli-enrol.ts';
import { sameSignatureInk } from '../../engine/same-ink.ts';
import { examineEnrolment, storeEnrolments, type EnrolParts, type PlannedEnrolment } from '../enrol.ts';
import { readFiles, type ReadFile } from './read-files.ts';
import type { BulkSource } from './sources.ts';

/** What became of an account, with what was stored and what is worth a look. */
export interface EnrolledAccount {
  readonly account: BulkAccount;
  readonly enrolled: readonly { readonly path: string; readonly signatory: string; readonly specimen: string }[];
  readonly warnings: readonly string[];
}

interface Planned extends PlannedEnrolment {
  /** Of each scan, in order. */
  readonly paths: readonly string[];
}

const folded = (name: string): string => name.normalize('NFKC').trim().toLocaleLowerCase('en');

/** Scans by signatory, in the order the signatories come. */
function bySignatory(files: readonly ReadFile[]): Map<string, ReadFile[]> {
  const groups = new Map<string, ReadFile[]>();
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
  cards: boolean,
): Promise<{ planned: Planned[]; unreadable: readonly BulkProblem[]; warnings: string[] }> {
  const planned: Planned[] = [];
  const warnings: string[] = [];
  const { files, unreadable } = await readFiles(parts.engine, source, cards);
  for (const [signatory, own] of bySignatory(files)) {
    const scans = own.map(({ scan }) => scan);
    const request = { account: source.account, holder: source.holder, signatory, scans };
    const examined = await examineEnrolment(parts, request);
    planned.push({ request, examined, paths: own.map(({ path }) => path) });
    warnings.push(...examined.warnings.map((warning) => `Account ${source.account}: ${warning}`));
  }
  return { planned, unreadable, warnings };
}

/**
 * Enrols one account's files in one transaction, all of them or none: a conflict, or a file that can't be read, keeps the whole account out. What is on
 * file already is passed over, so that the same files can be given again after a break.
 *
 * @param options `dryRun` says what would become of it and stores nothing; `cards`: each file is a signature card
 * @throws EngineError where the engine itself fails, StoreError
 */
export async function enrolAccount(
  parts: EnrolParts,
  source: BulkSource,
  { dryRun, cards }: { readonly dryRun: boolean; readonly cards: boolean },
): Promise<EnrolledAccount> {
  const known = await parts.store.findAccount(source.account);
  const { planned, unreadable, warnings } = await plan(parts, source, cards);
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
  const stored = await storeEnrolments(parts, planned);
  for (const [place, { request, examined, paths }] of planned.entries()) {
    const ready = paths.filter((_, at) => examined.scans[at]?.problem === null);
    for (const [at, specimen] of (stored[place] ?? []).entries())
      enrolled.push({ path: ready[at] ?? '', signatory: request.signatory, specimen });
  }
  return { account: told('added'), enrolled, warnings };
}
