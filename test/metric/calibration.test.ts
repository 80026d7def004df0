import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  accountScore,
  featuresOf,
  groupOf,
  likelihoodRatio,
  score,
  type Calibration,
  type GroupCalibration,
} from '../../src-main/metric/calibration.ts';

const one: GroupCalibration = { intercept: 4, joinedWeight: -2, spreadWeight: 0, relativeWeight: 0, countWeight: 0 };
const two: GroupCalibration = { intercept: 5, joinedWeight: -2, spreadWeight: 1, relativeWeight: -3, countWeight: 0 };
const many: GroupCalibration = {
  intercept: 6,
  joinedWeight: -2,
  spreadWeight: 1,
  relativeWeight: -3,
  countWeight: -0.5,
};
const calibration: Calibration = {
  method: 'mean-of-best-two',
  groups: { one, two, many },
  range: { low: -10, high: 10 },
  fittedOn: [],
};
const distance = fc.double({ min: 0, max: 100, noNaN: true });

test('scores worked by hand', () => {
  expect(score(calibration, { distances: [1], pairwise: [] })).toEqual({
    score: 2,
    joined: 1,
    spread: null,
    group: 'one',
  });
  expect(score(calibration, { distances: [1], pairwise: [[0]] }).score).toBe(2);
  // d 3, s 1, d/(d+s) ¾: 5 − 6 + 1 − 2.25
  const pair = {
    distances: [2, 4],
    pairwise: [
      [0, 1],
      [1, 0],
    ],
  };
  expect(score(calibration, pair)).toEqual({ score: -2.25, joined: 3, spread: 1, group: 'two' });
  // d 1, s 1, ½, n 3: 6 − 2 + 1 − 1.5 − 1.5
  const three = {
    distances: [1, 1, 9],
    pairwise: [
      [0, 1, 1],
      [1, 0, 1],
      [1, 1, 0],
    ],
  };
  expect(score(calibration, three)).toEqual({ score: 2, joined: 1, spread: 1, group: 'many' });
});

test('a score is clipped to the range', () => {
  expect(score(calibration, { distances: [1e9], pairwise: [] }).score).toBe(-10);
  expect(likelihoodRatio(one, { joined: 0, spread: 0, relative: 0, count: 1 }, { low: -3, high: 3 })).toBe(3);
});

test('the score falls as the distances grow, and does not fall as the specimens spread', () => {
  fc.assert(
    fc.property(distance, distance, distance, distance, (a, b, spread, more) => {
      const of = (first: number, second: number, apart: number): number =>
        score(calibration, {
          distances: [first, second],
          pairwise: [
            [0, apart],
            [apart, 0],
          ],
        }).score;
      expect(of(a + more, b, spread)).toBeLessThanOrEqual(of(a, b, spread) + 1e-9);
      expect(of(a, b, spread + more)).toBeGreaterThanOrEqual(of(a, b, spread) - 1e-9);
    }),
  );
});

test('features: relative is within 0…1 and has a value for identical ink; specimens beyond five count as five', () => {
  expect(
    featuresOf({
      distances: [0, 0],
      pairwise: [
        [0, 0],
        [0, 0],
      ],
    }).relative,
  ).toBe(0.5);
  const eight = {
    distances: Array.from({ length: 8 }, () => 1),
    pairwise: Array.from({ length: 8 }, () => new Array<number>(8).fill(2)),
  };
  expect(featuresOf(eight)).toEqual({ joined: 1, spread: 2, relative: 1 / 3, count: 5 });
  expect([1, 2, 3, 40].map(groupOf)).toEqual(['one', 'two', 'many', 'many']);
});

describe('account score', () => {
  test('the best less ln m, with the signatory it comes from', () => {
    expect(accountScore([3])).toEqual({ score: 3, signatory: 0 });
    expect(accountScore([-1, 3, 3, 2])).toEqual({ score: 3 - Math.log(4), signatory: 1 });
  });

  test('is at most the ratio for "one of these, each as likely", and at least that less ln m', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 1, maxLength: 6 }), (scores) => {
        const mixture = Math.log(scores.reduce((sum, each) => sum + Math.exp(each), 0) / scores.length);
        expect(accountScore(scores).score).toBeLessThanOrEqual(mixture + 1e-9);
        expect(accountScore(scores).score).toBeGreaterThanOrEqual(mixture - Math.log(scores.length) - 1e-9);
      }),
    );
  });

  test('names what is wrong', () => {
    expect(() => accountScore([])).toThrow(/no signatory/);
    expect(() => accountScore([NaN])).toThrow(/not a number/);
  });
});

test.each<[string, () => unknown, RegExp]>([
  ['no specimen', () => score(calibration, { distances: [], pairwise: [] }), /no specimen/],
  [
    'a table of another size',
    () => score(calibration, { distances: [1, 2], pairwise: [[0]] }),
    /2 specimens, but distances among 1/,
  ],
  ['no group', () => groupOf(0), /not 0/],
  [
    'damaged weights',
    () => likelihoodRatio({ ...one, intercept: NaN }, featuresOf({ distances: [1], pairwise: [] })),
    /damaged/,
  ],
])('refuses %s', (_, act, message) => expect(act).toThrow(message));
