import type { RecordHead } from './record-types.ts';
import { baseText, readBaseText } from './base-text.ts';
import { StoreError } from './store-error.ts';

/** Bytes of the store's id and of the entry's hash that stand in the text: 2^160 tries to find another record that fits. */
const storeBytes = 4;
const hashBytes = 20;

/** What a printed head says: which entry, and how its hash begins. */
export interface PrintedHead {
  readonly sequence: number;
  /** The first bytes of the store's id, in hex. */
  readonly store: string;
  /** The first bytes of the entry's hash, in hex. */
  readonly hash: string;
}

const storePrefix = (store: string): string => store.replaceAll('-', '').slice(0, 2 * storeBytes);

/**
 * The record's end as one line for paper, such as `1234-0A1B-2C3D-…`: the entry's number, the beginnings of the store's id
 * and of the entry's hash, and two characters that tell a typing error. Whoever has it can tell a record that was cut off,
 * rolled back or made anew from the one it was printed from.
 */
export function headText(head: Pick<RecordHead, 'store' | 'sequence' | 'hash'>): string {
  const bytes = Buffer.from(storePrefix(head.store) + head.hash.slice(0, 2 * hashBytes), 'hex');
  return `${head.sequence}-${baseText(bytes, BigInt(head.sequence))}`;
}

/**
 * Reads what {@link headText} wrote, as typed from paper: case, spaces and dashes don't matter, O reads as 0, I and L as 1.
 * @throws StoreError `invalid` where it isn't such a text or has a typing error
 */
export function parseHeadText(typed: string): PrintedHead {
  const [, number, rest] = /^\s*(\d{1,12})\s*[-–—]\s*([^]+)$/.exec(typed) ?? [];
  const bytes =
    number === undefined || rest === undefined ? null : readBaseText(rest, storeBytes + hashBytes, BigInt(number));
  if (bytes === null) {
    throw new StoreError(
      'invalid',
      "This isn't the head of a record, or it has a typing error. Compare it with the printed one.",
    );
  }
  return {
    sequence: Number(number),
    store: bytes.toString('hex', 0, storeBytes),
    hash: bytes.toString('hex', storeBytes),
  };
}

/** Whether a full head is the one that was printed. */
export function isPrintedHead(printed: PrintedHead, store: string, sequence: number, hash: string): boolean {
  return printed.store === storePrefix(store) && printed.sequence === sequence && hash.startsWith(printed.hash);
}
