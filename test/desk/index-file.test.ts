import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readEnrolmentIndex, readSignatureIndex } from '../../src-main/desk/index-file.ts';

let folder = '';
const write = async (text: string) => {
  const file = join(folder, 'index.tsv');
  await writeFile(file, text);
  return file;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-index-'));
});

describe('readSignatureIndex', () => {
  it('takes paths relative to the file, columns in any order, CRLF and a byte order mark', async () => {
    const file = await write('\uFEFFsplit\tkind\tpath\twriter\tdataset\r\nvalidation\tgenuine\ta/b.png\tw1\tbank\r\n');
    expect(await readSignatureIndex(file)).toEqual([
      {
        path: join(folder, 'a/b.png'),
        name: 'a/b.png',
        dataset: 'bank',
        writer: 'w1',
        kind: 'genuine',
        split: 'validation',
      },
    ]);
  });

  it('keeps absolute paths', async () => {
    const absolute = join(folder, 'x.png');
    const file = await write(`path\tdataset\twriter\tkind\tsplit\n${absolute}\tb\tw\tforgery\ttrain\n`);
    expect((await readSignatureIndex(file))[0]?.path).toBe(absolute);
  });

  it.each([
    ['a missing column', 'path\tdataset\twriter\tkind\n', 'split is missing'],
    ['no rows', 'path\tdataset\twriter\tkind\tsplit\n', 'no rows'],
    [
      'an unknown kind',
      'path\tdataset\twriter\tkind\tsplit\na\tb\tc\tfake\ttrain\n',
      'line 2: kind must be genuine or forgery, not "fake"',
    ],
    [
      'an empty cell',
      'path\tdataset\twriter\tkind\tsplit\na\tb\tc\tgenuine\ttrain\na\t\tc\tgenuine\ttrain\n',
      'line 3: dataset is empty',
    ],
  ])('names %s', async (_, text, message) => {
    await expect(readSignatureIndex(await write(text))).rejects.toThrow(message);
  });

  it('names the splits there are when the wanted one is not', async () => {
    const file = await write('path\tdataset\twriter\tkind\tsplit\na\tb\tc\tgenuine\ttrain\n');
    await expect(readSignatureIndex(file, 'test')).rejects.toThrow('no rows of split "test"; it has: train');
  });

  it('names a file that is not there', async () => {
    await expect(readSignatureIndex(join(folder, 'none.tsv'))).rejects.toThrow('none.tsv (ENOENT)');
  });
});

describe('readEnrolmentIndex', () => {
  it('reads path, account and signatory', async () => {
    const file = await write('path\taccount\tsignatory\na.png\t41\tAda Lovelace\n');
    expect(await readEnrolmentIndex(file)).toEqual([
      { path: join(folder, 'a.png'), name: 'a.png', account: '41', signatory: 'Ada Lovelace' },
    ]);
  });
});
