import { copyFile, mkdir, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BatchProgress } from '../../src-main/contract/batch.ts';
import { startEngine } from '../../src-main/desk/engine-of.ts';
import { loadModel } from '../../src-main/desk/model-in-use.ts';
import { forkPorts } from '../../src-main/engine/fork-port.ts';
import { openStore } from '../../src-main/store/open-store.ts';
import { enrolSigners, writeCheques } from './cheque-folder.ts';
import { modelsDirectory, openTestDesk, passphrase, setUp, type TestDesk } from './open-test-desk.ts';

const cheques = 8;
let desk: TestDesk;
let scans: string;
let first: string;

beforeAll(async () => {
  desk = await openTestDesk();
  await setUp(desk);
  scans = join(desk.folder, 'scans');
  const written = await writeCheques(scans, cheques, 4);
  first = join(scans, written[0]!.file);
  await desk.client.lockStore({});
  const store = await openStore(desk.storeDirectory, { passphrase });
  const model = await loadModel(modelsDirectory, 'learned');
  const engine = startEngine(forkPorts(), model, () => undefined);
  await enrolSigners({ store, engine, model, thresholds: model.thresholds, operator: 'clerk' }, written, 2);
  await engine.close();
  await store.close();
}, 240_000);
afterAll(() => desk.close());

const unlock = () => desk.client.unlockStore({ key: passphrase, recovery: false });
const notices = () => desk.events.flatMap(({ name, payload }) => (name === 'notice' ? [payload] : []));

/** Whether this process holds the store's file open: keys go with the connection that they are for. */
async function holdsStoreOpen(): Promise<boolean> {
  const links = await Promise.all(
    (await readdir('/proc/self/fd')).map((each) => readlink(`/proc/self/fd/${each}`).catch(() => '')),
  );
  return links.some((link) => link === join(desk.storeDirectory, 'store.sqlite'));
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 100));
}

async function progressOf(batch: string): Promise<BatchProgress> {
  const { batches } = await desk.client.batches({});
  return batches.find((each) => each.batch === batch)!.progress;
}

test('a check goes on while the desk is locked, shows nothing, and drops its keys at the end', async () => {
  await unlock();
  const { batch } = await desk.client.startBatch({ folder: scans });
  await until(async () => (await progressOf(batch)).total > 0);
  await desk.client.lockStore({});
  const told = desk.events.length;
  await expect(desk.client.batches({})).rejects.toMatchObject({ fault: 'locked' });
  await expect(desk.client.batchItems({ batch, filter: {}, offset: 0, limit: 1 })).rejects.toMatchObject({
    fault: 'locked',
  });
  await until(() => notices().length > 0);
  // Neither where nor what: a locked screen is read by anybody.
  expect(notices()).toEqual([{ title: 'Folder checked', text: 'Unlock Countersign to see it.' }]);
  const since = desk.events.slice(told).map(({ name }) => name);
  expect(since.filter((name) => name !== 'stateChanged' && name !== 'notice')).toEqual([]);
  if (process.platform === 'linux') expect(await holdsStoreOpen()).toBe(false);

  await unlock();
  const progress = await progressOf(batch);
  expect(progress).toMatchObject({ state: 'open', running: false, done: cheques, total: cheques });
  const { items } = await desk.client.batchItems({ batch, filter: {}, offset: 0, limit: 50 });
  expect(items.every(({ state }) => state !== 'waiting')).toBe(true);
  expect((await desk.client.verifyStore({})).problems).toEqual([]);
  expect(desk.reported).toEqual([]);
}, 240_000);

test('a folder that is watched is watched no longer once what it holds is checked; unlocking watches on', async () => {
  const folder = join(desk.folder, 'watched');
  await mkdir(folder);
  await copyFile(first, join(folder, 'a.jpg'));
  const { batch } = await desk.client.startBatch({ folder, watch: true });
  await until(async () => (await progressOf(batch)).done === 1);
  const before = notices().length;
  await desk.client.lockStore({});
  await until(() => notices().length > before);
  if (process.platform === 'linux') expect(await holdsStoreOpen()).toBe(false);
  await copyFile(first, join(folder, 'b.jpg'));
  await unlock();
  await until(async () => (await progressOf(batch)).done === 2);
  expect(await progressOf(batch)).toMatchObject({ running: true });
  await desk.client.cancelBatch({ batch });
}, 240_000);

test('closing the app while it is locked ends the check where it is', async () => {
  const folder = join(desk.folder, 'third');
  await mkdir(folder);
  for (let at = 0; at < 6; at += 1) await copyFile(first, join(folder, `${at}.jpg`));
  const { batch } = await desk.client.startBatch({ folder });
  await until(async () => (await progressOf(batch)).total > 0);
  await desk.client.lockStore({});
  await desk.close({ keepFolder: true });
  if (process.platform === 'linux') expect(await holdsStoreOpen()).toBe(false);
  desk = await openTestDesk({}, desk.folder);
  await unlock();
  await until(async () => (await progressOf(batch)).done === 6);
}, 240_000);
