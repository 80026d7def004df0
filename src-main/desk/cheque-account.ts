import { normaliseAccountNumber } from '../contract/account-number.ts';
import type { ReadAccount } from '../contract/reading.ts';
import { accountInDoubt, parseMicrText, type OwnScheme, type ParsedText } from '../engine/micr-text.ts';
import type { Account, ReferenceStore } from '../store/reference-store.ts';

/** A MICR line as a clerk mended it. */
export interface MendedLine {
  readonly text: string;
  readonly by: string;
}

/** At most so many near misses are offered. */
const mostNear = 10;

const offered = (accounts: readonly Account[]) =>
  accounts.slice(0, mostNear).map(({ number, holder }) => ({ account: number, holder }));

/** Accounts on file that a number with `?` in it may be. */
async function fitting(store: ReferenceStore, account: string): Promise<Account[]> {
  const wanted = normaliseAccountNumber(account);
  const fits = (number: string): boolean =>
    number.length === wanted.length &&
    [...wanted].every((character, at) => character === '?' || character === number[at]);
  return (await store.listAccounts()).filter(({ number }) => fits(normaliseAccountNumber(number)));
}

async function lineAccount(
  store: ReferenceStore,
  parsed: ParsedText,
  from: 'micr' | 'mended',
  own: readonly OwnScheme[],
): Promise<ReadAccount | null> {
  const { account: number } = parsed;
  if (number?.includes('?') === false) {
    const known = await store.findAccount(number);
    if (known) return { number: known.number, standing: 'known', from, near: [] };
    return { number, standing: 'unknown', from, near: offered(await store.nearAccounts(number)) };
  }
  const doubtful = number ?? accountInDoubt(parsed, own);
  if (doubtful === null) return null;
  return { number: doubtful, standing: 'unread', from, near: offered(await fitting(store, doubtful)) };
}

/**
 * Whose cheque it is: by its MICR line as mended or read, else by the file's name. A near miss is offered, never taken.
 *
 * @param line the line taken apart as it was read; null: none, or no scheme fits
 * @param mended what a clerk made of it; null: nothing
 * @param fileName the account that the file's name gives; null: none
 */
export async function chequeAccount(
  store: ReferenceStore,
  line: ParsedText | null,
  mended: MendedLine | null,
  fileName: string | null,
  own: readonly OwnScheme[] = [],
): Promise<ReadAccount> {
  const parsed = mended ? parseMicrText(mended.text, own) : line;
  const byLine = parsed && (await lineAccount(store, parsed, mended ? 'mended' : 'micr', own));
  if (byLine) return byLine;
  if (fileName === null) return { number: null, standing: 'unread', from: null, near: [] };
  const known = await store.findAccount(fileName);
  return {
    number: known?.number ?? fileName,
    standing: known ? 'known' : 'unknown',
    from: 'file-name',
    near: known ? [] : offered(await store.nearAccounts(fileName)),
  };
}
