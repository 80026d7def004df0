import { isSigned } from './head-check.ts';
import { entryHash, keyIsEndorsed, noPrevious, readChanges, type StoredEntry } from './record-chain.ts';
import type { RecordHead, RowChange, VerifyProblem } from './record-types.ts';

type Report = (problem: VerifyProblem) => void;

/** An entry as SQLite gives it. */
export type EntryRow = Omit<StoredEntry, 'payloadKey'> & { payload_key: string; hash: Uint8Array };

/** What the hash is made of. */
export function entryFrom({ sequence, at, kind, changes, payload_key, payload, previous }: EntryRow): StoredEntry {
  return { sequence, at, kind, changes, payloadKey: payload_key, payload, previous };
}

/** Where a walk along the record has come to. */
export interface RecordEnd {
  readonly sequence: number;
  readonly hash: Uint8Array;
}

/** A walk along the record, entry by entry, which needs no key: each must be whole and follow the one before it. */
export class RecordWalk {
  readonly #report: Report;
  #end: RecordEnd = { sequence: 0, hash: noPrevious };

  constructor(report: Report) {
    this.#report = report;
  }

  get end(): RecordEnd {
    return this.#end;
  }

  /** Takes the next entry with the hash that is stored beside it. @returns the rows that it vouches for */
  follow(entry: StoredEntry, hash: Uint8Array): RowChange[] {
    const where = `record entry ${entry.sequence}`;
    const { sequence, hash: previous } = this.#end;
    if (entry.sequence !== sequence + 1) this.#report({ where, what: `entry ${sequence + 1} is missing` });
    if (!Buffer.from(entry.previous).equals(previous))
      this.#report({ where, what: "doesn't follow the entry before it" });
    if (!entryHash(entry).equals(hash)) this.#report({ where, what: 'was changed' });
    const changes = readChanges(entry.changes);
    if (!changes) this.#report({ where, what: 'its list of rows is unreadable' });
    this.#end = { sequence: entry.sequence, hash };
    return changes ?? [];
  }
}

/** Holds the record's end against its signed head. */
export function checkHead(head: RecordHead | null, end: RecordEnd, report: Report): void {
  const where = 'record head';
  if (!head) {
    report({ where, what: 'is missing' });
    return;
  }
  if (!isSigned(head)) report({ where, what: 'its signature is wrong' });
  if (head.sequence !== end.sequence || head.hash !== Buffer.from(end.hash).toString('hex')) {
    report({ where, what: `was signed for entry ${head.sequence}, but the record ends with entry ${end.sequence}` });
  }
}

/** A signing key of a store; the first has no endorsement. */
export interface SigningKey {
  readonly id: string;
  /** SPKI DER. */
  readonly publicKey: Uint8Array;
  readonly endorsement: Uint8Array | null;
}

/**
 * Checks that each signing key is vouched for by the one before it, that the head is signed by the last, and that a key which was
 * kept elsewhere is one of them.
 * @param trusted public key (SPKI DER); null: none was kept elsewhere
 */
export function checkKeyChain(
  keys: readonly SigningKey[],
  {
    store,
    head,
    trusted,
  }: { readonly store: string; readonly head: RecordHead | null; readonly trusted: Buffer | null },
  report: Report,
): void {
  let current = keys.find(({ endorsement }) => endorsement === null);
  const chain = current ? [current] : [];
  while (current) {
    const previous: Uint8Array = current.publicKey;
    current = keys.find(
      (key) =>
        key.endorsement !== null &&
        keyIsEndorsed(previous, store, key.publicKey, key.endorsement) &&
        !chain.includes(key),
    );
    if (current) chain.push(current);
  }
  for (const key of keys) {
    if (!chain.includes(key))
      report({ where: `signing_key ${key.id}`, what: "isn't vouched for by the key before it" });
  }
  const last = chain.at(-1);
  if (head && last && Buffer.from(last.publicKey).toString('base64') !== head.publicKey) {
    report({ where: 'record head', what: "isn't signed by the newest signing key" });
  }
  if (trusted && !chain.some((key) => trusted.equals(key.publicKey))) {
    report({ where: 'signing_key', what: "the public key that was given isn't one of this store's" });
  }
}
