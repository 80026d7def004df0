import { resolve } from 'node:path';
import * as v from 'valibot';
import type { ReportOutput } from '../../contract/cli-report.ts';
import { paperSchema, type Paper } from '../../contract/report-calls.ts';
import { jsonOption, storeOption, UsageError, type Command } from '../command.ts';

/** `countersign report`: what was found, on paper. */
export const report: Command = {
  name: 'report',
  summary: "Writes a check's evidence sheet to a file: one page of PDF, or the same as JSON.",
  usage: ['CHECK --store DIR --out FILE [--scan FILE] [--paper a4|letter] [--json]'],
  options: [
    storeOption,
    { name: 'out', value: 'FILE', required: true, help: 'the file to write; its ending says what: .pdf or .json' },
    { name: 'scan', value: 'FILE', help: 'the scan that was checked, to be shown whole; the store keeps its hash' },
    { name: 'paper', value: 'SIZE', help: 'a4 (as without it) or letter' },
    jsonOption,
  ],
  positionals: { name: 'CHECK', most: 1 },
  notes: [
    'CHECK is the id that verify and check print with --json.',
    'A file that is there already is never written over. Each report is on record with its SHA-256.',
  ],
  async run(given, host) {
    const check = given.positionals[0];
    if (check === undefined) throw new UsageError("report needs a CHECK: the check's id.");
    const scan = given.value('scan');
    const input = {
      store: resolve(given.required('store')),
      check,
      out: resolve(given.required('out')),
      paper: paperOf(given.value('paper')),
      scan: scan === null ? null : resolve(scan),
    };
    const { reportCheckToFile } = await import('../../desk/reports/report-command.ts');
    const output = await reportCheckToFile(host, input);
    for (const note of output.notes) host.note(note);
    return { output, text: textOf(output), exitCode: 0 };
  },
};

/** @throws UsageError */
function paperOf(text: string | null): Paper {
  const paper = text ?? 'a4';
  if (v.is(paperSchema, paper)) return paper;
  throw new UsageError(`--paper takes a4 or letter; "${paper}" isn't either.`);
}

const textOf = ({ out, sha256 }: ReportOutput): string => `Written: ${out}\nSHA-256 ${sha256}`;
