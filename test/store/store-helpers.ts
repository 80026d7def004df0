import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStore } from '../../src-main/store/create-store.ts';
import type {
  NewCheck,
  NewSpecimen,
  ReferenceStore,
  StoreOptions,
  Template,
} from '../../src-main/store/reference-store.ts';
import { StoreError } from '../../src-main/store/store-error.ts';

export const passphrase = 'a passphrase for tests';
export const operator = 'Olga Operator';
/** scrypt's smallest cost: these tests aren't about guessing. */
export const quick: StoreOptions = { scryptCost: 2 ** 10, busyTimeoutMs: 300 };

/** A temporary folder that is removed after `use`. */
export async function inTemporaryFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-store-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A new store in a temporary folder, closed and removed after `use`. */
export function withStore<T>(
  use: (made: { store: ReferenceStore; recoveryKey: string; directory: string; folder: string }) => Promise<T>,
  options: StoreOptions = {},
): Promise<T> {
  return inTemporaryFolder(async (folder) => {
    const directory = join(folder, 'store');
    const { store, recoveryKey } = await createStore(directory, { passphrase, operator }, { ...quick, ...options });
    try {
      return await use({ store, recoveryKey, directory, folder });
    } finally {
      await store.close();
    }
  });
}

export function template(seed: number, modelHash = 'hash-1'): Template {
  return {
    modelId: 'contrastive',
    modelHash,
    tower: 'reference',
    vector: Float32Array.from({ length: 16 }, (_, index) => Math.fround(Math.sin(seed + index))),
    provenance: { decoder: 'sharp', provider: 'cpu', versions: { sharp: '0.35.5' } },
  };
}

/** A specimen whose bytes all follow from `seed`. */
export function specimen(seed: number, changes: Partial<NewSpecimen> = {}): NewSpecimen {
  return {
    imageBytes: Buffer.from(`scan ${seed} `.repeat(40)),
    region: { x: 1, y: 2, width: 30, height: 40 },
    cleanPng: Buffer.from(`clean ${seed} `.repeat(20)),
    fingerprint: `ink-${seed}`,
    capturedOn: '2024-02-29',
    source: `card-${seed}.png`,
    template: template(seed),
    ...changes,
  };
}

export function newCheck(account: string, changes: Partial<NewCheck> = {}): NewCheck {
  return {
    account,
    scanHash: 'ab'.repeat(32),
    scanName: 'cheque-0042.png',
    result: { verdict: 'match', score: 3.25, reasons: ['close to all specimens'] },
    modelId: 'contrastive',
    modelHash: 'hash-1',
    policyHash: 'cd'.repeat(32),
    provider: 'cpu',
    questionedPng: Buffer.from('questioned as scanned'),
    cleanPng: Buffer.from('questioned clean'),
    ...changes,
  };
}

/** The StoreError that a promise rejects with. Any other outcome fails the test. */
export async function faultOf(promise: Promise<unknown>): Promise<StoreError> {
  let value: unknown;
  try {
    value = await promise;
  } catch (error) {
    if (error instanceof StoreError) return error;
    throw error;
  }
  throw new Error(`it was fulfilled: ${String(value)}`);
}
