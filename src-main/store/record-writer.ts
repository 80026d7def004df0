import type { DatabaseSync } from 'node:sqlite';
import { open, sealJson } from './envelopes.ts';
import type { KeyRing } from './key-ring.ts';
import { entryHash, noPrevious, publicKeyOf, signHead, writeChanges } from './record-chain.ts';
import type { RecordHead } from './reference-store.ts';
import { StoreError } from './store-error.ts';
import type { EntryContent, StoreTransaction } from './store-session.ts';

/** Rows that one entry vouches for at most; a larger change (a rekey) takes several entries. */
const changesPerEntry = 1000;

/**
 * Adds the entry for a transaction's changes to the record and signs the new head, inside the transaction.
 * @throws StoreError `damaged` where the record's end or its signing key isn't as it should be
 */
export function appendEntry(transaction: StoreTransaction, content: EntryContent): RecordHead {
  const { database, keys, at } = transaction;
  const changes = transaction.changes();
  const payloadKey = keys.currentPayloadKey(database, content.account);
  if (!payloadKey) throw new StoreError('damaged', 'The store is damaged: the key of the record is missing.');
  const last = lastEntry(database);
  let sequence = last.sequence;
  let previous = last.hash;
  for (let start = 0; start === 0 || start < changes.length; start += changesPerEntry) {
    sequence++;
    const entry = {
      sequence,
      at,
      kind: content.kind,
      changes: writeChanges(changes.slice(start, start + changesPerEntry)),
      payloadKey: payloadKey.id,
      payload: sealJson(
        payloadKey.key,
        keys.place('record', String(sequence), 'payload'),
        start === 0 ? content.details : { continues: sequence - 1 },
      ),
      previous,
    };
    const hash = entryHash(entry);
    database
      .prepare(
        `INSERT INTO record (sequence, at, kind, changes, payload_key, payload, previous, hash)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(entry.sequence, at, entry.kind, entry.changes, entry.payloadKey, entry.payload, previous, hash);
    previous = hash;
  }
  return signNewHead(database, keys, { sequence, hash: Buffer.from(previous), at });
}

function lastEntry(database: DatabaseSync): { sequence: number; hash: Uint8Array } {
  const last = database.prepare('SELECT sequence, hash FROM record ORDER BY sequence DESC LIMIT 1').get() as
    { sequence: number; hash: Uint8Array } | undefined;
  const head = database.prepare('SELECT sequence, hash FROM record_head').get() as
    { sequence: number; hash: Uint8Array } | undefined;
  if (last?.sequence !== head?.sequence || (last && head && !Buffer.from(last.hash).equals(head.hash))) {
    throw new StoreError('damaged', 'The store is damaged: the record and its signed head differ. Restore a backup.');
  }
  return last ?? { sequence: 0, hash: noPrevious };
}

/** The signing key in force, with its private half opened. The caller wipes it. @throws StoreError `damaged` */
export function openSigningKey(
  database: DatabaseSync,
  keys: KeyRing,
): { id: string; publicKey: Buffer; privateKey: Buffer } {
  const row = database.prepare('SELECT id, public, sealed FROM signing_key WHERE sealed IS NOT NULL').get() as
    { id: string; public: Uint8Array; sealed: Uint8Array | null } | undefined;
  if (!row?.sealed) throw new StoreError('damaged', 'The store is damaged: the signing key of the record is missing.');
  const privateKey = open(keys.derived('record'), keys.place('signing_key', row.id, 'sealed'), row.sealed);
  const publicKey = publicKeyOf(privateKey);
  if (!publicKey.equals(row.public)) {
    privateKey.fill(0);
    throw new StoreError('damaged', 'The store is damaged: the signing key of the record was exchanged.');
  }
  return { id: row.id, publicKey, privateKey };
}

function signNewHead(
  database: DatabaseSync,
  keys: KeyRing,
  end: { sequence: number; hash: Buffer; at: string },
): RecordHead {
  const { id, publicKey, privateKey } = openSigningKey(database, keys);
  const content = { store: keys.store, sequence: end.sequence, hash: end.hash.toString('hex'), at: end.at };
  const signature = signHead(privateKey, content);
  privateKey.fill(0);
  database
    .prepare(
      `INSERT INTO record_head (id, sequence, hash, at, signing_key, signature) VALUES (1, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash, at = excluded.at,
         signing_key = excluded.signing_key, signature = excluded.signature`,
    )
    .run(end.sequence, end.hash, end.at, id, signature);
  return { ...content, publicKey: publicKey.toString('base64'), signature: signature.toString('base64') };
}
