import type { DatabaseSync } from 'node:sqlite';
import type { Verdict } from '../contract/check.ts';
import { indexValue } from './derived-keys.ts';
import type { KeyRing } from './key-ring.ts';
import { openFor, sealFor, type StoreTransaction } from './store-session.ts';

/** A file of the folder, and what the manifest says of it. */
export interface BatchFile {
  /** Its path below the folder, with `/` between the parts. */
  readonly file: string;
  /** Bytes. */
  readonly size: number;
  /** When it was last written, in milliseconds since 1970. */
  readonly modified: number;
  /** What stays the same when it is renamed, such as its inode; null: nothing is known. */
  readonly identity: string | null;
  /** Account as the manifest has it. */
  readonly account: string | null;
  /** In the currency's main unit. */
  readonly amount: number | null;
  /** YYYY-MM-DD. */
  readonly date: string | null;
}

/** What became of an item. */
export interface ItemOutcome {
  /** When, ISO 8601 in UTC. */
  readonly at: string;
  /** The account's number, as it is on file where it is. */
  readonly account: string | null;
  /** By the manifest or the MICR line, in the currency's main unit. */
  readonly amount: number | null;
  /** null: it couldn't be judged. */
  readonly verdict: Verdict | null;
  readonly score: number | null;
  /** The check's reasons; or the one why it couldn't be judged. */
  readonly reasons: readonly string[];
  /** The fault that kept it from being judged. */
  readonly fault: string | null;
  /** SHA-256 of the scan, in hex; null: it couldn't be read. */
  readonly scanHash: string | null;
  /** The MICR line's fields that no other cheque shares; null: none was read for sure. */
  readonly line: string | null;
  /** Why it needs eyes beside its verdict, such as `account-differs`. */
  readonly flags: readonly string[];
}

/** What a person did with an item that couldn't be judged. */
export interface Settled {
  readonly kind: 'return' | 'refer';
  readonly reason: string;
  /** The reason's code in the bank's list; null or missing: words of their own. */
  readonly code?: string | null;
  readonly operator: string;
  /** ISO 8601 in UTC. */
  readonly at: string;
}

/** What of an item is sealed. */
export interface ItemDetails extends BatchFile {
  readonly folder: string;
  /** Which cheque of the picture; 0: the first or only one. */
  readonly cheque: number;
  /** null: it waits. */
  readonly outcome: ItemOutcome | null;
  /** null: nobody did anything, or it was judged. */
  readonly settled: Settled | null;
}

/** How a folder is to be checked. */
export interface BatchPlan {
  /** The folder's absolute path. */
  readonly folder: string;
  /** The manifest's absolute path; null: none. */
  readonly manifest: string | null;
  /** Whether the folder is watched for new files. */
  readonly watch: boolean;
}

export interface BatchDetails extends BatchPlan {
  readonly startedAt: string;
  readonly operator: string;
}

/** A row of `batch_item` without its index values. */
export interface ItemRow {
  readonly id: string;
  readonly batch: string;
  readonly account: string | null;
  readonly state: 'waiting' | 'judged' | 'failed';
  readonly cheque_check: string | null;
  readonly details: Uint8Array;
}

export const itemColumns = 'id, batch, account, state, cheque_check, details';

interface Source {
  readonly database: DatabaseSync;
  readonly keys: KeyRing;
}

/** The index values of an item: of its file as it was listed, of its MICR line, and of its picture. */
export function itemIndexes(
  keys: KeyRing,
  { folder, file, size, modified, cheque, outcome }: ItemDetails,
): { file_index: Buffer; line_index: Buffer | null; picture_index: Buffer | null } {
  const index = (kind: string, ...parts: string[]) => indexValue(keys.derived('index'), kind, ...parts);
  const { line = null, scanHash = null } = outcome ?? {};
  return {
    file_index: index('batch-file', folder, file, String(size), String(modified), String(cheque)),
    line_index: line === null ? null : index('batch-line', line),
    picture_index: scanHash === null ? null : index('batch-picture', scanHash, String(cheque)),
  };
}

export function openItem(source: Source, row: ItemRow): ItemDetails {
  return openFor<ItemDetails>(source, row.account, ['batch_item', row.id, 'details'], row.details);
}

/** The columns that follow from an item's details. @param account the row id of the account whose key seals them */
export function sealItem(
  transaction: StoreTransaction,
  id: string,
  account: string | null,
  details: ItemDetails,
): Record<string, Buffer | string | null> {
  return {
    account,
    ...itemIndexes(transaction.keys, details),
    details: sealFor(transaction, account, ['batch_item', id, 'details'], details),
  };
}
