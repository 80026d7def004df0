import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeEnrolIndex, writeSampleIndex } from '../../src-main/sample/sample-index.ts';
import { sampleSet } from '../../src-main/sample/samples.ts';

describe('the sample set', () => {
  test('has accounts with specimens, cheques for every verdict, and scans that can’t be judged', async () => {
    const set = await sampleSet();
    expect(set.accounts).toHaveLength(6);
    expect(new Set(set.accounts.map(({ holder }) => holder)).size).toBe(6);
    for (const { account, specimens } of set.accounts) {
      expect(specimens).toHaveLength(5);
      for (const { name, bytes } of specimens) {
        expect(name).toContain(account);
        const { width, height } = await sharp(bytes).metadata();
        expect(width).toBeGreaterThan(100);
        expect(height).toBeGreaterThan(50);
      }
    }
    expect(new Set(set.cheques.map(({ shows }) => shows))).toEqual(new Set(['match', 'review', 'mismatch']));
    expect(new Set(set.cheques.map(({ hand }) => hand))).toEqual(new Set(['genuine', 'imitation', 'other hand']));
    expect(set.unreadable.map(({ reason }) => reason)).toEqual(['blank', 'print']);
    const known = new Set(set.accounts.map(({ account }) => account));
    for (const { name, bytes, account, signatureRegion } of [...set.cheques, ...set.unreadable]) {
      expect(known.has(account)).toBe(true);
      expect(name.startsWith(account)).toBe(true);
      const { width = 0, height = 0 } = await sharp(bytes).metadata();
      expect(signatureRegion.x).toBeGreaterThanOrEqual(0);
      expect(signatureRegion.y).toBeGreaterThanOrEqual(0);
      expect(signatureRegion.x + signatureRegion.width).toBeLessThanOrEqual(width);
      expect(signatureRegion.y + signatureRegion.height).toBeLessThanOrEqual(height);
    }
    const names = [...set.accounts.flatMap(({ specimens }) => specimens), ...set.cheques, ...set.unreadable];
    expect(new Set(names.map(({ name }) => name)).size).toBe(names.length);
  });
});

describe('indexes', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'countersign-sample-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('of genuine signatures and forgeries: writers in one split, every file there and grey', async () => {
    const file = await writeSampleIndex(path.join(folder, 'a'), {
      signers: 4,
      genuine: 2,
      forgeries: 2,
      seed: 1,
      dpi: 150,
    });
    const [header, ...rows] = (await readFile(file, 'utf8')).trimEnd().split('\n');
    expect(header).toBe('path\tdataset\twriter\tkind\tsplit');
    expect(rows).toHaveLength(16);
    const splits = new Map<string, Set<string>>();
    for (const row of rows) {
      const [name = '', dataset, writer = '', kind, split = ''] = row.split('\t');
      expect(dataset).toBe('synthetic');
      expect(['genuine', 'forgery']).toContain(kind);
      splits.set(writer, (splits.get(writer) ?? new Set()).add(split));
      const { channels, format } = await sharp(path.join(folder, 'a', name)).metadata();
      expect([channels, format]).toEqual([1, 'png']);
    }
    expect([...splits.values()].map((set) => [...set])).toEqual([['train'], ['train'], ['train'], ['validation']]);
  });

  test('the same options write the same files', async () => {
    const options = { signers: 2, genuine: 1, forgeries: 1, seed: 'again', dpi: 120 };
    await writeSampleIndex(path.join(folder, 'b'), options);
    await writeSampleIndex(path.join(folder, 'c'), options);
    const names = (await readdir(path.join(folder, 'b'), { recursive: true })).filter((name) =>
      /\.(png|tsv)$/.test(name),
    );
    expect(names).toHaveLength(5);
    for (const name of names) {
      const [one, two] = await Promise.all(['b', 'c'].map((set) => readFile(path.join(folder, set, name))));
      expect(one?.equals(two ?? Buffer.alloc(0)), name).toBe(true);
    }
  });

  test('need a signer and a forger', async () => {
    await expect(writeSampleIndex(folder, { signers: 1, genuine: 1, forgeries: 1, seed: 1 })).rejects.toThrow(
      'at least 2',
    );
  });

  test('to enrol by: one account a signer', async () => {
    const file = await writeEnrolIndex(path.join(folder, 'd'), { signers: 2, specimens: 2, seed: 1, dpi: 120 });
    const [header, ...rows] = (await readFile(file, 'utf8')).trimEnd().split('\n');
    expect(header).toBe('path\taccount\tsignatory');
    expect(rows.map((row) => row.split('\t')[1])).toEqual(['9000-0001', '9000-0001', '9000-0002', '9000-0002']);
    for (const row of rows) {
      const { format } = await sharp(path.join(folder, 'd', row.split('\t')[0] ?? '')).metadata();
      expect(format).toBe('png');
    }
  });
});
