import { resolve } from 'node:path';
import * as v from 'valibot';
import { cliOutputs } from '../../contract/cli.ts';
import { firstPositional, jsonOption, storeOption, type Command } from '../command.ts';

const exitCodes = { allJudged: 0, someNot: 3 } as const;

/** `countersign check`: a folder of cheques. */
export const check: Command = {
  name: 'check',
  summary: 'Checks every cheque in a folder; broken off at any moment, it goes on where it was.',
  usage: ['FOLDER --store DIR [--manifest FILE] [--watch] [--out FILE] [--json]'],
  options: [
    storeOption,
    {
      name: 'manifest',
      value: 'FILE',
      help: 'CSV with the columns file,account,amount,date: for accounts that no MICR line gives, and for mandates',
    },
    { name: 'watch', help: 'go on as files come in, until Ctrl+C or SIGTERM' },
    { name: 'out', value: 'FILE', help: 'a table of the whole batch as CSV: file,account,verdict,score,…' },
    { ...jsonOption, help: 'print one JSON object a line for each cheque as it is done (docs/cli.md)' },
  ],
  positionals: { name: 'FOLDER', most: 1 },
  notes: [
    'The account is that of the MICR line, else of the manifest, else of the file name. Folders below are checked too.',
    'The batch stays open and takes in new files until it is closed or cancelled in the window.',
    "Exit code: 0 all judged, 3 some couldn't be (no verdict, and a reason), 2 the batch couldn't run, 64 wrong usage,",
    '130 broken off. The table holds the whole batch, also what earlier runs checked.',
  ],
  failureCode: 2,
  async run(given, host, { print }) {
    const folder = firstPositional(given, 'check needs a FOLDER.');
    const path = (name: string): string | null => {
      const value = given.value(name);
      return value === null ? null : resolve(value);
    };
    const { checkFolder } = await import('../../desk/check-folder/check-command.ts');
    const { done, total, found } = await checkFolder(host, {
      store: resolve(given.required('store')),
      folder: resolve(folder),
      manifest: path('manifest'),
      watch: given.given('watch'),
      out: path('out'),
      line: (line) => {
        if (given.given('json')) print(`${JSON.stringify(v.parse(cliOutputs.check, line))}\n`);
        else if (line.fault !== null) host.note(`${line.file}: ${line.reasons.join(' ')}`);
      },
    });
    const { match, review, mismatch, failed } = found;
    const text = [
      `${done} of ${total} checked: ${match} match, ${review} review, ${mismatch} mismatch`,
      ...(failed > 0 ? [`${failed} couldn't be judged`] : []),
    ].join('; ');
    return { output: null, text, exitCode: failed > 0 ? exitCodes.someNot : exitCodes.allJudged };
  },
};
