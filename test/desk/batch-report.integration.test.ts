import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkFolder, type FolderChecked } from '../../src-main/desk/check-folder/check-command.ts';
import { startEngine } from '../../src-main/desk/engine-of.ts';
import { loadModel } from '../../src-main/desk/model-in-use.ts';
import { reportBatchToFile } from '../../src-main/desk/reports/report-command.ts';
import { forkPorts } from '../../src-main/engine/fork-port.ts';
import { createStore } from '../../src-main/store/create-store.ts';
import { openStore } from '../../src-main/store/open-store.ts';
import { inkInMargin, overlapping, readPdf } from '../report/pdf-reading.ts';
import { enrolSigners, writeCheques } from './cheque-folder.ts';
import { modelsDirectory, passphrase } from './open-test-desk.ts';
import { quietHost } from './quiet-host.ts';

const host = quietHost({ passphrase: () => Promise.resolve(passphrase) });
let home: string;
let storeDirectory: string;
let checked: FolderChecked;

/** Three cheques that can be judged, one of them twice, and a file that is no picture. */
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'countersign-batch-report-'));
  storeDirectory = join(home, 'store');
  const folder = join(home, 'scans');
  const cheques = await writeCheques(folder, 3, 3);
  await writeFile(join(folder, 'not-a-picture.jpg'), 'nothing to see');
  await writeFile(join(folder, 'zz-again.jpg'), await readFile(join(folder, cheques[0]!.file)));
  const { store } = await createStore(storeDirectory, { passphrase, operator: 'clerk' });
  const model = await loadModel(modelsDirectory, 'learned');
  const engine = startEngine(forkPorts(), model, () => undefined);
  await enrolSigners({ store, engine, model, thresholds: model.thresholds, operator: 'clerk' }, cheques, 3);
  await engine.close();
  await store.close();
  const request = { store: storeDirectory, folder, manifest: null, watch: false, out: null, line: () => undefined };
  checked = await checkFolder(host, request);
}, 240_000);
afterAll(async () => {
  await rm(home, { recursive: true, force: true });
});

const ask = (name: string) =>
  reportBatchToFile(host, { store: storeDirectory, batch: checked.batch, out: join(home, name), paper: 'a4' });

test('a batch on paper: what was found, each exception with its reasons, the hashes', async () => {
  const output = await ask('batch.pdf');
  const bytes = await readFile(output.out);
  expect(output).toMatchObject({ of: 'batch', id: checked.batch, format: 'pdf', notes: [] });
  expect(output.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  const pages = await readPdf(bytes);
  for (const page of pages) {
    expect(inkInMargin(page, 34)).toBe(0);
    expect(overlapping(page.boxes)).toEqual([]);
  }
  const text = pages.map((page) => page.text.replaceAll(/\s+/g, ' ')).join(' ');
  const { found, total } = checked;
  for (const part of [
    checked.batch,
    `MATCH ${String(found.match)} `,
    `REVIEW ${String(found.review)} `,
    `MISMATCH ${String(found.mismatch)} `,
    `Couldn't be judged ${String(found.failed)}`,
    `All ${String(total)}`,
    'Seen before 1',
    'not-a-picture.jpg',
    'NOT JUDGED',
    'Seen before: ',
    'Nobody has decided.',
  ])
    expect(text).toContain(part);
  // By the package's own curves, genuine signatures fall somewhere.
  expect(text).toMatch(/MATCH \d+ \d+\.\d % \d+\.\d( to \d+\.\d)? %/);
});

test('its table and its data hold every cheque, and each export is on record', async () => {
  const csv = await ask('batch.csv');
  const rows: Record<string, string>[] = parse(await readFile(csv.out, 'utf8'), { columns: true });
  expect(rows).toHaveLength(checked.total);
  expect(Object.keys(rows[0]!).slice(0, 4)).toEqual(['file', 'account', 'verdict', 'score']);
  const json = await ask('batch.json');
  const data = JSON.parse(await readFile(json.out, 'utf8')) as { kind: string; counts: object; items: object[] };
  expect(data).toMatchObject({ kind: 'countersign-batch', counts: { ...checked.found, waiting: 0, duplicates: 1 } });
  expect(data.items).toHaveLength(checked.total);
  const store = await openStore(storeDirectory, { passphrase });
  const entries = (await store.record.entries({ limit: 1000 })).filter(({ kind }) => kind === 'exported');
  await store.close();
  for (const { sha256 } of [csv, json])
    expect(entries.map(({ details }) => details)).toContainEqual(
      expect.objectContaining({ what: 'batch-report', sha256, operator: 'clerk' }),
    );
});

test('a batch that is not on file is told', async () => {
  const request = { store: storeDirectory, batch: 'none', out: join(home, 'none.pdf'), paper: 'a4' } as const;
  await expect(reportBatchToFile(host, request)).rejects.toMatchObject({ fault: 'not-found' });
});
