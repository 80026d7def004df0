import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  areaUnderCurve,
  detCurve,
  equalErrorRate,
  genuineAtFalseAcceptance,
  type Scores,
} from '../../src-main/metric/error-rates.ts';

/** Few different values, so that ties within and across the sides are common; refused trials among them. */
const scores = fc.array(fc.option(fc.integer({ min: -5, max: 5 }), { freq: 8 }), { minLength: 1, maxLength: 30 });
const judged = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 30 });

/** Straight from the definition: every threshold tried, the nearest kept, equally near ones averaged. */
function plainEqualError(genuine: Scores, forgery: Scores): number {
  const all = [...genuine, ...forgery].filter((score) => score !== null);
  const points = [...new Set([...all, Infinity])].map((threshold) => ({
    far: forgery.filter((score) => score === null || score >= threshold).length / forgery.length,
    frr: genuine.filter((score) => score === null || score < threshold).length / genuine.length,
  }));
  const gaps = points.map(({ far, frr }) => Math.abs(far - frr));
  const nearest = points.filter((_, index) => gaps[index]! <= Math.min(...gaps) + 1e-12);
  return nearest.reduce((sum, { far, frr }) => sum + (far + frr) / 2, 0) / nearest.length;
}

describe('equal error rate', () => {
  test.each<[string, Scores, Scores, number]>([
    // At 3: forgery 3 passes (1/4), genuine 1 fails (1/4).
    ['FAR and FRR meet', [1, 3, 4, 5], [0, 1, 2, 3], 0.25],
    // At 2.5: FAR 1/2, FRR 1/3, gap 1/6; at 3: FAR 0, FRR 1/3. The mean at 2.5.
    ['they do not meet', [2, 3, 4], [1, 2.5], 5 / 12],
    // At 2: FAR 1, FRR 1/2; at 3: FAR 0, FRR 1/2. As near, so the mean of 3/4 and 1/4.
    ['two as near', [1, 3], [2], 0.5],
    ['all scores equal', [1, 1], [1, 1, 1], 0.5],
    ['well apart', [5, 6], [1, 2], 0],
    ['the wrong way round', [1, 2], [5, 6], 1],
    // One of four refused on each side: at 3 FAR is the refused 1/4, FRR the refused 1/4.
    ['refused ones are errors', [null, 3, 4, 5], [0, 1, 2, null], 0.25],
    ['everything refused', [null], [null], 1],
  ])('%s', (_, genuine, forgery, rate) => expect(equalErrorRate(genuine, forgery)).toBeCloseTo(rate, 14));

  test('is what trying every threshold gives', () => {
    fc.assert(
      fc.property(scores, scores, (genuine, forgery) => {
        expect(equalErrorRate(genuine, forgery)).toBeCloseTo(plainEqualError(genuine, forgery), 12);
      }),
    );
  });

  test('is the same with the sides and the signs changed, and under a rising change of scale', () => {
    fc.assert(
      fc.property(judged, judged, (genuine, forgery) => {
        const rate = equalErrorRate(genuine, forgery);
        const turned = (list: number[]): number[] => list.map((score) => -score);
        expect(equalErrorRate(turned(forgery), turned(genuine))).toBeCloseTo(rate, 12);
        const scaled = (list: number[]): number[] => list.map((score) => Math.exp(score));
        expect(equalErrorRate(scaled(genuine), scaled(forgery))).toBe(rate);
      }),
    );
  });

  test('refusing a trial makes it better by a step between thresholds at the most', () => {
    fc.assert(
      fc.property(judged, judged, (genuine, forgery) => {
        const rate = equalErrorRate(genuine, forgery);
        // A refused trial is at worst the lowest genuine or the highest forgery; the nearest point can move by half a step.
        const step = 1 / genuine.length + 1 / forgery.length;
        expect(equalErrorRate((genuine as (number | null)[]).with(0, null), forgery)).toBeGreaterThanOrEqual(
          rate - step,
        );
        expect(equalErrorRate(genuine, [null])).toBeGreaterThanOrEqual(0.5);
      }),
    );
  });

  test('names an empty side and a score that is not finite', () => {
    expect(() => equalErrorRate([], [1])).toThrow(/no genuines/);
    expect(() => equalErrorRate([1], [])).toThrow(/no forgeries/);
    expect(() => equalErrorRate([NaN], [1])).toThrow(/genuines is not a finite/);
  });
});

