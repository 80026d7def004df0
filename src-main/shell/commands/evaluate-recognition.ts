import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { EvaluateIdentifyOutput } from '../../contract/cli-identify.ts';
import type { CommandHost } from '../../desk/command-host.ts';
import { UsageError, type CommandOption, type CommandResult, type GivenArguments } from '../command.ts';

/** Options of `countersign evaluate --identify`. */
export const recognitionOptions: readonly CommandOption[] = [
  { name: 'identify', help: 'how well signatures are recognised among many signatories (docs/recognition.md)' },
  {
    name: 'synthetic',
    value: 'N',
    help: "with --identify: signatories who don't exist beside the writers, 0 to 100000 (default 10000)",
  },
  {
    name: 'cache',
    value: 'DIR',
    help: 'with --identify: where their templates are kept, so that a run broken off goes on where it was (default: a temporary folder)',
  },
];

const specimens = 3;

/** @throws UsageError where the options don't fit each other */
export async function evaluateRecognition(given: GivenArguments, host: CommandHost): Promise<CommandResult> {
  const unfit = ['cheques', 'conditions', 'details', 'specimens'].find((name) => given.given(name));
  if (unfit !== undefined) throw new UsageError(`--${unfit} doesn't go with --identify.`);
  const index = given.value('index');
  if (index === null) throw new UsageError('evaluate --identify needs --index FILE.');
  const synthetic = given.value('synthetic') ?? '10000';
  if (!/^\d{1,6}$/.test(synthetic) || Number(synthetic) > 100_000)
    throw new UsageError(`--synthetic takes a whole number from 0 to 100000; "${synthetic}" isn't that.`);
  const { evaluateIdentify } = await import('../../desk/identify/evaluate-identify.ts');
  const output = await evaluateIdentify(host, {
    index: resolve(index),
    split: given.value('split') ?? 'validation',
    synthetic: Number(synthetic),
    specimens,
    cache: resolve(given.value('cache') ?? join(tmpdir(), 'countersign-identify')),
    model: given.value('model'),
  });
  return { output, text: textOf(output), exitCode: 0 };
}

const percent = ({ value, low, high }: EvaluateIdentifyOutput['rank1']): string =>
  `${(100 * value).toFixed(1)} % (${(100 * low).toFixed(1)}–${(100 * high).toFixed(1)})`;

function textOf({ counts, rank1, rank5, openSet, split, model }: EvaluateIdentifyOutput): string {
  const { border, falseIdentification, missed, atOnePercent } = openSet;
  return [
    `${counts.probes} signatures of ${counts.probedWriters} ${split} writers, among ${counts.real} writers and ${counts.synthetic} synthetic signatories; model ${model}`,
    '',
    `first                   ${percent(rank1)}`,
    `among the first five    ${percent(rank5)}`,
    '',
    'half of the writers not enrolled:',
    `at border ${border.toFixed(2)}: named though nobody was there ${percent(falseIdentification)}, missed ${percent(missed)}`,
    `at 1 % named though nobody was there (border ${atOnePercent.border.toFixed(2)}): missed ${percent(atOnePercent.missed)}`,
  ].join('\n');
}
