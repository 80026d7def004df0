import { normaliseAccountNumber } from './account-numbers.ts';
import { indexValue } from './derived-keys.ts';
import type { KeyRing } from './key-ring.ts';

/** A name as it is compared: compatibility forms folded, spaces joined, case ignored. */
export function normaliseName(name: string): string {
  return name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLocaleLowerCase('en');
}

/** Whether the text is a day that exists, as YYYY-MM-DD. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** The index value of an account number. */
export function numberIndex(keys: KeyRing, number: string): Buffer {
  return indexValue(keys.derived('index'), 'account', normaliseAccountNumber(number));
}

/** The index value of a signatory's name within an account. */
export function nameIndex(keys: KeyRing, account: string, name: string): Buffer {
  return indexValue(keys.derived('index'), 'signatory', account, normaliseName(name));
}

/** The index value of an ink fingerprint within an account. */
export function fingerprintIndex(keys: KeyRing, account: string, fingerprint: string): Buffer {
  return indexValue(keys.derived('index'), 'fingerprint', account, fingerprint);
}

/** The index value of a layout's prefix. */
export function prefixIndex(keys: KeyRing, prefix: string): Buffer {
  return indexValue(keys.derived('index'), 'layout', normaliseAccountNumber(prefix));
}

/** The index value of an operator's name. */
export function operatorIndex(keys: KeyRing, name: string): Buffer {
  return indexValue(keys.derived('index'), 'operator', normaliseName(name));
}

/** The index value of a role's name. */
export function roleIndex(keys: KeyRing, name: string): Buffer {
  return indexValue(keys.derived('index'), 'operator-role', normaliseName(name));
}
