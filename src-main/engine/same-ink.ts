/** Comparing ink fingerprints as they are stored: text. */
import { sameInk } from '../imaging/fingerprint.ts';

/** An ink fingerprint as text (base64), the form in which the engine gives it and the store keeps it. */
export function fingerprintText(fingerprint: Uint8Array): string {
  return Buffer.from(fingerprint).toString('base64');
}

/**
 * Whether two fingerprints are of the very same ink, whatever files they came from.
 * @throws RangeError where either isn't a fingerprint of this version of imaging
 */
export function sameSignatureInk(one: string, other: string): boolean {
  return sameInk(new Uint8Array(Buffer.from(one, 'base64')), new Uint8Array(Buffer.from(other, 'base64')));
}
