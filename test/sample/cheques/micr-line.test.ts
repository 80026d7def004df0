import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cmc7Glyphs } from '../../../src-main/imaging/micr/cmc7-glyphs.ts';
import { e13bGlyphs } from '../../../src-main/imaging/micr/e13b-glyphs.ts';
import { parseMicrLine } from '../../../src-main/imaging/micr/parse-line.ts';
import { micrSchemes } from '../../../src-main/imaging/micr/schemes.ts';
import { lineOn } from '../../../src-main/sample/cheques/draft.ts';
import { heldOutLayouts } from '../../../src-main/sample/cheques/layouts/held-out.ts';
import { tunedLayouts } from '../../../src-main/sample/cheques/layouts/tuned.ts';
import {
  codedLine,
  drawCodedAccount,
  lineText,
  routingCheckDigit,
  type LineScheme,
} from '../../../src-main/sample/cheques/micr-line.ts';
import { codedLineLength, type PrintWear } from '../../../src-main/sample/cheques/micr-print.ts';
import { seededRandom } from '../../../src-main/sample/seeded.ts';

const shipped = ['us-business', 'us-personal', 'india-cts', 'uk', 'france'] as const satisfies readonly LineScheme[];
const schemes = [...shipped, 'fictional-e13b', 'fictional-e13b-long', 'fictional-cmc7'] as const;

/** A cheque's line, any account and number, with the sum coded or not. */
const lines = (choice: readonly LineScheme[]) =>
  fc
    .record({
      scheme: fc.constantFrom(...choice),
      seed: fc.integer(),
      number: fc.integer({ min: 1, max: 9_999_999 }),
      amount: fc.option(fc.integer({ min: 0, max: 99_999_999 })),
    })
    .map(({ scheme, seed, number, amount }) => ({
      scheme,
      line: codedLine(drawCodedAccount(scheme, seededRandom('test line', seed)), number, amount),
    }));

test('a routing number of the Federal Reserve has the check digit that it is known to have', () => {
  // 021000021 and 011401533 are published examples of the ABA's rule.
  expect(routingCheckDigit('02100002')).toBe(1);
  expect(routingCheckDigit('01140153')).toBe(3);
});

test('the weighted sum of every routing number divides by ten', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\d{8}$/), (eight) => {
      const digits = [...`${eight}${String(routingCheckDigit(eight))}`].map(Number);
      const sum = digits.reduce((total, digit, at) => total + digit * [3, 7, 1][at % 3]!, 0);
      expect(sum % 10).toBe(0);
    }),
  );
});

describe('a coded line', () => {
  test('is printed with characters that its font has', () => {
    const known = { e13b: e13bGlyphs, cmc7: cmc7Glyphs };
    fc.assert(
      fc.property(lines(schemes), ({ line }) => {
        const characters = new Set(known[line.font].glyphs.map(({ character }) => character));
        for (const character of line.places) if (character !== ' ') expect(characters).toContain(character);
      }),
    );
  });

  test('says in its text what its fields say', () => {
    fc.assert(
      fc.property(lines(schemes), ({ line }) => {
        const digits = lineText(line).replace(/\D/g, '');
        expect(Object.values(line.fields).join('').split('').sort()).toEqual([...digits].sort());
        expect(Object.values(line.fields)).toContain(line.account);
        expect(lineText(line)).not.toMatch(/ {2}|^ | $/);
      }),
    );
  });

  test('is understood by the scheme of its country, check digit and all', () => {
    fc.assert(
      fc.property(lines(shipped), ({ scheme, line }) => {
        const parsed = parseMicrLine(lineText(line), micrSchemes);
        expect(parsed?.scheme).toBe(scheme);
        expect(parsed?.account).toBe(line.account);
        for (const { name, text, check } of parsed?.fields ?? []) {
          expect(text.replace(/\D/g, '')).toBe(line.fields[name]);
          expect(check).toBe(name === 'transit' ? 'right' : null);
        }
      }),
    );
  });

  test('has room on every form that carries it', () => {
    const wide: PrintWear = { spread: 0, wobble: 0, voids: 0, specks: 0, density: 1, uneven: 0, pitch: 1.015 };
    for (const layout of [...tunedLayouts, ...heldOutLayouts]) {
      const { id, scheme, micr, paper } = layout;
      for (let seed = 0; seed < 40; seed++) {
        const coded = drawCodedAccount(scheme, seededRandom('room', seed));
        const amount = scheme.startsWith('us') ? 99_999 : null;
        const length = codedLineLength(lineOn(layout, coded, 1234, amount), wide);
        const left = micr.right === undefined ? (micr.left ?? 0) : micr.right - length;
        expect(left, id).toBeGreaterThan(4);
        expect(left + length, id).toBeLessThan(paper.width);
      }
    }
  });
});
