import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatRecoveryKey, parseRecoveryKey } from '../../src-main/store/recovery-key.ts';
import { StoreError } from '../../src-main/store/store-error.ts';

const secret = fc.uint8Array({ minLength: 16, maxLength: 16 });
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

describe('recovery key', () => {
  test('reads back what it wrote, however it was typed', () => {
    fc.assert(
      fc.property(secret, (bytes) => {
        const written = formatRecoveryKey(bytes);
        expect(written).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}$/);
        const sloppy = ` ${written.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} `;
        for (const typed of [written, sloppy]) expect([...parseRecoveryKey(typed)]).toEqual([...bytes]);
      }),
    );
  });

  test('finds every single wrong character and every two swapped neighbours', () => {
    fc.assert(
      fc.property(secret, fc.nat(27), fc.integer({ min: 1, max: 31 }), (bytes, position, shift) => {
        const characters = [...formatRecoveryKey(bytes).replaceAll('-', '')];
        const wrong = [...characters];
        wrong[position] = alphabet[(alphabet.indexOf(characters[position] ?? '') + shift) % 32] ?? '';
        expect(() => parseRecoveryKey(wrong.join(''))).toThrow(/typing error/);
        const next = (position + 1) % 28;
        const swapped = [...characters];
        [swapped[position], swapped[next]] = [characters[next] ?? '', characters[position] ?? ''];
        if (next > position && characters[next] !== characters[position]) {
          expect(() => parseRecoveryKey(swapped.join(''))).toThrow(/typing error/);
        }
      }),
    );
  });

  test('says what is wrong with what was typed', () => {
    const written = formatRecoveryKey(new Uint8Array(16));
    expect(() => parseRecoveryKey(written.slice(0, -1))).toThrow(/28 characters; this one has 27/);
    expect(() => parseRecoveryKey(`U${written.slice(1)}`)).toThrow(/"U" doesn't occur/);
    expect(() => parseRecoveryKey('')).toThrow(StoreError);
  });
});
