import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { StoreError } from './store-error.ts';

/** Where an envelope lies. It is authenticated with the content, so that an envelope opens only in its own place. */
export interface Place {
  readonly store: string;
  readonly table: string;
  readonly row: string;
  readonly column: string;
}

const version = 1;
const nonceBytes = 12;
const tagBytes = 16;

/** Bytes that an envelope adds to its content: version, nonce and tag. */
export const envelopeOverhead = 1 + nonceBytes + tagBytes;

/** JSON of an array can't be read in two ways, whatever the names hold. */
function associatedData(place: Place): Buffer {
  return Buffer.from(
    JSON.stringify(['countersign/envelope', version, place.store, place.table, place.row, place.column]),
  );
}

/**
 * Seals `content` for its place by AES-256-GCM with a fresh 96-bit random nonce.
 * @param key 32 bytes; at most 2^32 envelopes a key (NIST SP 800-38D), which one account can't reach
 * @returns version (1 byte), nonce (12), ciphertext (as long as the content), tag (16)
 */
export function seal(key: Uint8Array, place: Place, content: Uint8Array): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(associatedData(place));
  return Buffer.concat([Buffer.of(version), nonce, cipher.update(content), cipher.final(), cipher.getAuthTag()]);
}

/**
 * Opens an envelope in its place.
 * @returns the content, or null where the key, the place or any byte isn't the one it was sealed with
 */
export function tryOpen(key: Uint8Array, place: Place, envelope: Uint8Array): Buffer | null {
  if (envelope.length < envelopeOverhead || envelope[0] !== version) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, envelope.subarray(1, 1 + nonceBytes), {
    authTagLength: tagBytes,
  });
  decipher.setAAD(associatedData(place));
  decipher.setAuthTag(envelope.subarray(envelope.length - tagBytes));
  const content = decipher.update(envelope.subarray(1 + nonceBytes, envelope.length - tagBytes));
  try {
    return Buffer.concat([content, decipher.final()]);
  } catch {
    content.fill(0);
    return null;
  }
}

/**
 * Opens an envelope in its place.
 * @throws StoreError `damaged`, naming table, row and column
 */
export function open(key: Uint8Array, place: Place, envelope: Uint8Array): Buffer {
  const content = tryOpen(key, place, envelope);
  if (content === null) {
    throw new StoreError(
      'damaged',
      `The store is damaged: ${place.table} ${place.row} (${place.column}) doesn't open. Run "countersign store verify" and restore a backup.`,
    );
  }
  return content;
}

/** Seals a JSON value; see {@link seal}. */
export function sealJson(key: Uint8Array, place: Place, value: unknown): Buffer {
  return seal(key, place, Buffer.from(JSON.stringify(value)));
}

/** Opens a JSON value sealed by this program, whose shape is `T` because nothing else can have sealed it. */
export function openJson<T>(key: Uint8Array, place: Place, envelope: Uint8Array): T {
  return JSON.parse(open(key, place, envelope).toString('utf8')) as T;
}
