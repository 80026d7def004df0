import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BatchProgress } from '../../src-main/contract/batch.ts';
import { checkLineSchema, type CheckLine } from '../../src-main/contract/cli.ts';
import * as v from 'valibot';
import { startEngine } from '../../src-main/desk/engine-of.ts';
import { loadModel } from '../../src-main/desk/model-in-use.ts';
import { forkPorts } from '../../src-main/engine/fork-port.ts';
import { runCommandLine } from '../../src-main/shell/command-line.ts';
import { commands } from '../../src-main/shell/commands/all.ts';
import { createStore } from '../../src-main/store/create-store.ts';
import { openStore } from '../../src-main/store/open-store.ts';
import { badFiles } from './bad-files.ts';
import { enrolSigners, writeCheques, type FolderCheque } from './cheque-folder.ts';
import { modelsDirectory, openTestDesk, passphrase, type TestDesk } from './open-test-desk.ts';
import { quietHost } from './quiet-host.ts';

const goodOnes = 4;
const badAccount = '4100-2278';

let home: string;
let storeDirectory: string;
let scans: string;
let manifest: string;
let good: FolderCheque[];

/** Cheques that can be judged, every kind of file that can't, one cheque twice, and what scanners put beside scans. */
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'countersign-folder-'));
  storeDirectory = join(home, 'store');
  scans = join(home, 'scans');
  manifest = join(home, 'manifest.csv');
  good = await writeCheques(scans, goodOnes, 4);
  for (const [at, { name, bytes }] of badFiles.entries()) {
    const path = join(scans, 'bad', String(at).padStart(2, '0'), name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, await bytes());
  }
  await copyFile(join(scans, good[0]!.file), join(scans, 'twice.jpg'));
  await writeFile(join(scans, 'index.xml'), '<scans/>');
  const rows = good.map(({ file, account }, at) => `${file},${account},"1,00${at}.50",2026-11-0${at + 1}`);
  rows.push(`twice.jpg,${good[0]!.account},,`);
  await writeFile(manifest, ['file,account,amount,date', ...rows, ''].join('\r\n'));
  const { store } = await createStore(storeDirectory, { passphrase, operator: 'clerk' });
  const model = await loadModel(modelsDirectory, 'learned');
  const engine = startEngine(forkPorts(), model, () => undefined);
  const parts = { store, engine, model, thresholds: model.thresholds, operator: 'clerk' };
  await enrolSigners(parts, [...good, { file: '', account: badAccount, signer: 'bad a' }], 3);
  await engine.close();
  await store.close();
}, 240_000);
afterAll(async () => {
  await rm(home, { recursive: true, force: true });
});

async function check(...words: string[]) {
  const lines: CheckLine[] = [];
  const notes: string[] = [];
  const exitCode = await runCommandLine(['check', scans, '--store', storeDirectory, '--json', ...words], {
    commands,
    host: quietHost({ passphrase: () => Promise.resolve(passphrase), note: (line) => void notes.push(line) }),
    surroundings: { ownStore: storeDirectory, logFolder: home },
    print: (text) => void lines.push(v.parse(checkLineSchema, JSON.parse(text))),
  });
  return { exitCode, lines, notes };
}

const readTable = async (path: string): Promise<Record<string, string>[]> =>
  v.parse(v.array(v.record(v.string(), v.string())), parse(await readFile(path), { columns: true }));

describe('countersign check, a folder of good and bad files', () => {
  test('judges every good one, lists every bad one with its reason, and says so by its exit code', async () => {
    const out = join(scans, 'results.csv');
    const { exitCode, lines } = await check('--manifest', manifest, '--out', out);
    expect(exitCode).toBe(3);
    expect(lines).toHaveLength(goodOnes + 1 + badFiles.length);
    const byFile = new Map(lines.map((line) => [line.file, line]));
    for (const [at, { file, account }] of good.entries()) {
      expect(byFile.get(file), file).toMatchObject({ account, fault: null, amount: 1000.5 + at });
      expect(byFile.get(file)?.verdict, file).not.toBeNull();
    }
    for (const [at, { what, name, fault, says }] of badFiles.entries()) {
      const line = byFile.get(`bad/${String(at).padStart(2, '0')}/${name}`);
      expect(line, what).toMatchObject({ verdict: null, score: null, fault, check: null });
      expect(line?.reasons.join(' '), what).toMatch(says);
    }

    expect((await readFile(out, 'utf8')).startsWith('file,account,verdict,score')).toBe(true);
    const table = await readTable(out);
    expect(table.map(({ file }) => file)).toEqual([...byFile.keys()].sort());
    expect(table.at(-1)).toMatchObject({ file: 'twice.jpg', duplicate_of: good[0]!.file });
    for (const row of table) {
      const line = byFile.get(row['file'] ?? '');
      expect(row).toMatchObject({
        verdict: line?.verdict ?? '',
        account: line?.account ?? '',
        check: line?.check ?? '',
      });
      if (row['verdict'] === '') expect(row['reason']).not.toBe('');
    }

    // Once more: nothing is checked twice, and the table holds the whole batch again.
    const again = await check('--manifest', manifest, '--out', out);
    expect(again).toMatchObject({ exitCode: 3, lines: [] });
    expect(await readTable(out)).toEqual(table);
    const store = await openStore(storeDirectory, { passphrase });
    expect(await store.recentChecks(100)).toHaveLength(goodOnes + 1);
    const [first] = await store.recentChecks(1);
    expect((await first!.inks()).length).toBeGreaterThan(0);
    expect((await store.verify()).problems).toEqual([]);
    await store.close();
  }, 300_000);

  test('a batch that can not run says why and exits with 2', async () => {
    const missing = await check('--manifest', join(home, 'nowhere.csv'));
    expect(missing).toMatchObject({ exitCode: 2, lines: [] });
    expect(missing.notes.join(' ')).toContain('nowhere.csv');
  });
});

