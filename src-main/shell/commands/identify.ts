import { resolve } from 'node:path';
import type { HandsOutput, IdentifyOutput } from '../../contract/cli-identify.ts';
import { jsonOption, storeOption, UsageError, type Command } from '../command.ts';
import { readRegion } from './verify.ts';

const exitCodes = { somebody: 0, nobody: 10 } as const;

/** `countersign identify`: whose signature is on a scan? */
export const identify: Command = {
  name: 'identify',
  summary: 'Looks for whose signature is on a scan, among everybody on file; nobody may be the answer.',
  usage: ['SCAN --store DIR [--region x,y,w,h] [--json]'],
  options: [
    storeOption,
    {
      name: 'region',
      value: 'x,y,w,h',
      help: 'where the signature lies, in pixels of the scan; without it the signatures are found',
    },
    jsonOption,
  ],
  positionals: { name: 'SCAN', most: 1 },
  notes: [
    'Each answer is put on record. A likeness among many is a lead, not proof (docs/recognition.md).',
    'Exit code: 0 somebody is named, 10 nobody on file, 2 nothing could be looked for, 64 wrong usage.',
  ],
  failureCode: 2,
  async run(given, host) {
    const scan = given.positionals[0];
    if (scan === undefined) throw new UsageError('identify needs a SCAN.');
    const region = given.value('region');
    const { identifyScanFile } = await import('../../desk/identify/identify-command.ts');
    const output = await identifyScanFile(host, {
      store: resolve(given.required('store')),
      scan: resolve(scan),
      region: region === null ? null : readRegion(region),
    });
    const named = output.signatures.some(({ nobody }) => !nobody);
    const exitCode = named ? exitCodes.somebody : exitCodes.nobody;
    return { output: { ...output, scan }, text: textOf(output), exitCode };
  },
};

function textOf({ signatures, border, model }: IdentifyOutput): string {
  const parts = signatures.map(({ reasons, candidates }) =>
    [
      ...reasons,
      '',
      '   score  distance  account, signatory',
      ...candidates.map(({ score, distance, account, signatoryName, likely }) => {
        const numbers = `${score.toFixed(2).padStart(8)}  ${distance.toFixed(4).padStart(8)}`;
        return `${numbers}  ${account}, ${signatoryName}${likely ? '' : ' (not likely)'}`;
      }),
    ].join('\n'),
  );
  return [...parts, `Named from ${border.toFixed(2)} up; model ${model}.`].join('\n\n');
}

/** `countersign hands`: one hand on several accounts of a batch. */
export const hands: Command = {
  name: 'hands',
  summary: 'Lists hands that signed for several accounts of a checked folder.',
  usage: ['--store DIR [--batch ID] [--json]'],
  options: [storeOption, { name: 'batch', value: 'ID', help: 'which batch (default: the newest)' }, jsonOption],
  notes: ['The signatures are those that the batch put on record. A hand is a lead, not proof (docs/recognition.md).'],
  async run(given, host) {
    const { handsOfBatch } = await import('../../desk/identify/identify-command.ts');
    const output = await handsOfBatch(host, { store: resolve(given.required('store')), batch: given.value('batch') });
    return { output, text: handsText(output), exitCode: 0 };
  },
};

function handsText({ folder, hands: found, signatures }: HandsOutput): string {
  if (found.length === 0) return `No hand signed for several accounts among the ${signatures} signatures of ${folder}.`;
  return found
    .map(({ accounts, signatures: members }) =>
      [
        `One hand on ${accounts.length} accounts:`,
        ...members.map(({ file, account, verdict }) => `  ${account.padEnd(20)} ${verdict.padEnd(8)} ${file}`),
      ].join('\n'),
    )
    .join('\n\n');
}
