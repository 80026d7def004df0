import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startEngine } from '../../src-main/desk/engine-of.ts';
import { loadModel, type ModelInUse } from '../../src-main/desk/model-in-use.ts';
import { enrolSamples } from '../../src-main/desk/samples.ts';
import { remakeTemplates, templatesFor } from '../../src-main/desk/templates.ts';
import type { Engine } from '../../src-main/engine/engine-types.ts';
import { forkPorts } from '../../src-main/engine/fork-port.ts';
import { createStore } from '../../src-main/store/create-store.ts';
import type { ReferenceStore } from '../../src-main/store/reference-store.ts';
import { modelsDirectory, passphrase } from './open-test-desk.ts';

let folder = '';
let store: ReferenceStore;
let engine: Engine;
let model: ModelInUse;
/** The same net under another hash, as after a change of model: every template has to be made again. */
let changed: ModelInUse;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-templates-'));
  model = await loadModel(modelsDirectory, 'contrastive');
  changed = { ...model, hash: 'f'.repeat(64) };
  engine = startEngine(forkPorts(), model, () => undefined);
  ({ store } = await createStore(join(folder, 'store'), { passphrase, operator: 'clerk' }, { scryptCost: 1024 }));
  await enrolSamples({ store, engine, model, thresholds: model.thresholds, operator: 'clerk' });
});
afterAll(async () => {
  await store.close();
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

async function vectors(hash: string): Promise<Map<string, Float32Array | undefined>> {
  const all = new Map<string, Float32Array | undefined>();
  for (const { number } of await store.listAccounts()) {
    for (const { id, template } of await store.specimensOf(number, { modelHash: hash })) all.set(id, template?.vector);
  }
  return all;
}

it('makes templates again from the stored ink, resumably, and bit for bit as they were', async () => {
  const before = await vectors(model.hash);
  expect(before.size).toBe(30);

  const stop = new AbortController();
  const first = await remakeTemplates(store, engine, changed, stop.signal, () => stop.abort());
  expect(first).toBeGreaterThan(0);
  expect(first).toBeLessThan(30);
  const half = [...(await vectors(changed.hash)).values()].filter((vector) => vector !== undefined);
  expect(half).toHaveLength(first);

  const rest = await remakeTemplates(store, engine, changed, new AbortController().signal, () => undefined);
  expect(first + rest).toBe(30);
  expect(await vectors(changed.hash)).toEqual(before);
  expect(await vectors(model.hash)).toEqual(before);
  expect((await store.verify()).problems).toEqual([]);
});

it('makes what a check needs on the spot', async () => {
  const other = { ...model, hash: 'e'.repeat(64) };
  const [account] = await store.listAccounts();
  const specimens = await store.specimensOf(account!.number, { modelHash: other.hash });
  expect(specimens.every(({ template }) => template === null)).toBe(true);
  const made = await templatesFor(store, engine, other, specimens);
  expect(made.size).toBe(specimens.length);
  const again = await store.specimensOf(account!.number, { modelHash: other.hash });
  for (const { id, template } of again) expect(template?.vector).toEqual(made.get(id));
});
