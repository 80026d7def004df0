import type { DatabaseSync } from 'node:sqlite';
import { itemIndexes, type ItemDetails } from './batch-rows.ts';
import { open, seal } from './envelopes.ts';
import type { KeyRing } from './key-ring.ts';
import type { KeySlot } from './key-slots.ts';
import { fingerprintIndex, nameIndex, numberIndex, operatorIndex, prefixIndex, roleIndex } from './lookup-values.ts';
import { endorseKey, newSigningPair } from './record-chain.ts';
import { openSigningKey } from './record-writer.ts';
import type { Layout } from './reference-store.ts';
import { newRowId } from './row-ids.ts';
import { ownerOf, sealedColumns } from './schema/sealed-columns.ts';
import type { SealedColumns } from './schema/sealed-columns.ts';
import { insertSlot, readSlots } from './slot-rows.ts';
import { StoreError } from './store-error.ts';
import type { SpecimenDetails } from './specimens.ts';
import type { EntryContent, StoreTransaction } from './store-session.ts';
import { metaRows } from './schema/meta-rows.ts';

type Row = Record<string, unknown> & { id: string };

/**
 * Seals everything anew under a new data key: fresh account keys, a fresh signing key that the old one endorses, new
 * slots in place of all old ones. Details in the record can't be sealed anew (the chain holds their ciphertext); the keys
 * that they were sealed under go under the new data key, and later entries get fresh ones.
 * @param next the ring of the new data key; the transaction goes on with it
 * @throws StoreError `damaged` where an envelope doesn't open
 */
export function rekeyInto(
  transaction: StoreTransaction,
  next: KeyRing,
  slots: readonly { slot: KeySlot; operator: string }[],
  epoch: string,
  operator: string,
): { entry: EntryContent; result: void } {
  const { database } = transaction;
  const previous = transaction.keys;
  next.forget();
  for (const { id } of readSlots(database)) transaction.remove('key_slot', id);
  const oldAccountKeys = replaceSealedKeys(transaction, previous, next);
  for (const columns of sealedColumns) {
    if (columns.table !== 'key_slot') resealTable(transaction, previous, next, columns, oldAccountKeys);
  }
  replaceSigningKey(transaction, previous, next);
  transaction.keys = next;
  for (const { slot, operator: name } of slots) insertSlot(transaction, slot, name);
  transaction.update('meta', metaRows.keyEpoch, { value: epoch });
  return { entry: { kind: 'rekeyed', account: null, details: { operator } }, result: undefined };
}

/** @returns the old keys of the accounts' rows, by account */
function replaceSealedKeys(transaction: StoreTransaction, previous: KeyRing, next: KeyRing): Map<string, Buffer> {
  const oldAccountKeys = new Map<string, Buffer>();
  const rows = transaction.database.prepare('SELECT id, account, purpose, sealed FROM sealed_key').all() as unknown as {
    id: string;
    account: string | null;
    purpose: string;
    sealed: Uint8Array;
  }[];
  for (const { id, account, purpose, sealed } of rows) {
    const key = previous.unwrap(id, sealed);
    if (purpose === 'rows' && account !== null) {
      oldAccountKeys.set(account, key);
      transaction.remove('sealed_key', id);
    } else {
      transaction.update('sealed_key', id, { purpose: 'earlier-record', sealed: next.wrap(id, key) });
    }
    if (purpose === 'earlier-record') continue;
    const fresh = newRowId();
    const made = next.makeSealedKey(fresh);
    made.key.fill(0);
    transaction.insert('sealed_key', fresh, { account, purpose, sealed: made.sealed });
  }
  return oldAccountKeys;
}

function resealTable(
  transaction: StoreTransaction,
  previous: KeyRing,
  next: KeyRing,
  sealed: SealedColumns,
  oldAccountKeys: ReadonlyMap<string, Buffer>,
): void {
  const { database } = transaction;
  const { table, columns } = sealed;
  const ids = database.prepare(`SELECT id FROM ${table}`).all() as unknown as { id: string }[];
  for (const { id } of ids) {
    const row = database.prepare(`SELECT * FROM ${table} WHERE id = ?`).get(id) as Row;
    const owner = ownerOf(sealed, row);
    const oldKey = owner === null ? previous.derived('sealing') : oldAccountKeys.get(owner);
    if (!oldKey) throw new StoreError('damaged', `The store is damaged: the key of account row ${owner} is missing.`);
    const newKey = owner === null ? next.derived('sealing') : next.accountKey(database, owner);
    const changed: Record<string, Buffer | null> = {};
    for (const column of columns) {
      const envelope = row[column];
      if (!(envelope instanceof Uint8Array)) continue;
      const content = open(oldKey, previous.place(table, id, column), envelope);
      changed[column] = seal(newKey, next.place(table, id, column), content);
      Object.assign(changed, indexColumns(next, table, row, column, content));
    }
    transaction.update(table, id, changed);
  }
}

/** The index values that are made from an envelope's content. */
function indexColumns(
  next: KeyRing,
  table: string,
  row: Row,
  column: string,
  content: Buffer,
): Record<string, Buffer | null> {
  const value = (): unknown => JSON.parse(content.toString('utf8'));
  const account = String(row['account']);
  if (table === 'account' && column === 'number') return { number_index: numberIndex(next, value() as string) };
  if (table === 'signatory' && column === 'name') return { name_index: nameIndex(next, account, value() as string) };
  if (table === 'layout') return { prefix_index: prefixIndex(next, (value() as Layout).prefix) };
  if (table === 'operator') return { name_index: operatorIndex(next, (value() as { name: string }).name) };
  if (table === 'operator_role') return { name_index: roleIndex(next, (value() as { name: string }).name) };
  if (table === 'batch_item') return itemIndexes(next, value() as ItemDetails);
  if (table === 'specimen') {
    return { fingerprint_index: fingerprintIndex(next, account, (value() as SpecimenDetails).fingerprint) };
  }
  return {};
}

function replaceSigningKey(transaction: StoreTransaction, previous: KeyRing, next: KeyRing): void {
  const old = openSigningKey(transaction.database, previous);
  const pair = newSigningPair();
  const endorsement = endorseKey(old.privateKey, next.store, pair.publicKey);
  old.privateKey.fill(0);
  transaction.update('signing_key', old.id, { sealed: null });
  addSigningKey(transaction, next, pair, endorsement);
}

/** Adds a signing key whose private half is sealed under the record key of `keys`. The private half is wiped. */
export function addSigningKey(
  transaction: StoreTransaction,
  keys: KeyRing,
  pair: { privateKey: Buffer; publicKey: Buffer },
  endorsement: Buffer | null,
): void {
  const id = newRowId();
  const sealed = seal(keys.derived('record'), keys.place('signing_key', id, 'sealed'), pair.privateKey);
  pair.privateKey.fill(0);
  transaction.insert('signing_key', id, { public: pair.publicKey, endorsement, sealed });
}

/** Moves what a transaction wrote from the write-ahead log into the file, so that old bytes are overwritten there too. */
export function emptyWriteAheadLog(database: DatabaseSync): void {
  database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all();
}
