import { requireAccountId } from './account-directory.ts';
import { batchesIn, batchIn, countIn, rowIn, type Batch, type Source } from './batch-reads.ts';
import {
  itemColumns,
  itemIndexes,
  openItem,
  sealItem,
  type BatchDetails,
  type BatchFile,
  type BatchPlan,
  type ItemDetails,
  type ItemOutcome,
  type ItemRow,
  type Settled,
} from './batch-rows.ts';
import { recordCheckInto } from './checks.ts';
import type { JsonValue, NewCheck } from './reference-store.ts';
import { newRowId } from './row-ids.ts';
import { StoreError } from './store-error.ts';
import { sealFor, type EntryContent, type StoreTransaction } from './store-session.ts';

/** What became of an item, and how many further cheques its picture holds. */
export type NewOutcome = Omit<ItemOutcome, 'at'> & { readonly further: number };

/** A change with its record entry; null: nothing changed. */
export interface Written<Result> {
  readonly entry: EntryContent | null;
  readonly result: Result;
}

const entryOf = (kind: string, details: JsonValue): EntryContent => ({ kind, account: null, details });

/** A batch that isn't ended. @throws StoreError `not-found`, `invalid` */
function unendedIn(source: Source, id: string): Batch {
  const batch = batchIn(source, id);
  if (batch.state === 'open' || batch.state === 'paused') return batch;
  throw new StoreError('invalid', `The check of ${batch.folder} was ${batch.state}. Start a new one.`);
}

const sealBatch = (transaction: StoreTransaction, id: string, details: BatchDetails): Buffer =>
  sealFor(transaction, null, ['batch', id, 'details'], details);

/** The folder's batch that isn't ended, set to work as planned; or a new one. */
export function openInto(transaction: StoreTransaction, plan: BatchPlan, operator: string): Written<Batch> {
  const known = batchesIn(transaction).find(
    ({ folder, state }) => folder === plan.folder && (state === 'open' || state === 'paused'),
  );
  const { folder, manifest, watch } = plan;
  if (known) {
    if (known.state === 'open' && known.manifest === manifest && known.watch === watch)
      return { entry: null, result: known };
    const { startedAt, operator: starter } = known;
    const details: BatchDetails = { folder, manifest, watch, startedAt, operator: starter };
    transaction.update('batch', known.id, { state: 'open', details: sealBatch(transaction, known.id, details) });
    const entry = entryOf('batch-resumed', { operator, batch: known.id });
    return { entry, result: { id: known.id, state: 'open', ...details } };
  }
  const id = newRowId();
  const details: BatchDetails = { folder, manifest, watch, startedAt: transaction.at, operator };
  transaction.insert('batch', id, { state: 'open', details: sealBatch(transaction, id, details) });
  return { entry: entryOf('batch-started', { operator, batch: id }), result: { id, state: 'open', ...details } };
}

const stateEntries = {
  open: 'batch-resumed',
  paused: 'batch-paused',
  cancelled: 'batch-cancelled',
  closed: 'batch-closed',
} as const satisfies Record<Batch['state'], string>;

/** @throws StoreError `invalid` where it was ended, or is to be closed while items wait */
export function stateInto(
  transaction: StoreTransaction,
  id: string,
  state: Batch['state'],
  operator: string,
): Written<Batch> {
  const batch = unendedIn(transaction, id);
  if (batch.state === state) return { entry: null, result: batch };
  const waiting = state === 'closed' ? countIn(transaction, id, 'waiting') : 0;
  if (waiting > 0)
    throw new StoreError('invalid', `${waiting} cheques of ${batch.folder} wait to be checked. Go on or cancel first.`);
  transaction.update('batch', id, { state });
  return { entry: entryOf(stateEntries[state], { operator, batch: id }), result: { ...batch, state } };
}

