import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { distanceBetween } from '../../src-main/metric/distance.ts';
import { joinDistances, joinMethods, joinPerFeature, specimenSpread } from '../../src-main/metric/joining.ts';

const distance = fc.double({ min: 0, max: 1e6, noNaN: true });
const distances = fc.array(distance, { minLength: 1, maxLength: 8 });

test('each method joins as worked by hand; the mean of the best two is the default', () => {
  const four = [4, 1, 10, 3];
  expect(joinDistances(four)).toBe(2);
  expect(joinMethods.map((method) => joinDistances(four, { method }))).toEqual([1, 2, 3.5, 4.5]);
  expect(joinDistances([5, 1, 9], { method: 'median' })).toBe(5);
  for (const method of joinMethods) expect(joinDistances([7], { method })).toBe(7);
});

describe.each(joinMethods)('%s', (method) => {
  test('lies between the least and the greatest, whatever the order', () => {
    fc.assert(
      fc.property(distances, (list) => {
        const joined = joinDistances(list, { method });
        expect(joined).toBeGreaterThanOrEqual(Math.min(...list));
        expect(joined).toBeLessThanOrEqual(Math.max(...list));
        expect(joinDistances(list.toReversed(), { method })).toBe(joined);
      }),
    );
  });

  test('never falls when a distance grows', () => {
    fc.assert(
      fc.property(distances, fc.nat(), distance, (list, at, more) => {
        const grown = list.with(at % list.length, list[at % list.length]! + more);
        expect(joinDistances(grown, { method })).toBeGreaterThanOrEqual(joinDistances(list, { method }) * (1 - 1e-12));
      }),
    );
  });

  test('the spread does not change when specimens are listed in another order', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(distance, distance), { minLength: 2, maxLength: 6 }), (points) => {
        const table = (list: typeof points): number[][] =>
          list.map((a) => list.map((b) => Math.hypot(a[0] - b[0], a[1] - b[1])));
        expect(specimenSpread(table(points.toReversed()), { method })).toBe(specimenSpread(table(points), { method }));
      }),
    );
  });
});

test('the spread: none for one, the distance for two, left-one-out mean for more', () => {
  expect(specimenSpread([])).toBeNull();
  expect(specimenSpread([[0]])).toBeNull();
  expect(
    specimenSpread([
      [0, 3],
      [3, 0],
    ]),
  ).toBe(3);
  const four = [
    [0, 1, 5, 7],
    [1, 0, 2, 6],
    [5, 2, 0, 4],
    [7, 6, 4, 0],
  ];
  // Best two of each row: (1+5)/2, (1+2)/2, (2+4)/2, (4+6)/2 = 3, 1.5, 3, 5
  expect(specimenSpread(four)).toBe(3.125);
  expect(specimenSpread(four, { method: 'minimum' })).toBe((1 + 1 + 2 + 4) / 4);
});

test('the spread does not read the diagonal', () => {
  expect(
    specimenSpread([
      [99, 3],
      [3, -1],
    ]),
  ).toBe(3);
});

test('per feature: the nearest specimen in each entry, never further than the nearest specimen', () => {
  const specimens = [Float32Array.of(0, 5), Float32Array.of(5, 0)];
  expect(joinPerFeature({ kind: 'euclidean' }, Float32Array.of(0, 0), specimens)).toBe(0);
  expect(joinPerFeature({ kind: 'euclidean' }, Float32Array.of(2, 3), specimens)).toBeCloseTo(Math.sqrt(8), 12);
  const entries = fc.float32Array({ minLength: 3, maxLength: 3, min: -10, max: 10, noNaN: true });
  fc.assert(
    fc.property(entries, fc.array(entries, { minLength: 1, maxLength: 5 }), (questioned, list) => {
      const least = Math.min(...list.map((each) => distanceBetween({ kind: 'euclidean' }, questioned, each)));
      expect(joinPerFeature({ kind: 'euclidean' }, questioned, list)).toBeLessThanOrEqual(least * (1 + 1e-6));
    }),
  );
});

test.each<[string, () => unknown, RegExp]>([
  ['no distance', () => joinDistances([]), /no specimen/],
  ['a negative one', () => joinDistances([1, -2]), /specimen 1 is -2/],
  ['not a number', () => joinDistances([NaN]), /specimen 0 is NaN/],
  ['not square', () => specimenSpread([[0, 1], [1]]), /Row 1 .* has 1 entries; expected 2/],
  ['no specimen per feature', () => joinPerFeature({ kind: 'euclidean' }, new Float32Array(1), []), /no specimen/],
  [
    'other length',
    () => joinPerFeature({ kind: 'euclidean' }, new Float32Array(1), [new Float32Array(2)]),
    /1 and 2 entries/,
  ],
  [
    'a hole',
    () => joinPerFeature({ kind: 'euclidean' }, new Float32Array(1), [Float32Array.of(NaN)]),
    /entry 0 of a specimen/,
  ],
])('refuses %s', (_, act, message) => expect(act).toThrow(message));
