import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { StoreError } from './store-error.ts';
import { databaseFile } from './store-folder.ts';

/** Marks a SQLite file as a Countersign store ("Csgn"). */
export const applicationId = 0x4373676e;
/** How long SQLite itself waits, blocking, before this program waits without blocking. */
const blockingWaitMs = 40;
const headerBytes = 100;
/** SQLITE_IOERR_SHMSIZE: no room for the file beside the write-ahead log. */
const sharedMemoryFull = 4874;

/** How a connection is opened. */
export interface ConnectionOptions {
  readonly maximumPages?: number | undefined;
}

/** Opens a connection with the store's settings. The file is made where there is none. */
export function connect(directory: string, options: ConnectionOptions = {}): DatabaseSync {
  const database = new DatabaseSync(join(directory, databaseFile), { timeout: blockingWaitMs });
  try {
    database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA secure_delete = ON;
      PRAGMA foreign_keys = ON;
      PRAGMA trusted_schema = OFF;
      PRAGMA cell_size_check = ON;
      PRAGMA temp_store = MEMORY;
    `);
    if (options.maximumPages !== undefined)
      database.exec(`PRAGMA max_page_count = ${Math.trunc(options.maximumPages)}`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** What the first bytes of a store's file say, without opening it. */
export interface FileHeader {
  readonly applicationId: number;
  readonly schemaVersion: number;
  readonly sound: boolean;
}

/** Reads the header of the SQLite file (https://sqlite.org/fileformat2.html, 1.3). Throws where it can't be read. */
export function readFileHeader(directory: string): FileHeader {
  const bytes = Buffer.alloc(headerBytes);
  const handle = openSync(join(directory, databaseFile), 'r');
  let read: number;
  try {
    read = readSync(handle, bytes, 0, headerBytes, 0);
  } finally {
    closeSync(handle);
  }
  const sound =
    read === headerBytes &&
    bytes.toString('latin1', 0, 16) === 'SQLite format 3\0' &&
    bytes.readUInt16BE(16) === 4096 &&
    bytes[18] === 2 &&
    bytes[19] === 2 &&
    bytes.readUInt32BE(56) === 1 &&
    bytes.readUInt32BE(68) === applicationId;
  return { applicationId: bytes.readUInt32BE(68), schemaVersion: bytes.readInt32BE(60), sound };
}

/** SQLite's result code without its extension; null where the error isn't SQLite's. */
function resultCode(error: unknown): number | null {
  const { code, errcode } = (error ?? {}) as { code?: unknown; errcode?: unknown };
  return code === 'ERR_SQLITE_ERROR' && typeof errcode === 'number' ? errcode & 0xff : null;
}

/** Whether another connection holds the lock that was asked for. */
export function isBusy(error: unknown): boolean {
  const code = resultCode(error);
  return code === 5 || code === 6;
}

/** Puts an error of SQLite or of the file system into words. A StoreError passes through. */
export function storeErrorFrom(error: unknown, directory: string): StoreError {
  if (error instanceof StoreError) return error;
  const text = error instanceof Error ? error.message : String(error);
  const systemCode = (error as NodeJS.ErrnoException | null)?.code;
  if ((error as { errcode?: unknown } | null)?.errcode === sharedMemoryFull) return diskFullError(directory, error);
  switch (resultCode(error)) {
    case 5:
    case 6:
      return new StoreError(
        'busy',
        `Another program is using the store in ${directory} and hasn't let go of it. Close it, or wait, and try again; nothing was changed.`,
        error,
      );
    case 8:
      return readOnlyError(directory, error);
    case 13:
      return diskFullError(directory, error);
    case 1:
    case 11:
    case 19:
    case 20:
    case 24:
    case 25:
    case 26:
      return new StoreError(
        'damaged',
        `The store in ${directory} is damaged (${text}). Run "countersign store verify", and restore a backup.`,
        error,
      );
    case null:
      break;
    default:
      return new StoreError('unreachable', `The store in ${directory} can't be read or written (${text}).`, error);
  }
  if (systemCode === 'ENOSPC' || systemCode === 'EDQUOT') return diskFullError(directory, error);
  if (systemCode === 'EROFS' || systemCode === 'EACCES' || systemCode === 'EPERM')
    return readOnlyError(directory, error);
  return new StoreError('unreachable', `The store in ${directory} can't be used: ${text}.`, error);
}

function readOnlyError(directory: string, cause: unknown): StoreError {
  return new StoreError(
    'read-only',
    `${directory} can't be written to. Give the user of this program the right to write there; nothing was changed.`,
    cause,
  );
}

function diskFullError(directory: string, cause: unknown): StoreError {
  return new StoreError(
    'disk-full',
    `There is no room left for the store in ${directory}. Make room and try again; nothing was lost, and nothing of this was saved.`,
    cause,
  );
}

/**
 * Runs `work` as soon as no other program stands in its way, waiting without blocking.
 * @param work must leave nothing behind where it throws
 * @param timeoutMs how long to wait in all
 * @throws StoreError `busy` when the time is up; any other error of `work` in words
 */
export async function whenFree<T>(directory: string, timeoutMs: number, work: () => T): Promise<T> {
  const started = performance.now();
  for (let wait = 10; ; wait = Math.min(wait * 1.5, 250)) {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error) || performance.now() - started >= timeoutMs) throw storeErrorFrom(error, directory);
    }
    await delay(wait * (0.5 + Math.random()));
  }
}
