import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern, MicrPatternError } from '../../../src-main/imaging/micr/line-pattern.ts';
import { isRoutingNumber, parseMicrLine } from '../../../src-main/imaging/micr/parse-line.ts';
import { micrSchemes, type MicrScheme } from '../../../src-main/imaging/micr/schemes.ts';
import '../../property-seed.ts';

const parse = (text: string) => parseMicrLine(text, micrSchemes);

/** The example of docs/micr.md. */
function documentedScheme(): MicrScheme {
  const page = readFileSync(new URL('../../../docs/micr.md', import.meta.url), 'utf8');
  return JSON.parse(/```json\n([\s\S]*?)```/.exec(page)?.[1] ?? '') as MicrScheme;
}

describe('parseMicrLine', () => {
  it('takes a US business line apart', () => {
    const parsed = parse('⑈001234⑈ ⑆021000021⑆ 123⑉456789⑉0⑈ ⑇0000012345⑇');
    expect(parsed).toMatchObject({
      scheme: 'us-business',
      account: '1234567890',
      chequeNumber: '001234',
      bank: '021000021',
    });
    expect(parsed?.fields.map(({ name, text, check }) => [name, text, check])).toEqual([
      ['auxiliary', '001234', null],
      ['transit', '021000021', 'right'],
      ['account', '123⑉456789⑉0', null],
      ['amount', '0000012345', null],
    ]);
  });

  it.each([
    ['⑆021000021⑆ 123456789⑈ 1234', 'us-personal', '123456789', '1234', '021000021'],
    ['⑈123456⑈ 110002001⑆ 012345⑈ 31', 'india-cts', '012345', '123456', '110002001'],
    ['⑈123456⑈ 110002001⑆ 31', 'india-cts', null, '123456', '110002001'],
    ['⑈123456⑈ 20⑉1234⑆ 12345678⑈', 'uk', '12345678', '123456', '201234'],
    ['C0024995C 075000004908E 241410518989A', 'france', '241410518989', '0024995', '075000004908'],
    ['C0024995C075000004908E241410518989A', 'france', '241410518989', '0024995', '075000004908'],
  ])('%s is %s', (text, scheme, account, chequeNumber, bank) => {
    expect(parse(text)).toMatchObject({ scheme, account, chequeNumber, bank });
  });

  it('knows a routing number that cannot be right', () => {
    expect(parse('⑆021000022⑆ 123456789⑈ 1234')?.fields[0]).toMatchObject({ name: 'transit', check: 'wrong' });
    expect(isRoutingNumber('021000021')).toBe(true);
    expect(isRoutingNumber('02100002')).toBe(false);
  });

  it('leaves open what is in doubt', () => {
    const parsed = parse('⑈00?234⑈ ⑆02100?021⑆ 123456?890⑈');
    expect(parsed).toMatchObject({ scheme: 'us-business', account: null, chequeNumber: null, bank: null });
    expect(parsed?.fields.map(({ check }) => check)).toEqual([null, null, null]);
    expect(parse('?001234⑈ ⑆021000021? 1234567890⑈')).toMatchObject({ account: '1234567890', bank: '021000021' });
  });

  it.each(['', '12 34', '⑈⑈', 'C0024995C', '⑆021000021⑆', '1234567890'])('%j fits no scheme', (text) => {
    expect(parse(text)).toBeNull();
  });

  it('takes a pattern of the bank’s own, as documented, before the others', () => {
    const parsed = parseMicrLine('⑈0000123⑈ ⑆4400221⑆ 0012345678⑉07⑈', [documentedScheme(), ...micrSchemes]);
    expect(parsed).toMatchObject({ scheme: 'harbour-bank', account: '0012345678', chequeNumber: '0000123' });
    expect(parsed?.fields.at(-1)).toMatchObject({ label: 'Kind of account', text: '07' });
  });

  it('places fields where they stand, whatever the text', () => {
    const letter = fc.constantFrom(...'0123456789⑆⑇⑈⑉ABCDE ?');
    fc.assert(
      fc.property(fc.string({ unit: letter, maxLength: 60 }), (text) => {
        const parsed = parse(text);
        for (const field of parsed?.fields ?? []) {
          expect(text.slice(field.from, field.to)).toBe(field.text);
          expect(field.text).toMatch(/^[0-9?]/);
        }
        expect(parsed?.account ?? '0').toMatch(/^[0-9]+$/);
      }),
      { numRuns: 2000 },
    );
  });

  it('reads back what a scheme wrote, with or without gaps', () => {
    const digits = (count: number) =>
      fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: count, maxLength: count });
    fc.assert(
      fc.property(digits(6), digits(9), digits(6), digits(2), fc.boolean(), (cheque, sort, account, code, gaps) => {
        const text = `⑈${cheque}⑈ ${sort}⑆ ${account}⑈ ${code}`;
        const parsed = parse(gaps ? text : text.replaceAll(' ', ''));
        expect(parsed).toMatchObject({ scheme: 'india-cts', account, chequeNumber: cheque, bank: sort });
      }),
    );
  });
});

describe('compilePattern', () => {
  it.each([
    ['{a:6}{a:2}', 'twice'],
    ['{a:0}', 'no usable count'],
    ['{a:6-4}', 'no usable count'],
    ['x{a:6}', 'means nothing'],
    ['[{a:6}', 'without its'],
    ['⑆⑆', 'no field'],
    ['{a:6x}', 'among the digits'],
    ['A{a:6}', 'means nothing'],
  ])('refuses %s', (pattern, words) => {
    expect(() => compilePattern(pattern, 'e13b')).toThrow(MicrPatternError);
    expect(() => compilePattern(pattern, 'e13b')).toThrow(words);
  });
});
