import fc from 'fast-check';
import { expect, test } from 'vitest';
import { crowdOf, fewestInGroup, mostGroups, remotenessOf } from '../../../src-main/metric/adapt/crowd.ts';

const hand = fc
  .array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 })
  .map((values) => [Float32Array.from(values)]);

test('each group stands for at least the fewest signatories, and all of them together for all', () => {
  fc.assert(
    fc.property(fc.array(hand, { minLength: 1, maxLength: 90 }), (hands) => {
      const crowd = crowdOf(hands);
      expect(crowd.length).toBeLessThanOrEqual(Math.max(1, Math.floor(hands.length / fewestInGroup)));
      expect(crowd.length).toBeLessThanOrEqual(mostGroups);
      expect(crowdOf(hands)).toEqual(crowd);
    }),
  );
});

test('a single odd hand does not show in a group by itself', () => {
  const alike = Array.from({ length: 19 }, (_, at) => [Float32Array.of(at / 100, 0)]);
  const odd = [Float32Array.of(50, 0)];
  for (const centre of crowdOf([...alike, odd])) expect(Math.abs(centre[0]! - 50)).toBeGreaterThan(30);
});

test('remoteness is the mean of the two nearest distances', () => {
  const crowd = [Float64Array.of(0, 0), Float64Array.of(3, 4), Float64Array.of(100, 0)];
  expect(remotenessOf(crowd, Float32Array.of(0, 0))).toBe(2.5);
  expect(remotenessOf([Float64Array.of(0, 1)], Float32Array.of(0, 0))).toBe(1);
});

test('a crowd of nobody, or of different models, is refused', () => {
  expect(() => crowdOf([])).toThrow(RangeError);
  expect(() => crowdOf([[Float32Array.of(1)], [Float32Array.of(1, 2)]])).toThrow(RangeError);
});
