import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { upperBoundOfShare } from '../../src-main/metric/binomial.ts';
import { boundedPoints, groupCurve, type CurvePoint } from '../../src-main/metric/det-curve.ts';
import type { TrialKind } from '../../src-main/metric/protocol.ts';

interface Scored {
  readonly kind: TrialKind;
  readonly score: number | null;
  readonly questioned: string;
  readonly writer: string;
}

const scored = (kind: TrialKind, score: fc.Arbitrary<number | null>): fc.Arbitrary<Scored[]> =>
  fc.array(
    fc.record({
      kind: fc.constant(kind),
      score,
      questioned: fc.integer({ min: 0, max: 9 }).map((number) => `${kind} ${number}`),
      writer: fc.constantFrom('a', 'b', 'c'),
    }),
    { minLength: 1, maxLength: 60 },
  );
/** Ties and refused ones are common in some, all scores different in others. */
const score = fc.oneof(
  fc.option(fc.integer({ min: -5, max: 5 }), { freq: 8 }),
  fc.double({ min: -10, max: 10, noNaN: true }),
);
const trialList = fc
  .tuple(scored('genuine', score), scored('skilled', score), scored('random', score))
  .map((lists) => lists.flat());

const curveOf = (list: readonly Scored[], options?: Parameters<typeof groupCurve>[2]) =>
  groupCurve(
    list.map((each) => ({ ...each, dataset: 'set' })),
    list.map((each) => each.score),
    options,
  );

/** Straight from the definition. */
function accepted(list: readonly Scored[], kind: TrialKind, threshold: number): number {
  const own = list.filter((each) => each.kind === kind);
  const passes = (value: number | null): boolean => (value === null ? kind !== 'genuine' : value >= threshold);
  return own.filter((each) => passes(each.score)).length / own.length;
}

describe('the DET curve of a group', () => {
  test('says at every point what accepting from its score on does, and at the scores to keep', () => {
    fc.assert(
      fc.property(
        trialList,
        fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { maxLength: 2 }),
        fc.integer({ min: 2, max: 40 }),
        (list, keep, most) => {
          const { points } = curveOf(list, { keep, most });
          for (const wanted of keep) expect(points.some((point) => point.score === wanted)).toBe(true);
          for (const point of points) {
            expect(point.falseAccept).toBeCloseTo(accepted(list, 'skilled', point.score), 12);
            expect(point.falseReject).toBeCloseTo(1 - accepted(list, 'genuine', point.score), 12);
            expect(point.randomAccept).toBeCloseTo(accepted(list, 'random', point.score), 12);
          }
        },
      ),
    );
  });

  test('rises in score and rejected genuines, falls in accepted forgeries, and spans everything', () => {
    fc.assert(
      fc.property(trialList, fc.integer({ min: 2, max: 40 }), (list, most) => {
        const { points } = curveOf(list, { most });
        expect(points.length).toBeLessThanOrEqual(Math.max(most, 2));
        for (const [before, point] of points.slice(1).entries()) {
          const last = points[before]!;
          expect(point.score).toBeGreaterThan(last.score);
          expect(point.falseAccept).toBeLessThanOrEqual(last.falseAccept);
          expect(point.randomAccept).toBeLessThanOrEqual(last.randomAccept);
          expect(point.falseReject).toBeGreaterThanOrEqual(last.falseReject);
        }
        expect(points[0]!.falseAccept).toBe(1);
        expect(points.at(-1)!.falseReject).toBe(1);
        const refused = (kind: TrialKind): number => accepted(list, kind, Infinity);
        expect(points.at(-1)!.falseAccept).toBe(refused('skilled'));
        expect(points.at(-1)!.randomAccept).toBe(refused('random'));
      }),
    );
  });

  test('counts writers and different signatures, not trials', () => {
    fc.assert(
      fc.property(trialList, (list) => {
        const different = (kind: TrialKind): number =>
          new Set(list.filter((each) => each.kind === kind).map(({ questioned }) => questioned)).size;
        const { signatures } = curveOf(list);
        expect(signatures.writers).toBe(new Set(list.map(({ writer }) => writer)).size);
        expect(signatures).toMatchObject({ genuine: different('genuine'), skilled: different('skilled') });
      }),
    );
  });

  test('keeps the region below 5 % with 120 points of twelve thousand trials', () => {
    const each = (kind: TrialKind, count: number, middle: number): Scored[] =>
      Array.from({ length: count }, (_, index) => {
        const share = (index + 0.5) / count;
        return { kind, score: middle + 1.2 * Math.log(share / (1 - share)), questioned: `${index}`, writer: 'a' };
      });
    const list = [...each('genuine', 4000, 3), ...each('skilled', 4000, -1), ...each('random', 4000, -4)];
    const { points } = curveOf(list);
    expect(points.length).toBeLessThanOrEqual(120);
    const low = (share: (point: CurvePoint) => number): number[] =>
      points.map(share).filter((value) => value > 0.0005 && value < 0.05);
    // Two decades below 5 %: a point at least for every sixth of the rate, of both rates.
    for (const rates of [low((point) => point.falseAccept).reverse(), low((point) => point.falseReject)]) {
      expect(rates.length).toBeGreaterThan(20);
      for (const [before, rate] of rates.slice(1).entries())
        expect(rate - rates[before]!).toBeLessThan(rate / 6 + 2 / 4000);
    }
  });

  test('bounds the accepted share by the number of different forgeries, and never below the share seen', () => {
    fc.assert(
      fc.property(trialList, (list) => {
        const curve = curveOf(list);
        const points = boundedPoints(curve);
        for (const point of points) expect(point.falseAcceptUpper).toBeGreaterThanOrEqual(point.falseAccept);
        const last = points.at(-1)!;
        expect(last.falseAcceptUpper).toBe(upperBoundOfShare(last.falseAccept, curve.signatures.skilled, 0.95));
      }),
    );
    // Clopper and Pearson's rule of three: none of 60 seen leaves up to 1 − 0.05^(1/60).
    const curve = { points: [{ score: 0, falseAccept: 0, falseReject: 0, randomAccept: 0 }] };
    const signatures = { writers: 3, genuine: 60, skilled: 60 };
    expect(boundedPoints({ ...curve, signatures })[0]!.falseAcceptUpper).toBeCloseTo(1 - 0.05 ** (1 / 60), 10);
  });

  test('refuses what it can’t make a curve of', () => {
    const list: Scored[] = [
      { kind: 'genuine', score: 1, questioned: 'g', writer: 'a' },
      { kind: 'skilled', score: 0, questioned: 's', writer: 'a' },
      { kind: 'random', score: 0, questioned: 'r', writer: 'a' },
    ];
    expect(() => curveOf(list.slice(1))).toThrow('There are no genuines');
    expect(() => curveOf(list.slice(0, 2))).toThrow('There are no forgeries');
    expect(() => curveOf(list, { most: 1 })).toThrow('2 points or more');
    expect(() => curveOf(list, { keep: [NaN] })).toThrow('not a finite number');
    expect(() => groupCurve([], [1])).toThrow('0 trials but 1 scores');
  });
});
