import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { distanceBetween, distanceOf, pairwiseDistances, type Metric } from '../../src-main/metric/distance.ts';
import { factorMahalanobis } from '../../src-main/metric/mahalanobis-factor.ts';

const dimension = 4;
const template = fc.float32Array({ minLength: dimension, maxLength: dimension, min: -100, max: 100, noNaN: true });
const nonZero = template.filter((entries) => entries.some((entry) => Math.abs(entry) > 1e-3));

/** AᵀA of a 3 × 4 matrix: positive semi-definite, of rank 3 at most, so a pseudo-metric on four entries. */
const semiDefinite: Metric = {
  kind: 'mahalanobis',
  matrix: (() => {
    const rows = [
      [1, 2, 0, -1],
      [0, 1, 3, 1],
      [2, 0, 1, 0],
    ];
    return [0, 1, 2, 3].map((i) => [0, 1, 2, 3].map((j) => rows.reduce((sum, row) => sum + row[i]! * row[j]!, 0)));
  })(),
};
const definite: Metric = {
  kind: 'mahalanobis',
  matrix: Float64Array.from([4, 1, 0, 0, 1, 3, 0, 0, 0, 0, 2, 0.5, 0, 0, 0.5, 1]),
  dimension,
};
const metrics: readonly { name: string; metric: Metric; triangle: boolean; definite: boolean }[] = [
  { name: 'euclidean', metric: { kind: 'euclidean' }, triangle: true, definite: true },
  { name: 'squared-euclidean', metric: { kind: 'squared-euclidean' }, triangle: false, definite: true },
  { name: 'cosine', metric: { kind: 'cosine' }, triangle: false, definite: false },
  { name: 'mahalanobis of full rank', metric: definite, triangle: true, definite: true },
  { name: 'mahalanobis of lower rank', metric: semiDefinite, triangle: true, definite: false },
];

const entriesOf = (metric: Metric) => (metric.kind === 'cosine' ? nonZero : template);

describe.each(metrics)('$name', ({ metric }) => {
  const entries = entriesOf(metric);

  test('is never negative and symmetric, exactly', () => {
    fc.assert(
      fc.property(entries, entries, (a, b) => {
        const there = distanceBetween(metric, a, b);
        expect(there).toBeGreaterThanOrEqual(0);
        expect(distanceBetween(metric, b, a)).toBe(there);
      }),
    );
  });

  test('is exactly 0 from a template to itself', () => {
    fc.assert(
      fc.property(entries, (a) => {
        expect(distanceBetween(metric, a, Float32Array.from(a))).toBe(0);
      }),
    );
  });
});

test.each(metrics.filter((each) => each.definite))('$name is above 0 between different templates', ({ metric }) => {
  const entries = entriesOf(metric);
  fc.assert(
    fc.property(entries, entries, (a, b) => {
      fc.pre(a.some((entry, index) => entry !== b[index]));
      expect(distanceBetween(metric, a, b)).toBeGreaterThan(0);
    }),
  );
});

test.each(metrics.filter((each) => each.triangle))(
  '$name holds the triangle inequality, up to rounding',
  ({ metric }) => {
    const entries = entriesOf(metric);
    fc.assert(
      fc.property(entries, entries, entries, (a, b, c) => {
        const round = distanceBetween(metric, a, b) + distanceBetween(metric, b, c);
        expect(distanceBetween(metric, a, c)).toBeLessThanOrEqual(round * (1 + 1e-9) + 1e-12);
      }),
    );
  },
);

describe('what a metric lacks', () => {
  test('squared Euclidean breaks the triangle inequality', () => {
    const [a, b, c] = [Float32Array.of(0), Float32Array.of(1), Float32Array.of(2)];
    const distance = distanceOf({ kind: 'squared-euclidean' });
    expect([distance(a!, c!), distance(a!, b!), distance(b!, c!)]).toEqual([4, 1, 1]);
  });

  test('cosine breaks the triangle inequality, and is 0 between a template and twice it', () => {
    const distance = distanceOf({ kind: 'cosine' });
    const [a, b, c] = [Float32Array.of(1, 0), Float32Array.of(1, 1), Float32Array.of(0, 1)];
    expect(distance(a!, c!)).toBe(1);
    expect(distance(a!, b!) + distance(b!, c!)).toBeCloseTo(2 - Math.SQRT2, 12);
    expect(distance(a!, Float32Array.of(2, 0))).toBe(0);
  });

  test('a Mahalanobis matrix of lower rank puts different templates at distance 0', () => {
    const metric: Metric = {
      kind: 'mahalanobis',
      matrix: [
        [1, 0],
        [0, 0],
      ],
    };
    expect(distanceBetween(metric, Float32Array.of(1, 2), Float32Array.of(1, 9))).toBe(0);
    expect(distanceBetween(metric, Float32Array.of(1, 2), Float32Array.of(4, 9))).toBe(3);
  });
});

test('the closed forms give the values worked by hand', () => {
  const a = Float32Array.of(1, 2);
  const b = Float32Array.of(4, 6);
  expect(distanceBetween({ kind: 'euclidean' }, a, b)).toBe(5);
  expect(distanceBetween({ kind: 'squared-euclidean' }, a, b)).toBe(25);
  expect(distanceBetween({ kind: 'cosine' }, a, b)).toBeCloseTo(1 - 16 / Math.sqrt(5 * 52), 14);
  expect(distanceBetween({ kind: 'cosine' }, a, Float32Array.of(-1, -2))).toBe(2);
  const matrix = [
    [2, 1],
    [1, 2],
  ];
  // (3, 4) M (3, 4)ᵀ = 2·9 + 2·12 + 2·16 = 74
  expect(distanceBetween({ kind: 'mahalanobis', matrix }, a, b)).toBeCloseTo(Math.sqrt(74), 12);
});

