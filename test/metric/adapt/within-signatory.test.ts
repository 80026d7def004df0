import fc from 'fast-check';
import { expect, test } from 'vitest';
import { distanceOf } from '../../../src-main/metric/distance.ts';
import { withinCovariance, withinFactor } from '../../../src-main/metric/adapt/within-signatory.ts';

const entry = fc.double({ min: -2, max: 2, noNaN: true });
/** Three specimens each of some signatories, fewer than the template has entries. */
const store = fc.integer({ min: 2, max: 12 }).chain((dimension) =>
  fc.array(
    fc.array(
      fc.array(entry, { minLength: dimension, maxLength: dimension }).map((values) => Float32Array.from(values)),
      { minLength: 3, maxLength: 3 },
    ),
    { minLength: 1, maxLength: 4 },
  ),
);
const varies = (signatories: Float32Array[][]): boolean =>
  signatories.some((templates) =>
    templates.some((each) => each.some((value, at) => Math.abs(value - templates[0]![at]!) > 1e-3)),
  );

test('a covariance of three specimens each can be inverted, and its inverse undoes it', () => {
  fc.assert(
    fc.property(store.filter(varies), (signatories) => {
      const covariance = withinCovariance(signatories, 0.05);
      const { matrix, dimension, shrinkage, variance } = covariance;
      expect(shrinkage).toBeGreaterThanOrEqual(0.05);
      expect(shrinkage).toBeLessThanOrEqual(1);
      const { rows } = withinFactor(covariance);
      // U·C·Uᵀ is the variance times the identity.
      const times = (a: Float64Array, b: (row: number, column: number) => number): Float64Array =>
        Float64Array.from({ length: dimension * dimension }, (_, at) => {
          let sum = 0;
          for (let inner = 0; inner < dimension; inner++)
            sum += a[Math.floor(at / dimension) * dimension + inner]! * b(inner, at % dimension);
          return sum;
        });
      const whitened = times(
        times(rows, (row, column) => matrix[row * dimension + column]!),
        (row, column) => rows[column * dimension + row]!,
      );
      for (const [at, value] of whitened.entries())
        expect(value / variance).toBeCloseTo(Math.floor(at / dimension) === at % dimension ? 1 : 0, 5);
    }),
  );
});

test("a length under the bank's matrix is at most 1 / √shrinkage times the plain one", () => {
  const plain = distanceOf({ kind: 'euclidean' });
  fc.assert(
    fc.property(store.filter(varies), fc.double({ min: 0.1, max: 1, noNaN: true }), (signatories, least) => {
      const covariance = withinCovariance(signatories, least);
      const { rows, rank, dimension } = withinFactor(covariance);
      const [a, b] = [signatories[0]![0]!, signatories.at(-1)![1]!];
      let squared = 0;
      for (let row = 0; row < rank; row++) {
        let sum = 0;
        for (let at = 0; at < dimension; at++) sum += rows[row * dimension + at]! * (a[at]! - b[at]!);
        squared += sum * sum;
      }
      expect(Math.sqrt(squared)).toBeLessThanOrEqual(plain(a, b) / Math.sqrt(covariance.shrinkage) + 1e-6);
    }),
  );
});

test('the coefficient is Ledoit and Wolf’s: against the definition, row by row', () => {
  const signatories = [
    [
      [1, 0, 0.5],
      [0, 1, 0],
      [0.2, 0.1, 1],
    ],
    [
      [2, 1, 0],
      [2, 2, 0.3],
      [1.5, 1, 0.1],
    ],
  ].map((templates) => templates.map((values) => Float32Array.from(values)));
  const rows = signatories.flatMap((templates) => {
    const mean = [0, 1, 2].map((at) => templates.reduce((sum, each) => sum + each[at]! / 3, 0));
    return templates.map((each) => [0, 1, 2].map((at) => (each[at]! - mean[at]!) * Math.sqrt(1.5)));
  });
  const product = (row: number[], i: number, j: number): number => row[i]! * row[j]!;
  const S = [0, 1, 2].map((i) => [0, 1, 2].map((j) => rows.reduce((sum, row) => sum + product(row, i, j) / 6, 0)));
  const mean = (S[0]![0]! + S[1]![1]! + S[2]![2]!) / 3;
  const square = (of: (i: number, j: number) => number): number =>
    [0, 1, 2].reduce((sum, i) => sum + [0, 1, 2].reduce((inner, j) => inner + of(i, j) ** 2, 0), 0);
  const away = square((i, j) => S[i]![j]! - (i === j ? mean : 0));
  const noise = rows.reduce((sum, row) => sum + square((i, j) => product(row, i, j) - S[i]![j]!), 0) / 36;
  expect(withinCovariance(signatories).shrinkage).toBeCloseTo(Math.min(1, noise / away), 10);
});

test('what can not be fitted on says so', () => {
  const same = [Float32Array.of(1, 2), Float32Array.of(1, 2)];
  expect(() => withinCovariance([])).toThrow('No signatory has two specimens');
  expect(() => withinCovariance([same])).toThrow('all the same');
  expect(() => withinCovariance([[Float32Array.of(1), Float32Array.of(2, 3)]])).toThrow('different models');
  expect(() => withinCovariance([[Float32Array.of(NaN), Float32Array.of(2)]])).toThrow('not a finite number');
});
