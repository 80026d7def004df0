import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { startEngine } from '../../src-main/desk/engine-of.ts';
import { loadModel } from '../../src-main/desk/model-in-use.ts';
import { defaultSettings } from '../../src-main/desk/settings.ts';
import { defaultPoolSize } from '../../src-main/engine/engine-pool.ts';
import { forkPorts } from '../../src-main/engine/fork-port.ts';
import { createStore } from '../../src-main/store/create-store.ts';
import { enrolSigners, writeCheques } from '../desk/cheque-folder.ts';
import { openTestDesk, passphrase, type TestDesk } from '../desk/open-test-desk.ts';
import { machine, modelsDirectory } from './bench-desk.ts';
import { memoryOfTree } from './process-tree.ts';
import { quantile } from './quantiles.ts';

/** Of the batch: until here its pace is measured with nobody at the desk. */
const undisturbed = 0.7;
const probes = { idle: 20, warmUp: 4, longest: 60 };
const memoryEvery = 500;
const listedSchema = v.array(v.object({ file: v.string(), account: v.string(), signer: v.string() }));

/** Where generated cheques are kept between runs: drawing ten thousand takes long. */
const keptFolder = (count: number): string => join(tmpdir(), 'countersign-bench-folder', String(count));

interface Generated {
  readonly scans: string;
  readonly manifest: string;
  readonly store: string;
  readonly files: readonly string[];
  readonly account: string;
}

/** Cheques on a fifth as many accounts, five specimens each; made once. */
async function generated(count: number): Promise<Generated> {
  const home = keptFolder(count);
  const place = { scans: join(home, 'scans'), manifest: join(home, 'manifest.csv'), store: join(home, 'store') };
  const list = join(home, 'cheques.json');
  if (!existsSync(list)) {
    const making = `${home}.making`;
    await rm(making, { recursive: true, force: true });
    await mkdir(making, { recursive: true });
    console.log(`drawing ${count} cheques into ${home} (once)`);
    const cheques = await writeCheques(join(making, 'scans'), count, Math.max(1, Math.round(count / 5)), (done) => {
      if (done % 100 === 0) console.error(`${done} of ${count}`);
    });
    const { store } = await createStore(join(making, 'store'), { passphrase, operator: 'bench' });
    const model = await loadModel(modelsDirectory, defaultSettings.model);
    const engine = startEngine(forkPorts(), model, () => undefined);
    await enrolSigners({ store, engine, model, thresholds: model.thresholds, operator: 'bench' }, cheques);
    await engine.close();
    await store.close();
    const rows = cheques.map(({ file, account }) => `${file},${account},,`);
    await writeFile(join(making, 'manifest.csv'), ['file,account,amount,date', ...rows].join('\n'));
    await writeFile(join(making, 'cheques.json'), JSON.stringify(cheques));
    await rm(home, { recursive: true, force: true });
    await rename(making, home);
  }
  const cheques = v.parse(listedSchema, JSON.parse(await readFile(list, 'utf8')));
  return { ...place, files: cheques.map(({ file }) => join(place.scans, file)), account: cheques[0]!.account };
}

/** Scans a second that sharp decodes, the files shared out to so many processes. */
async function decodeRate(files: readonly string[], count: number): Promise<number> {
  const child = fileURLToPath(new URL('decode-child.ts', import.meta.url));
  const times = await Promise.all(
    Array.from({ length: count }, async (_, share) => {
      const process_ = spawn(process.execPath, [child], { stdio: ['pipe', 'pipe', 'inherit'] });
      process_.stdin.end(files.filter((_file, at) => at % count === share).join('\n'));
      return Number(await text(process_.stdout));
    }),
  );
  return (1000 * files.length) / Math.max(...times);
}

/** Milliseconds from a cheque's bytes to its verdict at the desk. */
async function probe(desk: TestDesk, bytes: Uint8Array, account: string): Promise<number> {
  const from = performance.now();
  const { scan } = await desk.client.openScan({ name: 'cheque.jpg', bytes, page: 0 });
  await desk.client.checkCheque({ scan, account, region: null });
  const milliseconds = performance.now() - from;
  await desk.client.closeScan({ scan });
  return milliseconds;
}

