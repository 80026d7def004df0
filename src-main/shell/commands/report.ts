import { resolve } from 'node:path';
import * as v from 'valibot';
import type { ReportOutput } from '../../contract/cli-report.ts';
import { paperSchema, type Paper } from '../../contract/report-calls.ts';
import { jsonOption, storeOption, UsageError, type Command } from '../command.ts';

/** `countersign report`: what was found, on paper. */
export const report: Command = {
  name: 'report',
  summary: "Writes a check's evidence sheet, one page, or a batch's report to a file.",
  usage: [
    'CHECK --store DIR --out FILE [--scan FILE] [--paper a4|letter] [--json]',
    '--batch ID --store DIR --out FILE [--paper a4|letter] [--json]',
  ],
  options: [
    storeOption,
    {
      name: 'out',
      value: 'FILE',
      required: true,
      help: 'the file to write; its ending says what: .pdf, .json, or .csv of a batch',
    },
    { name: 'batch', value: 'ID', help: 'the report of a folder check' },
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
    const batch = given.value('batch');
    const scan = given.value('scan');
    if ((check === undefined) === (batch === null))
      throw new UsageError('report needs a CHECK or --batch ID, and not both.');
    if (batch !== null && scan !== null) throw new UsageError('--scan is for the report of one CHECK.');
    const input = {
      store: resolve(given.required('store')),
      out: resolve(given.required('out')),
      paper: paperOf(given.value('paper')),
    };
    const { reportBatchToFile, reportCheckToFile } = await import('../../desk/reports/report-command.ts');
    const output =
      check === undefined
        ? await reportBatchToFile(host, { ...input, batch: batch ?? '' })
        : await reportCheckToFile(host, { ...input, check, scan: scan === null ? null : resolve(scan) });
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
