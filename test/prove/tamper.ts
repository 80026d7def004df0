import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { SeededRandom } from '../../src-main/sample/seeded.ts';
import { writeHeadFile } from '../../src-main/store/head-file.ts';
import {
  entryHash,
  newSigningPair,
  noPrevious,
  rowHash,
  signHead,
  type StoredRow,
} from '../../src-main/store/record-chain.ts';
import { entryFrom, type EntryRow } from '../../src-main/store/record-walk.ts';

/** What is done to a record. */
export const changes = ['flip', 'delete', 'swap', 'insert', 'truncate'] as const;
export type Change = (typeof changes)[number];

/**
 * How well it is covered up. `plain`: not at all. `rehashed`: every hash after it made anew, and the head's. `signed`: all of it signed
 * with a key of the tamperer's own, which takes the place of the store's, and head.json too.
 */
export const skills = ['plain', 'rehashed', 'signed'] as const;
export type Skill = (typeof skills)[number];

/** What a tamperer works on: a folder that holds a closed store. */
export interface Target {
  readonly directory: string;
  readonly store: string;
}

const readEntries = (database: DatabaseSync): EntryRow[] =>
  database.prepare('SELECT * FROM record ORDER BY sequence').all() as unknown as EntryRow[];

function writeEntries(database: DatabaseSync, entries: readonly EntryRow[]): void {
  database.exec('DELETE FROM record');
  const insert = database.prepare(
    `INSERT INTO record (sequence, at, kind, changes, payload_key, payload, previous, hash)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  for (const { sequence, at, kind, changes, payload_key: key, payload, previous, hash } of entries)
    insert.run(sequence, at, kind, changes, key, payload, previous, hash);
}

/** Runs `work` with the triggers that guard the record out of the way; they are back afterwards. */
function withoutTriggers(directory: string, work: (database: DatabaseSync) => void): void {
  const database = new DatabaseSync(join(directory, 'store.sqlite'), { enableForeignKeyConstraints: false });
  try {
    database.exec('PRAGMA synchronous = OFF');
    const triggers = database
      .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
      .all() as unknown as {
      name: string;
      sql: string;
    }[];
    database.exec('BEGIN');
    for (const { name } of triggers) database.exec(`DROP TRIGGER ${name}`);
    work(database);
    for (const { sql } of triggers) database.exec(sql);
    database.exec('COMMIT');
  } finally {
    database.close();
  }
}

/** Numbers the entries anew and chains them, as whoever knows the format can. */
function chained(entries: readonly EntryRow[]): EntryRow[] {
  let previous: Uint8Array = noPrevious;
  return entries.map((entry, at) => {
    const next = { ...entry, sequence: at + 1, previous };
    previous = entryHash(entryFrom(next));
    return { ...next, hash: previous };
  });
}

/** Changes one bit or more of a value; text stays ASCII. */
function flipped(value: unknown, random: SeededRandom): Uint8Array | string | number {
  if (typeof value === 'number') return value + 1 + random.integer(9);
  const bytes = typeof value === 'string' ? Buffer.from(value, 'latin1') : Buffer.from(value as Uint8Array);
  const at = random.integer(bytes.length);
  bytes[at] = (bytes[at] ?? 0) ^ (1 + random.integer(typeof value === 'string' ? 127 : 255));
  return typeof value === 'string' ? bytes.toString('latin1') : bytes;
}

const entryColumns = ['at', 'kind', 'changes', 'payload_key', 'payload', 'previous', 'hash'] as const;
/** What the hash is made of and a tamperer who makes hashes anew doesn't set himself. */
const contentColumns = ['at', 'kind', 'changes', 'payload_key', 'payload'] as const;

/** Flips in the head or the signing key, which lie beside the entries. */
function flipBeside(database: DatabaseSync, random: SeededRandom): string {
  const [table, column] = random.pick([
    ['record_head', 'sequence'],
    ['record_head', 'hash'],
    ['record_head', 'at'],
    ['record_head', 'signature'],
    ['signing_key', 'public'],
  ]);
  const value = database.prepare(`SELECT ${column} AS value FROM ${table}`).get()?.['value'];
  database.prepare(`UPDATE ${table} SET ${column} = ?`).run(flipped(value, random));
  return `${table}.${column}`;
}

/** The entries after the change, numbered as they lie. @returns what was done, in words */
function changeEntries(
  entries: EntryRow[],
  change: Change,
  skill: Skill,
  random: SeededRandom,
): { entries: EntryRow[]; what: string } {
  const at = random.integer(entries.length);
  const entry = entries[at]!;
  const rest = entries.toSpliced(at, 1);
  switch (change) {
    case 'flip': {
      const column = skill === 'plain' ? random.pick([...entryColumns]) : random.pick([...contentColumns]);
      const changed = { ...entry, [column]: flipped(entry[column], random) };
      return { entries: entries.with(at, changed), what: `flip in ${column} of entry ${at + 1}` };
    }
    case 'delete':
      return { entries: rest, what: `delete entry ${at + 1}` };
    case 'swap': {
      const other = (at + 1 + random.integer(entries.length - 1)) % entries.length;
      const there = entries[other]!;
      const swapped = entries
        .with(at, { ...there, sequence: entry.sequence })
        .with(other, { ...entry, sequence: there.sequence });
      return { entries: swapped, what: `swap entries ${at + 1} and ${other + 1}` };
    }
    case 'insert': {
      const model = entries[random.integer(entries.length)]!;
      const added = { ...model, at: entry.at };
      const longer = entries.toSpliced(at, 0, added);
      return {
        entries: longer.map((each, index) => ({ ...each, sequence: index + 1 })),
        what: `insert a copy of entry ${model.sequence} before entry ${at + 1}`,
      };
    }
    case 'truncate': {
      const kept = 1 + random.integer(entries.length - 1);
      return { entries: entries.slice(0, kept), what: `cut off after entry ${kept}` };
    }
  }
}

/** Puts a key of the tamperer's own in the place of the store's, where the record vouches for it too. @returns both halves */
function exchangeKey(
  database: DatabaseSync,
  entries: readonly EntryRow[],
): { entries: EntryRow[]; pair: ReturnType<typeof newSigningPair> } {
  const pair = newSigningPair();
  const vouched = () => {
    const row = database.prepare('SELECT * FROM signing_key').get() as StoredRow;
    return rowHash('signing_key', row);
  };
  const before = vouched();
  database.prepare('UPDATE signing_key SET public = ?').run(pair.publicKey);
  const after = vouched();
  return { entries: entries.map((each) => ({ ...each, changes: each.changes.replace(before, after) })), pair };
}

/**
 * Tampers with the record of a closed store.
 * @returns what was done, in words
 */
export function tamper({ directory, store }: Target, change: Change, skill: Skill, random: SeededRandom): string {
  let done = '';
  withoutTriggers(directory, (database) => {
    if (change === 'flip' && skill === 'plain' && random.chance(0.25)) {
      done = `flip in ${flipBeside(database, random)}`;
      return;
    }
    const changed = changeEntries(readEntries(database), change, skill, random);
    done = changed.what;
    if (skill === 'plain') {
      writeEntries(database, changed.entries);
      return;
    }
    const exchanged = skill === 'signed' ? exchangeKey(database, changed.entries) : null;
    const entries = chained(exchanged?.entries ?? changed.entries);
    const last = entries.at(-1)!;
    writeEntries(database, entries);
    database.prepare('UPDATE record_head SET sequence = ?, hash = ?, at = ?').run(last.sequence, last.hash, last.at);
    if (!exchanged) return;
    const head = { store, sequence: last.sequence, hash: Buffer.from(last.hash).toString('hex'), at: last.at };
    const signature = signHead(exchanged.pair.privateKey, head);
    database.prepare('UPDATE record_head SET signature = ?').run(signature);
    const publicKey = exchanged.pair.publicKey.toString('base64');
    writeHeadFile(directory, { ...head, publicKey, signature: signature.toString('base64') });
  });
  // Whoever covers up takes away what would tell on them.
  if (skill === 'rehashed' && random.chance(0.5)) rmSync(join(directory, 'head.json'));
  return `${done}, ${skill}`;
}

/** Puts an older copy of a store in its place; its head.json too, where `headToo`. */
export function putBack({ directory }: Target, older: string, headToo: boolean): void {
  for (const name of headToo ? ['store.sqlite', 'head.json'] : ['store.sqlite'])
    writeFileSync(join(directory, name), readFileSync(join(older, name)));
}
