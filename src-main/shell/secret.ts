import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** @returns 256 random bits in base64url, 43 characters. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Compares a secret with what was presented in a time that doesn't depend on where they differ, or on the length. */
export function isSecret(secret: string, presented: unknown): boolean {
  if (typeof presented !== 'string') return false;
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(secret), digest(presented));
}
