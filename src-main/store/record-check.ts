import type { DatabaseSync } from 'node:sqlite';
import { isSigned, readHead } from './head-check.ts';
import { entryHash, keyIsEndorsed, noPrevious, readChanges, rowHash } from './record-chain.ts';
import type { StoredEntry, StoredRow } from './record-chain.ts';
import type { RecordHead, VerifyProblem } from './reference-store.ts';
import { coveredTables } from './schema/migrations.ts';
import type { CoveredTable } from './schema/migrations.ts';

/** Whether a table is there: one of an earlier version lacks some, and what it must have the schema's check tells. */
export function hasTable(database: DatabaseSync, table: string): boolean {
  return database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(table) !== undefined;
}

/** Lets other work go on between two pieces of a long check. */
export type Pause = () => Promise<void>;

type EntryRow = Omit<StoredEntry, 'payloadKey'> & { payload_key: string; hash: Uint8Array };

/** What a walk along the record found. */
export interface WalkedRecord {
  readonly head: RecordHead | null;
  readonly entries: number;
  /** For each table, the hash that the record vouches for, by row id. */
  readonly vouched: ReadonlyMap<CoveredTable, ReadonlyMap<string, string>>;
}

const isCovered = (table: string): table is CoveredTable => (coveredTables as readonly string[]).includes(table);

/**
 * Walks the record from its first entry to its signed head. Needs no key.
 * @param report takes every problem
 */
export async function walkRecord(
  database: DatabaseSync,
  store: string,
  report: (problem: VerifyProblem) => void,
  pause: Pause,
): Promise<WalkedRecord> {
  const vouched = new Map<CoveredTable, Map<string, string>>(coveredTables.map((table) => [table, new Map()]));
  let previous: Uint8Array = noPrevious;
  let sequence = 0;
  const rows = database
    .prepare('SELECT sequence, at, kind, changes, payload_key, payload, previous, hash FROM record ORDER BY sequence')
    .iterate() as unknown as Iterable<EntryRow>;
  for (const { payload_key: payloadKey, hash, ...rest } of rows) {
    const entry: StoredEntry = { ...rest, payloadKey };
    const where = `record entry ${entry.sequence}`;
    if (entry.sequence !== sequence + 1) report({ where, what: `entry ${sequence + 1} is missing` });
    if (!Buffer.from(entry.previous).equals(previous)) report({ where, what: "doesn't follow the entry before it" });
    if (!entryHash(entry).equals(hash)) report({ where, what: 'was changed' });
    const changes = readChanges(entry.changes);
    if (!changes) report({ where, what: 'its list of rows is unreadable' });
    for (const change of changes ?? []) {
      if (!isCovered(change.table)) report({ where, what: `vouches for an unknown table ${change.table}` });
      else if (change.hash === null) vouched.get(change.table)?.delete(change.row);
      else vouched.get(change.table)?.set(change.row, change.hash);
    }
    previous = hash;
    sequence = entry.sequence;
    if (sequence % 200 === 0) await pause();
  }
  return { head: checkHead(database, store, { sequence, hash: previous }, report), entries: sequence, vouched };
}

function checkHead(
  database: DatabaseSync,
  store: string,
  end: { sequence: number; hash: Uint8Array },
  report: (problem: VerifyProblem) => void,
): RecordHead | null {
  const head = readHead(database, store);
  const where = 'record head';
  if (!head) {
    report({ where, what: 'is missing' });
    return null;
  }
  if (!isSigned(head)) report({ where, what: 'its signature is wrong' });
  if (head.sequence !== end.sequence || head.hash !== Buffer.from(end.hash).toString('hex')) {
    report({ where, what: `was signed for entry ${head.sequence}, but the record ends with entry ${end.sequence}` });
  }
  return head;
}

/**
 * Checks that each signing key is vouched for by the one before it, and that the head is signed by the last.
 * @param trusted public key (SPKI PEM or base64 DER) that must be one of them; null: none was kept elsewhere
 */
export function checkSigningKeys(
  database: DatabaseSync,
  store: string,
  head: RecordHead | null,
  trusted: Buffer | null,
  report: (problem: VerifyProblem) => void,
): void {
  const rows = database.prepare('SELECT id, public, endorsement FROM signing_key').all() as unknown as {
    id: string;
    public: Uint8Array;
    endorsement: Uint8Array | null;
  }[];
  let current = rows.find((row) => row.endorsement === null);
  const chain = current ? [current] : [];
  while (current) {
    const previous: Uint8Array = current.public;
    current = rows.find(
      (row) =>
        row.endorsement !== null && keyIsEndorsed(previous, store, row.public, row.endorsement) && !chain.includes(row),
    );
    if (current) chain.push(current);
  }
  for (const row of rows) {
    if (!chain.includes(row))
      report({ where: `signing_key ${row.id}`, what: "isn't vouched for by the key before it" });
  }
  const last = chain.at(-1);
  if (head && last && Buffer.from(last.public).toString('base64') !== head.publicKey) {
    report({ where: 'record head', what: "isn't signed by the newest signing key" });
  }
  if (trusted && !chain.some((row) => trusted.equals(row.public))) {
    report({ where: 'signing_key', what: "the public key that was given isn't one of this store's" });
  }
}

/** Holds every row against the hash that the record vouches for: changed, added and missing rows are reported. */
export async function compareRows(
  database: DatabaseSync,
  vouched: WalkedRecord['vouched'],
  report: (problem: VerifyProblem) => void,
  pause: Pause,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of coveredTables) {
    if (!hasTable(database, table)) continue;
    const expected = new Map(vouched.get(table));
    let count = 0;
    for (const row of database.prepare(`SELECT * FROM ${table}`).iterate() as Iterable<StoredRow>) {
      const id = String(row['id']);
      const hash = expected.get(id);
      const where = `${table} ${id}`;
      if (hash === undefined) report({ where, what: 'is not in the record' });
      else if (hash !== rowHash(table, row)) report({ where, what: 'was changed behind the back of the record' });
      expected.delete(id);
      if (++count % 200 === 0) await pause();
    }
    for (const id of expected.keys()) report({ where: `${table} ${id}`, what: 'is missing' });
    counts[table] = count;
  }
  return counts;
}
