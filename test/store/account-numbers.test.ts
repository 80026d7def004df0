import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normaliseAccountNumber, oneSlipApart } from '../../src-main/store/account-numbers.ts';

/** Optimal string alignment distance, by the book. */
function distance(first: string, second: string): number {
  const table: number[][] = [];
  const at = (i: number, j: number): number => table[i]?.[j] ?? Infinity;
  for (let i = 0; i <= first.length; i++) {
    table[i] = [];
    for (let j = 0; j <= second.length; j++) {
      const same = first[i - 1] === second[j - 1] ? 0 : 1;
      let best = i === 0 ? j : j === 0 ? i : Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + same);
      if (i > 1 && j > 1 && first[i - 1] === second[j - 2] && first[i - 2] === second[j - 1]) {
        best = Math.min(best, at(i - 2, j - 2) + 1);
      }
      table[i]![j] = best;
    }
  }
  return at(first.length, second.length);
}

test('one slip apart is a distance of one, for any two numbers', () => {
  const digits = fc.string({ unit: fc.constantFrom('0', '1', '2'), maxLength: 6 });
  fc.assert(
    fc.property(digits, digits, (a, b) => oneSlipApart(a, b) === (distance(a, b) === 1)),
    { numRuns: 2000 },
  );
});

test('numbers compare without spaces, dashes, dots and slashes, in upper case, in any width', () => {
  for (const written of ['DE12 3456', 'de-12-3456', 'DE12.3456', 'DE12/3456', 'ＤＥ１２３４５６', ' DE12–3456\u00a0']) {
    expect(normaliseAccountNumber(written)).toBe('DE123456');
  }
});
