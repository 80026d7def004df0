import { stringify } from 'csv-stringify/sync';
import type { CheckLine } from '../../contract/cli.ts';
import type { BatchItem, Twin } from '../../store/batches.ts';

/** An item as `check --json` prints it. */
export function resultLine(item: BatchItem, twin: Twin | null): CheckLine {
  const { file, cheque, outcome, check, state } = item;
  return {
    file,
    cheque,
    state,
    account: outcome?.account ?? item.account,
    verdict: outcome?.verdict ?? null,
    score: outcome?.score ?? null,
    reasons: [...(outcome?.reasons ?? [])],
    fault: outcome?.fault ?? null,
    amount: outcome?.amount ?? item.amount,
    date: item.date,
    duplicateOf: twin && { folder: twin.folder, file: twin.file, same: twin.same },
    check,
    at: outcome?.at ?? null,
  };
}

/** The first line of the table. */
export const tableHead = [
  'file',
  'account',
  'verdict',
  'score',
  'reason',
  'fault',
  'amount',
  'date',
  'duplicate_of',
  'cheque',
  'check',
];

const notChecked = 'Not checked yet.';

/** Rows of the table as CSV; a cell that a spreadsheet would take for a formula is written so that it isn't. */
export function tableRows(lines: readonly CheckLine[]): string {
  const rows = lines.map((line) => [
    line.file,
    line.account,
    line.verdict,
    line.score,
    line.state === 'waiting' ? notChecked : line.reasons.join(' '),
    line.fault,
    line.amount,
    line.date,
    line.duplicateOf?.file,
    line.cheque + 1,
    line.check,
  ]);
  // A number is no formula, though it begins with a sign.
  const cast = { number: (value: number) => ({ value: String(value), escape_formulas: false }) };
  return stringify(rows, { escape_formulas: true, cast });
}
