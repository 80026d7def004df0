import { mkdir, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EngineError } from '../../src-main/engine/engine-error.ts';
import { readScanFile } from '../../src-main/engine/read-scan-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-read-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function failure(path: string): Promise<EngineError> {
  const error: unknown = await readScanFile(path).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(EngineError);
  return error as EngineError;
}

test('a file is read whole, also one of no bytes and one with emoji and 260 characters in its path', async () => {
  const deep = join(folder, '🖋️ chèque', 'x'.repeat(120), 'y'.repeat(120));
  await mkdir(deep, { recursive: true });
  const path = join(deep, '🏦.png');
  expect(path.length).toBeGreaterThan(260);
  await writeFile(path, Uint8Array.of(1, 2, 3));
  expect([...(await readScanFile(path))]).toEqual([1, 2, 3]);
  const empty = join(folder, 'empty.jpg');
  await writeFile(empty, '');
  expect(await readScanFile(empty)).toHaveLength(0);
});

test('a file of 200 MB is refused by its size', async () => {
  const path = join(folder, 'large.tif');
  const handle = await open(path, 'w');
  await handle.truncate(200 * 1024 * 1024);
  await handle.close();
  const error = await failure(path);
  expect(error).toMatchObject({ origin: 'scan', fault: 'too-large' });
  expect(error.message).toMatch(/large\.tif has 200 MB; at most 64 MB/);
});

test('a file that is not there, and a folder, are named with the reason', async () => {
  expect((await failure(join(folder, 'none.jpg'))).message).toMatch(/none\.jpg can't be read: it isn't there/);
  expect(await failure(folder)).toMatchObject({ origin: 'engine', fault: 'file-unreadable' });
  expect((await failure(join(folder, 'z'.repeat(300)))).message).toMatch(/name is too long/);
});
