import { randomBytes, randomUUID } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { applicationId, connect } from './database.ts';
import { writeHeadFile } from './head-file.ts';
import { KeyRing } from './key-ring.ts';
import { makePassphraseSlot, makeRecoverySlot, refuseShortPassphrase } from './key-slots.ts';
import { fillFolder, refuseOccupied } from './new-folder.ts';
import { newSigningPair } from './record-chain.ts';
import { appendEntry } from './record-writer.ts';
import type { ReferenceStore, StoreOptions } from './reference-store.ts';
import { addSigningKey } from './rekey.ts';
import { latestVersion, migrations } from './schema/migrations.ts';
import { giveOperatorsTheirRights } from './schema/operators.ts';
import { insertSlot } from './slot-rows.ts';
import { openWithDataKey } from './open-store.ts';
import { StoreError } from './store-error.ts';
import { databaseFile, refuseNetworkPath, writeDescription } from './store-folder.ts';
import { StoreTransaction } from './store-session.ts';
import { metaRows } from './schema/meta-rows.ts';

/**
 * Creates a store. It appears whole under its name or not at all.
 * @param directory a folder that doesn't exist or is empty; those above it are made
 * @param first the first operator and their passphrase (at least 8 characters, no other rule)
 * @returns the open store, and its recovery key, which is kept nowhere: whoever loses it and every passphrase has lost the store
 * @throws StoreError `weak-passphrase`, `invalid`, `exists`, `network-path`, `read-only`, `disk-full`
 */
export async function createStore(
  directory: string,
  first: { passphrase: string; operator: string },
  options: StoreOptions = {},
): Promise<{ store: ReferenceStore; recoveryKey: string }> {
  refuseShortPassphrase(first.passphrase);
  if (first.operator.trim() === '') throw new StoreError('invalid', "Type the operator's name.");
  const target = resolve(directory);
  refuseNetworkPath(directory);
  refuseOccupied(target);
  const id = randomUUID();
  const dataKey = randomBytes(32);
  try {
    const passphrase = await makePassphraseSlot(id, dataKey, first.operator, first.passphrase, options.scryptCost);
    const recovery = makeRecoverySlot(id, dataKey);
    await fillFolder(target, (making) =>
      fill(making, id, dataKey, options, first.operator, [passphrase, recovery.slot]),
    );
    const store = await openWithDataKey(target, dataKey, first.operator, options);
    return { store, recoveryKey: recovery.recoveryKey };
  } finally {
    dataKey.fill(0);
  }
}

function fill(
  directory: string,
  id: string,
  dataKey: Buffer,
  options: StoreOptions,
  operator: string,
  slots: readonly Parameters<typeof insertSlot>[1][],
): void {
  // SQLite would make it readable for others; its log takes the file's mode over.
  closeSync(openSync(join(directory, databaseFile), 'wx', 0o600));
  const database = connect(directory, options);
  const keys = new KeyRing(id, dataKey);
  try {
    database.exec('BEGIN IMMEDIATE');
    applySchema(database);
    const transaction = new StoreTransaction(database, keys);
    transaction.insert('meta', metaRows.storeId, { value: id });
    transaction.insert('meta', metaRows.createdAt, { value: transaction.at });
    transaction.insert('meta', metaRows.keyEpoch, { value: randomUUID() });
    for (const slot of slots) insertSlot(transaction, slot, operator);
    giveOperatorsTheirRights(transaction);
    transaction.addSealedKey(null, 'record');
    addSigningKey(transaction, keys, newSigningPair(), null);
    const details = { operator, schemaVersion: latestVersion() };
    const head = appendEntry(transaction, { kind: 'created', account: null, details });
    database.exec('COMMIT');
    writeHeadFile(directory, head);
    writeDescription(directory, id, latestVersion());
  } finally {
    keys.wipe();
    database.close();
  }
}

function applySchema(database: DatabaseSync): void {
  for (const step of migrations) database.exec(step.sql);
  database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${latestVersion()}`);
}
