import type { DatabaseSync } from 'node:sqlite';
import { requireAccountId } from './account-directory.ts';
import {
  itemColumns,
  itemIndexes,
  openItem,
  sealItem,
  type BatchDetails,
  type BatchFile,
  type ItemDetails,
  type ItemOutcome,
  type ItemRow,
} from './batch-rows.ts';
import { recordCheckInto } from './checks.ts';
import type { KeyRing } from './key-ring.ts';
import type { JsonValue, NewCheck } from './reference-store.ts';
import { newRowId } from './row-ids.ts';
import { StoreError } from './store-error.ts';
import { openFor, sealFor, type EntryContent, type StoreSession, type StoreTransaction } from './store-session.ts';

export type { BatchFile, ItemOutcome } from './batch-rows.ts';

/** The check of one folder. It stays `open`, and takes in new files, until it is cancelled or closed. */
export interface Batch extends BatchDetails {
  readonly id: string;
  readonly state: 'open' | 'cancelled' | 'closed';
}

/** One cheque of a batch. */
export interface BatchItem extends ItemDetails {
  readonly id: string;
  readonly batch: string;
  readonly state: 'waiting' | 'judged' | 'failed';
  /** The check on record; null unless it was judged. */
  readonly check: string | null;
}

/** An earlier item with the same MICR line and cheque number, or with the same picture. */
export interface Twin {
  readonly batch: string;
  readonly folder: string;
  readonly file: string;
  readonly same: 'line' | 'picture';
}

/** What became of an item, and how many further cheques its picture holds. */
export type NewOutcome = Omit<ItemOutcome, 'at'> & { readonly further: number };

/** Folder checks, so that a check goes on where it was whatever ended it. */
export interface BatchTable {
  /** The open batch of this folder, or a new one. @param fresh a new one: the open one is closed, or cancelled if items wait */
  open(folder: string, operator: string, fresh?: boolean): Promise<Batch>;
  /** Newest first. */
  list(): Promise<Batch[]>;
  /** Cancels or closes an open batch; nothing of it is checked any more. */
  end(batch: string, state: 'cancelled' | 'closed', operator: string): Promise<void>;
  /** Adds the files that the batch doesn't have yet, unchanged since. @returns how many that were */
  add(batch: string, files: readonly BatchFile[], operator: string): Promise<number>;
  /** A waiting item's file was moved or renamed. */
  moved(item: string, to: Pick<BatchFile, 'file' | 'account' | 'amount' | 'date'>, operator: string): Promise<void>;
  /** Items that couldn't be judged wait again. @returns how many */
  retry(batch: string, operator: string): Promise<number>;
  /** Items in order of their files; `after`: the id of the last one that was given. */
  items(batch: string, page: { after: string | null; limit: number; waiting?: boolean }): Promise<BatchItem[]>;
  counts(batch: string): Promise<{ waiting: number; judged: number; failed: number }>;
  /** Puts an item's check on record with the item, both or neither. @returns the check's id; null: it waited no more */
  judged(item: string, check: NewCheck, outcome: NewOutcome, operator: string): Promise<string | null>;
  /** An item that can't be judged. @returns false: it waited no more */
  failed(item: string, outcome: NewOutcome, operator: string): Promise<boolean>;
  /** The first earlier one of the same cheque or picture, in this batch or in one that wasn't cancelled; null: none. */
  twinOf(item: string): Promise<Twin | null>;
}

interface Source {
  readonly database: DatabaseSync;
  readonly keys: KeyRing;
}

type BatchRow = { id: string; state: Batch['state']; details: Uint8Array };

function batchFrom(source: Source, { id, state, details }: BatchRow): Batch {
  return { id, state, ...openFor<BatchDetails>(source, null, ['batch', id, 'details'], details) };
}

function itemFrom(source: Source, row: ItemRow): BatchItem {
  return {
    ...openItem(source, row),
    id: row.id,
    batch: row.batch,
    state: row.state,
    check: row.cheque_check,
  };
}

function batchesIn(source: Source): Batch[] {
  const rows = source.database.prepare('SELECT id, state, details FROM batch ORDER BY id DESC').all();
  return (rows as unknown as BatchRow[]).map((row) => batchFrom(source, row));
}

function openBatchIn(source: Source, id: string): Batch {
  const row = source.database.prepare('SELECT id, state, details FROM batch WHERE id = ?').get(id);
  if (!row) throw new StoreError('not-found', `Batch ${id} isn't on file.`);
  const batch = batchFrom(source, row as unknown as BatchRow);
  if (batch.state === 'open') return batch;
  throw new StoreError('invalid', `The check of ${batch.folder} was ${batch.state}. Start a new one.`);
}

