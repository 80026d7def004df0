/** Crockford's base 32: no I, L, O, U, so that nothing is misread. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const groupLength = 4;
/**
 * The largest prime below 32². The two check characters are the number's remainder by it: one wrong character changes the
 * number by d·32^k with |d| < 32, two neighbours swapped by d·31·32^k, and no prime above 32 divides either, so that each
 * such slip is found.
 */
const checkPrime = 1021n;

/** How many characters so many bytes take, without the check. */
export const charactersFor = (bytes: number): number => Math.ceil((bytes * 8) / 5);

function characters(value: bigint, count: number): string {
  let text = '';
  for (let rest = value, index = 0; index < count; index++, rest >>= 5n) text = alphabet[Number(rest & 31n)] + text;
  return text;
}

/**
 * Writes bytes as people can read and type them: groups of four characters, the last two characters a check.
 * @param salt a number that stands beside the text and is checked with it; 0 or more
 */
export function baseText(bytes: Uint8Array, salt = 0n): string {
  const value = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
  const text = characters(value, charactersFor(bytes.length)) + characters((value + salt) % checkPrime, 2);
  return (text.match(new RegExp(`.{1,${groupLength}}`, 'g')) ?? []).join('-');
}

/** A typed text with what may be mistyped without harm put right: case, spaces, dashes; O reads as 0, I and L as 1. */
export function tidyBaseText(typed: string): string {
  return typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-–—_.]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
}

/** The first character that doesn't occur in such texts; null where all do. */
export function foreignCharacter(tidy: string): string | null {
  return [...tidy].find((character) => !alphabet.includes(character)) ?? null;
}

/** Reads what {@link baseText} wrote. @returns the bytes, or null where it's another length or has a typing error */
export function readBaseText(typed: string, bytes: number, salt = 0n): Buffer | null {
  const text = tidyBaseText(typed);
  const count = charactersFor(bytes);
  if (text.length !== count + 2 || foreignCharacter(text) !== null) return null;
  const number = (part: string): bigint =>
    [...part].reduce((value, character) => value * 32n + BigInt(alphabet.indexOf(character)), 0n);
  const value = number(text.slice(0, count));
  if (value >> BigInt(bytes * 8) !== 0n || (value + salt) % checkPrime !== number(text.slice(count))) return null;
  return Buffer.from(value.toString(16).padStart(bytes * 2, '0'), 'hex');
}
