import { resolve } from 'node:path';
import * as v from 'valibot';
import type { ReasonsOutput } from '../../contract/cli-record.ts';
import { decisionKindSchema, type DecisionKind } from '../../contract/decide.ts';
import { decisionReasonSchema, reasonCodeSchema } from '../../contract/decision-reasons.ts';
import {
  firstPositional,
  jsonOption,
  storeOption,
  UsageError,
  type Command,
  type CommandResult,
  type GivenArguments,
} from '../command.ts';

function resultOf(output: ReasonsOutput): CommandResult {
  const width = Math.max(0, ...output.reasons.map(({ code }) => code.length));
  const lines = output.reasons.map(
    ({ code, words, for: kinds, retired }) =>
      `${code.padEnd(width)}  ${words} (${kinds.join(', ')}${retired ? '; retired' : ''})`,
  );
  return { output, text: lines.join('\n'), exitCode: 0 };
}

/** @throws UsageError */
function codeOf(given: GivenArguments, command: string): string {
  const code = v.safeParse(reasonCodeSchema, firstPositional(given, `${command} needs the CODE of a reason.`));
  if (code.success) return code.output;
  throw new UsageError(`${command} needs a CODE: ${code.issues[0].message}.`);
}

/** @throws UsageError naming the kind that there isn't */
function kindsOf(text: string): DecisionKind[] {
  const words = text.split(',').map((word) => word.trim());
  return words.map((word) => {
    if (v.is(decisionKindSchema, word)) return word;
    throw new UsageError(`--for takes ${decisionKindSchema.options.join(', ')}; "${word}" is none of them.`);
  });
}

/** `countersign reasons list`. */
export const reasonsList: Command = {
  name: 'reasons list',
  summary: "Lists the bank's reasons for decisions, with their codes.",
  usage: ['--store DIR [--json]'],
  options: [storeOption, jsonOption],
  async run(given, host) {
    const { listReasons } = await import('../../desk/reasons-command.ts');
    return resultOf(await listReasons(host, { store: resolve(given.required('store')) }));
  },
};

/** `countersign reasons set`. */
export const reasonsSet: Command = {
  name: 'reasons set',
  summary: 'Adds a reason to the list, or changes the one of that code.',
  usage: ['CODE --store DIR --words TEXT --for KIND,KIND… [--json]'],
  options: [
    storeOption,
    { name: 'words', value: 'TEXT', required: true, help: 'what the code means; decisions carry it with the code' },
    { name: 'for', value: 'LIST', required: true, help: 'accept, return, refer: where it is offered, commas between' },
    jsonOption,
  ],
  positionals: { name: 'CODE', most: 1 },
  notes: ['Decisions made before keep the words that they were made with. Each change is on record.'],
  async run(given, host) {
    const read = v.safeParse(decisionReasonSchema, {
      code: codeOf(given, 'reasons set'),
      words: given.required('words'),
      for: kindsOf(given.required('for')),
    });
    if (!read.success) throw new UsageError(`reasons set: ${read.issues[0].message}.`);
    const { setReason } = await import('../../desk/reasons-command.ts');
    return resultOf(await setReason(host, { store: resolve(given.required('store')), reason: read.output }));
  },
};

/** `countersign reasons retire`. */
export const reasonsRetire: Command = {
  name: 'reasons retire',
  summary: 'Offers a reason no longer; old decisions keep it.',
  usage: ['CODE --store DIR [--json]'],
  options: [storeOption, jsonOption],
  positionals: { name: 'CODE', most: 1 },
  notes: ['"reasons set" with the same code offers it again.'],
  async run(given, host) {
    const code = codeOf(given, 'reasons retire');
    const { retireReason } = await import('../../desk/reasons-command.ts');
    return resultOf(await retireReason(host, { store: resolve(given.required('store')), code }));
  },
};