describe('the same batch at the desk', () => {
  let desk: TestDesk;

  beforeAll(async () => {
    desk = await openTestDesk({ storeDirectory, operator: 'clerk' }, home);
    await desk.client.unlockStore({ key: passphrase, recovery: false });
  });
  afterAll(() => desk.close({ keepFolder: true }));

  const eyes = (why: string | null = null) => ({ show: 'eyes' as const, why });

  async function rest(batch: string): Promise<BatchProgress> {
    for (;;) {
      const found = (await desk.client.batches({})).batches.find((each) => each.batch === batch);
      if (found && !found.progress.running) return found.progress;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  test('queues what needs eyes, riskiest first; each is decided, taken back, put off, settled', async () => {
    const [view] = (await desk.client.batches({})).batches;
    const batch = view!.batch;
    expect(view).toMatchObject({ manifest, watch: false, progress: { state: 'open', done: view!.progress.total } });
    const page = await desk.client.batchItems({ batch, filter: eyes(), offset: 0, limit: 100 });
    expect(page.total).toBe(page.eyes);
    const twice = page.items.find(({ file }) => file === 'twice.jpg');
    expect(twice?.why).toContain('duplicate');
    expect(page.why.find(({ why }) => why === 'duplicate')).toEqual({ why: 'duplicate', count: 1 });
    const none = await desk.client.batchItems({ batch, filter: { verdict: 'none' }, offset: 0, limit: 3 });
    expect(none).toMatchObject({
      total: badFiles.length,
      items: [{ verdict: null }, { verdict: null }, { verdict: null }],
    });

    const details = await desk.client.batchItem({ item: twice!.item });
    expect(details.scan?.width).toBeGreaterThan(500);
    expect(details.result).toMatchObject({ check: twice!.check, verdict: twice!.verdict, scanName: 'twice.jpg' });
    expect(details.result?.specimens).toHaveLength(3);
    expect(details.result?.questioned.clean.png.length).toBeGreaterThan(100);

    const { decision } = await desk.client.decide({
      check: twice!.check!,
      decision: 'return',
      reason: 'presented twice',
    });
    const left = await desk.client.batchItems({ batch, filter: eyes(), offset: 0, limit: 100 });
    expect(left.items.map(({ item }) => item)).not.toContain(twice!.item);
    expect(left).toMatchObject({ eyes: page.eyes - 1, decided: 1 });
    await desk.client.undoDecision({ decision });
    expect((await desk.client.batchItems({ batch, filter: eyes(), offset: 0, limit: 1 })).eyes).toBe(page.eyes);

    const [first] = left.items;
    await desk.client.skipItem({ item: first!.item, skipped: true });
    const skipping = await desk.client.batchItems({ batch, filter: eyes(), offset: 0, limit: 100 });
    expect(skipping.items.at(-1)).toMatchObject({ item: first!.item, skipped: true });

    await expect(desk.client.closeBatch({ batch })).rejects.toMatchObject({ fault: 'needs-eyes' });
    await expect(desk.client.settleItem({ item: none.items[0]!.item, kind: 'return' })).rejects.toMatchObject({
      fault: 'no-reason',
    });
    for (const item of skipping.items) {
      if (item.check) await desk.client.decide({ check: item.check, decision: 'refer', reason: 'look' });
      else await desk.client.settleItem({ item: item.item, kind: 'return', reason: 'not a cheque' });
    }
    const closed = await desk.client.closeBatch({ batch });
    expect(closed.progress.state).toBe('closed');
    const [standing] = (await desk.client.batchItems({ batch, filter: { decision: 'refer' }, offset: 0, limit: 1 }))
      .items;
    await expect(desk.client.undoDecision({ decision: standing!.decision!.id })).rejects.toMatchObject({
      fault: 'invalid',
    });
  }, 120_000);

  test('checks a folder beside the clerk, pauses, goes on, and follows a file that is renamed', async () => {
    const folder = join(home, 'second');
    await mkdir(folder);
    for (const [at, { file }] of good.entries()) await copyFile(join(scans, file), join(folder, `${at}.jpg`));
    const { batch } = await desk.client.startBatch({ folder });
    await expect(desk.client.startBatch({ folder: scans })).rejects.toMatchObject({ fault: 'busy' });
    expect((await desk.client.pauseBatch({ batch })).progress.state).toBe('paused');
    const paused = await rest(batch);
    expect(paused.done).toBeLessThan(goodOnes);
    await rm(join(folder, '3.jpg'));
    await copyFile(join(scans, good[3]!.file), join(folder, 'other.jpg'));
    await desk.client.resumeBatch({ batch });
    const done = await rest(batch);
    expect(done).toMatchObject({ done: done.total, state: 'open' });
    expect(desk.events.some(({ name }) => name === 'notice')).toBe(true);
    const { items } = await desk.client.batchItems({ batch, filter: {}, order: 'file', offset: 0, limit: 50 });
    expect(items.filter(({ file }) => ['0.jpg', '1.jpg', '2.jpg', 'other.jpg'].includes(file))).toHaveLength(goodOnes);
    expect(items.every(({ state }) => state !== 'waiting')).toBe(true);
    expect(desk.reported).toEqual([]);
  }, 120_000);
});
