import { requireAccountId } from './account-directory.ts';
import type { CoveredTable } from './schema/migrations.ts';
import { rowIdsBegin } from './row-ids.ts';
import type { EntryContent, StoreTransaction } from './store-session.ts';
import { dropFromBlocks } from './vector-blocks.ts';

/** How much of a customer was erased. */
export interface ErasedCustomer {
  /** The account's row id, by which the record knows what it vouched for. */
  readonly id: string;
  readonly signatories: number;
  readonly specimens: number;
  readonly checks: number;
  readonly decisions: number;
}

/** Every table whose rows belong to an account, those that refer to others first. */
export const accountTables = [
  'decision',
  'batch_item',
  'cheque_check',
  'template',
  'picture',
  'specimen',
  'enrolment',
  'mandate',
  'signatory',
] as const satisfies readonly CoveredTable[];

function removeAll(transaction: StoreTransaction, table: CoveredTable, where: string, ...values: string[]): number {
  const rows = transaction.database.prepare(`SELECT id FROM ${table} WHERE ${where}`).all(...values);
  for (const row of rows) transaction.remove(table, row['id'] as string);
  return rows.length;
}

/**
 * Erases a customer: every row of their account, their specimens' vectors in blocks that hold those of many, and the account's keys, those of what the
 * record says of it too. The record's
 * entries and hashes stay; what they say of the account can't be opened any more. The entry about it names no number and nobody of
 * the account.
 * @throws StoreError `not-found`
 */
export function eraseCustomerInto(
  transaction: StoreTransaction,
  number: string,
  reason: string,
  operator: string,
): { entry: EntryContent; result: ErasedCustomer } {
  const { database, keys } = transaction;
  const id = requireAccountId(database, keys, number);
  const removed = new Map<CoveredTable, number>();
  const specimens = database.prepare('SELECT id FROM specimen WHERE account = ?').all(id);
  dropFromBlocks(transaction, null, new Set(specimens.map((row) => row['id'] as string)));
  for (const table of accountTables) removed.set(table, removeAll(transaction, table, 'account = ?', id));
  removeAll(transaction, 'sealed_key', 'account = ?', id);
  transaction.remove('account', id);
  const erased: ErasedCustomer = {
    id,
    signatories: removed.get('signatory') ?? 0,
    specimens: removed.get('specimen') ?? 0,
    checks: removed.get('cheque_check') ?? 0,
    decisions: removed.get('decision') ?? 0,
  };
  return {
    entry: { kind: 'customer-erased', account: null, details: { operator, reason, ...erased } },
    result: erased,
  };
}

/** Checks made before a time (ISO 8601) about which nothing is left to do: no open batch, nobody's confirmation. */
const expired = `id < ?
  AND NOT EXISTS (SELECT 1 FROM batch_item JOIN batch ON batch.id = batch_item.batch
    WHERE batch_item.cheque_check = cheque_check.id AND batch.state IN ('open', 'paused'))
  AND NOT EXISTS (SELECT 1 FROM decision WHERE decision.cheque_check = cheque_check.id AND decision.awaiting = 1)`;

/** How many checks could be erased by {@link eraseChecksInto}. @param before ISO 8601 */
export function countExpired(database: StoreTransaction['database'], before: string): number {
  const row = database.prepare(`SELECT count(*) AS number FROM cheque_check WHERE ${expired}`).get(rowIdsBegin(before));
  return Number(row?.['number']);
}

/**
 * Erases checks that were made before a time, with their pictures, decisions and batch items. What the record said of them stays.
 * @param before ISO 8601
 * @param limit at most so many in one entry
 * @returns how many; 0: nothing was left, and nothing was written
 */
export function eraseChecksInto(
  transaction: StoreTransaction,
  before: string,
  limit: number,
  operator: string,
): { entry: EntryContent | null; result: number } {
  const rows = transaction.database
    .prepare(`SELECT id FROM cheque_check WHERE ${expired} ORDER BY id LIMIT ?`)
    .all(rowIdsBegin(before), limit);
  for (const { id } of rows as unknown as { id: string }[]) {
    removeAll(transaction, 'decision', 'cheque_check = ?', id);
    removeAll(transaction, 'batch_item', 'cheque_check = ?', id);
    // The ids of a check's pictures are 'check/role'; '0' comes right after '/'.
    removeAll(transaction, 'picture', 'id > ? AND id < ?', `${id}/`, `${id}0`);
    transaction.remove('cheque_check', id);
  }
  const details = { operator, before, checks: rows.length };
  return { entry: rows.length > 0 ? { kind: 'checks-erased', account: null, details } : null, result: rows.length };
}
