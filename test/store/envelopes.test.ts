import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { envelopeOverhead, open, seal, tryOpen } from '../../src-main/store/envelopes.ts';
import type { Place } from '../../src-main/store/envelopes.ts';

const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
const name = fc.string({ maxLength: 12 });
const place: fc.Arbitrary<Place> = fc.record({ store: name, table: name, row: name, column: name });
const content = fc.uint8Array({ maxLength: 200 });

describe('envelopes', () => {
  test('open in their own place', () => {
    fc.assert(
      fc.property(key, place, content, (k, p, c) => {
        const sealed = seal(k, p, c);
        expect(sealed.length).toBe(c.length + envelopeOverhead);
        expect([...open(k, p, sealed)]).toEqual([...c]);
      }),
    );
  });

  test("can't be moved to another store, table, row or column", () => {
    fc.assert(
      fc.property(key, place, place, content, (k, from, to, c) => {
        fc.pre(JSON.stringify(Object.values(from)) !== JSON.stringify(Object.values(to)));
        expect(tryOpen(k, to, seal(k, from, c))).toBeNull();
      }),
    );
  });

  test('names that run into each other are different places', () => {
    const k = new Uint8Array(32);
    const sealed = seal(k, { store: 's', table: 'ab', row: 'c', column: 'd' }, Buffer.from('x'));
    expect(tryOpen(k, { store: 's', table: 'a', row: 'bc', column: 'd' }, sealed)).toBeNull();
    expect(tryOpen(k, { store: 's', table: 'ab","c', row: '', column: 'd' }, sealed)).toBeNull();
  });

  test('no changed byte, no cut and no other key opens', () => {
    fc.assert(
      fc.property(key, place, content, fc.nat(), fc.integer({ min: 1, max: 255 }), (k, p, c, at, change) => {
        const sealed = seal(k, p, c);
        const flipped = Buffer.from(sealed);
        const index = at % flipped.length;
        flipped[index] = (flipped[index] ?? 0) ^ change;
        expect(tryOpen(k, p, flipped)).toBeNull();
        expect(tryOpen(k, p, sealed.subarray(0, at % sealed.length))).toBeNull();
        const other = Uint8Array.from(k, (byte) => byte ^ change);
        expect(tryOpen(other, p, sealed)).toBeNull();
      }),
    );
  });

  test('a damaged one is named by its place', () => {
    const where = { store: 's', table: 'specimen', row: 'r1', column: 'details' };
    expect(() => open(new Uint8Array(32), where, Buffer.alloc(40))).toThrow(/specimen r1 \(details\) doesn't open/);
  });

  test('the same content never lies as the same bytes twice', () => {
    const where = { store: 's', table: 't', row: 'r', column: 'c' };
    const k = new Uint8Array(32);
    expect(seal(k, where, Buffer.from('same')).equals(seal(k, where, Buffer.from('same')))).toBe(false);
  });
});
