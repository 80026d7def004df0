import type { DatabaseSync } from 'node:sqlite';
import { openSlot } from './key-slots.ts';
import type { KeySlot } from './key-slots.ts';
import type { KeyRing } from './key-ring.ts';
import { StoreError } from './store-error.ts';
import { openFor, sealFor } from './store-session.ts';
import type { EntryContent, StoreTransaction } from './store-session.ts';

interface Source {
  readonly database: DatabaseSync;
  readonly keys: KeyRing;
}

/** Every slot as it lies on disk, oldest first. */
export function readSlots(database: DatabaseSync): KeySlot[] {
  return database
    .prepare('SELECT id, kind, parameters, sealed, checksum FROM key_slot ORDER BY id')
    .all() as unknown as KeySlot[];
}

/** The operator's name on a slot. @throws StoreError `damaged` */
export function slotOperator(source: Source, slot: string): string {
  const row = source.database.prepare('SELECT operator FROM key_slot WHERE id = ?').get(slot);
  if (!row) throw new StoreError('damaged', `The store is damaged: key slot ${slot} is missing.`);
  return openFor<string>(source, null, ['key_slot', slot, 'operator'], row['operator'] as Uint8Array);
}

/** Adds a slot with its operator's name. */
export function insertSlot(transaction: StoreTransaction, slot: KeySlot, operator: string): void {
  const { id, kind, parameters, sealed, checksum } = slot;
  const name = sealFor(transaction, null, ['key_slot', id, 'operator'], operator);
  transaction.insert('key_slot', id, { kind, parameters, operator: name, sealed, checksum });
}

/** The passphrase slots with their operators' names. */
export function passphraseSlots(source: Source): { slot: KeySlot; operator: string }[] {
  return readSlots(source.database)
    .filter((slot) => slot.kind === 'passphrase')
    .map((slot) => ({ slot, operator: slotOperator(source, slot.id) }));
}

/** Adds an operator's slot. @throws StoreError `duplicate` where the operator has one */
export function addOperatorSlot(
  transaction: StoreTransaction,
  slot: KeySlot,
  added: string,
  operator: string,
): { entry: EntryContent; result: void } {
  if (passphraseSlots(transaction).some((known) => known.operator === added)) {
    throw new StoreError('duplicate', `${added} has a passphrase already.`);
  }
  insertSlot(transaction, slot, added);
  return { entry: { kind: 'operator-added', account: null, details: { operator, added } }, result: undefined };
}

/** Removes an operator's slot. @throws StoreError `not-found`; `invalid` for the last one */
export function removeOperatorSlot(
  transaction: StoreTransaction,
  removed: string,
  operator: string,
): { entry: EntryContent; result: void } {
  const slots = passphraseSlots(transaction);
  const found = slots.filter((known) => known.operator === removed);
  if (found.length === 0) throw new StoreError('not-found', `${removed} has no passphrase in this store.`);
  if (found.length === slots.length) {
    throw new StoreError('invalid', `${removed} is the last operator with a passphrase. Add another one first.`);
  }
  for (const { slot } of found) transaction.remove('key_slot', slot.id);
  return { entry: { kind: 'operator-removed', account: null, details: { operator, removed } }, result: undefined };
}

/** Puts a new slot in place of an operator's old one. */
export function replaceOperatorSlot(
  transaction: StoreTransaction,
  slot: KeySlot,
  changed: string,
  operator: string,
): { entry: EntryContent; result: void } {
  const known = passphraseSlots(transaction).filter((candidate) => candidate.operator === changed);
  if (known.length === 0) throw new StoreError('not-found', `${changed} has no passphrase in this store.`);
  for (const { slot: old } of known) transaction.remove('key_slot', old.id);
  insertSlot(transaction, slot, changed);
  return { entry: { kind: 'passphrase-changed', account: null, details: { operator, changed } }, result: undefined };
}

/** Adds the operating system's slot. */
export function addSystemSlotRow(
  transaction: StoreTransaction,
  slot: KeySlot,
  operator: string,
): { entry: EntryContent; result: void } {
  insertSlot(transaction, slot, operator);
  return { entry: { kind: 'system-slot-added', account: null, details: { operator } }, result: undefined };
}

/** Removes every system slot. */
export function removeSystemSlotRows(
  transaction: StoreTransaction,
  operator: string,
): { entry: EntryContent; result: void } {
  const slots = readSlots(transaction.database).filter(({ kind }) => kind === 'system');
  for (const { id } of slots) transaction.remove('key_slot', id);
  const details = { operator, removed: slots.length };
  return { entry: { kind: 'system-slots-removed', account: null, details }, result: undefined };
}

/** Whether this passphrase is the operator's. @throws StoreError `wrong-passphrase` */
export async function confirmPassphrase(
  store: string,
  slots: readonly { slot: KeySlot; operator: string }[],
  operator: string,
  passphrase: string,
  directory: string,
): Promise<void> {
  const own = slots.filter((known) => known.operator === operator).map(({ slot }) => slot);
  if (own.length === 0) throw new StoreError('not-found', `${operator} has no passphrase in this store.`);
  const { dataKey } = await openSlot(store, own, { passphrase, operator }, directory);
  dataKey.fill(0);
}
