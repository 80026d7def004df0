import { chmodSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { backup } from 'node:sqlite';
import { connect } from './database.ts';
import { readHead } from './head-check.ts';
import { writeHeadFile } from './head-file.ts';
import { fillFolder, syncFile } from './new-folder.ts';
import { StoreError } from './store-error.ts';
import { databaseFile, syncFolder, writeDescription } from './store-folder.ts';

/**
 * Copies a store while it's in use, as it stands at one moment, by SQLite's online backup.
 * @param toDirectory doesn't exist or is empty; may be on a network drive, because nothing writes to a backup
 * @throws StoreError `exists`, `disk-full`, `read-only`
 */
export async function backUp(
  directory: string,
  store: string,
  schemaVersion: number,
  toDirectory: string,
): Promise<void> {
  await fillFolder(resolve(toDirectory), async (making) => {
    const source = connect(directory);
    try {
      // All pages in one step: a step that other programs can come between starts over when they write.
      await backup(source, join(making, databaseFile), { rate: 0x7fffffff });
    } finally {
      source.close();
    }
    const copy = connect(making);
    try {
      const head = readHead(copy, store);
      if (!head)
        throw new StoreError('damaged', `The store in ${directory} is damaged: the record has no signed head.`);
      writeHeadFile(making, head);
    } finally {
      copy.close();
    }
    writeDescription(making, store, schemaVersion);
    chmodSync(join(making, databaseFile), 0o600);
    syncFile(join(making, databaseFile));
    syncFolder(making);
  });
}
