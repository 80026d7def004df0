import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  fitNudge,
  nudgeCap,
  nudgeEach,
  nudgeFrame,
  type LabelledComparison,
} from '../../../src-main/metric/adapt/labels.ts';
import {
  likelihoodRatio,
  nudgeOf,
  type Features,
  type GroupCalibration,
} from '../../../src-main/metric/calibration.ts';

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const features: fc.Arbitrary<Features> = fc.record({
  joined: number(0, 3),
  spread: number(0, 3),
  relative: number(0, 1),
  count: fc.constant(5),
  remoteness: number(0, 3),
});
const decision: fc.Arbitrary<LabelledComparison> = fc.record({
  features,
  genuine: fc.boolean(),
  sure: number(0, 1),
});
const group: GroupCalibration = {
  intercept: 10,
  joinedWeight: -15,
  spreadWeight: 9,
  relativeWeight: 0,
  countWeight: 0,
  remotenessWeight: 4,
};
const frame = nudgeFrame([
  { joined: 1, spread: 0.5, relative: 0.6, count: 5, remoteness: 0.7 },
  { joined: 1, spread: 0.9, relative: 0.6, count: 5, remoteness: 0.9 },
]);

test('any k poisoned decisions move a score by at most k tenths, and never by more than twice the cap', () => {
  fc.assert(
    fc.property(
      fc.array(decision, { maxLength: 40 }),
      fc.array(decision, { maxLength: 12 }),
      fc.array(fc.nat(39), { maxLength: 4 }),
      features,
      (honest, planted, turned, asked) => {
        const turnedRound = new Set(turned.filter((at) => at < honest.length));
        const poisoned = [
          ...honest.map((each, at) => (turnedRound.has(at) ? { ...each, genuine: !each.genuine } : each)),
          ...planted,
        ];
        const before = nudgeOf(fitNudge(group, frame, honest), asked);
        const after = nudgeOf(fitNudge(group, frame, poisoned), asked);
        const k = planted.length + turnedRound.size;
        expect(Math.abs(after - before)).toBeLessThanOrEqual(Math.min(2 * nudgeCap, nudgeEach * k) + 1e-6);
        expect(Math.abs(after)).toBeLessThanOrEqual(nudgeCap);
      },
    ),
  );
});

test('a score with a nudge still never falls with the spread, nor rises with the distance', () => {
  fc.assert(
    fc.property(fc.array(decision, { maxLength: 60 }), features, number(0, 2), (decisions, asked, more) => {
      const nudge = fitNudge(group, frame, decisions);
      const score = (of: Features): number => likelihoodRatio({ ...group, nudge }, of, { low: -1e9, high: 1e9 });
      expect(score({ ...asked, spread: asked.spread + more })).toBeGreaterThanOrEqual(score(asked) - 1e-9);
      expect(score({ ...asked, joined: asked.joined + more })).toBeLessThanOrEqual(score(asked) + 1e-9);
    }),
  );
});

test('decisions that agree on something move the scores that way', () => {
  const of = (spread: number, genuine: boolean): LabelledComparison => ({
    features: { joined: 0.9, spread, relative: 0.5, count: 5, remoteness: 0.8 },
    genuine,
    sure: 1,
  });
  const decisions = Array.from({ length: 100 }, (_, at) => of(at % 2 ? 0.9 : 0.5, at % 2 === 1));
  expect(fitNudge(group, frame, decisions).spread.weight).toBeGreaterThan(0.05);
});

test('a decision that is sure by more than 1 is refused', () => {
  const wrong = { features: { joined: 1, spread: 1, relative: 0.5, count: 5 }, genuine: true, sure: 2 };
  expect(() => fitNudge(group, frame, [wrong])).toThrow('sure by 0 to 1');
});
