import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { CallFailure } from '../contract/calls.ts';
import {
  layoutBoxesSchema,
  settingsSchema,
  type Layout,
  type Settings,
  type Thresholds,
} from '../contract/settings.ts';
import type { JsonValue, ReferenceStore } from '../store/reference-store.ts';
import { compileAccountPattern, defaultAccountPattern } from './account-pattern.ts';
import { checkMicrSchemes } from './micr-schemes.ts';
import type { MachinePolicy } from './policy-file.ts';

/** Settings of a store in which nobody has changed any. */
export const defaultSettings: Settings = {
  appearance: 'system',
  accountPattern: defaultAccountPattern,
  idleLockSeconds: 600,
  model: 'learned',
  thresholds: null,
  unlockWithSystem: false,
  fourEyes: null,
  micrSchemes: [],
};

/** Where the settings lie in the store. */
const settingsKey = 'settings';

/** Names of the settings that the machine-wide policy fixes. */
export function fixedByPolicy(policy: MachinePolicy | null): (keyof Settings)[] {
  if (!policy) return [];
  return (Object.keys(settingsSchema.entries) as (keyof Settings)[]).filter((name) => policy[name] !== undefined);
}

/** Settings with the policy's own laid over them. */
export function withPolicy(settings: Settings, policy: MachinePolicy | null): Settings {
  if (!policy) return settings;
  const fixed = Object.fromEntries(fixedByPolicy(policy).map((name) => [name, policy[name]]));
  return { ...settings, ...fixed };
}

/**
 * The settings in force: the store's, each field that is missing or unreadable by its default, then the policy's.
 */
export async function loadSettings(store: ReferenceStore, policy: MachinePolicy | null): Promise<Settings> {
  const stored = await store.getSetting(settingsKey);
  const fields = v.safeParse(v.record(v.string(), v.unknown()), stored);
  const merged: Record<string, unknown> = { ...defaultSettings };
  for (const [name, schema] of Object.entries(settingsSchema.entries)) {
    const value = fields.success ? fields.output[name] : undefined;
    if (value !== undefined && v.is(schema, value)) merged[name] = value;
  }
  return withPolicy(v.parse(settingsSchema, merged), policy);
}

/**
 * Stores new settings, with a record entry.
 *
 * @throws CallFailure `fixed-by-policy`, `bad-pattern`, `bad-thresholds` or `bad-micr-scheme`, with the field
 */
export async function saveSettings(
  store: ReferenceStore,
  policy: MachinePolicy | null,
  next: Settings,
  operator: string,
): Promise<Settings> {
  const current = await loadSettings(store, policy);
  for (const name of fixedByPolicy(policy)) {
    if (JSON.stringify(next[name]) === JSON.stringify(current[name])) continue;
    throw new CallFailure({
      fault: 'fixed-by-policy',
      field: name,
      message: `This setting is fixed by this machine's policy file and can't be changed here.`,
    });
  }
  compileAccountPattern(next.accountPattern);
  if (next.thresholds) checkThresholds(next.thresholds);
  checkMicrSchemes(next.micrSchemes);
  const stored = JSON.parse(JSON.stringify(next)) as JsonValue;
  await store.setSetting(settingsKey, stored, operator);
  const policyOf = ({ thresholds, model, fourEyes }: Settings) => ({ thresholds, model, fourEyes });
  if (JSON.stringify(policyOf(next)) !== JSON.stringify(policyOf(current))) {
    await store.setPolicy(policyOf(next), operator);
  }
  return withPolicy(next, policy);
}

function checkThresholds(thresholds: Thresholds): void {
  for (const [group, { matchAbove, mismatchBelow }] of Object.entries(thresholds)) {
    if (mismatchBelow <= matchAbove) continue;
    throw new CallFailure({
      fault: 'bad-thresholds',
      field: `thresholds.${group}`,
      message: `With ${group} specimen${group === 'one' ? '' : 's'}: the border for a mismatch lies above the one for a match.`,
    });
  }
}

const storedLayoutSchema = v.object({ name: v.string(), ...layoutBoxesSchema.entries });

/** The bank layouts in the store, in order of their prefix. */
export async function loadLayouts(store: ReferenceStore): Promise<Layout[]> {
  const layouts: Layout[] = [];
  for (const { prefix, layout } of await store.listLayouts()) {
    const parsed = v.safeParse(storedLayoutSchema, layout);
    if (parsed.success) layouts.push({ ...parsed.output, accountPrefix: prefix });
  }
  return layouts;
}

/** Stores a layout for accounts that begin with its prefix, in the place of one for the same prefix. */
export async function saveLayout(store: ReferenceStore, layout: Layout, operator: string): Promise<void> {
  const { accountPrefix, ...kept } = layout;
  await store.setLayout(accountPrefix, jsonOf(kept), operator);
}

/** A layout without the fields that it leaves out. */
function jsonOf({ name, signature, payee, amount, date, micr, paper }: Omit<Layout, 'accountPrefix'>): JsonValue {
  return {
    name,
    signature: { ...signature },
    ...(payee ? { payee: { ...payee } } : {}),
    ...(amount ? { amount: { ...amount } } : {}),
    ...(date ? { date: { ...date } } : {}),
    ...(micr ? { micr: { ...micr } } : {}),
    ...(paper ? { paper: { ...paper } } : {}),
  };
}

/** Removes a layout by its name; nothing happens where there is none. */
export async function removeLayout(store: ReferenceStore, name: string, operator: string): Promise<void> {
  for (const layout of await loadLayouts(store)) {
    if (layout.name === name) await store.setLayout(layout.accountPrefix, null, operator);
  }
}

/**
 * Keeps what judges from now on in the store, under the hash that every check names, so that a verdict can be re-made.
 */
export async function keepPolicy(
  store: ReferenceStore,
  thresholds: Thresholds,
  policy: MachinePolicy | null,
): Promise<void> {
  const kept = { thresholds, policy: policy && { ...policy } };
  await store.notes.policyInForce(
    policyHash(thresholds, policy),
    JSON.parse(JSON.stringify(kept)) as JsonValue,
    store.operator,
  );
}

/**
 * The hash of what judged a cheque beside the model: thresholds in force and the machine's policy. SHA-256, hexadecimal.
 */
export function policyHash(thresholds: Thresholds, policy: MachinePolicy | null): string {
  const { one, two, many } = thresholds;
  const plain = [one, two, many].map(({ matchAbove, mismatchBelow }) => [matchAbove, mismatchBelow]);
  const fixed = policy ? Object.entries(policy).sort(([a], [b]) => (a < b ? -1 : 1)) : null;
  return createHash('sha256')
    .update(JSON.stringify({ thresholds: plain, policy: fixed }))
    .digest('hex');
}
