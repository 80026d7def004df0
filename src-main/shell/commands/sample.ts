import { resolve } from 'node:path';
import { jsonOption, UsageError, type Command } from '../command.ts';

/** `countersign sample`: scans of cheques that don't exist, with what is known of them. */
export const sample: Command = {
  name: 'sample',
  summary: 'Draws scans of cheques that were never drawn on any bank, and writes down what is on them.',
  usage: [
    '--out DIR --count N --seed S [--layouts tuned|varied|held-out] [--tone NAME] [--dpi N] [--json]',
    '--out DIR --seed S --signatures FILE [--split NAME] [--count N] [--layouts tuned|varied|held-out] [--tone NAME] [--dpi N] [--json]',
  ],
  options: [
    {
      name: 'out',
      value: 'DIR',
      required: true,
      help: 'where the pictures and truth.jsonl are written; nothing is overwritten',
    },
    {
      name: 'count',
      value: 'N',
      help: 'how many cheques, 1 to 100000; with --signatures at most (default all its lines)',
    },
    { name: 'seed', value: 'S', required: true, help: 'what they are drawn from, a whole number' },
    {
      name: 'layouts',
      value: 'NAME',
      help: 'tuned (default): forms that a reader may be tuned on; varied: the same rearranged at random, to train on; held-out: others, only to measure with',
    },
    {
      name: 'signatures',
      value: 'FILE',
      help: 'an index as for evaluate: one cheque a line, signed with the ink of its scan',
    },
    { name: 'split', value: 'NAME', help: 'only the lines of this split; with --signatures' },
    { name: 'tone', value: 'NAME', help: 'grey, colour or bitonal only (default a mix)' },
    { name: 'dpi', value: 'N', help: 'dots per inch of every scan, 100 to 400 (default a mix, mostly 200 and 300)' },
    jsonOption,
  ],
  notes: ['docs/cheque-truth.md says what truth.jsonl holds.'],
  async run(given, host) {
    const signatures = given.value('signatures');
    const split = given.value('split');
    if (split !== null && signatures === null) throw new UsageError('--split goes with --signatures.');
    const count = given.value('count');
    if (count === null && signatures === null) throw new UsageError('sample needs --count, as in --count 100.');
    const request = {
      out: resolve(given.required('out')),
      count: count === null ? null : whole('count', count, 1, 100_000),
      seed: whole('seed', given.required('seed'), 0, 999_999_999),
      layouts: oneOf('layouts', given.value('layouts') ?? 'tuned', ['tuned', 'varied', 'held-out']),
      signatures: signatures === null ? null : resolve(signatures),
      split,
      tone: given.given('tone') ? oneOf('tone', given.required('tone'), ['grey', 'colour', 'bitonal']) : null,
      dotsPerInch: given.given('dpi') ? whole('dpi', given.required('dpi'), 100, 400) : null,
    } as const;
    const { sampleCheques } = await import('../../desk/sample-cheques.ts');
    const output = await sampleCheques(host, request);
    for (const { path, reason } of output.refused) host.note(`${path}: ${reason}`);
    return {
      output,
      text: `${String(output.written)} cheques written to ${output.out}, ${String(output.refused.length)} scans refused.`,
      exitCode: 0,
    };
  },
};

/** @throws UsageError where it isn't a whole number from `least` to `most`. */
function whole(name: string, text: string, least: number, most: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : -1;
  if (value < least || value > most)
    throw new UsageError(
      `--${name} takes a whole number from ${String(least)} to ${String(most)}; "${text}" isn't that.`,
    );
  return value;
}

/** @throws UsageError where it is none of the names. */
function oneOf<Name extends string>(option: string, text: string, names: readonly Name[]): Name {
  const name = names.find((other) => other === text);
  if (name === undefined) throw new UsageError(`--${option} takes ${names.join(' or ')}; "${text}" isn't known.`);
  return name;
}
