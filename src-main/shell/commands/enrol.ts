import { resolve } from 'node:path';
import type { EnrolOutput } from '../../contract/cli.ts';
import { jsonOption, storeOption, UsageError, type Command, type GivenArguments } from '../command.ts';

/** `countersign enrol`: puts specimens on file. */
export const enrol: Command = {
  name: 'enrol',
  summary: 'Puts specimen signatures on file; creates the store where there is none.',
  usage: ['--store DIR --account ID --signatory NAME SCAN… [--json]', '--store DIR --index FILE [--json]'],
  options: [
    storeOption,
    { name: 'account', value: 'ID', help: 'the account the signatory may sign for' },
    { name: 'signatory', value: 'NAME', help: 'whose signatures these are' },
    { name: 'index', value: 'FILE', help: 'many at once: tab separated, header path, account, signatory' },
    jsonOption,
  ],
  positionals: { name: 'SCAN', most: 10_000 },
  notes: [
    'Paths in an index are absolute or relative to it.',
    'A new store asks for a passphrase (or takes COUNTERSIGN_PASSPHRASE) and prints its recovery key once, on stderr.',
    'Exit code: 0 all on file, 3 some scans refused (each is named on stderr), 1 nothing put on file.',
  ],
  async run(given, host) {
    const input = { store: resolve(given.required('store')), ...whatToEnrol(given) };
    const { enrolFiles } = await import('../../desk/enrol-files.ts');
    const output = await enrolFiles(host, input);
    for (const { path, reason } of output.refused) host.note(`${path}: ${reason}`);
    for (const warning of output.warnings) host.note(`Warning: ${warning}`);
    return { output, text: textOf(output), exitCode: exitCodeOf(output) };
  },
};

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
