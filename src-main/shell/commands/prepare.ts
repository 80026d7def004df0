import { resolve } from 'node:path';
import { jsonOption, UsageError, type Command } from '../command.ts';

/** `countersign prepare`: model inputs for training, by the app's own imaging. */
export const prepare: Command = {
  name: 'prepare',
  summary: 'Writes model inputs for training, made by the very pipeline that checks cheques.',
  usage: ['--index FILE --out DIR [--split NAME] [--size 176x96] [--json]'],
  options: [
    { name: 'index', value: 'FILE', required: true, help: 'as for evaluate' },
    { name: 'out', value: 'DIR', required: true, help: 'where the inputs are written' },
    { name: 'split', value: 'NAME', help: 'only the lines of this split' },
    { name: 'size', value: 'WxH', help: 'width and height of an input in pixels (default 176x96)' },
    jsonOption,
  ],
  async run(given, host) {
    const size = given.value('size');
    const wanted = size === null ? undefined : readSize(size);
    const { prepareIndex } = await import('../../desk/prepare.ts');
    const output = await prepareIndex(host, {
      index: resolve(given.required('index')),
      out: resolve(given.required('out')),
      split: given.value('split'),
      size: wanted,
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
