import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { chequeTruthSchema } from '../../src-main/contract/cheque-truth.ts';
import { sampleCheques, type SampleRequest } from '../../src-main/desk/sample-cheques.ts';
import { writeSampleIndex } from '../../src-main/sample/sample-index.ts';
import { quietHost } from './quiet-host.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-cheques-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const wanted = (own: Partial<SampleRequest> = {}): SampleRequest => ({
  out: join(folder, 'out'),
  count: 3,
  seed: 4,
  layouts: 'tuned',
  signatures: null,
  split: null,
  tone: 'grey',
  dotsPerInch: 100,
  ...own,
});

async function truthOf(out: string) {
  const text = await readFile(join(out, 'truth.jsonl'), 'utf8');
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => v.parse(chequeTruthSchema, JSON.parse(line)));
}

describe('sample', () => {
  test('writes pictures, masks and a line for each, and tells how far it is', async () => {
    const told: number[] = [];
    const host = quietHost({ progress: (_, done, total) => told.push(done / total) });
    expect(await sampleCheques(host, wanted())).toEqual({ out: join(folder, 'out'), written: 3, refused: [] });
    const names = await readdir(join(folder, 'out'));
    const truth = await truthOf(join(folder, 'out'));
    const masks = truth.flatMap(({ cheques }) => cheques.map(({ inkMask }) => inkMask));
    expect(names.toSorted()).toEqual([...truth.map(({ file }) => file), ...masks, 'truth.jsonl'].toSorted());
    expect(told).toEqual([1 / 3, 2 / 3, 1]);
  });

  test('makes the same cheque whatever the count', async () => {
    await sampleCheques(quietHost(), wanted({ out: join(folder, 'one'), count: 1 }));
    await sampleCheques(quietHost(), wanted({ out: join(folder, 'two'), count: 2 }));
    const [one] = await truthOf(join(folder, 'one'));
    const [first] = await truthOf(join(folder, 'two'));
    expect(one).toEqual(first);
    const bytes = (run: string) => readFile(join(folder, run, one!.file));
    expect((await bytes('one')).equals(await bytes('two'))).toBe(true);
  });

  test('overwrites nothing', async () => {
    const out = join(folder, 'out');
    await sampleCheques(quietHost(), wanted({ count: 1 }));
    const before = await readFile(join(out, 'truth.jsonl'), 'utf8');
    await expect(sampleCheques(quietHost(), wanted({ count: 2 }))).rejects.toMatchObject({ fault: 'not-empty' });
    expect(await readFile(join(out, 'truth.jsonl'), 'utf8')).toBe(before);
  });

  test('leaves files of other names alone', async () => {
    const note = join(folder, 'notes.txt');
    await writeFile(note, 'mine');
    await sampleCheques(quietHost(), wanted({ out: folder, count: 1 }));
    expect(await readFile(note, 'utf8')).toBe('mine');
  });

  test('broken off, it leaves whole pictures with a line each', async () => {
    const stop = new AbortController();
    const host = quietHost({ signal: stop.signal, progress: () => stop.abort() });
    await expect(sampleCheques(host, wanted({ count: 9 }))).rejects.toThrow();
    const truth = await truthOf(join(folder, 'out'));
    expect(truth).toHaveLength(1);
    expect(await readdir(join(folder, 'out'))).toContain(truth[0]!.file);
  });

  test('lays the scans of an index on cheques, one a line, and names what it can’t read', async () => {
    const index = await writeSampleIndex(join(folder, 'scans'), { signers: 2, genuine: 1, forgeries: 1, seed: 3 });
    const rows = (await readFile(index, 'utf8')).trimEnd().split('\n');
    const path = (row: string | undefined) => row?.split('\t')[0] ?? '';
    await writeFile(join(folder, 'scans', path(rows[2])), 'no scan');
    const output = await sampleCheques(quietHost(), wanted({ count: null, signatures: index }));
    expect(output.written).toBe(3);
    expect(output.refused.map((refused) => refused.path)).toEqual([path(rows[2])]);
    const truth = await truthOf(join(folder, 'out'));
    const signed = truth.map(({ cheques }) =>
      cheques.map(({ signatures }) =>
        signatures.map(({ source, signer, kind, cutOff }) => ({ source, signer, kind, cutOff })),
      ),
    );
    expect(signed).toEqual([
      [[{ source: path(rows[1]), signer: '001', kind: 'genuine', cutOff: false }]],
      [[{ source: path(rows[3]), signer: '002', kind: 'genuine', cutOff: false }]],
      [[{ source: path(rows[4]), signer: '002', kind: 'skilled', cutOff: false }]],
    ]);
  });

  test('refuses an index without rows of the split', async () => {
    const index = await writeSampleIndex(join(folder, 'scans'), { signers: 2, genuine: 1, forgeries: 0, seed: 3 });
    await expect(sampleCheques(quietHost(), wanted({ signatures: index, split: 'none' }))).rejects.toMatchObject({
      fault: 'bad-index',
    });
  });
});
