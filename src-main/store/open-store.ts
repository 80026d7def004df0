import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { connect, readFileHeader, storeErrorFrom, whenFree } from './database.ts';
import { compareHeads } from './head-check.ts';
import { readHeadFile } from './head-file.ts';
import { KeyRing } from './key-ring.ts';
import { openSlot } from './key-slots.ts';
import { recoveryOperator } from './recovery-key.ts';
import type { ReferenceStore, StoreKey, StoreOptions } from './reference-store.ts';
import { latestVersion, migrations } from './schema/migrations.ts';
import type { Migration } from './schema/migrations.ts';
import { readSlots, slotOperator } from './slot-rows.ts';
import { SqliteReferenceStore } from './sqlite-reference-store.ts';
import { StoreError } from './store-error.ts';
import { databaseFile, readDescription, refuseNetworkPath, refuseReadOnly, writeDescription } from './store-folder.ts';
import { StoreSession } from './store-session.ts';
import { metaRows } from './schema/meta-rows.ts';

/** How long a store in use is waited for where nothing else was said. */
const defaultBusyTimeoutMs = 10_000;

/** A store that is connected to but not unlocked. */
export interface LockedStore {
  readonly directory: string;
  readonly database: DatabaseSync;
  readonly id: string;
  readonly epoch: string;
  readonly schemaVersion: number;
  /** What `head.json` said before the database was read. */
  readonly headFile: ReturnType<typeof readHeadFile>;
}

/**
 * Opens a store: unlocks it, brings its schema up to date, and holds the record's end against its signed head.
 * @param key what opens it; see {@link StoreKey}
 * @param steps the schema's steps; other than the program's own only in tests
 * @throws StoreError `no-store`, `network-path`, `read-only`, `newer-version`, `wrong-passphrase`, `bad-recovery-key`,
 *   `busy`, `damaged`
 */
export async function openStore(
  directory: string,
  key: StoreKey,
  options: StoreOptions = {},
  steps: readonly Migration[] = migrations,
): Promise<SqliteReferenceStore> {
  const locked = await connectToStore(directory, options, steps);
  try {
    const unlocked = await unlock(locked, key, options);
    try {
      return await start(locked, unlocked.keys, unlocked.operator, options, steps, 'recoveryKey' in key);
    } catch (error) {
      unlocked.keys.wipe();
      throw error;
    }
  } catch (error) {
    if (locked.database.isOpen) locked.database.close();
    throw storeErrorFrom(error, locked.directory);
  }
}

/** Opens a store whose data key is at hand: just created or restored. @param dataKey copied */
export async function openWithDataKey(
  directory: string,
  dataKey: Uint8Array,
  operator: string,
  options: StoreOptions,
): Promise<ReferenceStore> {
  const locked = await connectToStore(directory, options, migrations);
  return start(locked, new KeyRing(locked.id, dataKey), operator, options, migrations, false);
}

