import { createHmac, hkdfSync } from 'node:crypto';

/** The keys that one data key stands for; each serves one purpose. 32 bytes each. */
export interface DerivedKeys {
  /** Seals account keys, settings, layouts and operators' names. */
  readonly sealing: Buffer;
  /** Keys the HMAC index for exact look-up and uniqueness. */
  readonly index: Buffer;
  /** Seals the private key that signs the record. */
  readonly record: Buffer;
}

/** HKDF-SHA-256 (RFC 5869), bound to the store. @returns 32 bytes */
export function deriveKey(secret: Uint8Array, store: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, store, `countersign/${purpose}/1`, 32));
}

/** Derives the keys of a store from its data key (32 bytes). */
export function deriveKeys(dataKey: Uint8Array, store: string): DerivedKeys {
  return {
    sealing: deriveKey(dataKey, store, 'sealing'),
    index: deriveKey(dataKey, store, 'index'),
    record: deriveKey(dataKey, store, 'record'),
  };
}

/**
 * The value under which something is found without lying in clear: HMAC-SHA-256 over its kind and parts.
 * @returns 32 bytes
 */
export function indexValue(indexKey: Uint8Array, kind: string, ...parts: string[]): Buffer {
  return createHmac('sha256', indexKey)
    .update(JSON.stringify([kind, ...parts]))
    .digest();
}
