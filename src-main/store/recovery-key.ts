import { baseText, charactersFor, foreignCharacter, readBaseText, tidyBaseText } from './base-text.ts';
import { StoreError } from './store-error.ts';

/** Bytes of a recovery key's secret. */
export const recoverySecretBytes = 16;

/** The operator's name where the recovery key opened the store. */
export const recoveryOperator = 'recovery key';

/**
 * Writes a secret as people can type it: seven groups of four characters, the last two being a check.
 * @param secret 16 random bytes
 */
export function formatRecoveryKey(secret: Uint8Array): string {
  return baseText(secret);
}

/**
 * Reads a recovery key as typed: case, spaces and dashes don't matter, O reads as 0, I and L as 1.
 * @returns the 16 secret bytes
 * @throws StoreError `bad-recovery-key` where a character is missing, unknown or mistyped
 */
export function parseRecoveryKey(typed: string): Buffer {
  const text = tidyBaseText(typed);
  const expected = charactersFor(recoverySecretBytes) + 2;
  if (text.length !== expected) {
    throw new StoreError(
      'bad-recovery-key',
      `A recovery key has ${expected} characters; this one has ${text.length}. Compare it with the printed one.`,
    );
  }
  const unknown = foreignCharacter(text);
  if (unknown !== null) {
    throw new StoreError(
      'bad-recovery-key',
      `"${unknown}" doesn't occur in recovery keys. Compare it with the printed one.`,
    );
  }
  const secret = readBaseText(text, recoverySecretBytes);
  if (!secret) {
    throw new StoreError('bad-recovery-key', 'The recovery key has a typing error. Compare it with the printed one.');
  }
  return secret;
}