export function addInto(
  transaction: StoreTransaction,
  batch: string,
  files: readonly BatchFile[],
  operator: string,
): Written<number> {
  const { folder } = unendedIn(transaction, batch);
  const known = transaction.database.prepare('SELECT 1 FROM batch_item WHERE batch = ? AND file_index = ?');
  let added = 0;
  for (const file of files) {
    const details: ItemDetails = { ...file, folder, cheque: 0, outcome: null, settled: null };
    if (known.get(batch, itemIndexes(transaction.keys, details).file_index)) continue;
    const id = newRowId();
    transaction.insert('batch_item', id, { batch, state: 'waiting', ...sealItem(transaction, id, null, details) });
    added += 1;
  }
  const entry = added > 0 ? entryOf('batch-extended', { operator, batch, items: added }) : null;
  return { entry, result: added };
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
function finish(
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

/** Whether it waits in a batch that isn't ended: what was under way when a batch was paused is kept. */
function waits(source: Source, item: string): boolean {
  const row = rowIn(source, item);
  const { state } = batchIn(source, row.batch);
  return row.state === 'waiting' && (state === 'open' || state === 'paused');
}

export function judgedInto(
  transaction: StoreTransaction,
  item: string,
  check: NewCheck,
  outcome: NewOutcome,
  operator: string,
): Written<string | null> {
  if (!waits(transaction, item)) return { entry: null, result: null };
  const account = requireAccountId(transaction.database, transaction.keys, check.account);
  const { entry, result } = recordCheckInto(transaction, check, operator);
  finish(transaction, item, outcome, { id: result, account });
  const details = { ...(entry.details as { [key: string]: JsonValue }), item };
  return { entry: { ...entry, details }, result };
}

export function failedInto(
  transaction: StoreTransaction,
  item: string,
  outcome: NewOutcome,
  operator: string,
): Written<boolean> {
  if (!waits(transaction, item)) return { entry: null, result: false };
  finish(transaction, item, outcome, null);
  // Not the file's name: the record's details outlive a customer who is erased, and names hold account numbers.
  return { entry: entryOf('not-judged', { operator, item, fault: outcome.fault }), result: true };
}

/** An item that couldn't be judged waits again. */
function waitAgain(transaction: StoreTransaction, row: ItemRow, changes: Partial<BatchFile>): void {
  const details: ItemDetails = { ...openItem(transaction, row), ...changes, outcome: null, settled: null };
  transaction.update('batch_item', row.id, { state: 'waiting', ...sealItem(transaction, row.id, null, details) });
}

/** @throws StoreError `invalid` where the batch was ended */
export function fileInto(transaction: StoreTransaction, item: string, to: BatchFile, operator: string): Written<void> {
  const row = rowIn(transaction, item);
  unendedIn(transaction, row.batch);
  const before = openItem(transaction, row);
  if (row.state === 'failed' && (before.size !== to.size || before.modified !== to.modified))
    waitAgain(transaction, row, to);
  else transaction.update('batch_item', item, sealItem(transaction, item, row.account, { ...before, ...to }));
  return { entry: entryOf('batch-item-moved', { operator, item }), result: undefined };
}

export function retryInto(transaction: StoreTransaction, batch: string, operator: string): Written<number> {
  unendedIn(transaction, batch);
  const rows = transaction.database
    .prepare(`SELECT ${itemColumns} FROM batch_item WHERE batch = ? AND state = 'failed'`)
    .all(batch) as unknown as ItemRow[];
  const unsettled = rows.filter((row) => openItem(transaction, row).settled === null);
  for (const row of unsettled) waitAgain(transaction, row, {});
  const entry = entryOf('batch-retried', { operator, batch, items: unsettled.length });
  return { entry: unsettled.length > 0 ? entry : null, result: unsettled.length };
}

/** @throws StoreError `invalid` where the batch was ended, or the item can be judged */
export function settleInto(
  transaction: StoreTransaction,
  item: string,
  settled: Pick<Settled, 'kind' | 'reason' | 'code'> | null,
  operator: string,
): Written<void> {
  const row = rowIn(transaction, item);
  unendedIn(transaction, row.batch);
  if (row.state !== 'failed')
    throw new StoreError('invalid', 'Only a cheque that could not be judged is settled so. Look at the item again.');
  const details: ItemDetails = {
    ...openItem(transaction, row),
    settled: settled && { ...settled, operator, at: transaction.at },
  };
  transaction.update('batch_item', item, sealItem(transaction, item, row.account, details));
  return {
    entry: entryOf('item-settled', {
      operator,
      item,
      kind: settled?.kind ?? null,
      code: settled?.code ?? null,
    }),
    result: undefined,
  };
}
