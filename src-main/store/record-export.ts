import type { DatabaseSync } from 'node:sqlite';
import { readHead } from './head-check.ts';
import type { KeyRing } from './key-ring.ts';
import { entryFrom, type EntryRow } from './record-walk.ts';
import { StoreError } from './store-error.ts';
import type { StoreSession } from './store-session.ts';

/** What the first line of an export says of its kind. */
export const exportFormat = 'countersign-record/1';

const entriesAtOnce = 500;
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

function signingKeysIn(database: DatabaseSync): object[] {
  const rows = database.prepare('SELECT id, public, endorsement FROM signing_key ORDER BY id').all();
  return rows.map(({ id, public: publicKey, endorsement }) => ({
    id,
    publicKey: base64(publicKey as Uint8Array),
    endorsement: endorsement === null ? null : base64(endorsement as Uint8Array),
  }));
}

/** The keys of the record's details, and of nothing else. */
function recordKeysIn(database: DatabaseSync, keys: KeyRing): object[] {
  const rows = database.prepare(`SELECT id, sealed FROM sealed_key WHERE purpose <> 'rows' ORDER BY id`).all();
  return rows.map(({ id, sealed }) => ({
    id,
    key: base64(keys.unwrap(id as string, sealed as Uint8Array)),
  }));
}

/**
 * The record for an auditor, one JSON object a line: what it is of and the signing keys, each entry as it is stored, the signed head.
 * What is added meanwhile isn't in it.
 * @param details whether the keys of the entries' details go with it; without them the entries are what they are on disk, sealed
 */
export async function* exportRecord(session: StoreSession, store: string, details: boolean): AsyncGenerator<string> {
  const { first, head } = await session.read((database, keys) => {
    const found = readHead(database, store);
    if (!found) throw new StoreError('damaged', 'The store is damaged: the record has no signed head.');
    const signingKeys = signingKeysIn(database);
    const recordKeys = details ? recordKeysIn(database, keys) : null;
    return { first: { format: exportFormat, store, entries: found.sequence, signingKeys, recordKeys }, head: found };
  });
  yield JSON.stringify(first);
  for (let after = 0; after < head.sequence; after += entriesAtOnce) {
    const rows = await session.read(
      (database) =>
        database
          .prepare('SELECT * FROM record WHERE sequence > ? AND sequence <= ? ORDER BY sequence LIMIT ?')
          .all(after, head.sequence, entriesAtOnce) as unknown as EntryRow[],
    );
    for (const row of rows) {
      const { sequence, at, kind, changes, payloadKey, payload, previous } = entryFrom(row);
      yield JSON.stringify({
        sequence,
        at,
        kind,
        changes,
        payloadKey,
        payload: base64(payload),
        previous: hex(previous),
        hash: hex(row.hash),
      });
    }
  }
  yield JSON.stringify({ head });
}
