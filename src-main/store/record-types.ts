import type { JsonValue } from './reference-store.ts';

/** One line of the record. `details` is null where its key is gone. */
export interface RecordEntry {
  readonly sequence: number;
  readonly at: string;
  readonly kind: string;
  /** The rows that this entry vouches for: SHA-256 of the row as stored, in hex; null where the row was removed. */
  readonly changes: readonly RowChange[];
  readonly details: JsonValue;
  readonly hash: string;
}

export interface RowChange {
  readonly table: string;
  readonly row: string;
  readonly hash: string | null;
}

/** The record's signed end. `publicKey` (SPKI DER) and `signature` (Ed25519) in base64. */
export interface RecordHead {
  readonly store: string;
  readonly sequence: number;
  readonly hash: string;
  readonly at: string;
  readonly publicKey: string;
  readonly signature: string;
}

export interface VerifyProblem {
  /** The file, or table and row. */
  readonly where: string;
  readonly what: string;
}

export interface VerifyReport {
  readonly ok: boolean;
  readonly problems: readonly VerifyProblem[];
  /** False where no key was given: the envelopes weren't opened. */
  readonly envelopesOpened: boolean;
  readonly counts: Readonly<Record<string, number>>;
  readonly head: RecordHead | null;
}

export interface RecordView {
  /** Entries in order, from `after` (exclusive, default 0), at most `limit` (default 1,000). */
  entries(range?: { after?: number; limit?: number }): Promise<RecordEntry[]>;
  head(): Promise<RecordHead>;
  /** The Ed25519 public key, SPKI in PEM, for an auditor to keep. */
  publicKey(): Promise<string>;
  /**
   * The record for an auditor, one JSON object a line; see `exportRecord`.
   * @param options `details`: whether the keys of the entries' details go with it
   */
  export(options: { details: boolean }): AsyncIterable<string>;
}

/** What can be told of a store without a key. */
export interface StoreInspection {
  readonly directory: string;
  readonly exists: boolean;
  readonly id: string | null;
  readonly schemaVersion: number | null;
  readonly journalMode: string | null;
  readonly sizeBytes: number | null;
  readonly recordEntries: number | null;
  readonly accounts: number | null;
  readonly specimens: number | null;
  /** What is wrong, in plain words; empty where nothing is. */
  readonly problems: readonly string[];
}
