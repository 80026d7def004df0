import fc from 'fast-check';
import { expect, test } from 'vitest';
import { distanceOf } from '../../../src-main/metric/distance.ts';
import { adaptedDistance } from '../../../src-main/metric/adapt/adapted-metric.ts';
import { weightBounds } from '../../../src-main/metric/adapt/fit-unlabelled.ts';
import type { StoreSignatory } from '../../../src-main/metric/adapt/store-comparisons.ts';
import { chooseMetric, fitMetric, type StoreEvidence } from '../../../src-main/metric/adapt/try-metric.ts';
import { seededRandom } from '../../../src-main/metric/seeded.ts';
import type { Calibration } from '../../../src-main/metric/calibration.ts';

const weights = { intercept: 8, joinedWeight: -6, spreadWeight: 0, relativeWeight: 0, countWeight: 0 };
const thresholds = { matchAbove: 3, mismatchBelow: -1 };
const group = { ...weights, thresholds };
const base: Calibration = {
  method: 'mean-of-best-two',
  range: { low: -10, high: 10 },
  groups: { one: group, two: group, many: group },
  fittedOn: [],
};
const between = distanceOf({ kind: 'euclidean' });
const size = 6;

/** Signatories of whom some vary little and some much: a package that knows nothing of spread judges them by one distance. */
function bank(count: number, specimens: number, unlike: number, seed = 1): StoreSignatory[] {
  const random = seededRandom(seed);
  const normal = (): number => {
    let sum = -6;
    for (let at = 0; at < 12; at++) sum += random.next();
    return sum;
  };
  return Array.from({ length: count }, (_, id) => {
    const varies = id % 2 === 0 ? 0.1 : 0.1 * unlike;
    const centre = Array.from({ length: size }, () => normal() * 0.6);
    const template = (): Float32Array => Float32Array.from(centre, (at) => at + normal() * varies);
    return { id: String(id), templates: Array.from({ length: specimens }, template) };
  });
}

const evidence = (signatories: StoreSignatory[]): StoreEvidence => ({
  ...{ base, between, signatories, part: { offset: 0, dimension: size }, decisions: [] },
});

test('signatories who vary little and much are told apart by one threshold after adaptation, with three specimens each', () => {
  for (const specimens of [3, 5]) {
    const outcome = chooseMetric(evidence(bank(60, specimens, 6)), []);
    expect(outcome.declined).toBeNull();
    expect(outcome.rates!.random.after).toBeLessThan(0.8 * outcome.rates!.random.before);
    expect(outcome.metric!.groups.many.spreadWeight).toBeGreaterThan(0);
  }
});

test('where nothing is gained, or few have signed, the app declines by itself', () => {
  const alike = { ...weights, joinedWeight: -20, spreadWeight: 20 };
  const fitted: Calibration = {
    ...base,
    groups: { one: { ...alike, thresholds }, two: { ...alike, thresholds }, many: { ...alike, thresholds } },
  };
  const outcome = chooseMetric({ ...evidence(bank(60, 5, 1.5)), base: fitted }, []);
  expect(outcome.declined).toBe('no-gain');
  expect(outcome.metric).toBeNull();
  expect(chooseMetric(evidence(bank(12, 5, 6)), []).declined).toBe('too-few-signatories');
});

test('the same store gives the same metric, and the matrix is symmetric and zero on a template and itself', () => {
  const store = evidence(bank(30, 4, 3));
  const choice = { share: 0.5, leastShrinkage: 0.5 };
  const metric = fitMetric(store, choice);
  expect(fitMetric(store, choice)).toEqual(metric);
  const [a, b] = [store.signatories[0]!.templates[0]!, store.signatories[1]!.templates[0]!];
  expect(adaptedDistance(metric, a, b, between(a, b))).toBe(adaptedDistance(metric, b, a, between(b, a)));
  expect(adaptedDistance(metric, a, a, 0)).toBe(0);
});

test('whatever some signatories hold, the weights stay within their bounds', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), fc.double({ min: 0.1, max: 40, noNaN: true }), (seed, far) => {
      const honest = bank(40, 4, 4, seed);
      const poisoned = honest.map((each, at) =>
        at < 8 ? { ...each, templates: each.templates.map((t, i) => t.map((x) => x * far * (i + 1))) } : each,
      );
      let metric;
      try {
        metric = fitMetric(evidence(poisoned), null);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
        return;
      }
      for (const { joinedWeight, spreadWeight, remotenessWeight } of Object.values(metric.groups)) {
        expect(joinedWeight).toBeLessThan(0);
        expect(spreadWeight / -joinedWeight).toBeLessThanOrEqual(weightBounds.spread + 1e-9);
        expect((remotenessWeight ?? 0) / -joinedWeight).toBeLessThanOrEqual(weightBounds.remoteness + 1e-9);
      }
    }),
    { numRuns: 20 },
  );
});
