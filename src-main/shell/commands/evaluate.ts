import { resolve } from 'node:path';
import type { EvaluateOutput } from '../../contract/cli.ts';
import { jsonOption, UsageError, type Command } from '../command.ts';

/** `countersign evaluate`: error rates over labelled signatures. */
export const evaluate: Command = {
  name: 'evaluate',
  summary: 'Measures error rates over labelled signatures, with 95 % intervals over writers.',
  usage: ['--index FILE [--split NAME] [--specimens 1,2,3,5] [--model ID] [--json]'],
  options: [
    {
      name: 'index',
      value: 'FILE',
      required: true,
      help: 'tab separated, header path, dataset, writer, kind (genuine or forgery), split',
    },
    { name: 'split', value: 'NAME', help: 'only the lines of this split' },
    { name: 'specimens', value: '1,2,3,5', help: 'numbers of specimens to measure with (default 1,2,3,5)' },
    { name: 'model', value: 'ID', help: 'the model package (default: the one in use)' },
    jsonOption,
  ],
  async run(given, host) {
    const specimens = readNumbers(given.value('specimens') ?? '1,2,3,5');
    const { evaluateIndex } = await import('../../desk/evaluate.ts');
    const output = await evaluateIndex(host, {
      index: resolve(given.required('index')),
      split: given.value('split'),
      specimens,
      model: given.value('model'),
    });
    return { output, text: textOf(output), exitCode: 0 };
  },
};

/**
 * Reads a list of numbers of specimens, 1 to 50 each.
 * @throws UsageError
 */
export function readNumbers(text: string): number[] {
  const numbers = text.split(',').map((part) => (/^\d{1,2}$/.test(part.trim()) ? Number(part) : 0));
  if (numbers.some((number) => number < 1 || number > 50)) {
    throw new UsageError(`--specimens takes whole numbers from 1 to 50 with commas between; "${text}" isn't that.`);
  }
  return [...new Set(numbers)].sort((a, b) => a - b);
}

function textOf(output: EvaluateOutput): string {
  const percent = (value: number) => `${(100 * value).toFixed(1)} %`;
  const rate = (measured: { value: number; low: number; high: number } | null) =>
    measured
      ? `${percent(measured.value)} (${(100 * measured.low).toFixed(1)}–${(100 * measured.high).toFixed(1)})`
      : 'no trials';
  const shares = (measured: { match: number; review: number; mismatch: number } | null) =>
    measured
      ? `match ${percent(measured.match)}, review ${percent(measured.review)}, mismatch ${percent(measured.mismatch)}`
      : 'no trials';
  const lines = [`Model ${output.model} on ${output.provider}. Rates with 95 % intervals over writers.`];
  for (const [set, byNumber] of Object.entries(output.sets)) {
    for (const [specimens, result] of Object.entries(byNumber)) {
      const { counts, bands } = result;
      lines.push(
        '',
        `${set}, ${specimens} ${specimens === '1' ? 'specimen' : 'specimens'}`,
        `  equal error rate, skilled forgeries   ${rate(result.skilledEer)}`,
        `  equal error rate, random forgeries    ${rate(result.randomEer)}`,
        `  mean of the writers' own (skilled)    ${rate(result.writerMeanEer)}`,
        `  genuines above 1 % skilled accepted   ${rate(result.genuineAtFar1)}`,
        ...(['genuine', 'skilled', 'random'] as const).map((kind) => `  ${kind.padEnd(8)} ${shares(bands[kind])}`),
        `  trials: ${String(counts.genuine)} genuine, ${String(counts.skilled)} skilled, ${String(counts.random)} random; ${String(counts.refused)} refused`,
      );
    }
  }
  return lines.join('\n');
}
