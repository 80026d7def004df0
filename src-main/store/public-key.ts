import { createPublicKey } from 'node:crypto';
import { StoreError } from './store-error.ts';

/** A public key as people keep it: SPKI in PEM. @param publicKey SPKI DER in base64, as a signed head has it */
export function publicKeyText(publicKey: string): string {
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
  return key.export({ type: 'spki', format: 'pem' }) as string;
}

/** Reads what {@link publicKeyText} wrote. @returns SPKI DER @throws StoreError `invalid` */
export function publicKeyFrom(pem: string): Buffer {
  try {
    return createPublicKey(pem).export({ type: 'spki', format: 'der' });
  } catch (error) {
    throw new StoreError('invalid', "The public key that was given can't be read. It must be a PEM file.", error);
  }
}
