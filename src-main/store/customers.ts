import { requireAccountId } from './account-directory.ts';
import { checkIn } from './checks.ts';
import { countExpired, eraseChecksInto, eraseCustomerInto, type ErasedCustomer } from './erasure.ts';
import { readEntry, type RecordRow } from './record-view.ts';
import type { Check, RecordEntry } from './reference-store.ts';
import { emptyWriteAheadLog } from './rekey.ts';
import type { StoreSession } from './store-session.ts';

/** What the store holds of one customer, and how it goes. Accounts are given by their number. */
export interface CustomerTable {
  /** Every check of an account, oldest first. Fault `not-found` where there's no such account. */
  checksOf(account: string): Promise<Check[]>;
  /** What the record says of an account. Fault as above. */
  entriesOf(account: string): Promise<RecordEntry[]>;
  /**
   * Erases a customer for good: rows, pictures and keys; the record's hashes stay, and it says that somebody was erased. Backups
   * made before still hold them. Fault `not-found`.
   */
  erase(account: string, reason: string, operator: string): Promise<ErasedCustomer>;
  /** Checks made before a time (ISO 8601) that nothing stands in the way of erasing. */
  expiredBefore(time: string): Promise<number>;
  /** Erases at most `limit` of them. @returns how many; 0: none was left */
  eraseExpired(before: string, limit: number, operator: string): Promise<number>;
}

/** The customers of an unlocked store. @param onErased told an account's row id once it is gone */
export function customerTableOf(session: StoreSession, onErased: (id: string) => void): CustomerTable {
  return {
    checksOf: (account) =>
      session.read((database, keys) => {
        const id = requireAccountId(database, keys, account);
        const rows = database.prepare('SELECT id FROM cheque_check WHERE account = ? ORDER BY id').all(id);
        return rows.map((row) => checkIn(session, { database, keys }, row['id'] as string));
      }),

    entriesOf: (account) =>
      session.read((database, keys) => {
        const rows = database
          .prepare(
            `SELECT * FROM record WHERE payload_key IN
               (SELECT id FROM sealed_key WHERE account = ? AND purpose <> 'rows') ORDER BY sequence`,
          )
          .all(requireAccountId(database, keys, account)) as unknown as RecordRow[];
        return rows.map((row) => readEntry(database, keys, row));
      }),

    async erase(account, reason, operator) {
      const erased = await session.write((transaction) => eraseCustomerInto(transaction, account, reason, operator));
      session.keys.forget();
      onErased(erased.id);
      emptyWriteAheadLog(session.database);
      return erased;
    },

    expiredBefore: (time) => session.read((database) => countExpired(database, time)),

    async eraseExpired(before, limit, operator) {
      const erased = await session.write((transaction) => eraseChecksInto(transaction, before, limit, operator));
      if (erased > 0) emptyWriteAheadLog(session.database);
      return erased;
    },
  };
}