/** Connects to a store without unlocking it. @throws StoreError as {@link openStore} */
export async function connectToStore(
  directory: string,
  options: StoreOptions = {},
  steps: readonly Migration[] = migrations,
): Promise<LockedStore> {
  const path = resolve(directory);
  refuseNetworkPath(directory);
  if (!existsSync(join(path, databaseFile))) {
    throw new StoreError('no-store', `There is no store in ${path}. Create one, or choose another folder.`);
  }
  refuseReadOnly(path);
  refuseForeignFile(path);
  const headFile = readHeadFile(path);
  return whenFree(path, options.busyTimeoutMs ?? defaultBusyTimeoutMs, () => {
    const database = connect(path, options);
    try {
      const schemaVersion = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
      if (schemaVersion > latestVersion(steps)) {
        throw new StoreError(
          'newer-version',
          `The store in ${path} was made by a newer Countersign (store version ${schemaVersion}; this one knows ${latestVersion(steps)}). Update Countersign to open it.`,
        );
      }
      const meta = database.prepare('SELECT value FROM meta WHERE id = ?');
      const id = meta.get(metaRows.storeId)?.['value'];
      const epoch = meta.get(metaRows.keyEpoch)?.['value'];
      if (typeof id !== 'string' || typeof epoch !== 'string' || schemaVersion < 1) {
        throw new StoreError(
          'damaged',
          `The store in ${path} is damaged: its description is missing. Restore a backup.`,
        );
      }
      return { directory: path, database, id, epoch, schemaVersion, headFile };
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

/** The file's first page, unless the write-ahead log holds a newer one. */
function refuseForeignFile(directory: string): void {
  const log = join(directory, `${databaseFile}-wal`);
  if (existsSync(log) && statSync(log).size > 0) return;
  let sound: boolean;
  try {
    sound = readFileHeader(directory).sound;
  } catch (error) {
    throw storeErrorFrom(error, directory);
  }
  if (sound) return;
  throw new StoreError(
    'damaged',
    `${join(directory, databaseFile)} is damaged or isn't a Countersign store. Restore a backup.`,
  );
}

/** Finds the data key of a connected store, and who has opened it. @throws StoreError */
export async function unlock(
  locked: LockedStore,
  key: StoreKey,
  options: StoreOptions,
): Promise<{ keys: KeyRing; operator: string }> {
  const { directory, database, id } = locked;
  const slots = await whenFree(directory, options.busyTimeoutMs ?? defaultBusyTimeoutMs, () => readSlots(database));
  const { slot, dataKey } = await openSlot(id, slots, key, directory);
  const keys = new KeyRing(id, dataKey);
  dataKey.fill(0);
  try {
    const operator = 'recoveryKey' in key ? recoveryOperator : slotOperator({ database, keys }, slot.id);
    if ('passphrase' in key && key.operator !== undefined && key.operator !== operator) {
      throw new StoreError('wrong-passphrase', `This isn't the passphrase of ${key.operator}. Try again.`);
    }
    return { keys, operator };
  } catch (error) {
    keys.wipe();
    throw error;
  }
}

async function start(
  locked: LockedStore,
  keys: KeyRing,
  operator: string,
  options: StoreOptions,
  steps: readonly Migration[],
  byRecoveryKey: boolean,
): Promise<SqliteReferenceStore> {
  const { directory, database, id, epoch } = locked;
  const busyTimeoutMs = options.busyTimeoutMs ?? defaultBusyTimeoutMs;
  const session = new StoreSession(directory, database, keys, { operator, epoch, busyTimeoutMs });
  const { head, file } = await session.read((view) => compareHeads(view, id, locked.headFile, directory));
  await migrate(session, locked.schemaVersion, steps);
  if (file.state === 'behind') session.bringHeadFileUpTo(head);
  if (file.state === 'unusable') {
    session.warnings.push(`${file.why}; it was written anew from the record.`);
    await session.write(() => ({
      entry: { kind: 'head-file-replaced', account: null, details: { operator, why: file.why } },
      result: undefined,
    }));
  }
  const description = readDescription(directory);
  const schemaVersion = latestVersion(steps);
  if (description?.id !== id || description.schemaVersion !== schemaVersion) {
    writeDescription(directory, id, schemaVersion);
  }
  return new SqliteReferenceStore(session, { id, schemaVersion, byRecoveryKey, scryptCost: options.scryptCost, steps });
}

async function migrate(session: StoreSession, from: number, steps: readonly Migration[]): Promise<void> {
  const to = latestVersion(steps);
  if (from === to) return;
  await session.write((transaction) => {
    const current = Number(transaction.database.prepare('PRAGMA user_version').get()?.['user_version']);
    if (current === to) return { entry: null, result: undefined };
    for (const step of steps) {
      if (step.version <= current) continue;
      transaction.database.exec(step.sql);
      step.rewrite?.(transaction);
    }
    transaction.database.exec(`PRAGMA user_version = ${to}`);
    return {
      entry: { kind: 'schema-changed', account: null, details: { operator: session.operator, from: current, to } },
      result: undefined,
    };
  });
}
