import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultRange, score, type Calibration } from '../../src-main/metric/calibration.ts';
import { borderAmong, rankSignatories } from '../../src-main/metric/identification.ts';

const group = { intercept: 9, joinedWeight: -3, spreadWeight: 0.5, relativeWeight: -2, countWeight: 0 };
const calibration: Calibration = {
  method: 'mean-of-best-two',
  groups: {
    one: { ...group, spreadWeight: 0, relativeWeight: 0 },
    two: group,
    many: group,
  },
  range: defaultRange,
  fittedOn: [],
};
const distance = fc.double({ min: 0, max: 20, noNaN: true });
const three = fc.record({
  signatory: fc.string(),
  distances: fc.tuple(distance, distance, distance),
  pairwise: fc.tuple(distance, distance, distance).map(([a, b, c]) => [
    [0, a, b],
    [a, 0, c],
    [b, c, 0],
  ]),
});

test('whoever lies nearest comes first, by a score worked out by hand', () => {
  const near = { signatory: 'near', distances: [1, 1, 1], pairwise: [[0, 1, 1], [1, 0, 1], [1, 1, 0]] }; // prettier-ignore
  const far = { ...near, signatory: 'far', distances: [5, 5, 5] };
  const ranked = rankSignatories(calibration, [far, near]);
  expect(ranked.map(({ signatory }) => signatory)).toEqual(['near', 'far']);
  expect(ranked[0]!.score).toBeCloseTo(9 - 3 + 0.5 - 1, 12);
});

test('within its range the score is that of verification, and the order is that of the scores', () => {
  fc.assert(
    fc.property(fc.array(three, { minLength: 1, maxLength: 8 }), (compared) => {
      const ranked = rankSignatories(calibration, compared);
      expect(ranked).toHaveLength(compared.length);
      const verified = compared
        .map(({ distances, pairwise }) => score(calibration, { distances, pairwise }).score)
        .sort((a, b) => b - a);
      for (const [at, { score: own }] of ranked.entries()) {
        const clipped = Math.min(10, Math.max(-10, own));
        expect(clipped).toBeCloseTo(verified[at]!, 9);
        if (at > 0) expect(own).toBeLessThanOrEqual(ranked[at - 1]!.score);
      }
    }),
  );
});

test('a border stays up to the number it was settled among, and rises from there without a step', () => {
  expect(borderAmong(2, 100, 0)).toBe(2);
  expect(borderAmong(2, 100, 100)).toBe(2);
  expect(borderAmong(2, 100, 1000)).toBeCloseTo(2 + Math.log(10), 12);
  const number = fc.nat({ max: 1e6 });
  fc.assert(
    fc.property(number, number, (a, b) => {
      expect(borderAmong(1, 50, Math.max(a, b))).toBeGreaterThanOrEqual(borderAmong(1, 50, Math.min(a, b)));
    }),
  );
});
