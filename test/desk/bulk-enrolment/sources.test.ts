import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readList, readTree } from '../../../src-main/desk/bulk-enrolment/sources.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'countersign-sources-'));
});
afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

async function put(...files: string[]): Promise<void> {
  for (const file of files) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), '');
  }
}

describe('a folder tree', () => {
  test('is ACCOUNT/SIGNATORY/SCAN, in order, hidden files passed over', async () => {
    await put('100/Basil Yates/10.png', '100/Basil Yates/9.png', '100/Ann/1.png', '99/Ann/1.png', '.DS_Store');
    const sources = await readTree(root);
    expect(sources.map(({ account }) => account)).toEqual(['99', '100']);
    expect(sources[1]!.files.map(({ path, signatory }) => [signatory, path.slice(root.length)])).toEqual([
      ['Ann', '/100/Ann/1.png'],
      ['Basil Yates', '/100/Basil Yates/9.png'],
      ['Basil Yates', '/100/Basil Yates/10.png'],
    ]);
  });

  test.each([
    ['stray.png', 'stray.png lies beside the accounts'],
    ['100/stray.png', 'stray.png belongs to no signatory'],
    ['100/Ann/deeper/1.png', 'deeper is a folder below a signatory'],
    [`${'1'.repeat(41)}/Ann/1.png`, 'an account number has at most 40 characters'],
  ])('%s is told', async (file, message) => {
    await put('100/Ann/1.png', file);
    await expect(readTree(root)).rejects.toMatchObject({
      fault: 'bad-index',
      message: expect.stringContaining(message),
    });
  });

  test('without scans, or that is not there, is told', async () => {
    await expect(readTree(root)).rejects.toMatchObject({ message: expect.stringContaining('holds no scans') });
    await expect(readTree(join(root, 'none'))).rejects.toMatchObject({ message: expect.stringContaining('ENOENT') });
  });
});

describe('a list', () => {
  const list = async (text: string) => {
    const path = join(root, 'list.csv');
    await writeFile(path, text);
    return readList(path);
  };

  test('names files, accounts and signatories, and what else is known; one account however it is spaced', async () => {
    const sources = await list(
      'File;Account;Signatory;Holder;Captured_on\r\na.png;10 0;Ann;;2024-02-03\r\n"b;c.png";100;Basil;Porter & Co;\r\n',
    );
    expect(sources).toEqual([
      {
        account: '10 0',
        holder: 'Porter & Co',
        files: [
          { path: join(root, 'a.png'), signatory: 'Ann', capturedOn: '2024-02-03' },
          { path: join(root, 'b;c.png'), signatory: 'Basil', capturedOn: null },
        ],
      },
    ]);
  });

  test.each([
    ['file,account\na.png,1\n', 'signatory is missing'],
    ['file,account,signatory,colour\na.png,1,A,red\n', '"colour" is none of them'],
    ['file,account,signatory\n', 'has a header but no rows'],
    ['file,account,signatory\na.png,1,\n', 'row 2, signatory'],
    ['file,account,signatory\n,1,A\n', 'row 2: file is empty'],
    ['file,account,signatory,captured_on\na.png,1,A,3.2.2024\n', 'row 2, captured_on'],
    ['file,account,signatory\na.png,1,A\na.png,2,A\n', 'is named already'],
  ])('%j is told', async (text, message) => {
    await expect(list(text)).rejects.toMatchObject({ fault: 'bad-index', message: expect.stringContaining(message) });
  });
});
