import type { DatabaseSync } from 'node:sqlite';
import type { KeyRing } from './key-ring.ts';
import { prefixIndex } from './lookup-values.ts';
import type { JsonValue, Layout } from './reference-store.ts';
import { newRowId } from './row-ids.ts';
import { openFor, sealFor } from './store-session.ts';
import type { EntryContent, StoreTransaction } from './store-session.ts';

interface Source {
  readonly database: DatabaseSync;
  readonly keys: KeyRing;
}

/** The row of `setting` that holds the policy. */
const policyKey = 'policy';
/** Settings of the caller's are kept apart from the store's own rows. */
const settingRow = (key: string): string => `setting/${key}`;

/** The value of a row of `setting`; null where there is none. @throws StoreError `damaged` */
export function readValue(source: Source, row: string): JsonValue {
  const stored = source.database.prepare('SELECT sealed FROM setting WHERE id = ?').get(row);
  if (!stored) return null;
  return openFor<JsonValue>(source, null, ['setting', row, 'sealed'], stored['sealed'] as Uint8Array);
}

/** Writes a row of `setting`, with no entry of its own. */
export function writeValue(transaction: StoreTransaction, row: string, value: JsonValue): void {
  const sealed = sealFor(transaction, null, ['setting', row, 'sealed'], value);
  const known = transaction.database.prepare('SELECT 1 FROM setting WHERE id = ?').get(row);
  if (known) transaction.update('setting', row, { sealed });
  else transaction.insert('setting', row, { sealed });
}

/** A setting; null where unset. @throws StoreError `damaged` */
export function readSetting(source: Source, key: string): JsonValue {
  return readValue(source, settingRow(key));
}

/** Sets a setting. */
export function writeSetting(
  transaction: StoreTransaction,
  key: string,
  value: JsonValue,
  operator: string,
): { entry: EntryContent; result: void } {
  writeValue(transaction, settingRow(key), value);
  return { entry: { kind: 'setting-changed', account: null, details: { operator, key, value } }, result: undefined };
}

/** The policy; null where unset. @throws StoreError `damaged` */
export function readPolicy(source: Source): JsonValue {
  return readValue(source, policyKey);
}

/** Sets the policy. */
export function writePolicy(
  transaction: StoreTransaction,
  policy: JsonValue,
  operator: string,
): { entry: EntryContent; result: void } {
  writeValue(transaction, policyKey, policy);
  return { entry: { kind: 'policy-changed', account: null, details: { operator, policy } }, result: undefined };
}

/** All layouts, by prefix. @throws StoreError `damaged` */
export function readLayouts(source: Source): Layout[] {
  const rows = source.database.prepare('SELECT id, sealed FROM layout').all();
  return rows
    .map((row) => {
      const id = row['id'] as string;
      return openFor<Layout>(source, null, ['layout', id, 'sealed'], row['sealed'] as Uint8Array);
    })
    .sort((first, second) => (first.prefix < second.prefix ? -1 : 1));
}

/** Sets the layout of a prefix, or (null) removes it. */
export function writeLayout(
  transaction: StoreTransaction,
  prefix: string,
  layout: JsonValue,
  operator: string,
): { entry: EntryContent; result: void } {
  const index = prefixIndex(transaction.keys, prefix);
  const known = transaction.database.prepare('SELECT id FROM layout WHERE prefix_index = ?').get(index);
  const id = (known?.['id'] as string | undefined) ?? newRowId();
  const value: Layout = { prefix: prefix.trim(), layout };
  if (layout === null) {
    if (known) transaction.remove('layout', id);
  } else {
    const sealed = sealFor(transaction, null, ['layout', id, 'sealed'], value);
    if (known) transaction.update('layout', id, { sealed });
    else transaction.insert('layout', id, { prefix_index: index, sealed });
  }
  const details = { operator, prefix: value.prefix, layout };
  return { entry: { kind: 'layout-changed', account: null, details }, result: undefined };
}