function rowIn({ database }: Source, item: string): ItemRow {
  const row = database.prepare(`SELECT ${itemColumns} FROM batch_item WHERE id = ?`).get(item);
  if (!row) throw new StoreError('not-found', `Item ${item} isn't on file.`);
  return row as unknown as ItemRow;
}

const countIn = ({ database }: Source, batch: string, state: ItemRow['state']): number =>
  Number(
    database.prepare('SELECT count(*) AS number FROM batch_item WHERE batch = ? AND state = ?').get(batch, state)?.[
      'number'
    ],
  );

function openInto(transaction: StoreTransaction, folder: string, operator: string, fresh: boolean) {
  const known = batchesIn(transaction).find((batch) => batch.folder === folder && batch.state === 'open');
  if (known && !fresh) return { entry: null, result: known };
  if (known) {
    const state = countIn(transaction, known.id, 'waiting') > 0 ? 'cancelled' : 'closed';
    transaction.update('batch', known.id, { state });
  }
  const id = newRowId();
  const details: BatchDetails = { folder, startedAt: transaction.at, operator };
  transaction.insert('batch', id, {
    state: 'open',
    details: sealFor(transaction, null, ['batch', id, 'details'], details),
  });
  const entry = {
    kind: 'batch-started',
    account: null,
    details: { operator, batch: id, instead: known?.id ?? null },
  };
  return { entry, result: { id, state: 'open' as const, ...details } };
}

function addInto(transaction: StoreTransaction, batch: string, files: readonly BatchFile[], operator: string) {
  const { folder } = openBatchIn(transaction, batch);
  const known = transaction.database.prepare('SELECT 1 FROM batch_item WHERE batch = ? AND file_index = ?');
  let added = 0;
  for (const file of files) {
    const details: ItemDetails = { ...file, folder, cheque: 0, outcome: null };
    if (known.get(batch, itemIndexes(transaction.keys, details).file_index)) continue;
    const id = newRowId();
    transaction.insert('batch_item', id, { batch, state: 'waiting', ...sealItem(transaction, id, null, details) });
    added += 1;
  }
  const details = { operator, batch, items: added };
  return { entry: added > 0 ? { kind: 'batch-extended', account: null, details } : null, result: added };
}

/** Adds the further cheques of a picture, once. */
function addFurther(transaction: StoreTransaction, row: ItemRow, details: ItemDetails, further: number): void {
  if (details.cheque !== 0) return;
  const known = transaction.database.prepare('SELECT 1 FROM batch_item WHERE id = ?');
  for (let cheque = 1; cheque <= further; cheque += 1) {
    const id = `${row.id}/${String(cheque).padStart(3, '0')}`;
    if (known.get(id)) continue;
    const own = { ...details, cheque, outcome: null };
    const columns = { batch: row.batch, state: 'waiting', ...sealItem(transaction, id, null, own) };
    transaction.insert('batch_item', id, columns);
  }
}

/** Writes what became of a waiting item. */
function settle(
  transaction: StoreTransaction,
  item: string,
  { further, ...outcome }: NewOutcome,
  check: { readonly id: string; readonly account: string } | null,
): void {
  const row = rowIn(transaction, item);
  const details: ItemDetails = { ...openItem(transaction, row), outcome: { ...outcome, at: transaction.at } };
  transaction.update('batch_item', item, {
    state: check ? 'judged' : 'failed',
    cheque_check: check?.id ?? null,
    ...sealItem(transaction, item, check?.account ?? null, details),
  });
  addFurther(transaction, row, details, further);
}

function waits(source: Source, item: string): boolean {
  const row = rowIn(source, item);
  const batch = source.database.prepare('SELECT state FROM batch WHERE id = ?').get(row.batch);
  return row.state === 'waiting' && batch?.['state'] === 'open';
}

function judgedInto(
  transaction: StoreTransaction,
  item: string,
  check: NewCheck,
  outcome: NewOutcome,
  operator: string,
): { entry: EntryContent | null; result: string | null } {
  if (!waits(transaction, item)) return { entry: null, result: null };
  const account = requireAccountId(transaction.database, transaction.keys, check.account);
  const { entry, result } = recordCheckInto(transaction, check, operator);
  settle(transaction, item, outcome, { id: result, account });
  const details = { ...(entry.details as { [key: string]: JsonValue }), item };
  return { entry: { ...entry, details }, result };
}

