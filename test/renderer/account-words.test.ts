import { describe, expect, it } from 'vitest';
import type { ReadAccount } from '../../src-main/contract/reading.ts';
import {
  accountHint,
  differingCharacters,
  spokenAccountRequest,
} from '../../src-renderer/features/desk/account-words.ts';

const read = (account: Partial<ReadAccount> | null, micr: { sure: boolean } | null, typed = '') => ({
  account: typed,
  reading: {
    account: account && { number: null, standing: 'unread' as const, from: null, near: [], ...account },
    micr,
  },
  nearAccounts: account?.near ?? [],
});

describe('the words about the account', () => {
  it('say where the number comes from', () => {
    expect(accountHint(read({ number: '12', from: 'micr' }, { sure: true }, '12'), null)).toBe(
      'Read from the MICR line.',
    );
    expect(accountHint(read({ number: '12', from: 'file-name' }, null, '12'), '12')).toBe('From the file name.');
    expect(accountHint(read(null, null, '12'), '12')).toBe('From the file name.');
    expect(accountHint(read(null, null, '12'), '13')).toBeUndefined();
  });

  it('say so where another number was typed than was read', () => {
    expect(accountHint(read({ number: '12', from: 'micr' }, { sure: true }, '99'), null)).toBe(
      'The MICR line reads 12.',
    );
    expect(accountHint(read({ number: '12', from: 'file-name' }, null, '99'), '12')).toBeUndefined();
  });

  it('say why it is asked for, and what to press', () => {
    expect(spokenAccountRequest(read(null, null))).toBe('Type the account.');
    expect(spokenAccountRequest(read({}, null))).toMatch(/^No MICR line was read\..*Type the account\.$/);
    expect(spokenAccountRequest(read({}, { sure: false }))).toBe('The MICR line has characters in doubt. M mends it.');
    const near = [{ account: '4100-3391', holder: 'Tobias Lindqvist' }];
    expect(spokenAccountRequest(read({ near }, { sure: false }))).toBe(
      'The MICR line has characters in doubt. On file: 1: 4100-3391, Tobias Lindqvist. Press its number to take it.',
    );
  });

  it('mark the digit that differs, whatever the spacing', () => {
    const marked = (account: string, as: string) =>
      differingCharacters(account, as)
        .filter(({ differs }) => differs)
        .map(({ character }) => character)
        .join('');
    expect(marked('4100-3391', '41003397')).toBe('1');
    expect(marked('4100-3391', '4100 3391')).toBe('');
    expect(marked('0041003391', '41003391')).toBe('00');
    expect(
      differingCharacters('4100-3391', '41003397')
        .map(({ character }) => character)
        .join(''),
    ).toBe('4100-3391');
  });
});
