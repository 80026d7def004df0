import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { connect, readFileHeader, storeErrorFrom } from './database.ts';
import { compareHeads } from './head-check.ts';
import { readHeadFile } from './head-file.ts';
import type { StoreInspection } from './reference-store.ts';
import { latestVersion } from './schema/migrations.ts';
import { databaseFile, descriptionFile, readDescription, refuseNetworkPath, refuseReadOnly } from './store-folder.ts';
import { metaRows } from './schema/meta-rows.ts';

/**
 * Tells what can be told of a store without a key: for `countersign doctor`. Nothing personal is in it, and it never throws
 * for a store in bad shape: what is wrong is in `problems`.
 */
export function inspectStore(directory: string): StoreInspection {
  const path = resolve(directory);
  const nothing: StoreInspection = {
    directory: path,
    exists: false,
    id: null,
    schemaVersion: null,
    journalMode: null,
    sizeBytes: null,
    recordEntries: null,
    accounts: null,
    specimens: null,
    problems: [],
  };
  const file = join(path, databaseFile);
  if (!existsSync(file)) return nothing;
  const description = readDescription(path);
  const found: StoreInspection = { ...nothing, exists: true, id: description?.id ?? null };
  try {
    refuseNetworkPath(directory);
    refuseReadOnly(path);
    const header = readFileHeader(path);
    const problems = description ? [] : [`${join(path, descriptionFile)} is missing or unreadable.`];
    if (!header.sound) problems.push(`${file} is damaged or isn't a Countersign store.`);
    if (!header.sound) return { ...found, problems };
    const seen = look(path, found);
    return { ...seen, problems: [...problems, ...seen.problems] };
  } catch (error) {
    return { ...found, problems: [storeErrorFrom(error, path).message] };
  }
}

function look(path: string, found: StoreInspection): StoreInspection {
  const headFile = readHeadFile(path);
  const database = connect(path);
  try {
    const value = (sql: string): unknown => Object.values(database.prepare(sql).get() ?? {})[0];
    const schemaVersion = Number(value('PRAGMA user_version'));
    const problems: string[] = [];
    if (schemaVersion > latestVersion()) {
      problems.push(`The store was made by a newer Countersign (store version ${schemaVersion}). Update Countersign.`);
    }
    for (const row of database.prepare('PRAGMA quick_check(5)').all()) {
      if (row['quick_check'] !== 'ok') problems.push(`store.sqlite: ${String(row['quick_check'])}`);
    }
    const id = value(`SELECT value FROM meta WHERE id = '${metaRows.storeId}'`);
    if (typeof id === 'string') {
      const { file } = compareHeads(database, id, headFile, path);
      if (file.state === 'unusable') problems.push(`${file.why}.`);
    }
    return {
      ...found,
      id: typeof id === 'string' ? id : found.id,
      schemaVersion,
      journalMode: String(value('PRAGMA journal_mode')),
      sizeBytes: statSync(join(path, databaseFile)).size,
      recordEntries: Number(value('SELECT count(*) FROM record')),
      accounts: Number(value('SELECT count(*) FROM account')),
      specimens: Number(value('SELECT count(*) FROM specimen')),
      problems,
    };
  } catch (error) {
    return { ...found, problems: [storeErrorFrom(error, path).message] };
  } finally {
    database.close();
  }
}
