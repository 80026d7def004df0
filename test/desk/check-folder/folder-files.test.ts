import { mkdir, mkdtemp, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listFolder } from '../../../src-main/desk/check-folder/list-folder.ts';
import { readManifest } from '../../../src-main/desk/check-folder/manifest.ts';
import { Pace } from '../../../src-main/desk/check-folder/pace.ts';
import { readSteady } from '../../../src-main/desk/check-folder/read-steady.ts';
import { SettledFiles } from '../../../src-main/desk/check-folder/settled-files.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-list-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const nothingSaid = { account: null, amount: null, date: null };

describe('a folder', () => {
  test('is listed with all below it, without what is no scan, in one order', async () => {
    await mkdir(join(folder, 'b', 'deep'), { recursive: true });
    await mkdir(join(folder, 'store'));
    for (const file of ['b/deep/2.tif', 'b/1.JPG', 'a.png', 'noending', '.hidden.png', 'list.csv', 'store/x.png'])
      await writeFile(join(folder, file), file);
    await symlink(join(folder, 'b'), join(folder, 'link'));
    const { files } = await listFolder(folder, new Set([join(folder, 'store')]));
    expect(files.map(({ file }) => file)).toEqual(['a.png', 'b/1.JPG', 'b/deep/2.tif', 'noending']);
    expect(files[0]).toMatchObject({ size: 5 });
  });

  test('that is not there is told', async () => {
    await expect(listFolder(join(folder, 'nowhere'), new Set())).rejects.toMatchObject({ fault: 'no-folder' });
  });

  test('keeps a file known by what stays the same when it is renamed', async () => {
    await writeFile(join(folder, 'a.png'), 'a');
    const [before] = (await listFolder(folder, new Set())).files;
    await rename(join(folder, 'a.png'), join(folder, 'z.png'));
    const [after] = (await listFolder(folder, new Set())).files;
    expect(after).toEqual({ ...before, file: 'z.png' });
  });
});

describe('a file', () => {
  const found = (size: number, modified: number) => ({ file: 'a.png', size, modified, identity: null });

  test('counts once it has stopped growing', () => {
    const settled = new SettledFiles();
    const growing = (size: number, now: number, modified = now) => settled.look([found(size, modified)], now).growing;
    expect(growing(1, 100_000)).toBe(1);
    expect(growing(2, 101_000)).toBe(1);
    expect(growing(3, 102_000)).toBe(1);
    expect(growing(3, 103_000, 102_000)).toBe(1);
    expect(settled.look([found(3, 102_000)], 104_000).ready).toHaveLength(1);
  });

  test('that nobody wrote to for a while counts at once; one from the future has to look the same twice', () => {
    expect(new SettledFiles().look([found(1, 100_000)], 110_000).ready).toHaveLength(1);
    const settled = new SettledFiles();
    expect(settled.look([found(1, 900_000)], 100_000).ready).toEqual([]);
    expect(settled.look([found(1, 900_000)], 102_000).ready).toHaveLength(1);
  });

  test('is read as it was listed, or not at all', async () => {
    const path = join(folder, 'a.png');
    await writeFile(path, 'first');
    const [listed] = (await listFolder(folder, new Set())).files;
    const file = { ...listed!, ...nothingSaid };
    expect(await readSteady(folder, file)).toMatchObject({ kind: 'bytes' });
    await writeFile(path, 'second');
    expect(await readSteady(folder, file)).toEqual({ kind: 'changed' });
    await writeFile(path, 'third');
    await utimes(path, new Date(file.modified + 5000), new Date(file.modified + 5000));
    expect(await readSteady(folder, file)).toEqual({ kind: 'changed' });
    await rm(path);
    expect(await readSteady(folder, file)).toEqual({ kind: 'gone' });
    expect(await readSteady(folder, { ...file, size: 65 * 2 ** 20 })).toMatchObject({ kind: 'refused' });
  });
});

describe('a manifest', () => {
  const read = async (text: string) => {
    await writeFile(join(folder, 'm.csv'), text);
    return readManifest(join(folder, 'm.csv'), folder);
  };

  test('says what is known of a file, by its path or by its name alone', async () => {
    const manifest = await read(
      '\uFEFFFile;Amount;Date;Account\r\n"sub\\a.png";"1,250.50";2026-11-25;12-3\r\n./b.png;;;\r\nx/c.png;7;;\r\ny/c.png;8;;\r\n',
    );
    expect(manifest.of('sub/a.png')).toEqual({ account: '12-3', amount: 1250.5, date: '2026-11-25' });
    expect(manifest.of('elsewhere/a.png').account).toBe('12-3');
    expect(manifest.of('b.png')).toEqual(nothingSaid);
    expect(manifest.of('y/c.png').amount).toBe(8);
    // Two have that name: which one is meant isn't said.
    expect(manifest.of('z/c.png')).toEqual(nothingSaid);
  });

  test.each([
    ['name,account\na,1', 'file,account,amount,date'],
    ['file,payee\na,1', '"payee" is none of them'],
    ['file,amount\na.png,12.345', 'row 2 a wrong amount'],
    ['file,date\na.png,25.11.2026', 'row 2 a wrong date'],
    ['file,account\n,1', 'row 2 a wrong file'],
    ['file,account\na.png,1\na.png,2', 'listed twice'],
    ['file,account\n"a.png,1', "isn't a CSV file"],
  ])('that is wrong is refused with the place: %j', async (text, says) => {
    await expect(read(text)).rejects.toMatchObject({ fault: 'bad-manifest', message: expect.stringContaining(says) });
  });
});

test('the pace is that of the last minute', () => {
  let now = 0;
  const pace = new Pace(() => now);
  expect(pace.secondsFor(10)).toBeNull();
  for (now = 0; now < 120_000; now += 500) pace.tick();
  expect(pace.perSecond).toBeCloseTo(2, 1);
  expect(pace.secondsFor(120)).toBeCloseTo(60, 0);
  now += 60_001;
  expect(pace.perSecond).toBeNull();
});
