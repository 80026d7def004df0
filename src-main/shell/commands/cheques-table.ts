import type { EvaluateChequesOutput } from '../../contract/cli-evaluate.ts';
import { ratesText } from './rates-text.ts';

const percent = (value: number | null): string => (value === null ? 'none' : `${(100 * value).toFixed(2)} %`);

/** What was read off whole cheques, as a table for people. */
export function chequesTable(output: EvaluateChequesOutput): string {
  const { counts, micr, inkF1, verification } = output;
  const of = (part: number, whole: number) => `${String(part)} of ${String(whole)}`;
  const row = (name: string, value: string, told: string) =>
    `  ${name.padEnd(44)}${value.padStart(9)}   ${told}`.trimEnd();
  const line = (name: string, { lines, right, sureWrong }: EvaluateChequesOutput['micr']['e13b']) =>
    row(name, percent(right), `${String(lines)} lines; sure and wrong ${percent(sureWrong)}`);
  const lines = [
    `${String(counts.pictures)} pictures (${String(counts.unreadable)} unreadable), ${of(counts.chequesFound, counts.cheques)} cheques found, ${String(counts.refused)} refused for their quality.`,
    '',
    row('signatures found', percent(output.found), of(counts.found, counts.signatures)),
    row('false signatures a cheque', output.falsePerCheque?.toFixed(4) ?? 'none', of(counts.false, counts.cheques)),
    row('unsigned told as unsigned', percent(output.unsignedRight), of(counts.unsignedRight, counts.unsigned)),
    row('cut-off signatures told as such', '', of(counts.cutOffTold, counts.cutOff)),
    row('accounts right', '', of(counts.accountsRight, counts.accounts)),
    '',
    ...(['grey', 'colour', 'bitonal'] as const).map((tone) =>
      row(`F1 of the ink, ${tone}`, inkF1[tone]?.toFixed(4) ?? 'none', ''),
    ),
    '',
    line('MICR line right, E-13B', micr.e13b),
    line('MICR line right, CMC-7', micr.cmc7),
    line('MICR line right, E-13B, below 200 dpi', micr.below200.e13b),
    line('MICR line right, CMC-7, below 200 dpi', micr.below200.cmc7),
  ];
  if (verification === null) return [...lines, '', 'No signer has signatures enough to verify with.'].join('\n');
  lines.push('', 'Questioned signatures read off the cheques:', ratesText(verification));
  if (verification.clean)
    lines.push(
      '',
      'The same trials, questioned signatures clean:',
      ratesText({ ...verification, sets: verification.clean }),
    );
  return lines.join('\n');
}
