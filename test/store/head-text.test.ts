import fc from 'fast-check';
import { expect, test } from 'vitest';
import { headText, isPrintedHead, parseHeadText } from '../../src-main/store/head-text.ts';
import { StoreError } from '../../src-main/store/store-error.ts';

const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length });
const head = fc.record({ store: fc.uuid(), sequence: fc.integer({ min: 1, max: 999_999_999_999 }), hash: hex(64) });

test('a printed head reads back as the head it was printed from, and as no other', () =>
  fc.assert(
    fc.property(head, head, (one, other) => {
      const [number = '', ...groups] = headText(one).split('-');
      const typed = groups.join(' – ').toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l');
      const printed = parseHeadText(` ${number} - ${typed}`);
      expect(isPrintedHead(printed, one.store, one.sequence, one.hash)).toBe(true);
      expect(isPrintedHead(printed, one.store, one.sequence, other.hash)).toBe(one.hash === other.hash);
      expect(isPrintedHead(printed, other.store, one.sequence, one.hash)).toBe(
        one.store.slice(0, 8) === other.store.slice(0, 8),
      );
      expect(isPrintedHead(printed, one.store, other.sequence, one.hash)).toBe(one.sequence === other.sequence);
    }),
  ));

test('one wrong character is told', () =>
  fc.assert(
    fc.property(head, fc.nat(), fc.constantFrom(...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'), (one, at, character) => {
      const text = headText(one);
      const start = text.indexOf('-') + 1;
      const place = start + (at % (text.length - start));
      fc.pre(text[place] !== '-' && text[place] !== character);
      expect(() => parseHeadText(text.slice(0, place) + character + text.slice(place + 1))).toThrow(StoreError);
    }),
  ));
