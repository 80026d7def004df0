import type { DatabaseSync } from 'node:sqlite';
import { tryOpen } from './envelopes.ts';
import { readHead } from './head-check.ts';
import type { KeyRing } from './key-ring.ts';
import { publicKeyText } from './public-key.ts';
import { readChanges } from './record-chain.ts';
import { exportRecord } from './record-export.ts';
import type { JsonValue, RecordEntry, RecordHead, RecordView } from './reference-store.ts';
import { StoreError } from './store-error.ts';
import type { StoreSession } from './store-session.ts';

const entriesAtOnce = 1000;

/** An entry's row, read as a whole. */
export type RecordRow = {
  sequence: number;
  at: string;
  kind: string;
  changes: string;
  payload_key: string;
  payload: Uint8Array;
  hash: Uint8Array;
};

/** Reads one entry, its details too where their key is still there. */
export function readEntry(database: DatabaseSync, keys: KeyRing, row: RecordRow): RecordEntry {
  const { sequence, at, kind } = row;
  const key = keys.payloadKey(database, row.payload_key);
  const payload = key && tryOpen(key, keys.place('record', String(sequence), 'payload'), row.payload);
  const details = payload ? (JSON.parse(payload.toString('utf8')) as JsonValue) : null;
  const hash = Buffer.from(row.hash).toString('hex');
  return { sequence, at, kind, changes: readChanges(row.changes) ?? [], details, hash };
}

/** The record of an unlocked store, for reading. */
export function recordViewOf(session: StoreSession, store: string): RecordView {
  const head = (): Promise<RecordHead> =>
    session.read((database) => {
      const found = readHead(database, store);
      if (!found) throw new StoreError('damaged', 'The store is damaged: the record has no signed head.');
      return found;
    });
  return {
    head,
    entries: ({ after = 0, limit = entriesAtOnce } = {}) =>
      session.read((database, keys) => {
        const rows = database
          .prepare('SELECT * FROM record WHERE sequence > ? ORDER BY sequence LIMIT ?')
          .all(after, limit) as unknown as RecordRow[];
        return rows.map((row) => readEntry(database, keys, row));
      }),
    publicKey: async () => publicKeyText((await head()).publicKey),
    export: ({ details }) => exportRecord(session, store, details),
  };
}
