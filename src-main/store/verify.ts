import { resolve } from 'node:path';
import { storeErrorFrom } from './database.ts';
import type { KeyRing } from './key-ring.ts';
import { connectToStore, unlock } from './open-store.ts';
import type { StoreKey, StoreOptions, VerifyReport } from './reference-store.ts';
import { verifyDatabase, type VerifyOptions } from './verify-database.ts';

/**
 * Checks a store that isn't open, without changing it: SQLite's pages, the schema, the record's chain and signatures,
 * every row against the record, `head.json`, and, where a key is given, every envelope.
 * @param key null: what an auditor without a key can check
 * @param options `publicKey`, `keptHead`: what was kept elsewhere
 * @returns the report; damage is in it and not thrown
 * @throws StoreError where the store can't be looked at: `no-store`, `newer-version`, `wrong-passphrase`, `busy` …
 */
export async function verifyStore(
  directory: string,
  key: StoreKey | null,
  options: StoreOptions & VerifyOptions = {},
): Promise<VerifyReport> {
  try {
    const locked = await connectToStore(directory, options);
    let keys: KeyRing | null = null;
    try {
      keys = key ? (await unlock(locked, key, options)).keys : null;
      const { publicKey, keptHead } = options;
      return await verifyDatabase(locked.database, locked.id, keys, locked.directory, { publicKey, keptHead });
    } finally {
      keys?.wipe();
      locked.database.close();
    }
  } catch (error) {
    const known = storeErrorFrom(error, resolve(directory));
    if (known.fault !== 'damaged') throw known;
    const problems = [{ where: resolve(directory), what: known.message }];
    return { ok: false, problems, envelopesOpened: false, counts: {}, head: null };
  }
}
