import { resolve } from 'node:path';
import * as v from 'valibot';
import { daySchema } from '../../contract/account.ts';
import type { Box } from '../../contract/box.ts';
import type { VerifyOutput } from '../../contract/cli.ts';
import { readAmount } from './amount.ts';
import { firstPositional, jsonOption, storeOption, UsageError, type Command } from '../command.ts';

const exitCodes = { match: 0, review: 10, mismatch: 11 } as const;

/** `countersign verify`: one cheque, checked. */
export const verify: Command = {
  name: 'verify',
  summary: 'Checks the signature on a scan against the specimens of an account.',
  usage: ['--store DIR SCAN [--account ID] [--region x,y,w,h] [--amount N] [--date YYYY-MM-DD] [--json]'],
  options: [
    storeOption,
    {
      name: 'account',
      value: 'ID',
      help: "the account the cheque is drawn on; without it the MICR line's, else the one in the file's name",
    },
    {
      name: 'region',
      value: 'x,y,w,h',
      help: 'where the signature lies, in pixels of the scan; without it the signatures are found',
    },
    { name: 'amount', value: 'N', help: "what it is made out for, in the main unit, for the account's mandate" },
    { name: 'date', value: 'YYYY-MM-DD', help: 'its day, for the mandate; without it, today' },
    jsonOption,
  ],
  positionals: { name: 'SCAN', most: 1 },
  notes: ['Exit code: 0 match, 10 review, 11 mismatch, 2 no verdict (stderr says why), 64 wrong usage.'],
  failureCode: 2,
  async run(given, host) {
    const scan = firstPositional(given, 'verify needs a SCAN.');
    const region = given.value('region');
    const input = {
      store: resolve(given.required('store')),
      account: given.value('account'),
      scan: resolve(scan),
      region: region === null ? null : readRegion(region),
      amount: readAmount(given.value('amount')),
      date: readDay(given.value('date')),
    };
    const { verifyScanFile } = await import('../../desk/verify-file.ts');
    const output = await verifyScanFile(host, input);
    return { output: { ...output, scan }, text: textOf(output), exitCode: exitCodes[output.verdict] };
  },
};

/** @throws UsageError */
function readDay(text: string | null): string | null {
  if (text === null || v.is(daySchema, text)) return text;
  throw new UsageError(`--date takes a day as YYYY-MM-DD; "${text}" isn't that.`);
}

/**
 * Reads a region as x,y,w,h in whole pixels.
 * @throws UsageError
 */
export function readRegion(text: string): Box {
  const match = /^(\d{1,6}),(\d{1,6}),(\d{1,6}),(\d{1,6})$/.exec(text.replaceAll(' ', ''));
  const [x = 0, y = 0, width = 0, height = 0] = match?.slice(1).map(Number) ?? [];
  if (!match || width === 0 || height === 0) {
    throw new UsageError(
      `--region takes four whole numbers of pixels, x,y,w,h, with w and h above 0; "${text}" isn't that.`,
    );
  }
  return { x, y, width, height };
}

function textOf(output: VerifyOutput): string {
  const { reading, signatures = [] } = output;
  const others = signatures.filter(({ decides }) => !decides);
  return [
    `${output.verdict.toUpperCase()}  account ${output.account}, score ${output.score.toFixed(2)}`,
    ...output.reasons.map((reason) => `  ${reason}`),
    ...(output.why?.reasons ?? []).map(({ text }) => `  ${text}`),
    ...(reading?.micr ? [`  MICR line ${reading.micr.text}${reading.micr.sure ? '' : ' (in doubt)'}`] : []),
    ...others.map(
      ({ verdict, score, signatory }) =>
        `  another signature: ${verdict ? `${verdict}, nearest to ${signatory ?? ''}, score ${(score ?? 0).toFixed(2)}` : "can't be judged"}`,
    ),
    '',
    '  distance  signatory (specimen)',
    ...output.distances.map(
      ({ specimen, signatory, distance }) => `  ${distance.toFixed(4).padStart(8)}  ${signatory} (${specimen})`,
    ),
    '',
    `  model ${output.model} on ${output.provider}`,
  ].join('\n');
}