function failedInto(transaction: StoreTransaction, item: string, outcome: NewOutcome, operator: string) {
  if (!waits(transaction, item)) return { entry: null, result: false };
  settle(transaction, item, outcome, null);
  // Not the file's name: the record's details outlive a customer who is erased, and names hold account numbers.
  const details = { operator, item, fault: outcome.fault };
  return { entry: { kind: 'not-judged', account: null, details }, result: true };
}

function movedInto(
  transaction: StoreTransaction,
  item: string,
  to: Pick<BatchFile, 'file' | 'account' | 'amount' | 'date'>,
  operator: string,
) {
  if (!waits(transaction, item)) return { entry: null, result: undefined };
  const details = { ...openItem(transaction, rowIn(transaction, item)), ...to };
  transaction.update('batch_item', item, sealItem(transaction, item, null, details));
  return { entry: { kind: 'batch-item-moved', account: null, details: { operator, item } }, result: undefined };
}

function retryInto(transaction: StoreTransaction, batch: string, operator: string) {
  openBatchIn(transaction, batch);
  const rows = transaction.database
    .prepare(`SELECT ${itemColumns} FROM batch_item WHERE batch = ? AND state = 'failed'`)
    .all(batch) as unknown as ItemRow[];
  for (const row of rows) {
    const details = { ...openItem(transaction, row), outcome: null };
    transaction.update('batch_item', row.id, { state: 'waiting', ...sealItem(transaction, row.id, null, details) });
  }
  const details = { operator, batch, items: rows.length };
  return { entry: rows.length > 0 ? { kind: 'batch-retried', account: null, details } : null, result: rows.length };
}

function endInto(transaction: StoreTransaction, batch: string, state: 'cancelled' | 'closed', operator: string) {
  openBatchIn(transaction, batch);
  transaction.update('batch', batch, { state });
  return { entry: { kind: `batch-${state}`, account: null, details: { operator, batch } }, result: undefined };
}

function twinIn(source: Source, item: string): Twin | null {
  for (const same of ['line', 'picture'] as const) {
    const row = source.database
      .prepare(
        `SELECT earlier.id, earlier.batch, earlier.account, earlier.state, earlier.cheque_check, earlier.details
         FROM batch_item AS item JOIN batch_item AS earlier ON earlier.${same}_index = item.${same}_index
         JOIN batch ON batch.id = earlier.batch
         WHERE item.id = ? AND earlier.id < item.id AND earlier.file_index <> item.file_index
           AND (batch.state <> 'cancelled' OR earlier.batch = item.batch)
         ORDER BY earlier.id LIMIT 1`,
      )
      .get(item);
    if (!row) continue;
    const { batch, folder, file } = itemFrom(source, row as unknown as ItemRow);
    return { batch, folder, file, same };
  }
  return null;
}

/** The folder checks of an unlocked store. */
export function batchTableOf(session: StoreSession): BatchTable {
  const read = <T>(work: (source: Source) => T): Promise<T> =>
    session.read((database, keys) => work({ database, keys }));
  return {
    open: (folder, operator, fresh = false) =>
      session.write((transaction) => openInto(transaction, folder, operator, fresh)),
    list: () => read(batchesIn),
    end: (batch, state, operator) => session.write((transaction) => endInto(transaction, batch, state, operator)),
    add: (batch, files, operator) => session.write((transaction) => addInto(transaction, batch, files, operator)),
    moved: (item, to, operator) => session.write((transaction) => movedInto(transaction, item, to, operator)),
    retry: (batch, operator) => session.write((transaction) => retryInto(transaction, batch, operator)),
    items: (batch, { after, limit, waiting = false }) =>
      read((source) => {
        const only = waiting ? "AND state = 'waiting'" : '';
        const rows = source.database
          .prepare(`SELECT ${itemColumns} FROM batch_item WHERE batch = ? AND id > ? ${only} ORDER BY id LIMIT ?`)
          .all(batch, after ?? '', limit) as unknown as ItemRow[];
        return rows.map((row) => itemFrom(source, row));
      }),
    counts: (batch) =>
      read((source) => ({
        waiting: countIn(source, batch, 'waiting'),
        judged: countIn(source, batch, 'judged'),
        failed: countIn(source, batch, 'failed'),
      })),
    judged: (item, check, outcome, operator) =>
      session.write((transaction) => judgedInto(transaction, item, check, outcome, operator)),
    failed: (item, outcome, operator) =>
      session.write((transaction) => failedInto(transaction, item, outcome, operator)),
    twinOf: (item) => read((source) => twinIn(source, item)),
  };
}
