import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, rmdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { storeErrorFrom } from './database.ts';
import { StoreError } from './store-error.ts';
import { syncFolder } from './store-folder.ts';

/**
 * Refuses a folder that has something in it.
 * @throws StoreError `exists`
 */
export function refuseOccupied(directory: string): void {
  let names: string[];
  try {
    names = readdirSync(directory);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') return;
    if (code === 'ENOTDIR') throw new StoreError('exists', `${directory} is a file. Choose another folder.`, error);
    throw storeErrorFrom(error, directory);
  }
  if (names.includes('store.sqlite')) throw new StoreError('exists', `There is a store in ${directory} already.`);
  if (names.length > 0) throw new StoreError('exists', `${directory} isn't empty. Choose an empty or a new folder.`);
}

/** Gives a finished folder its name; an empty folder of that name makes way. */
function moveInto(making: string, target: string): void {
  try {
    rmdirSync(target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  renameSync(making, target);
  syncFolder(dirname(target));
}

/** Runs `fill` on a new folder beside `target` that takes its name when it's finished, and is removed where it isn't. */
export async function fillFolder(target: string, fill: (making: string) => Promise<void> | void): Promise<void> {
  refuseOccupied(target);
  const making = join(dirname(target), `.${basename(target)}.making-${randomBytes(4).toString('hex')}`);
  try {
    mkdirSync(dirname(target), { recursive: true });
    mkdirSync(making, { mode: 0o700 });
    await fill(making);
    moveInto(making, target);
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    throw storeErrorFrom(error, target);
  }
}

/** Makes a file's content lasting. */
export function syncFile(path: string): void {
  const handle = openSync(path, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