describe('genuines at a false acceptance', () => {
  const forgery = Array.from({ length: 100 }, (_, index) => index);
  test('one of a hundred forgeries may pass', () => {
    // At 99 one forgery passes, at 98 two would.
    expect(genuineAtFalseAcceptance([97, 98.5, 99, 120], forgery, 0.01)).toBe(0.75);
    expect(genuineAtFalseAcceptance([97, 98.5, 99, 120], forgery, 0)).toBe(0.25);
    expect(genuineAtFalseAcceptance([97, 98.5, 99, 120], forgery, 1)).toBe(1);
  });

  test('a refused genuine is never accepted; refused forgeries above the share let no genuine in', () => {
    expect(genuineAtFalseAcceptance([null, 120], forgery, 0.01)).toBe(0.5);
    expect(genuineAtFalseAcceptance([120, 130], [...forgery.slice(2), null, null], 0.01)).toBe(0);
  });

  test('is the most that any threshold with that share gives', () => {
    fc.assert(
      fc.property(scores, scores, fc.double({ min: 0, max: 1, noNaN: true }), (genuine, others, share) => {
        const allowed = detCurve(genuine, others).filter((point) => point.falseAcceptance <= share);
        const best = Math.max(0, ...allowed.map((point) => 1 - point.falseRejection));
        expect(genuineAtFalseAcceptance(genuine, others, share)).toBe(best);
      }),
    );
  });

  test('refuses a share out of range', () => {
    expect(() => genuineAtFalseAcceptance([1], [1], 1.5)).toThrow(/1.5/);
  });
});

describe('DET curve', () => {
  test('falls and rises from end to end', () => {
    expect(detCurve([1, 2], [0, 1])).toEqual([
      { threshold: 0, falseAcceptance: 1, falseRejection: 0 },
      { threshold: 1, falseAcceptance: 0.5, falseRejection: 0 },
      { threshold: 2, falseAcceptance: 0, falseRejection: 0.5 },
      { threshold: Infinity, falseAcceptance: 0, falseRejection: 1 },
    ]);
    fc.assert(
      fc.property(scores, scores, (genuine, forgery) => {
        const points = detCurve(genuine, forgery);
        points.slice(1).forEach((point, index) => {
          expect(point.falseAcceptance).toBeLessThanOrEqual(points[index]!.falseAcceptance);
          expect(point.falseRejection).toBeGreaterThanOrEqual(points[index]!.falseRejection);
        });
      }),
    );
  });

  test('thinned, keeps its ends; a long list is no trouble', () => {
    const many = Array.from({ length: 200_000 }, (_, index) => index / 7);
    const points = detCurve(many, many, 50);
    expect(points).toHaveLength(50);
    expect(points[0]).toEqual({ threshold: 0, falseAcceptance: 1, falseRejection: 0 });
    expect(points.at(-1)).toEqual({ threshold: Infinity, falseAcceptance: 0, falseRejection: 1 });
  });
});

test('the area under the curve is the share of pairs in order, ties counting half', () => {
  expect(areaUnderCurve([1, 3], [0, 2])).toBe(0.75);
  fc.assert(
    fc.property(scores, scores, (genuine, forgery) => {
      const value = (score: number | null, refused: number): number => score ?? refused;
      const pairs = genuine.flatMap((a) =>
        forgery.map((b) => {
          const [high, low] = [value(a, -Infinity), value(b, Infinity)];
          return high > low ? 1 : high === low ? 0.5 : 0;
        }),
      );
      const share = pairs.reduce<number>((sum, pair) => sum + pair, 0) / pairs.length;
      expect(areaUnderCurve(genuine, forgery)).toBeCloseTo(share, 12);
    }),
  );
});
