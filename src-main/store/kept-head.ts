import { readHeadJson } from './head-file.ts';
import { isSigned } from './head-check.ts';
import { isPrintedHead, parseHeadText, type PrintedHead } from './head-text.ts';
import type { RecordHead, VerifyProblem } from './record-types.ts';
import { StoreError } from './store-error.ts';

/** A head of the record that somebody kept elsewhere: a copy of `head.json`, or the line that a report prints. */
export type KeptHead = { readonly signed: RecordHead } | { readonly printed: PrintedHead };

/**
 * Reads a head that was kept elsewhere.
 * @param text what a copy of `head.json` holds, or a printed head as typed from paper
 * @throws StoreError `invalid`
 */
export function readKeptHead(text: string): KeptHead {
  if (!text.trimStart().startsWith('{')) return { printed: parseHeadText(text) };
  const signed = readHeadJson(text);
  if (signed) return { signed };
  throw new StoreError('invalid', "This isn't the head of a record: its JSON isn't what Countersign writes.");
}

/** What a record is held against. */
export interface HeldRecord {
  readonly store: string;
  readonly lastSequence: number;
  /** The hash of an entry, in hex; null where there is none of this number. */
  readonly hashAt: (sequence: number) => string | null;
  /** Whether a public key (base64 SPKI DER) is one of the record's signing keys. */
  readonly knowsKey: (publicKey: string) => boolean;
}

/** Holds a record against a head that was kept elsewhere: its entry must still be there, and be the same. */
export function compareKeptHead(kept: KeptHead, record: HeldRecord, report: (problem: VerifyProblem) => void): void {
  const where = 'the head that was given';
  const { sequence } = 'signed' in kept ? kept.signed : kept.printed;
  if ('signed' in kept && (!isSigned(kept.signed) || !record.knowsKey(kept.signed.publicKey))) {
    report({ where, what: "isn't signed by a key of this store" });
  }
  const hash = record.hashAt(sequence);
  if (hash === null) {
    report({
      where,
      what: `is of entry ${sequence}, but the record ends with entry ${record.lastSequence}: it was cut off`,
    });
  } else if (!isOf(kept, record.store, sequence, hash)) {
    report({ where, what: `entry ${sequence} isn't the one that it was made for: the record was changed or replaced` });
  }
}

function isOf(kept: KeptHead, store: string, sequence: number, hash: string): boolean {
  if ('printed' in kept) return isPrintedHead(kept.printed, store, sequence, hash);
  return kept.signed.store === store && kept.signed.hash === hash;
}
