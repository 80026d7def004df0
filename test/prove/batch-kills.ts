/** Kills the app and its engines (`kill -9`) at random moments while they check a folder, and compares the tables. */
import { spawn, type ChildProcess } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import * as v from 'valibot';
import { startEngine } from '../../src-main/desk/engine-of.ts';
import { loadModel } from '../../src-main/desk/model-in-use.ts';
import { defaultSettings } from '../../src-main/desk/settings.ts';
import { forkPorts } from '../../src-main/engine/fork-port.ts';
import { createStore } from '../../src-main/store/create-store.ts';
import { openStore } from '../../src-main/store/open-store.ts';
import { childrenOf } from '../bench/process-tree.ts';
import { enrolSigners, writeCheques } from '../desk/cheque-folder.ts';
import { modelsDirectory, passphrase } from '../desk/open-test-desk.ts';

const commandLine = fileURLToPath(new URL('../../src-main/shell/cli.ts', import.meta.url));

/** What came of the kills. `differences` and `damage` must be empty, and `checks` as many as `judged`. */
export interface BatchKills {
  readonly kills: { readonly app: number; readonly engine: number };
  readonly rows: number;
  readonly judged: number;
  /** Checks on record of the batches that were disturbed. */
  readonly checks: number;
  readonly batches: number;
  readonly differences: readonly string[];
  readonly damage: readonly string[];
}

interface Place {
  readonly home: string;
  readonly scans: string;
  readonly manifest: string;
}

/** Starts `countersign check` as a process of its own. */
function startCheck({ home, scans, manifest }: Place, store: string, out: string) {
  const child = spawn(
    process.execPath,
    [commandLine, 'check', scans, '--store', store, '--manifest', manifest, '--out', out],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, COUNTERSIGN_PASSPHRASE: passphrase, COUNTERSIGN_HOME: join(home, 'app') },
    },
  );
  let said = '';
  child.stderr.on('data', (data: Buffer) => (said = (said + data.toString()).slice(-2000)));
  const ended = new Promise<number | 'killed'>((resolve) =>
    child.once('close', (code) => resolve(code === null ? 'killed' : code)),
  );
  return { child, ended, said: () => said };
}

/** @throws Error where the check didn't run to its end */
async function finish(running: ReturnType<typeof startCheck>): Promise<void> {
  const code = await running.ended;
  if (code !== 0 && code !== 3) throw new Error(`The check ended with ${code}: ${running.said()}`);
}

/** The table without what can't be the same: ids of checks. */
async function tableOf(path: string): Promise<string[]> {
  const rows = v.parse(v.array(v.record(v.string(), v.string())), parse(await readFile(path), { columns: true }));
  return rows.map(({ check, ...row }) => JSON.stringify({ ...row, checked: check !== '' })).sort();
}

/** Kills an engine of the app. @returns whether it had one */
function killEngine(app: ChildProcess): boolean {
  const engines = app.pid === undefined ? [] : childrenOf(app.pid);
  const engine = engines[Math.floor(Math.random() * engines.length)];
  if (engine === undefined) return false;
  try {
    process.kill(engine, 'SIGKILL');
    return true;
  } catch {
    // It went by itself in this very moment.
    return false;
  }
}

/**
 * @param count how many kills
 * @param scans how many cheques
 */
