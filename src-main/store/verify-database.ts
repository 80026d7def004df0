import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { storeErrorFrom } from './database.ts';
import { checkContents } from './content-check.ts';
import { compareHeads, readHead } from './head-check.ts';
import { readHeadFile } from './head-file.ts';
import type { KeyRing } from './key-ring.ts';
import { compareKeptHead, type KeptHead } from './kept-head.ts';
import { checkSigningKeys, compareRows, walkRecord } from './record-check.ts';
import { publicKeyFrom } from './public-key.ts';
import type { VerifyProblem, VerifyReport } from './reference-store.ts';
import { migrations } from './schema/migrations.ts';
import type { Migration } from './schema/migrations.ts';
import { readDescription } from './store-folder.ts';

/** Problems listed at most; a store that is broken all over needs no longer list. */
const mostProblems = 200;

/** What a store is held against that was kept elsewhere. */
export interface VerifyOptions {
  /** The record's public key, SPKI in PEM. */
  readonly publicKey?: string | undefined;
  readonly keptHead?: KeptHead | undefined;
}

/**
 * Checks a connected store on one consistent view of it.
 * @param database a connection of its own: a transaction stays open on it meanwhile
 * @param keys the keys, or null where there are none
 * @param options `publicKey`: the record's public key (SPKI PEM) that was kept elsewhere; `keptHead`: a head of the record
 *   that was; `steps`: the schema's steps, other than the program's own only in tests
 * @throws StoreError `invalid` where `publicKey` is unreadable, `locked` where the keys were wiped meanwhile
 */
export async function verifyDatabase(
  database: DatabaseSync,
  store: string,
  keys: KeyRing | null,
  directory: string,
  { publicKey, keptHead, steps = migrations }: VerifyOptions & { steps?: readonly Migration[] } = {},
): Promise<VerifyReport> {
  const problems: VerifyProblem[] = [];
  const report = (problem: VerifyProblem): void => {
    if (problems.length < mostProblems) problems.push(problem);
  };
  const pause = async (): Promise<void> => void (await nextTurn());
  const trusted = publicKey === undefined ? null : publicKeyFrom(publicKey);
  const headFile = readHeadFile(directory);
  let counts: Record<string, number> = {};
  try {
    database.exec('BEGIN');
    checkPages(database, report);
    checkSchema(database, steps, report);
    const record = await walkRecord(database, store, report, pause);
    checkSigningKeys(database, store, record.head, trusted, report);
    if (keptHead) compareKeptHead(keptHead, heldRecord(database, store, record.entries), report);
    counts = { record: record.entries, ...(await compareRows(database, record.vouched, report, pause)) };
    if (keys) await checkContents(database, keys, report, pause);
    checkFiles(database, store, directory, headFile, report);
  } catch (error) {
    const known = storeErrorFrom(error, directory);
    if (known.fault === 'locked') throw known;
    report({ where: directory, what: known.message });
  }
  const head = tryReadHead(database, store);
  if (database.isTransaction) database.exec('ROLLBACK');
  return { ok: problems.length === 0, problems, envelopesOpened: keys !== null, counts, head };
}

function heldRecord(
  database: DatabaseSync,
  store: string,
  lastSequence: number,
): Parameters<typeof compareKeptHead>[1] {
  return {
    store,
    lastSequence,
    hashAt(sequence) {
      const row = database.prepare('SELECT hash FROM record WHERE sequence = ?').get(sequence);
      return row ? Buffer.from(row['hash'] as Uint8Array).toString('hex') : null;
    },
    knowsKey: (publicKey) =>
      database.prepare('SELECT 1 FROM signing_key WHERE public = ?').get(Buffer.from(publicKey, 'base64')) !==
      undefined,
  };
}

function tryReadHead(database: DatabaseSync, store: string): VerifyReport['head'] {
  try {
    return readHead(database, store);
  } catch {
    return null;
  }
}

function checkPages(database: DatabaseSync, report: (problem: VerifyProblem) => void): void {
  for (const row of database.prepare('PRAGMA integrity_check(20)').all()) {
    const what = String(row['integrity_check']);
    if (what !== 'ok') report({ where: 'store.sqlite', what });
  }
  for (const row of database.prepare('PRAGMA foreign_key_check').all()) {
    report({
      where: `${String(row['table'])} row ${String(row['rowid'])}`,
      what: `refers to a missing ${String(row['parent'])}`,
    });
  }
}

type SchemaRow = { type: string; name: string; sql: string | null };

const schemaOf = (database: DatabaseSync): Map<string, string | null> => {
  const rows = database
    .prepare("SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%'")
    .all() as unknown as SchemaRow[];
  return new Map(rows.map(({ type, name, sql }) => [`${type} ${name}`, sql]));
};

/** The schema must be what the steps make of an empty file, triggers too. */
function checkSchema(
  database: DatabaseSync,
  steps: readonly Migration[],
  report: (problem: VerifyProblem) => void,
): void {
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
  const fresh = new DatabaseSync(':memory:');
  for (const step of steps) if (step.version <= version) fresh.exec(step.sql);
  const expected = schemaOf(fresh);
  fresh.close();
  const actual = schemaOf(database);
  for (const [name, sql] of expected) {
    if (!actual.has(name)) report({ where: `schema, ${name}`, what: 'is missing' });
    else if (actual.get(name) !== sql) report({ where: `schema, ${name}`, what: 'was changed' });
  }
  for (const name of actual.keys()) {
    if (!expected.has(name)) report({ where: `schema, ${name}`, what: "isn't part of a store" });
  }
}

function checkFiles(
  database: DatabaseSync,
  store: string,
  directory: string,
  headFile: ReturnType<typeof readHeadFile>,
  report: (problem: VerifyProblem) => void,
): void {
  const { file } = compareHeads(database, store, headFile, directory);
  if (file.state === 'unusable') report({ where: 'head.json', what: file.why });
  const description = readDescription(directory);
  if (description === null) report({ where: 'store.json', what: 'is missing or unreadable' });
  else if (description.id !== store) report({ where: 'store.json', what: 'belongs to another store' });
}
