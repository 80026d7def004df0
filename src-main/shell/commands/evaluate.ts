import { resolve } from 'node:path';
import type { CommandHost } from '../../desk/command-host.ts';
import { jsonOption, UsageError, type Command, type CommandResult, type GivenArguments } from '../command.ts';
import { chequesTable } from './cheques-table.ts';
import { conditionsTable } from './conditions-table.ts';
import { evaluateRecognition, recognitionOptions } from './evaluate-recognition.ts';
import { ratesText } from './rates-text.ts';

/** `countersign evaluate`: error rates over labelled signatures. */
export const evaluate: Command = {
  name: 'evaluate',
  summary: 'Measures error rates over labelled signatures, with 95 % intervals over writers.',
  usage: [
    '--index FILE [--split NAME] [--specimens 1,2,3,5] [--model ID] [--conditions [LIST]] [--json]',
    '--cheques DIR [--index FILE [--split NAME]] [--specimens 5] [--model ID] [--details FILE] [--json]',
    '--identify --index FILE [--split validation] [--synthetic 10000] [--cache DIR] [--model ID] [--json]',
  ],
  options: [
    {
      name: 'index',
      value: 'FILE',
      help: 'tab separated, header path, dataset, writer, kind (genuine or forgery), split; with --cheques: the scans whose ink is on them',
    },
    {
      name: 'cheques',
      value: 'DIR',
      help: 'whole cheques with a truth.jsonl (docs/cheque-truth.md), as the sample command writes them',
    },
    { name: 'split', value: 'NAME', help: 'only the lines of this split' },
    {
      name: 'specimens',
      value: '1,2,3,5',
      help: 'numbers of specimens to measure with (default 1,2,3,5; with --conditions 1,5; with --cheques 5)',
    },
    { name: 'model', value: 'ID', help: 'the model package (default: the one in use)' },
    {
      name: 'conditions',
      value: 'LIST',
      whenBare: 'all',
      help: 'also with the questioned signatures as a bad scan shows them: all (default), or ids with commas between',
    },
    { name: 'details', value: 'FILE', help: 'with --cheques: one line of JSON a picture, what was found on it' },
    ...recognitionOptions,
    jsonOption,
  ],
  notes: ['The conditions and their ids are in docs/evaluation.md.'],
  async run(given, host) {
    const wanted = given.value('conditions');
    const cheques = given.value('cheques');
    if (given.given('identify')) return evaluateRecognition(given, host);
    if (cheques !== null) return evaluateFolder(cheques, given, host);
    if (given.given('details')) throw new UsageError('--details goes with --cheques.');
    const index = given.value('index');
    if (index === null) throw new UsageError('evaluate needs --index FILE or --cheques DIR.');
    const request = {
      index: resolve(index),
      split: given.value('split'),
      specimens: readNumbers(given.value('specimens') ?? (wanted === null ? '1,2,3,5' : '1,5')),
      model: given.value('model'),
    };
    if (wanted !== null) {
      const { evaluateConditions, conditions } = await import('../../desk/evaluate-conditions.ts');
      const output = await evaluateConditions(host, { ...request, conditions: readConditions(wanted, conditions) });
      return { output, text: `${ratesText(output)}\n\n${conditionsTable(output)}`, exitCode: 0 };
    }
    const { evaluateIndex } = await import('../../desk/evaluate.ts');
    const output = await evaluateIndex(host, request);
    return { output, text: ratesText(output), exitCode: 0 };
  },
};

async function evaluateFolder(cheques: string, given: GivenArguments, host: CommandHost): Promise<CommandResult> {
  if (given.given('conditions')) throw new UsageError('--conditions goes with --index alone, not with --cheques.');
  const index = given.value('index');
  const split = given.value('split');
  if (split !== null && index === null) throw new UsageError('--split goes with --index.');
  const details = given.value('details');
  const { evaluateCheques } = await import('../../desk/evaluate-cheques.ts');
  const output = await evaluateCheques(host, {
    cheques: resolve(cheques),
    index: index === null ? null : resolve(index),
    split,
    specimens: readNumbers(given.value('specimens') ?? '5'),
    model: given.value('model'),
    details: details === null ? null : resolve(details),
  });
  return { output, text: chequesTable(output), exitCode: 0 };
}

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