test('the identity matrix makes Mahalanobis Euclidean, and any semi-definite one agrees with its quadratic form', () => {
  const identity = {
    kind: 'mahalanobis',
    matrix: [0, 1, 2, 3].map((i) => [0, 1, 2, 3].map((j) => +(i === j))),
  } as const;
  const root = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 12, maxLength: 12 });
  fc.assert(
    fc.property(template, template, root, (a, b, factor) => {
      expect(distanceBetween(identity, a, b)).toBeCloseTo(distanceBetween({ kind: 'euclidean' }, a, b), 9);
      const rows = [0, 1, 2].map((row) => factor.slice(row * 4, row * 4 + 4));
      const matrix = [0, 1, 2, 3].map((i) =>
        [0, 1, 2, 3].map((j) => rows.reduce((sum, row) => sum + row[i]! * row[j]!, 0)),
      );
      const direct = Math.sqrt(
        rows.reduce((sum, row) => sum + row.reduce((dot, entry, i) => dot + entry * (a[i]! - b[i]!), 0) ** 2, 0),
      );
      const size = Math.hypot(...factor) * distanceBetween({ kind: 'euclidean' }, a, b);
      expect(Math.abs(distanceBetween({ kind: 'mahalanobis', matrix }, a, b) - direct)).toBeLessThanOrEqual(
        1e-4 * size + 1e-12,
      );
    }),
  );
});

test('a factor has as many rows as the matrix has rank', () => {
  expect(
    factorMahalanobis(semiDefinite.kind === 'mahalanobis' ? (semiDefinite.matrix as number[][]) : [], 4).rank,
  ).toBe(3);
  expect(factorMahalanobis([[0]], 1).rank).toBe(0);
});

test('a table of pairs is symmetric with zeros on its diagonal', () => {
  const templates = [Float32Array.of(0, 0), Float32Array.of(3, 4), Float32Array.of(0, 1)];
  const table = pairwiseDistances({ kind: 'euclidean' }, templates);
  expect(table[0]).toEqual([0, 5, 1]);
  expect(table[1]![2]).toBe(table[2]![1]);
  expect(table.map((row, index) => row[index])).toEqual([0, 0, 0]);
});

describe('errors name what is wrong', () => {
  const euclidean: Metric = { kind: 'euclidean' };
  test.each<[string, () => unknown, RegExp]>([
    [
      'unequal lengths',
      () => distanceBetween(euclidean, new Float32Array(2), new Float32Array(3)),
      /2 and 3 entries.*different models/,
    ],
    ['no entries', () => distanceBetween(euclidean, new Float32Array(0), new Float32Array(0)), /empty template/],
    [
      'not a number',
      () => distanceBetween(euclidean, Float32Array.of(0, NaN), new Float32Array(2)),
      /entry 1 of the first template/,
    ],
    [
      'infinite',
      () => distanceBetween({ kind: 'cosine' }, Float32Array.of(1), Float32Array.of(Infinity)),
      /entry 0 of the second template/,
    ],
    [
      'not a number, Mahalanobis',
      () => distanceBetween(definite, Float32Array.of(1, 1, 1, NaN), new Float32Array(4)),
      /entry 3 of the first/,
    ],
    [
      'no direction',
      () => distanceBetween({ kind: 'cosine' }, new Float32Array(2), Float32Array.of(1, 1)),
      /first template is all zeros/,
    ],
    ['learned', () => distanceOf({ kind: 'learned' }), /engine/],
    [
      'another dimension',
      () => distanceBetween(definite, new Float32Array(3), new Float32Array(3)),
      /templates of 4 entries; these have 3/,
    ],
    ['not square', () => distanceOf({ kind: 'mahalanobis', matrix: [[1, 0]] }), /Row 0 .* 2 entries; a 1 × 1/],
    [
      'wrong size',
      () => distanceOf({ kind: 'mahalanobis', matrix: new Float64Array(3), dimension: 2 }),
      /3 entries; a 2 × 2 one has 4/,
    ],
    [
      'not symmetric',
      () =>
        distanceOf({
          kind: 'mahalanobis',
          matrix: [
            [1, 0.5],
            [0, 1],
          ],
        }),
      /not symmetric.*0\.5/,
    ],
    [
      'indefinite',
      () =>
        distanceOf({
          kind: 'mahalanobis',
          matrix: [
            [1, 2],
            [2, 1],
          ],
        }),
      /not positive semi-definite/,
    ],
    ['negative', () => distanceOf({ kind: 'mahalanobis', matrix: [[-1]] }), /not positive semi-definite/],
    [
      'hollow',
      () =>
        distanceOf({
          kind: 'mahalanobis',
          matrix: [
            [0, 1],
            [1, 0],
          ],
        }),
      /not positive semi-definite/,
    ],
    ['a hole', () => distanceOf({ kind: 'mahalanobis', matrix: [[NaN]] }), /not a finite number/],
  ])('%s', (_, act, message) => expect(act).toThrow(message));
});
