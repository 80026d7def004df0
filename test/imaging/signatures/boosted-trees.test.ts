import fc from 'fast-check';
import { expect, test } from 'vitest';
import { probabilityOf, treeLogOdds, type BoostedTrees } from '../../../src-main/imaging/signatures/boosted-trees.ts';
import fitted from '../../../src-main/imaging/signatures/trees.json' with { type: 'json' };
import { fitBoostedTrees } from '../../../scripts/fit-signatures/boost.ts';
import { featuresDigest } from '../../../scripts/fit-signatures/trees-text.ts';
import { seededRandom } from '../../../src-main/sample/seeded.ts';

const two: BoostedTrees = {
  depth: 2,
  bias: 0.5,
  splitFeature: [0, 1, 1, 1, 0, 0],
  splitValue: [10, 5, 7, 0, 0, 100],
  leaves: [1, 2, 4, 8, 0.1, 0.2, 0.3, 0.4],
};

test('a tree is walked from its root: at or below the value to the left', () => {
  expect(treeLogOdds(two, [10, 5])).toBeCloseTo(0.5 + 1 + 0.3);
  expect(treeLogOdds(two, [11, 8])).toBeCloseTo(0.5 + 8 + 0.3);
  expect(treeLogOdds(two, [-1, -1])).toBeCloseTo(0.5 + 1 + 0.1);
  expect(treeLogOdds(two, [101, 6])).toBeCloseTo(0.5 + 4 + 0.4);
});

test('log-odds and probability go together', () => {
  fc.assert(
    fc.property(fc.double({ min: -30, max: 30, noNaN: true }), (logOdds) => {
      const p = probabilityOf(logOdds);
      expect(p).toBeGreaterThanOrEqual(0);
      expect(p).toBeLessThanOrEqual(1);
      expect(p + probabilityOf(-logOdds)).toBeCloseTo(1);
    }),
  );
});

test('fitted trees tell what a rule of two features says, and give the same numbers twice', () => {
  const random = seededRandom('boosted trees test');
  const values = Array.from({ length: 600 }, () => Float64Array.of(random.next(), random.next(), random.next()));
  const rule = (row: Float64Array): 0 | 1 => (row[0]! > 0.5 !== row[2]! > 0.4 ? 1 : 0);
  const rows = { features: ['a', 'b', 'c'], values, yes: values.map(rule), weights: values.map(() => 1) };
  const options = { trees: 30, depth: 3, rate: 0.2, leastLeaf: 1, ridge: 1, rowShare: 0.8, featureShare: 1, seed: 'x' };
  const trees = fitBoostedTrees(rows, options);
  expect(fitBoostedTrees(rows, options)).toEqual(trees);
  let right = 0;
  for (let row = 0; row < 400; row += 1) {
    const fresh = Float64Array.of(random.next(), random.next(), random.next());
    if (treeLogOdds(trees, fresh) > 0 === (rule(fresh) === 1)) right += 1;
  }
  expect(right).toBeGreaterThan(370);
});

test('the trees in use were fitted on the features that are measured now', () => {
  expect(fitted.features).toBe(featuresDigest());
});
