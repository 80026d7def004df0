import { expect, test } from 'vitest';
import { UsageError } from '../../src-main/shell/command.ts';
import { readArguments } from '../../src-main/shell/command-arguments.ts';
import { sample } from '../../src-main/shell/commands/sample.ts';
import { quietHost } from '../desk/quiet-host.ts';

const run = async (...words: string[]) =>
  sample.run(readArguments(sample, words), quietHost(), {
    ownStore: '/nowhere',
    logFolder: '/nowhere',
    print: () => undefined,
  });

test.each([
  [['--out', 'x', '--count', '3']],
  [['--count', '3', '--seed', '1']],
  [['--out', 'x', '--seed', '1']],
  [['--out', 'x', '--seed', '1', '--count', '0']],
  [['--out', 'x', '--seed', '1', '--count', '3.5']],
  [['--out', 'x', '--seed', 'one', '--count', '3']],
  [['--out', 'x', '--seed', '1', '--count', '3', '--layouts', 'mine']],
  [['--out', 'x', '--seed', '1', '--count', '3', '--tone', 'sepia']],
  [['--out', 'x', '--seed', '1', '--count', '3', '--dpi', '1200']],
  [['--out', 'x', '--seed', '1', '--count', '3', '--split', 'validation']],
])('sample refuses %j', async (words) => {
  await expect(run(...words)).rejects.toThrow(UsageError);
});
