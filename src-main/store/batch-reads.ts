import type { DatabaseSync } from 'node:sqlite';
import { itemColumns, openItem, type BatchDetails, type ItemDetails, type ItemRow } from './batch-rows.ts';
import { decisionsOf, standingDecision } from './decisions.ts';
import type { KeyRing } from './key-ring.ts';
import type { StandingDecision } from './reference-store.ts';
import { StoreError } from './store-error.ts';
import { openFor } from './store-session.ts';

/** The check of one folder. It takes in new files until it is cancelled or closed. */
export interface Batch extends BatchDetails {
  readonly id: string;
  readonly state: 'open' | 'paused' | 'cancelled' | 'closed';
}

/** One cheque of a batch. */
export interface BatchItem extends ItemDetails {
  readonly id: string;
  readonly batch: string;
  readonly state: 'waiting' | 'judged' | 'failed';
  /** The check on record; null unless it was judged. */
  readonly check: string | null;
}

/** An item with the decision that stands on its check. */
export interface DecidedItem extends BatchItem {
  readonly decision: StandingDecision | null;
}

/** An earlier item with the same MICR line and cheque number, or with the same picture. */
export interface Twin {
  readonly batch: string;
  readonly folder: string;
  readonly file: string;
  readonly same: 'line' | 'picture';
}

export interface Source {
  readonly database: DatabaseSync;
  readonly keys: KeyRing;
}

type BatchRow = { id: string; state: Batch['state']; details: Uint8Array };

function batchFrom(source: Source, { id, state, details }: BatchRow): Batch {
  return { id, state, ...openFor<BatchDetails>(source, null, ['batch', id, 'details'], details) };
}

function itemFrom(source: Source, row: ItemRow): BatchItem {
  const { id, batch, state, cheque_check: check } = row;
  return { ...openItem(source, row), id, batch, state, check };
}

/** Every batch, newest first. */
export function batchesIn(source: Source): Batch[] {
  const rows = source.database.prepare('SELECT id, state, details FROM batch ORDER BY id DESC').all();
  return (rows as unknown as BatchRow[]).map((row) => batchFrom(source, row));
}

/** @throws StoreError `not-found` */
export function batchIn(source: Source, id: string): Batch {
  const row = source.database.prepare('SELECT id, state, details FROM batch WHERE id = ?').get(id);
  if (!row) throw new StoreError('not-found', `Batch ${id} isn't on file.`);
  return batchFrom(source, row as unknown as BatchRow);
}

/** @throws StoreError `not-found` */
export function rowIn({ database }: Source, item: string): ItemRow {
  const row = database.prepare(`SELECT ${itemColumns} FROM batch_item WHERE id = ?`).get(item);
  if (!row) throw new StoreError('not-found', `Item ${item} isn't on file.`);
  return row as unknown as ItemRow;
}

export function itemsIn(
  source: Source,
  batch: string,
  { after, limit, waiting = false }: { after: string | null; limit: number; waiting?: boolean },
): BatchItem[] {
  const only = waiting ? "AND state = 'waiting'" : '';
  const rows = source.database
    .prepare(`SELECT ${itemColumns} FROM batch_item WHERE batch = ? AND id > ? ${only} ORDER BY id LIMIT ?`)
    .all(batch, after ?? '', limit) as unknown as ItemRow[];
  return rows.map((row) => itemFrom(source, row));
}

/** Items by their ids, each with the decision that stands. @throws StoreError `not-found` */
export function decidedItemsIn(source: Source, ids: readonly string[]): DecidedItem[] {
  return ids.map((id) => {
    const row = rowIn(source, id);
    const { account, cheque_check: check } = row;
    const decision = account && check ? standingDecision(decisionsOf(source, account, check)) : null;
    return { ...itemFrom(source, row), decision };
  });
}

/** What changes whenever an item or its decisions do, for each item in order. Nothing is opened. */
export function stampsIn({ database }: Source, batch: string): { id: string; stamp: string }[] {
  return database
    .prepare(
      // An envelope's first bytes are drawn anew each time it is sealed.
      `SELECT id, hex(substr(details, 1, 16)) || ' ' || ifnull(
         (SELECT max(decision.id) FROM decision WHERE decision.cheque_check = batch_item.cheque_check), '') AS stamp
       FROM batch_item WHERE batch = ? ORDER BY id`,
    )
    .all(batch) as { id: string; stamp: string }[];
}

export const countIn = ({ database }: Source, batch: string, state: ItemRow['state']): number =>
  Number(
    database.prepare('SELECT count(*) AS number FROM batch_item WHERE batch = ? AND state = ?').get(batch, state)?.[
      'number'
    ],
  );

/**
 * For each item of a batch (or for one item) that has one: the first earlier item with the same line, else with the same picture,
 * in this batch or in one that wasn't cancelled.
 */
export function twinsIn(source: Source, of: { batch: string } | { item: string }): Map<string, Twin> {
  const twins = new Map<string, Twin>();
  const [column, wanted] = 'batch' in of ? ['batch', of.batch] : ['id', of.item];
  for (const same of ['line', 'picture'] as const) {
    const rows = source.database
      .prepare(
        `SELECT item.id AS item, min(earlier.id) AS earlier
         FROM batch_item AS item JOIN batch_item AS earlier ON earlier.${same}_index = item.${same}_index
         JOIN batch ON batch.id = earlier.batch
         WHERE item.${column} = ? AND earlier.id < item.id AND earlier.file_index <> item.file_index
           AND (batch.state <> 'cancelled' OR earlier.batch = item.batch)
         GROUP BY item.id`,
      )
      .all(wanted) as { item: string; earlier: string }[];
    for (const { item, earlier } of rows) {
      if (twins.has(item)) continue;
      const { batch: its, folder, file } = itemFrom(source, rowIn(source, earlier));
      twins.set(item, { batch: its, folder, file, same });
    }
  }
  return twins;
}

/** Whether the check's decisions stand for good, because its batch was closed. */
export function isClosed({ database }: Source, check: string): boolean {
  const row = database
    .prepare(
      `SELECT 1 FROM batch_item JOIN batch ON batch.id = batch_item.batch
       WHERE batch_item.cheque_check = ? AND batch.state = 'closed'`,
    )
    .get(check);
  return row !== undefined;
}
