import fc from 'fast-check';
import { expect, test } from 'vitest';
import { regularisedBeta, upperBoundOfShare } from '../../src-main/metric/binomial.ts';

/** The chance of at most `seen` of `count` at a share, added up term by term. */
function atMost(seen: number, count: number, share: number): number {
  let term = (1 - share) ** count;
  let sum = term;
  for (let each = 1; each <= seen; each++) {
    term *= (((count - each + 1) / each) * share) / (1 - share);
    sum += term;
  }
  return sum;
}

test('the bound of none seen is 1 − 0.05^(1/n): 299 cases show 1 %, 298 do not', () => {
  expect(upperBoundOfShare(0, 299)).toBeCloseTo(1 - 0.05 ** (1 / 299), 12);
  expect(upperBoundOfShare(0, 299)).toBeLessThanOrEqual(0.01);
  expect(upperBoundOfShare(0, 298)).toBeGreaterThan(0.01);
});

test('agrees with printed tables', () => {
  expect(upperBoundOfShare(0.1, 10)).toBeCloseTo(0.394163, 6);
  expect(upperBoundOfShare(0.5, 10, 0.975)).toBeCloseTo(0.812914, 5);
});

test('at the bound, seeing no more has a chance of 1 − confidence', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      fc.nat(59),
      fc.double({ min: 0.5, max: 0.99, noNaN: true }),
      (count, seen, confidence) => {
        fc.pre(seen < count);
        const bound = upperBoundOfShare(seen / count, count, confidence);
        expect(atMost(seen, count, bound)).toBeCloseTo(1 - confidence, 8);
      },
    ),
  );
});

test('the bound rises with the share and with confidence, and falls with the count', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 100_000 }), fc.double({ min: 0, max: 0.9, noNaN: true }), (count, share) => {
      const bound = upperBoundOfShare(share, count);
      expect(bound).toBeGreaterThan(share);
      expect(bound).toBeLessThanOrEqual(1);
      expect(upperBoundOfShare(share + 0.05, count)).toBeGreaterThan(bound);
      expect(upperBoundOfShare(share, count, 0.99)).toBeGreaterThan(bound);
      expect(upperBoundOfShare(share, count * 2)).toBeLessThan(bound);
    }),
  );
});

test('the incomplete beta function: its ends, its symmetry, and a polynomial', () => {
  expect([regularisedBeta(0, 2, 3), regularisedBeta(1, 2, 3)]).toEqual([0, 1]);
  expect(regularisedBeta(0.3, 2, 3)).toBeCloseTo(6 * 0.3 ** 2 - 8 * 0.3 ** 3 + 3 * 0.3 ** 4, 13);
  expect(regularisedBeta(0.3, 2, 3)).toBeCloseTo(1 - regularisedBeta(0.7, 3, 2), 13);
  expect(regularisedBeta(0.25, 0.5, 0.5)).toBeCloseTo(1 / 3, 12);
});

test('confidence 0 gives the share itself; all seen gives 1', () => {
  expect(upperBoundOfShare(0.2, 10, 0)).toBe(0.2);
  expect(upperBoundOfShare(1, 10)).toBe(1);
});

test('names a value out of range', () => {
  expect(() => upperBoundOfShare(1.2, 10)).toThrow(/between 0 and 1; this one is 1.2/);
  expect(() => upperBoundOfShare(0.2, 0)).toThrow(/count above 0, not 0/);
  expect(() => upperBoundOfShare(0.2, 10, 1)).toThrow(/confidence/);
});
