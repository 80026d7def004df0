import type { ReadAccount } from '../../../src-main/contract/reading.ts';

/** What the words need to know of a cheque. */
interface ReadFrom {
  readonly account: string;
  readonly reading: { readonly account: ReadAccount | null; readonly micr: { readonly sure: boolean } | null };
  readonly nearAccounts: ReadAccount['near'];
}

const sources: Record<NonNullable<ReadAccount['from']>, string> = {
  micr: 'Read from the MICR line.',
  mended: 'From the MICR line, as mended.',
  'file-name': 'From the file name.',
};

/** Why the account is asked for: one sentence. */
function whyAsked({ reading }: ReadFrom): string {
  if (reading.micr === null) return 'No MICR line was read. Which account is this cheque drawn on?';
  if (!reading.micr.sure) return 'The MICR line has characters in doubt.';
  return 'The MICR line gives no account number.';
}

/** What stands under the account field: where the number comes from, or why it is asked for; undefined for nothing. */
export function accountHint(cheque: ReadFrom, fromFileName: string | null): string | undefined {
  const read = cheque.reading.account;
  if (cheque.account === '') {
    return read === null ? 'Which account is this cheque drawn on?' : whyAsked(cheque);
  }
  if (read === null) return fromFileName === cheque.account ? sources['file-name'] : undefined;
  if (read.number === cheque.account) return read.from === null ? undefined : sources[read.from];
  return read.number === null || read.from === 'file-name' ? undefined : `The MICR line reads ${read.number}.`;
}

/** What is said where a cheque has no account: why, and what to press. */
export function spokenAccountRequest(cheque: ReadFrom): string {
  if (cheque.reading.account === null) return 'Type the account.';
  const why = whyAsked(cheque);
  if (cheque.nearAccounts.length > 0) return `${why} ${spokenNear(cheque.nearAccounts)}`;
  return cheque.reading.micr !== null && !cheque.reading.micr.sure ? `${why} M mends it.` : `${why} Type the account.`;
}

/** The accounts offered, with the number that takes each. */
function spokenNear(near: ReadAccount['near']): string {
  const choices = near.map(({ account, holder }, place) => `${place + 1}: ${account}${holder ? `, ${holder}` : ''}`);
  return `On file: ${choices.join('; ')}. Press its number to take it.`;
}

/**
 * How an account that is offered differs from the number as read: each of its characters, and whether it is another
 * one than was read there. Numbers of different lengths are compared from their ends. Spaces and dashes don't count.
 */
export function differingCharacters(
  account: string,
  read: string,
): { readonly character: string; readonly differs: boolean }[] {
  const plain = (text: string) => text.replaceAll(/[\s-]/g, '');
  const own = plain(account);
  const other = plain(read);
  let at = 0;
  return [...account].map((character) => {
    if (/[\s-]/.test(character)) return { character, differs: false };
    const place = other.length === own.length ? at : at + other.length - own.length;
    at++;
    return { character, differs: other[place] !== character };
  });
}
