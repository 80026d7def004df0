import { connect, storeErrorFrom } from './database.ts';
import type { VerifyReport } from './record-types.ts';
import type { Migration } from './schema/migrations.ts';
import type { StoreSession } from './store-session.ts';
import { verifyDatabase } from './verify-database.ts';

/** Checks the whole store of an open session, over a connection of its own: the session goes on meanwhile. @throws StoreError */
export async function verifySession(
  session: StoreSession,
  store: string,
  steps: readonly Migration[],
): Promise<VerifyReport> {
  const { directory } = session;
  const keys = await session.read((_, current) => current.copy());
  try {
    const database = connect(directory);
    try {
      return await verifyDatabase(database, store, keys, directory, { steps });
    } finally {
      database.close();
    }
  } catch (error) {
    throw storeErrorFrom(error, directory);
  } finally {
    keys.wipe();
  }
}
