import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CallFailure } from '../contract/calls.ts';
import type { CliCommandName } from '../contract/cli.ts';
import { createStore } from '../store/create-store.ts';
import { openStore } from '../store/open-store.ts';
import type { LogOn } from '../store/record-notes.ts';
import type { ReferenceStore } from '../store/reference-store.ts';
import type { Engine } from '../engine/engine-types.ts';
import type { CommandHost } from './command-host.ts';
import { startEngine } from './engine-of.ts';
import { withFailures } from './failures.ts';
import { withMetricInForce } from './adapt/bank-model.ts';
import { admittedIn, loadModel, type ModelInUse } from './model-in-use.ts';
import { readPolicyFile, type MachinePolicy } from './policy-file.ts';
import { requirePermission } from './permissions.ts';
import { defaultSettings, keepPolicy, loadSettings, policyHash, withPolicy } from './settings.ts';
import type { Settings, Thresholds } from '../contract/settings.ts';

/** Whether a folder holds a store. */
export function isStore(directory: string): boolean {
  return existsSync(join(resolve(directory), 'store.sqlite'));
}

/**
 * Opens the store a command names, notes who came in, and refuses who isn't allowed to run the command.
 * @throws StoreError; CallFailure `forbidden`; CallFailure `no-store` where the folder holds none
 */
export async function openCommandStore(
  host: CommandHost,
  directory: string,
  command: CliCommandName,
): Promise<ReferenceStore> {
  const folder = resolve(directory);
  if (!isStore(folder)) {
    throw new CallFailure({
      fault: 'no-store',
      message: `There is no store in ${folder}. "countersign enrol" creates one.`,
    });
  }
  return entered(host, await openStore(folder, { passphrase: await host.passphrase('open') }), command, 'passphrase');
}

/**
 * Notes on record who opened the store, and closes it where they may not run the command.
 * @throws CallFailure `forbidden`
 */
export async function entered(
  host: CommandHost,
  store: ReferenceStore,
  command: CliCommandName,
  by: LogOn['by'],
): Promise<ReferenceStore> {
  try {
    await store.notes.logOn({ by, systemUser: host.operator, from: command, version: host.version });
    await requirePermission(store, command);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

/**
 * Runs a command's work over the store that it names, as {@link openCommandStore} opens it, and closes the store afterwards.
 * @throws CallFailure, with the store's and the engine's errors among them
 */
export function withCommandStore<Value>(
  host: CommandHost,
  directory: string,
  command: CliCommandName,
  work: (store: ReferenceStore) => Promise<Value>,
): Promise<Value> {
  return withFailures(async () => {
    const store = await openCommandStore(host, directory, command);
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  });
}

/** Opens the store a command names, or creates it and prints its recovery key once. */
export async function openOrCreateStore(
  host: CommandHost,
  directory: string,
  command: CliCommandName,
): Promise<{ store: ReferenceStore; created: boolean }> {
  const folder = resolve(directory);
  if (isStore(folder)) return { store: await openCommandStore(host, folder, command), created: false };
  const passphrase = await host.passphrase('create');
  const { store, recoveryKey } = await createStore(folder, { passphrase, operator: host.operator });
  host.showRecoveryKey(recoveryKey);
  return { store: await entered(host, store, command, 'created'), created: true };
}

/** Settings in force and the model, for a command over a store. */
export interface CommandSettings {
  readonly settings: Settings;
  readonly policy: MachinePolicy | null;
  readonly model: ModelInUse;
  readonly thresholds: Thresholds;
  readonly policyHash: string;
}

/** What a command that judges or enrols works with. */
export interface CommandDesk extends CommandSettings {
  readonly engine: Engine;
}

/** @param store null for commands without one: the defaults and the machine's policy count */
export async function commandSettings(host: CommandHost, store: ReferenceStore | null): Promise<CommandSettings> {
  const policy = await readPolicyFile(host.policyFile);
  const settings = store ? await loadSettings(store, policy) : withPolicy(defaultSettings, policy);
  const loaded = await loadModel(host.modelsDirectory, settings.model, store ? await admittedIn(store) : []);
  const model = store ? await withMetricInForce(store, loaded) : loaded;
  const thresholds = settings.thresholds ?? model.thresholds;
  if (store) {
    await keepPolicy(store, thresholds, policy);
    await store.notes.modelInForce({ id: model.id, hash: model.hash }, store.operator);
  }
  return { settings, policy, model, thresholds, policyHash: policyHash(thresholds, policy) };
}

/**
 * Settings in force, the model and one engine, for a command over a store; the engine is closed when the work is done.
 * @param store as in {@link commandSettings}
 */
export async function withCommandDesk<Value>(
  host: CommandHost,
  store: ReferenceStore | null,
  work: (desk: CommandDesk) => Promise<Value>,
): Promise<Value> {
  const inForce = await commandSettings(host, store);
  const engine = startEngine(host.startEngine, inForce.model, host.log);
  try {
    return await work({ ...inForce, engine });
  } finally {
    await engine.close();
  }
}
