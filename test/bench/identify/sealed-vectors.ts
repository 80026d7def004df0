import { SpecimenIndex } from '../../../src-main/desk/identify/specimen-index.ts';
import { createStore } from '../../../src-main/store/create-store.ts';
import { openStore } from '../../../src-main/store/open-store.ts';
import type { NewSpecimen } from '../../../src-main/store/reference-store.ts';

const passphrase = 'bench passphrase';
const modelHash = 'bench';
/** Specimens an account, all in one transaction. */
const perAccount = 500;

/** What unlocking a store and reading its vectors took, in milliseconds; and bytes. */
export interface Unlocking {
  readonly unlock: number;
  readonly vectors: number;
  readonly sketches: number;
  readonly indexBytes: number;
  readonly residentBytes: number;
}

/** A store with vectors as its templates, each the vector alone: whole ones would only make it larger. */
export async function fillStore(directory: string, values: Float32Array, dimension: number): Promise<void> {
  const { store } = await createStore(directory, { passphrase, operator: 'bench' });
  const count = values.length / dimension;
  for (let first = 0; first < count; first += perAccount) {
    const rows = Array.from({ length: Math.min(perAccount, count - first) }, (_, at) => first + at);
    const specimens = rows.map((row): NewSpecimen => ({
      imageBytes: Buffer.from('scan'),
      region: null,
      cleanPng: Buffer.from('clean'),
      fingerprint: `ink ${row}`,
      capturedOn: null,
      source: `card ${row}`,
      template: {
        modelId: 'bench',
        modelHash,
        tower: 'reference',
        vector: values.slice(row * dimension, (row + 1) * dimension),
        provenance: { decoder: 'sharp', provider: 'cpu', versions: {} },
      },
    }));
    await store.enrol({ account: `account ${first}`, signatory: 'Ada', specimens });
  }
  await store.close();
}

/** Packs a store's vectors into blocks. @returns milliseconds */
export async function packStore(directory: string, length: number): Promise<number> {
  const store = await openStore(directory, { passphrase });
  const begun = performance.now();
  await new SpecimenIndex(store, modelHash, { offset: 0, length }).pack();
  const took = performance.now() - begun;
  await store.close();
  return took;
}

/** Unlocks a store and makes its index ready. */
export async function unlockToReady(directory: string, length: number): Promise<Unlocking> {
  const before = process.memoryUsage().rss;
  const begun = performance.now();
  const store = await openStore(directory, { passphrase });
  const unlocked = performance.now();
  const index = new SpecimenIndex(store, modelHash, { offset: 0, length });
  await index.nearest(new Float32Array(length), 1);
  const read = performance.now();
  await index.ready();
  const ready = performance.now();
  const measured = {
    unlock: unlocked - begun,
    vectors: read - unlocked,
    sketches: ready - read,
    indexBytes: index.bytes,
    residentBytes: process.memoryUsage().rss - before,
  };
  await store.close();
  index.close();
  return measured;
}
