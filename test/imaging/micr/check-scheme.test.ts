import { expect, it } from 'vitest';
import { checkScheme } from '../../../src-main/imaging/micr/check-scheme.ts';
import { MicrPatternError } from '../../../src-main/imaging/micr/line-pattern.ts';
import { micrSchemes, type MicrScheme } from '../../../src-main/imaging/micr/schemes.ts';

const own: MicrScheme = {
  id: 'own',
  label: 'Our bank',
  font: 'e13b',
  pattern: '⑈{number:6}⑈ {account:8}⑆[ {code:2}]',
  fields: ['number', 'account', 'code'].map((name) => ({ name, label: name })),
  account: ['account'],
  chequeNumber: ['number'],
  bank: [],
};

it('passes the schemes that the app knows, and one of a bank’s own', () => {
  for (const scheme of [...micrSchemes, own])
    expect(() => {
      checkScheme(scheme);
    }).not.toThrow();
});

it.each([
  ['a pattern that is none', { pattern: '⑈{number:6⑈' }, 'means nothing there'],
  ['a symbol of the other font', { pattern: own.pattern.replace('⑆', 'A') }, 'means nothing there'],
  ['a field listed twice', { fields: [...own.fields, ...own.fields] }, 'The field number is listed twice.'],
  ['a field that is not in the pattern', { account: ['account', 'branch'] }, 'The pattern has no field branch.'],
  [
    'a field of the pattern that is not listed',
    { fields: own.fields.slice(0, 2) },
    'The pattern has a field code that',
  ],
])('refuses %s, in words', (_, change, words) => {
  const check = () => {
    checkScheme({ ...own, ...change });
  };
  expect(check).toThrow(MicrPatternError);
  expect(check).toThrow(words);
});
