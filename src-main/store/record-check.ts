import type { DatabaseSync } from 'node:sqlite';
import { readHead } from './head-check.ts';
import { rowHash } from './record-chain.ts';
import type { StoredRow } from './record-chain.ts';
import { checkHead, checkKeyChain, entryFrom, RecordWalk, type EntryRow } from './record-walk.ts';
import type { RecordHead, VerifyProblem } from './reference-store.ts';
import { coveredTables } from './schema/migrations.ts';
import type { CoveredTable } from './schema/migrations.ts';

/** Whether a table is there: one of an earlier version lacks some, and what it must have the schema's check tells. */
export function hasTable(database: DatabaseSync, table: string): boolean {
  return database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(table) !== undefined;
}

/** Lets other work go on between two pieces of a long check. */
export type Pause = () => Promise<void>;

/** What a walk along the record found. */
export interface WalkedRecord {
  readonly head: RecordHead | null;
  readonly entries: number;
  /** For each table, the hash that the record vouches for, by row id. */
  readonly vouched: ReadonlyMap<CoveredTable, ReadonlyMap<string, string>>;
}

/** The columns of an {@link EntryRow}. */
const entryColumns = 'sequence, at, kind, changes, payload_key, payload, previous, hash';

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
  const walk = new RecordWalk(report);
  const rows = database
    .prepare(`SELECT ${entryColumns} FROM record ORDER BY sequence`)
    .iterate() as unknown as Iterable<EntryRow>;
  for (const row of rows) {
    const { sequence } = row;
    for (const change of walk.follow(entryFrom(row), row.hash)) {
      if (!isCovered(change.table))
        report({ where: `record entry ${sequence}`, what: `vouches for an unknown table ${change.table}` });
      else if (change.hash === null) vouched.get(change.table)?.delete(change.row);
      else vouched.get(change.table)?.set(change.row, change.hash);
    }
    if (sequence % 200 === 0) await pause();
  }
  const head = readHead(database, store);
  checkHead(head, walk.end, report);
  return { head, entries: walk.end.sequence, vouched };
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
  checkKeyChain(
    rows.map(({ id, public: publicKey, endorsement }) => ({ id, publicKey, endorsement })),
    { store, head, trusted },
    report,
  );
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
