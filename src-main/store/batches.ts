import {
  batchesIn,
  batchIn,
  countIn,
  decidedItemsIn,
  itemsIn,
  stampsIn,
  twinsIn,
  type Batch,
  type BatchItem,
  type DecidedItem,
  type Source,
  type Twin,
} from './batch-reads.ts';
import type { BatchFile, BatchPlan, Settled } from './batch-rows.ts';
import {
  addInto,
  failedInto,
  fileInto,
  judgedInto,
  openInto,
  retryInto,
  settleInto,
  stateInto,
  type NewOutcome,
  type Written,
} from './batch-writes.ts';
import type { NewCheck } from './reference-store.ts';
import type { StoreSession, StoreTransaction } from './store-session.ts';

export type { Batch, BatchItem, DecidedItem, Twin } from './batch-reads.ts';
export type { BatchFile, BatchPlan, ItemOutcome, Settled } from './batch-rows.ts';
export type { NewOutcome } from './batch-writes.ts';

/** Folder checks, so that a check goes on where it was whatever ended it. */
export interface BatchTable {
  /** The folder's batch that isn't ended, set to work as planned; or a new one. */
  open(plan: BatchPlan, operator: string): Promise<Batch>;
  /** Newest first. */
  list(): Promise<Batch[]>;
  /** Fault `not-found`. */
  byId(batch: string): Promise<Batch>;
  /** Pauses, goes on with, cancels or closes a batch. Faults: `invalid` where it was ended, or is closed while items wait. */
  setState(batch: string, state: Batch['state'], operator: string): Promise<Batch>;
  /** Adds the files that the batch doesn't have yet, unchanged since. @returns how many that were */
  add(batch: string, files: readonly BatchFile[], operator: string): Promise<number>;
  /** An item's file was moved, renamed or written again; where it couldn't be judged and is another now, it waits again. */
  setFile(item: string, to: BatchFile, operator: string): Promise<void>;
  /** Items that couldn't be judged, and that nobody settled, wait again. @returns how many */
  retry(batch: string, operator: string): Promise<number>;
  /** Items in order of their files; `after`: the id of the last one that was given. */
  items(batch: string, page: { after: string | null; limit: number; waiting?: boolean }): Promise<BatchItem[]>;
  /** Items by their ids, each with the decision that stands on its check. */
  decided(items: readonly string[]): Promise<DecidedItem[]>;
  /** For each item in order: what changes whenever it or its decisions do. Nothing is opened: thousands take milliseconds. */
  stamps(batch: string): Promise<{ id: string; stamp: string }[]>;
  counts(batch: string): Promise<{ waiting: number; judged: number; failed: number }>;
  /** Puts an item's check on record with the item, both or neither. @returns the check's id; null: it waited no more */
  judged(item: string, check: NewCheck, outcome: NewOutcome, operator: string): Promise<string | null>;
  /** An item that can't be judged. @returns false: it waited no more */
  failed(item: string, outcome: NewOutcome, operator: string): Promise<boolean>;
  /** What a person did with an item that couldn't be judged; null takes it back. */
  settle(item: string, settled: Pick<Settled, 'kind' | 'reason' | 'code'> | null, operator: string): Promise<void>;
  /** By item: the first earlier one of the same cheque or picture, in this batch or in one that wasn't cancelled. */
  twins(batch: string): Promise<ReadonlyMap<string, Twin>>;
  /** The same for one item; null: there is none, as far as earlier ones are done. */
  twinOf(item: string): Promise<Twin | null>;
}

/** The folder checks of an unlocked store. */
export function batchTableOf(session: StoreSession): BatchTable {
  const read = <T>(work: (source: Source) => T): Promise<T> =>
    session.read((database, keys) => work({ database, keys }));
  const write =
    <Words extends unknown[], T>(work: (transaction: StoreTransaction, ...words: Words) => Written<T>) =>
    (...words: Words): Promise<T> =>
      session.write((transaction) => work(transaction, ...words));
  return {
    open: write(openInto),
    list: () => read(batchesIn),
    byId: (batch) => read((source) => batchIn(source, batch)),
    setState: write(stateInto),
    add: write(addInto),
    setFile: write(fileInto),
    retry: write(retryInto),
    items: (batch, page) => read((source) => itemsIn(source, batch, page)),
    decided: (items) => read((source) => decidedItemsIn(source, items)),
    stamps: (batch) => read((source) => stampsIn(source, batch)),
    counts: (batch) =>
      read((source) => ({
        waiting: countIn(source, batch, 'waiting'),
        judged: countIn(source, batch, 'judged'),
        failed: countIn(source, batch, 'failed'),
      })),
    judged: write(judgedInto),
    failed: write(failedInto),
    settle: write(settleInto),
    twins: (batch) => read((source) => twinsIn(source, { batch })),
    twinOf: (item) => read((source) => twinsIn(source, { item }).get(item) ?? null),
  };
}
