import { StoreError } from './store-error.ts';

/** Crockford's base 32: no I, L, O, U, so that nothing is misread. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const secretLength = 16;
const secretCharacters = 26;
const groupLength = 4;
/**
 * The largest prime below 32². The two check characters are the number's remainder by it: one wrong character changes the
 * number by d·32^k with |d| < 32, two neighbours swapped by d·31·32^k, and no prime above 32 divides either, so that each
 * such slip is found.
 */
const checkPrime = 1021n;

/** Bytes of a recovery key's secret. */
export const recoverySecretBytes = secretLength;

function characters(value: bigint, count: number): string {
  let text = '';
  for (let rest = value, index = 0; index < count; index++, rest >>= 5n) text = alphabet[Number(rest & 31n)] + text;
  return text;
}

/**
 * Writes a secret as people can type it: seven groups of four characters, the last two being a check.
 * @param secret 16 random bytes
 */
export function formatRecoveryKey(secret: Uint8Array): string {
  const value = BigInt(`0x${Buffer.from(secret).toString('hex')}`);
  const text = characters(value, secretCharacters) + characters(value % checkPrime, 2);
  return (text.match(new RegExp(`.{${groupLength}}`, 'g')) ?? []).join('-');
}

/**
 * Reads a recovery key as typed: case, spaces and dashes don't matter, O reads as 0, I and L as 1.
 * @returns the 16 secret bytes
 * @throws StoreError `bad-recovery-key` where a character is missing, unknown or mistyped
 */
export function parseRecoveryKey(typed: string): Buffer {
  const text = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-–—_.]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  const expected = secretCharacters + 2;
  if (text.length !== expected) {
    throw new StoreError(
      'bad-recovery-key',
      `A recovery key has ${expected} characters; this one has ${text.length}. Compare it with the printed one.`,
    );
  }
  const digits = [...text].map((character) => alphabet.indexOf(character));
  const unknown = digits.indexOf(-1);
  if (unknown >= 0) {
    throw new StoreError(
      'bad-recovery-key',
      `"${text[unknown]}" doesn't occur in recovery keys. Compare it with the printed one.`,
    );
  }
  const number = (part: number[]): bigint => part.reduce((value, digit) => value * 32n + BigInt(digit), 0n);
  const value = number(digits.slice(0, secretCharacters));
  if (value >> 128n !== 0n || value % checkPrime !== number(digits.slice(secretCharacters))) {
    throw new StoreError('bad-recovery-key', 'The recovery key has a typing error. Compare it with the printed one.');
  }
  return Buffer.from(value.toString(16).padStart(secretLength * 2, '0'), 'hex');
}
