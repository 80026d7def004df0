import { resolve } from 'node:path';
import { jsonOption, UsageError, type Command } from '../command.ts';

/** `countersign prepare`: model inputs for training, by the app's own imaging. */
export const prepare: Command = {
  name: 'prepare',
  summary: 'Writes model inputs for training, made by the very pipeline that checks cheques.',
  usage: ['--index FILE --out DIR [--split NAME] [--size 176x96] [--degrade cheque --seed N [--copies K]] [--json]'],
  options: [
    { name: 'index', value: 'FILE', required: true, help: 'as for evaluate' },
    { name: 'out', value: 'DIR', required: true, help: 'where the inputs are written' },
    { name: 'split', value: 'NAME', help: 'only the lines of this split' },
    { name: 'size', value: 'WxH', help: 'width and height of an input in pixels (default 176x96)' },
    {
      name: 'degrade',
      value: 'cheque',
      help: 'change each scan at random first, as a cheque, its pen and its scanner do',
    },
    { name: 'seed', value: 'N', help: 'what the changes are drawn from, a whole number; with --degrade' },
    { name: 'copies', value: 'K', help: 'how often each scan is written, 1 to 100 (default 1); with --degrade' },
    jsonOption,
  ],
  async run(given, host) {
    const size = given.value('size');
    const wanted = size === null ? undefined : readSize(size);
    const degrade = readDegrade(given.value('degrade'), given.value('seed'), given.value('copies'));
    const { prepareIndex } = await import('../../desk/prepare.ts');
    const output = await prepareIndex(host, {
      index: resolve(given.required('index')),
      out: resolve(given.required('out')),
      split: given.value('split'),
      size: wanted,
      degrade,
    });
    for (const { path, reason } of output.refused) host.note(`${path}: ${reason}`);
    return {
      output,
      text: `${String(output.written)} inputs written to ${output.out}, ${String(output.refused.length)} scans refused.`,
      exitCode: 0,
    };
  },
};

/**
 * Reads a size as WxH in whole pixels, 8 to 4096 each.
 * @throws UsageError
 */
export function readSize(text: string): { width: number; height: number } {
  const match = /^(\d{1,4})x(\d{1,4})$/.exec(text);
  const [width = 0, height = 0] = match?.slice(1).map(Number) ?? [];
  if (Math.min(width, height) < 8 || Math.max(width, height) > 4096) {
    throw new UsageError(
      `--size takes width and height in pixels, as in 176x96, 8 to 4096 each; "${text}" isn't that.`,
    );
  }
  return { width, height };
}

/**
 * Reads --degrade with its seed and number of copies.
 * @throws UsageError
 */
export function readDegrade(
  kind: string | null,
  seed: string | null,
  copies: string | null,
): { kind: 'cheque'; seed: number; copies: number } | undefined {
  if (kind === null) {
    if (seed !== null || copies !== null) throw new UsageError('--seed and --copies go with --degrade cheque.');
    return undefined;
  }
  if (kind !== 'cheque') throw new UsageError(`--degrade takes cheque; "${kind}" isn't known.`);
  if (seed === null || !/^\d{1,9}$/.test(seed)) {
    throw new UsageError(
      '--degrade needs --seed with a whole number, as in --seed 1: the same one gives the same inputs.',
    );
  }
  const count = copies === null ? 1 : /^\d{1,3}$/.test(copies) ? Number(copies) : 0;
  if (count < 1 || count > 100)
    throw new UsageError(`--copies takes a whole number from 1 to 100; "${copies ?? ''}" isn't that.`);
  return { kind, seed: Number(seed), copies: count };
}
