import { resolve } from 'node:path';
import type { EnrolOutput } from '../../contract/cli.ts';
import type { BulkRequest } from '../../desk/bulk-enrolment/bulk-command.ts';
import type { CommandHost } from '../../desk/command-host.ts';
import {
  jsonOption,
  storeOption,
  UsageError,
  type Command,
  type CommandResult,
  type GivenArguments,
} from '../command.ts';

/** `countersign enrol`: puts specimens on file. */
export const enrol: Command = {
  name: 'enrol',
  summary: 'Puts specimen signatures on file; creates the store where there is none.',
  usage: [
    '--store DIR --account ID --signatory NAME SCAN… [--json]',
    '--store DIR --index FILE [--json]',
    '--store DIR --folder TREE [--cards] [--dry-run] [--json]',
    '--store DIR --csv FILE [--cards] [--dry-run] [--json]',
  ],
  options: [
    storeOption,
    { name: 'account', value: 'ID', help: 'the account the signatory may sign for' },
    { name: 'signatory', value: 'NAME', help: 'whose signatures these are' },
    { name: 'index', value: 'FILE', help: 'many at once: tab separated, header path, account, signatory' },
    { name: 'folder', value: 'TREE', help: 'many at once: ACCOUNT/SIGNATORY/SCAN, each account wholly or not at all' },
    { name: 'csv', value: 'FILE', help: 'the same from a list: file,account,signatory[,holder][,captured_on]' },
    { name: 'cards', help: 'with --folder or --csv: each file is a signature card, every signed box on it a specimen' },
    { name: 'dry-run', help: 'with --folder or --csv: say what would become of each account, and store nothing' },
    jsonOption,
  ],
  positionals: { name: 'SCAN', most: 10_000 },
  notes: [
    'Paths in an index or a list are absolute or relative to it.',
    'With --cards a list may name several signatories, as Ann|Ann|Bob: one for each signed box, row by row from the left.',
    'With --folder and --csv a conflict or an unreadable file keeps its whole account out, and what is on file is passed over.',
    'A new store asks for a passphrase (or takes COUNTERSIGN_PASSPHRASE) and prints its recovery key once, on stderr.',
    'Exit code: 0 all on file, 3 some scans refused (each is named on stderr), 1 nothing put on file.',
  ],
  async run(given, host) {
    const bulk = bulkSource(given);
    if (bulk)
      return runBulk(host, {
        store: resolve(given.required('store')),
        dryRun: given.given('dry-run'),
        cards: given.given('cards'),
        ...bulk,
      });
    const input = { store: resolve(given.required('store')), ...whatToEnrol(given) };
    const { enrolFiles } = await import('../../desk/enrol-files.ts');
    const output = await enrolFiles(host, input);
    for (const { path, reason } of output.refused) host.note(`${path}: ${reason}`);
    for (const warning of output.warnings) host.note(`Warning: ${warning}`);
    return { output, text: textOf(output), exitCode: exitCodeOf(output) };
  },
};

/** @throws UsageError where it is named beside another way to enrol */
function bulkSource(given: GivenArguments): { folder: string } | { list: string } | null {
  const [folder, list] = [given.value('folder'), given.value('csv')];
  if (folder === null && list === null) {
    const stray = ['dry-run', 'cards'].find((name) => given.given(name));
    if (stray !== undefined) throw new UsageError(`--${stray} goes with --folder or --csv.`);
    return null;
  }
  const other = ['index', 'account', 'signatory'].find((name) => given.given(name));
  if (folder !== null && list !== null) throw new UsageError('--folder and --csv exclude each other.');
  if (other !== undefined) throw new UsageError(`--${other} doesn't go with --folder or --csv.`);
  if (given.positionals.length > 0) throw new UsageError('With --folder or --csv no scans are named beside it.');
  return folder === null ? { list: resolve(list ?? '') } : { folder: resolve(folder) };
}

async function runBulk(host: CommandHost, request: BulkRequest): Promise<CommandResult> {
  const { bulkEnrol } = await import('../../desk/bulk-enrolment/bulk-command.ts');
  const output = await bulkEnrol(host, request);
  const accounts = output.accounts ?? [];
  for (const { account, problems, state } of accounts)
    for (const { path, kind, reason } of problems)
      host.note(`${path} (account ${account}${state === 'left-out' ? ', left out' : ''}): ${kind}: ${reason}`);
  for (const warning of output.warnings) host.note(`Warning: ${warning}`);
  const inState = (state: string): number => accounts.filter((each) => each.state === state).length;
  const added = request.dryRun ? `${String(inState('would-add'))} would be added` : `${String(inState('added'))} added`;
  const text = `Accounts: ${added}, ${String(inState('on-file'))} on file already, ${String(inState('left-out'))} left out.`;
  const left = inState('left-out');
  return { output, text, exitCode: left === 0 ? 0 : left === accounts.length ? 1 : 3 };
}

function whatToEnrol(
  given: GivenArguments,
): { account: string; signatory: string; scans: string[] } | { index: string } {
  const index = given.value('index');
  const account = given.value('account');
  const signatory = given.value('signatory');
  if (index !== null) {
    if (account !== null)
      throw new UsageError('--index and --account exclude each other: the index names the accounts.');
    if (signatory !== null) throw new UsageError('--index and --signatory exclude each other: the index names them.');
    if (given.positionals.length > 0) throw new UsageError('With --index no scans are named beside it.');
    return { index: resolve(index) };
  }
  if (account === null) throw new UsageError('enrol needs --account ID, or --index FILE.');
  if (signatory === null) throw new UsageError('enrol needs --signatory NAME.');
  if (given.positionals.length === 0) throw new UsageError('enrol needs at least one SCAN.');
  return { account, signatory, scans: given.positionals.map((scan) => resolve(scan)) };
}

function exitCodeOf(output: EnrolOutput): number {
  if (output.refused.length === 0) return 0;
  return output.enrolled.length > 0 ? 3 : 1;
}

function textOf(output: EnrolOutput): string {
  const counted = (count: number, what: string) => `${String(count)} ${what}${count === 1 ? '' : 's'}`;
  const accounts = new Set(output.enrolled.map((each) => each.account)).size;
  const refused = output.refused.length > 0 ? `, ${String(output.refused.length)} refused` : '';
  return `${counted(output.enrolled.length, 'specimen')} of ${counted(accounts, 'account')} put on file in ${output.store}${refused}.`;
}