export async function batchKills(
  count: number,
  scans: number,
  onKill: (done: number) => void = () => undefined,
): Promise<BatchKills> {
  const home = await mkdtemp(join(tmpdir(), 'countersign-batch-kills-'));
  const place = { home, scans: join(home, 'scans'), manifest: join(home, 'manifest.csv') };
  const store = (name: string) => join(home, `store-${name}`);
  const kills = { app: 0, engine: 0 };
  const differences = new Set<string>();
  const damage = new Set<string>();
  let checks = 0;
  let batches = 0;
  try {
    await prepare(place, store('before'), scans);
    await cp(store('before'), store('quiet'), { recursive: true });
    const from = performance.now();
    await finish(startCheck(place, store('quiet'), join(home, 'quiet.csv')));
    const quiet = await tableOf(join(home, 'quiet.csv'));
    const judged = quiet.filter((row) => row.includes('"checked":true')).length;
    // Starting again takes its time too, so that all kills fall into one batch as a rule.
    const longest = (1.5 * (performance.now() - from)) / count;
    const done = () => kills.app + kills.engine;
    while (done() < count) {
      const name = `disturbed-${batches}`;
      batches += 1;
      await cp(store('before'), store(name), { recursive: true });
      let running = startCheck(place, store(name), join(home, `${name}.csv`));
      while (done() < count) {
        const end = await Promise.race([running.ended, delay(Math.random() * longest)]);
        if (end !== undefined) break;
        if (Math.random() < 0.5) {
          if (!killEngine(running.child)) continue;
          kills.engine += 1;
        } else {
          running.child.kill('SIGKILL');
          if ((await running.ended) !== 'killed') break;
          kills.app += 1;
          running = startCheck(place, store(name), join(home, `${name}.csv`));
        }
        onKill(done());
      }
      await finish(running);
      const table = await tableOf(join(home, `${name}.csv`));
      for (const row of quiet) if (!table.includes(row)) differences.add(`missing: ${row}`);
      for (const row of table) if (!quiet.includes(row)) differences.add(`other: ${row}`);
      if (table.length !== quiet.length) differences.add(`${table.length} rows, not ${quiet.length}`);
      const opened = await openStore(store(name), { passphrase });
      for (const { where, what } of (await opened.verify()).problems) damage.add(`${where}: ${what}`);
      checks += (await opened.recentChecks(10 * scans)).length;
      await opened.close();
    }
    const found = { differences: [...differences], damage: [...damage] };
    return { kills, rows: quiet.length, judged, checks, batches, ...found };
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/** Cheques, a manifest, a copy of one, a file that is no picture, and a store in which most accounts are on file. */
async function prepare({ scans, manifest }: Place, directory: string, count: number): Promise<void> {
  const cheques = await writeCheques(scans, count - 2, Math.ceil(count / 5));
  await cp(join(scans, cheques[0]!.file), join(scans, 'twice.jpg'));
  await writeFile(join(scans, 'letter.jpg'), 'Dear Sir or Madam');
  const rows = [...cheques, { ...cheques[0]!, file: 'twice.jpg' }].map(
    ({ file, account }) => `${file},${account},100,`,
  );
  await writeFile(manifest, ['file,account,amount,date', ...rows].join('\n'));
  const { store } = await createStore(directory, { passphrase, operator: 'clerk' });
  const model = await loadModel(modelsDirectory, defaultSettings.model);
  const engine = startEngine(forkPorts(), model, () => undefined);
  try {
    await enrolSigners({ store, engine, model, thresholds: model.thresholds, operator: 'clerk' }, cheques.slice(1), 3);
  } finally {
    await engine.close();
    await store.close();
  }
}

/** `npm run prove -- batch-kills`: `count` kills over a batch of five times as many scans. */
export async function proveBatchKills(count: number): Promise<void> {
  const result = await batchKills(count, 5 * count, (done) => {
    if (done % 10 === 0 || done === count) console.error(`kills: ${done} of ${count}`);
  });
  const { kills, rows, judged, checks, batches, differences, damage } = result;
  console.log(
    `${kills.app} kills of the app and ${kills.engine} of an engine over a batch of ${rows} scans (${batches} run to its end): ` +
      `${differences.length} rows differ from an undisturbed run, ${checks - batches * judged} checks too many or too few, ` +
      `${damage.length} stores damaged`,
  );
  if (differences.length > 0 || damage.length > 0 || checks !== batches * judged || judged === 0)
    throw new Error(`The proof failed: ${[...differences, ...damage].slice(0, 5).join('; ')}`);
}
