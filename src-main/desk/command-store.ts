import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CallFailure } from '../contract/calls.ts';
import { createStore } from '../store/create-store.ts';
import { openStore } from '../store/open-store.ts';
import type { ReferenceStore } from '../store/reference-store.ts';
import type { Engine } from '../engine/engine-types.ts';
import type { CommandHost } from './command-host.ts';
import { startEngine } from './engine-of.ts';
import { loadModel, type ModelInUse } from './model-in-use.ts';
import { readPolicyFile, type MachinePolicy } from './policy-file.ts';
import { defaultSettings, loadSettings, policyHash, withPolicy } from './settings.ts';
import type { Settings, Thresholds } from '../contract/settings.ts';

/** Whether a folder holds a store. */
export function isStore(directory: string): boolean {
  return existsSync(join(resolve(directory), 'store.sqlite'));
}

/**
 * Opens the store a command names.
 * @throws StoreError; CallFailure `no-store` where the folder holds none
 */
export async function openCommandStore(host: CommandHost, directory: string): Promise<ReferenceStore> {
  const folder = resolve(directory);
  if (!isStore(folder)) {
    throw new CallFailure({
      fault: 'no-store',
      message: `There is no store in ${folder}. "countersign enrol" creates one.`,
    });
  }
  return openStore(folder, { passphrase: await host.passphrase('open') });
}

/** Opens the store a command names, or creates it and prints its recovery key once. */
export async function openOrCreateStore(
  host: CommandHost,
  directory: string,
): Promise<{ store: ReferenceStore; created: boolean }> {
  const folder = resolve(directory);
  if (isStore(folder)) return { store: await openCommandStore(host, folder), created: false };
  const passphrase = await host.passphrase('create');
  const { store, recoveryKey } = await createStore(folder, { passphrase, operator: host.operator });
  host.showRecoveryKey(recoveryKey);
  return { store, created: true };
}

/** What a command that judges or enrols works with. */
export interface CommandDesk {
  readonly settings: Settings;
  readonly policy: MachinePolicy | null;
  readonly model: ModelInUse;
  readonly engine: Engine;
  readonly thresholds: Thresholds;
  readonly policyHash: string;
}

/**
 * Settings in force, the model and one engine, for a command over a store; the engine is closed when the work is done.
 * @param store null for commands without one: the defaults and the machine's policy count
 */
export async function withCommandDesk<Value>(
  host: CommandHost,
  store: ReferenceStore | null,
  work: (desk: CommandDesk) => Promise<Value>,
): Promise<Value> {
  const policy = await readPolicyFile(host.policyFile);
  const settings = store ? await loadSettings(store, policy) : withPolicy(defaultSettings, policy);
  const model = await loadModel(host.modelsDirectory, settings.model);
  const engine = startEngine(host.startEngine, model, host.log);
  const thresholds = settings.thresholds ?? model.thresholds;
  try {
    return await work({ settings, policy, model, engine, thresholds, policyHash: policyHash(thresholds, policy) });
  } finally {
    await engine.close();
  }
}
