import type { DatabaseSync } from 'node:sqlite';
import { headIsSigned } from './record-chain.ts';
import type { RecordHead } from './reference-store.ts';
import { StoreError } from './store-error.ts';
import type { readHeadFile } from './head-file.ts';

/** Reads the record's signed head from the database; null where there's none. */
export function readHead(database: DatabaseSync, store: string): RecordHead | null {
  const row = database
    .prepare(
      `SELECT sequence, hash, at, signature, public FROM record_head
       LEFT JOIN signing_key ON signing_key.id = record_head.signing_key`,
    )
    .get() as
    { sequence: number; hash: Uint8Array; at: string; signature: Uint8Array; public: Uint8Array | null } | undefined;
  if (!row?.public) return null;
  return {
    store,
    sequence: row.sequence,
    hash: Buffer.from(row.hash).toString('hex'),
    at: row.at,
    publicKey: Buffer.from(row.public).toString('base64'),
    signature: Buffer.from(row.signature).toString('base64'),
  };
}

/** Whether a head carries a right signature by the key that it names. */
export function isSigned(head: RecordHead): boolean {
  return headIsSigned(Buffer.from(head.publicKey, 'base64'), head, Buffer.from(head.signature, 'base64'));
}

/** How `head.json` stands to the record: the same, behind it, or no use (and why). */
export type HeadFileState =
  { readonly state: 'same' | 'behind' } | { readonly state: 'unusable'; readonly why: string };

/**
 * Compares the record's end with its signed head, and both with `head.json`, which may lag behind but never lead.
 * @param file what `head.json` said before the database was read, so that another program's entries can't come between
 * @throws StoreError `damaged` where the record was cut, changed at its end, or isn't the one that was signed
 */
export function compareHeads(
  database: DatabaseSync,
  store: string,
  file: ReturnType<typeof readHeadFile>,
  directory: string,
): { head: RecordHead; file: HeadFileState } {
  const damaged = (what: string): StoreError =>
    new StoreError(
      'damaged',
      `The store in ${directory} is damaged: ${what}. Run "countersign store verify", and restore a backup.`,
    );
  const head = readHead(database, store);
  const hashAt = (sequence: number): string | null => {
    const row = database.prepare('SELECT hash FROM record WHERE sequence = ?').get(sequence);
    return row ? Buffer.from(row['hash'] as Uint8Array).toString('hex') : null;
  };
  if (!head) throw damaged('the record has no signed head');
  if (!isSigned(head)) throw damaged("the signature of the record's head is wrong");
  const last = database.prepare('SELECT max(sequence) AS sequence FROM record').get()?.['sequence'];
  if (last !== head.sequence || hashAt(head.sequence) !== head.hash) {
    throw damaged('the record and its signed head differ');
  }
  return { head, file: compareFile() };

  function compareFile(): HeadFileState {
    if (file === 'missing' || file === 'unreadable') return { state: 'unusable', why: `head.json is ${file}` };
    const known = database.prepare('SELECT 1 FROM signing_key WHERE public = ?');
    if (file.store !== store || !known.get(Buffer.from(file.publicKey, 'base64')) || !isSigned(file)) {
      return { state: 'unusable', why: 'head.json was not signed by this store' };
    }
    if (file.sequence > head!.sequence) {
      throw damaged(
        `its record ends with entry ${head!.sequence}, but head.json was signed for entry ${file.sequence}`,
      );
    }
    if (hashAt(file.sequence) !== file.hash)
      throw damaged(`entry ${file.sequence} isn't the one that head.json was signed for`);
    return { state: file.sequence === head!.sequence ? 'same' : 'behind' };
  }
}