async function probeOften(desk: TestDesk, bytes: Uint8Array, account: string, goesOn: (done: number) => boolean) {
  const times: number[] = [];
  while (goesOn(times.length)) times.push(await probe(desk, bytes, account));
  return times;
}

/**
 * A folder of generated cheques, checked through the window's calls: scans a second, against sharp decoding the same files with as
 * many processes; memory of all processes; and the desk's own check while the batch runs.
 *
 * @param count how many cheques; the proof's own number is 10,000
 */
export async function benchFolder(count = 10_000): Promise<void> {
  const { scans, manifest, store, files, account } = await generated(count);
  const home = await mkdtemp(join(tmpdir(), 'countersign-bench-'));
  await cp(store, join(home, 'store'), { recursive: true });
  const engines = defaultPoolSize();
  console.log(`${machine()}; ${count} cheques, ${engines} engines`);
  const sharpRate = await decodeRate(files, engines);
  const desk = await openTestDesk({ operator: 'bench' }, home);
  const bytes = new Uint8Array(await readFile(new URL('../fixtures/cheques/whole-1600x720.jpg', import.meta.url)));
  const memory: { readonly done: number; readonly bytes: number }[] = [];
  const last = () =>
    desk.events.findLast(({ name }) => name === 'batchProgress')?.payload as { done: number } | undefined;
  const doneNow = () => last()?.done ?? 0;
  const watching = setInterval(() => memory.push({ done: doneNow(), bytes: memoryOfTree(process.pid) }), memoryEvery);
  try {
    await desk.client.unlockStore({ key: passphrase, recovery: false });
    const idle = await probeOften(desk, bytes, account, (done) => done < probes.warmUp + probes.idle);
    await desk.client.startBatch({ folder: scans, manifest });
    const { first, from } = await begun(doneNow);
    while (doneNow() < undisturbed * count) await pause();
    const rate = (1000 * (doneNow() - first)) / (performance.now() - from);
    const busy = await probeOften(desk, bytes, account, (done) => done < probes.longest && doneNow() < 0.98 * count);
    while (doneNow() < count) await pause();
    memory.push({ done: count, bytes: memoryOfTree(process.pid) });
    const early = memory.find(({ done }) => done >= Math.min(1000, count / 10))!;
    const late = memory.at(-1)!;
    const mebibytes = (size: number) => `${Math.round(size / 2 ** 20)} MiB`;
    const [{ progress } = { progress: null }] = (await desk.client.batches({})).batches;
    const { match = 0, review = 0, mismatch = 0, failed = 0 } = progress?.found ?? {};
    console.log(`found: ${match} match, ${review} review, ${mismatch} mismatch, ${failed} couldn't be judged`);
    console.log(`scans a second: ${rate.toFixed(2)}; sharp decodes ${sharpRate.toFixed(2)} with as many processes`);
    console.log(`ratio, folder check / sharp decode: ${(rate / sharpRate).toFixed(3)} (at least 0.15; aim 0.35)`);
    const peak = Math.max(...memory.map((each) => each.bytes));
    console.log(`peak memory of all processes: ${mebibytes(peak)} (at most 1536 MiB)`);
    const growth = (100 * (late.bytes / early.bytes - 1)).toFixed(1);
    console.log(
      `memory at ${early.done} and at ${late.done} done: ${mebibytes(early.bytes)}, ${mebibytes(late.bytes)} (${growth} %, within 10 %)`,
    );
    const [alone, beside] = [quantile(idle.slice(probes.warmUp), 0.5), quantile(busy, 0.5)];
    console.log(
      `desk, bytes to verdict (median): ${alone.toFixed(0)} ms idle, ${beside.toFixed(0)} ms while the batch runs; ` +
        `ratio ${(beside / alone).toFixed(2)} over ${busy.length} checks (at most 2)`,
    );
  } finally {
    clearInterval(watching);
    await desk.close();
    await rm(home, { recursive: true, force: true });
  }
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 50));

/** When the first cheques are done: the engines are warm then. */
async function begun(doneNow: () => number): Promise<{ first: number; from: number }> {
  while (doneNow() < 4) await pause();
  return { first: doneNow(), from: performance.now() };
}
