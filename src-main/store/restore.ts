import { chmodSync, copyFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fillFolder, syncFile } from './new-folder.ts';
import { openStore } from './open-store.ts';
import type { ReferenceStore, StoreKey, StoreOptions } from './reference-store.ts';
import { StoreError } from './store-error.ts';
import { databaseFile, descriptionFile, headFile, refuseNetworkPath } from './store-folder.ts';
import { verifyStore } from './verify.ts';

/**
 * Makes a store of a backup: checks every byte of the backup first, copies it, opens the copy and notes the restoring in its
 * record. The backup isn't changed.
 * @param toDirectory doesn't exist or is empty
 * @returns the restored store, open
 * @throws StoreError `no-store`, `wrong-passphrase`, `damaged` (with what is wrong), `exists`, `network-path`, `disk-full`
 */
export async function restoreStore(
  fromBackup: string,
  toDirectory: string,
  key: StoreKey,
  options: StoreOptions = {},
): Promise<ReferenceStore> {
  const target = resolve(toDirectory);
  const source = resolve(fromBackup);
  refuseNetworkPath(toDirectory);
  await fillFolder(target, async (making) => {
    for (const name of [databaseFile, `${databaseFile}-wal`, headFile, descriptionFile]) copyOver(source, making, name);
    const report = await verifyStore(making, key, options);
    if (report.ok) return;
    const first = report.problems[0];
    throw new StoreError(
      'damaged',
      `The backup in ${source} is damaged: ${first?.where} ${first?.what}${report.problems.length > 1 ? `, and ${report.problems.length - 1} more` : ''}. Use another backup.`,
    );
  });
  const store = await openStore(target, key, options);
  await store.noteRestored(source);
  return store;
}

function copyOver(source: string, target: string, name: string): void {
  try {
    copyFileSync(join(source, name), join(target, name));
    chmodSync(join(target, name), 0o600);
    syncFile(join(target, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    if (name === databaseFile) {
      throw new StoreError(
        'no-store',
        `There is no backup in ${source}. Choose the folder that holds ${databaseFile}.`,
        error,
      );
    }
  }
}
