import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitThresholds, outOfReach, verdictOf } from '../../src-main/metric/bands.ts';
import { upperBoundOfShare } from '../../src-main/metric/binomial.ts';

test('a score on a threshold belongs to the band above it', () => {
  const thresholds = { matchAbove: 2, mismatchBelow: -1 };
  expect([2, 1.99, -1, -1.01].map((score) => verdictOf(score, thresholds))).toEqual([
    'match',
    'review',
    'review',
    'mismatch',
  ]);
});

test('a higher score never gets a worse verdict', () => {
  const order = { mismatch: 0, review: 1, match: 2 };
  const number = fc.double({ min: -20, max: 20, noNaN: true });
  fc.assert(
    fc.property(number, number, number, number, (a, b, c, d) => {
      const thresholds = { matchAbove: Math.max(c, d), mismatchBelow: Math.min(c, d) };
      expect(order[verdictOf(Math.max(a, b), thresholds)]).toBeGreaterThanOrEqual(
        order[verdictOf(Math.min(a, b), thresholds)],
      );
    }),
  );
});

test('refuses thresholds the wrong way round, infinite ones and a score that is no number', () => {
  expect(() => verdictOf(0, { matchAbove: 0, mismatchBelow: 1 })).toThrow(/mismatch threshold \(1\) is above/);
  expect(() => verdictOf(0, { matchAbove: Infinity, mismatchBelow: 1 })).toThrow(/finite/);
  expect(() => verdictOf(NaN, { matchAbove: 1, mismatchBelow: 0 })).toThrow(/not a number/);
});

describe('fitting', () => {
  const range = (count: number, from: number, step: number): number[] =>
    Array.from({ length: count }, (_, i) => from + i * step);

  test('by observed shares, as worked by hand', () => {
    // 200 forgeries 0…199: two (1 %) may be in match, so above 197. 100 genuines 150…249: two (2 %) may be below 152.
    const thresholds = fitThresholds({ genuine: range(100, 150, 1), skilled: range(200, 0, 1) }, { confidence: 0 });
    expect(thresholds).toEqual({ matchAbove: 197.5, mismatchBelow: 151.5 });
  });

  test('by upper bounds, fewer forgeries come into match', () => {
    const skilled = range(1000, 0, 1);
    const { matchAbove } = fitThresholds({ genuine: range(1000, 500, 1), skilled });
    const passed = skilled.filter((score) => score >= matchAbove).length;
    expect(upperBoundOfShare(passed / 1000, 1000)).toBeLessThanOrEqual(0.01);
    expect(upperBoundOfShare((passed + 1) / 1000, 1000)).toBeGreaterThan(0.01);
    expect(passed).toBe(4);
  });

  test('too few scores leave a band out of reach', () => {
    expect(fitThresholds({ genuine: range(20, 5, 1), skilled: range(20, 0, 1) })).toEqual({
      matchAbove: outOfReach,
      mismatchBelow: -outOfReach,
    });
    const many = { genuine: range(5000, 5, 1), skilled: range(5000, 0, 1) };
    expect(fitThresholds(many, { distinct: { skilled: 100, genuine: 5000 } }).matchAbove).toBe(outOfReach);
  });

  test('where scores are well apart, what lies between the thresholds goes to review', () => {
    const thresholds = fitThresholds({ genuine: range(1000, 100, 1), skilled: range(1000, -1100, 1) });
    expect(thresholds.mismatchBelow).toBeLessThan(thresholds.matchAbove);
    expect(verdictOf(0, thresholds)).toBe('review');
  });

  test('both shares hold, the thresholds are in order, and the list order does not matter', () => {
    // Whole scores in a narrow range, so that ties are many.
    const scores = fc.array(fc.integer({ min: -8, max: 8 }), { minLength: 1, maxLength: 400 });
    fc.assert(
      fc.property(scores, scores, fc.constantFrom(0, 0.5, 0.95), (genuine, skilled, confidence) => {
        const thresholds = fitThresholds(
          { genuine, skilled },
          { confidence, skilledInMatch: 0.1, genuineInMismatch: 0.2 },
        );
        expect(thresholds.mismatchBelow).toBeLessThanOrEqual(thresholds.matchAbove);
        const bound = (list: number[], verdict: string): number => {
          const share = list.filter((score) => verdictOf(score, thresholds) === verdict).length / list.length;
          return share === 0 ? 0 : upperBoundOfShare(share, list.length, confidence);
        };
        expect(bound(skilled, 'match')).toBeLessThanOrEqual(0.1);
        expect(bound(genuine, 'mismatch')).toBeLessThanOrEqual(0.2);
        const options = { confidence, skilledInMatch: 0.1, genuineInMismatch: 0.2 };
        expect(fitThresholds({ genuine: genuine.toReversed(), skilled: skilled.toReversed() }, options)).toEqual(
          thresholds,
        );
      }),
    );
  });

  test('refuses nothing to fit on', () => {
    expect(() => fitThresholds({ genuine: [], skilled: [1] })).toThrow(/no scores of genuines/);
    expect(() => fitThresholds({ genuine: [1], skilled: [NaN] })).toThrow(/skilled forgeries is not a finite/);
  });
});
