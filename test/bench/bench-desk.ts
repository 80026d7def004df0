import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { startEngine } from '../../src-main/desk/engine-of.ts';
import { loadModel } from '../../src-main/desk/model-in-use.ts';
import { defaultSettings } from '../../src-main/desk/settings.ts';
import { forkPorts } from '../../src-main/engine/fork-port.ts';
import { createStore } from '../../src-main/store/create-store.ts';

/** The packages that the project brings. */
export const modelsDirectory = fileURLToPath(new URL('../../models/', import.meta.url));

async function openParts(folder: string) {
  const model = await loadModel(modelsDirectory, defaultSettings.model);
  const engine = startEngine(forkPorts(), model, () => undefined);
  const { store } = await createStore(join(folder, 'store'), { passphrase: 'bench passphrase', operator: 'bench' });
  return { store, engine, model, thresholds: model.thresholds, operator: 'bench' };
}

/** What a desk judges with: an empty store of its own, an engine, the default package. */
export type BenchParts = Awaited<ReturnType<typeof openParts>>;

/** Runs a bench with a store and an engine of its own, which are gone afterwards. */
export async function withBenchParts(bench: (parts: BenchParts) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-bench-'));
  const parts = await openParts(folder);
  try {
    await bench(parts);
  } finally {
    await parts.store.close();
    await parts.engine.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Holds sharp to one thread and no cache: the measure that everything is compared with. */
export function settleSharp(): void {
  sharp.concurrency(1);
  sharp.cache(false);
}

/** Decodes a scan as grey, the least that sharp can do: left to itself it would spread a grey scan over three channels. */
export async function decodeBySharp(bytes: Uint8Array): Promise<void> {
  await sharp(bytes).toColourspace('b-w').raw().toBuffer();
}

/** The machine, as a bench names it. */
export function machine(): string {
  return `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores`;
}
