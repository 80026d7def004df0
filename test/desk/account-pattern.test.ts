import { describe, expect, it } from 'vitest';
import { accountFromName, compileAccountPattern, defaultAccountPattern } from '../../src-main/desk/account-pattern.ts';

describe('the account pattern', () => {
  const pattern = compileAccountPattern(defaultAccountPattern);

  it.each([
    ['4100-2278-cheque-0001.png', '4100-2278'],
    ['41002278.tif', '41002278'],
    ['C:\\scans\\41002278_front.tif', '41002278'],
    ['/in/41002278 (2).jpg', '41002278'],
    ['scan0001.png', null],
    ['cheque 41002278.png', null],
    ['', null],
  ])('finds in %s the account %s', (name, account) => {
    expect(accountFromName(pattern, name)).toBe(account);
  });

  it('takes a pattern of the bank’s own', () => {
    expect(accountFromName(compileAccountPattern('_(\\d{8})\\.'), 'scan_12345678.png')).toBe('12345678');
  });

  it('refuses what is no expression, and one without a group', () => {
    expect(() => compileAccountPattern('(')).toThrow("isn't a regular expression");
    expect(() => compileAccountPattern('\\d+')).toThrow('needs one group');
  });
});
