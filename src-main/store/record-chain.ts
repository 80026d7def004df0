import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import type { RecordHead, RowChange } from './reference-store.ts';

/** A row as SQLite gives it. */
export type StoredRow = Readonly<Record<string, null | number | bigint | string | Uint8Array>>;

/** One line of the record as it lies on disk. */
export interface StoredEntry {
  readonly sequence: number;
  readonly at: string;
  readonly kind: string;
  /** JSON of {@link RowChange}s as `[table, row, hash]`. */
  readonly changes: string;
  /** The key under which the details are sealed. */
  readonly payloadKey: string;
  readonly payload: Uint8Array;
  /** Hash of the entry before; 32 zero bytes for the first. */
  readonly previous: Uint8Array;
}

/** What the first entry has in place of a previous hash. */
export const noPrevious: Uint8Array = new Uint8Array(32);

/** Hashes parts one after the other, each with its length before it, so that no two lists of parts read the same. */
function hashParts(parts: readonly (string | Uint8Array)[]): Buffer {
  const hash = createHash('sha256');
  const length = Buffer.alloc(6);
  for (const part of parts) {
    const bytes = typeof part === 'string' ? Buffer.from(part, 'utf8') : part;
    length.writeUIntBE(bytes.length, 0, 6);
    hash.update(length).update(bytes);
  }
  return hash.digest();
}

/** The hash that binds an entry to all before it: SHA-256 over what is stored, ciphertext as it lies. 32 bytes. */
export function entryHash(entry: StoredEntry): Buffer {
  return hashParts([
    'countersign/entry/1',
    String(entry.sequence),
    entry.at,
    entry.kind,
    entry.changes,
    entry.payloadKey,
    entry.payload,
    entry.previous,
  ]);
}

/**
 * The hash by which the record vouches for a row: SHA-256 over the table's name and each column that isn't null, in
 * order of name; so a later version may add columns that are null without changing it. In hex.
 */
export function rowHash(table: string, row: StoredRow): string {
  const parts: (string | Uint8Array)[] = ['countersign/row/1', table];
  for (const name of Object.keys(row).sort()) {
    const value = row[name];
    if (value === null || value === undefined) continue;
    if (value instanceof Uint8Array) parts.push(name, 'blob', value);
    else if (typeof value === 'string') parts.push(name, 'text', value);
    else parts.push(name, 'integer', String(value));
  }
  return hashParts(parts).toString('hex');
}

/** Writes changes as they are stored. */
export function writeChanges(changes: readonly RowChange[]): string {
  return JSON.stringify(changes.map(({ table, row, hash }) => [table, row, hash]));
}

/** Reads stored changes; null where they have another shape. */
export function readChanges(text: string): RowChange[] | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  if (!Array.isArray(parsed)) return null;
  const changes: RowChange[] = [];
  for (const item of parsed as unknown[]) {
    if (!Array.isArray(item) || item.length !== 3) return null;
    const [table, row, hash] = item as unknown[];
    if (typeof table !== 'string' || typeof row !== 'string') return null;
    if (hash !== null && typeof hash !== 'string') return null;
    changes.push({ table, row, hash });
  }
  return changes;
}

/** An Ed25519 pair: private PKCS #8 DER and public SPKI DER. */
export function newSigningPair(): { privateKey: Buffer; publicKey: Buffer } {
  return generateKeyPairSync('ed25519', {
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
    publicKeyEncoding: { type: 'spki', format: 'der' },
  });
}

/** The public key (SPKI DER) of a private one (PKCS #8 DER). Throws where it isn't an Ed25519 key. */
export function publicKeyOf(privateKey: Buffer): Buffer {
  const key = createPrivateKey({ key: privateKey, format: 'der', type: 'pkcs8' });
  return createPublicKey(key).export({ type: 'spki', format: 'der' });
}

function signBytes(privateKey: Buffer, message: string): Buffer {
  return sign(null, Buffer.from(message), createPrivateKey({ key: privateKey, format: 'der', type: 'pkcs8' }));
}

function verifyBytes(publicKey: Uint8Array, message: string, signature: Uint8Array): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' && verify(null, Buffer.from(message), key, signature);
  } catch {
    return false;
  }
}

type HeadContent = Pick<RecordHead, 'store' | 'sequence' | 'hash' | 'at'>;

const headMessage = (head: HeadContent): string =>
  JSON.stringify(['countersign/head/1', head.store, head.sequence, head.hash, head.at]);

/** Signs the record's end. @returns 64 bytes */
export function signHead(privateKey: Buffer, head: HeadContent): Buffer {
  return signBytes(privateKey, headMessage(head));
}

/** Whether a head was signed by the holder of this public key (SPKI DER). */
export function headIsSigned(publicKey: Uint8Array, head: HeadContent, signature: Uint8Array): boolean {
  return verifyBytes(publicKey, headMessage(head), signature);
}

const endorsementMessage = (store: string, publicKey: Uint8Array): string =>
  JSON.stringify(['countersign/signing-key/1', store, Buffer.from(publicKey).toString('base64')]);

/** The old key's word for the new one, when a store is rekeyed. @returns 64 bytes */
export function endorseKey(oldPrivateKey: Buffer, store: string, newPublicKey: Uint8Array): Buffer {
  return signBytes(oldPrivateKey, endorsementMessage(store, newPublicKey));
}

/** Whether the old key vouches for the new one. */
export function keyIsEndorsed(
  oldPublicKey: Uint8Array,
  store: string,
  newPublicKey: Uint8Array,
  endorsement: Uint8Array,
): boolean {
  return verifyBytes(oldPublicKey, endorsementMessage(store, newPublicKey), endorsement);
}
