import { resolve } from 'node:path';
import type { EvaluateOutput } from '../../contract/cli.ts';
import { jsonOption, UsageError, type Command } from '../command.ts';
import { conditionsTable } from './conditions-table.ts';

/** `countersign evaluate`: error rates over labelled signatures. */
export const evaluate: Command = {
  name: 'evaluate',
  summary: 'Measures error rates over labelled signatures, with 95 % intervals over writers.',
  usage: ['--index FILE [--split NAME] [--specimens 1,2,3,5] [--model ID] [--conditions [LIST]] [--json]'],
  options: [
    {
      name: 'index',
      value: 'FILE',
      required: true,
      help: 'tab separated, header path, dataset, writer, kind (genuine or forgery), split',
    },
    { name: 'split', value: 'NAME', help: 'only the lines of this split' },
    {
      name: 'specimens',
      value: '1,2,3,5',
      help: 'numbers of specimens to measure with (default 1,2,3,5; with --conditions 1,5)',
    },
    { name: 'model', value: 'ID', help: 'the model package (default: the one in use)' },
    {
      name: 'conditions',
      value: 'LIST',
      whenBare: 'all',
      help: 'also with the questioned signatures as a bad scan shows them: all (default), or ids with commas between',
    },
    jsonOption,
  ],
  notes: ['The conditions and their ids are in docs/evaluation.md.'],
  async run(given, host) {
    const wanted = given.value('conditions');
    const request = {
      index: resolve(given.required('index')),
      split: given.value('split'),
      specimens: readNumbers(given.value('specimens') ?? (wanted === null ? '1,2,3,5' : '1,5')),
      model: given.value('model'),
    };
    if (wanted !== null) {
      const { evaluateConditions, conditions } = await import('../../desk/evaluate-conditions.ts');
      const output = await evaluateConditions(host, { ...request, conditions: readConditions(wanted, conditions) });
      return { output, text: `${textOf(output)}\n\n${conditionsTable(output)}`, exitCode: 0 };
    }
    const { evaluateIndex } = await import('../../desk/evaluate.ts');
    const output = await evaluateIndex(host, request);
    return { output, text: textOf(output), exitCode: 0 };
  },
};

/**
 * Reads a list of conditions' ids, or `all`.
 * @throws UsageError naming one that isn't known
 */
export function readConditions<Id extends string>(text: string, known: readonly { readonly id: Id }[]): Id[] {
  const ids = known.map(({ id }) => id);
  if (text.trim() === 'all') return ids;
  const wanted = text.split(',').map((part) => part.trim());
  const unknown = wanted.find((id) => !ids.some((name) => name === id));
  if (unknown !== undefined) {
    throw new UsageError(`--conditions knows no "${unknown}"; there are ${ids.join(', ')}, and all.`);
  }
  return ids.filter((id) => wanted.includes(id));
}

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
        ...(result.skilledMatchBound === null || result.skilledMatchBound === undefined
          ? []
          : [`  skilled forgeries in match: at most ${percent(result.skilledMatchBound)}, at 95 % confidence`]),
        `  trials: ${String(counts.genuine)} genuine, ${String(counts.skilled)} skilled, ${String(counts.random)} random; ${String(counts.refused)} refused`,
      );
    }
  }
  return lines.join('\n');
}
