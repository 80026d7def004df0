import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { costOf, costWords, ofHundred, pointAt, policyText } from '../../src-renderer/features/settings/costs.ts';
import {
  alongAxis,
  axisTicks,
  nearestScore,
  normalDeviate,
  plotted,
} from '../../src-renderer/features/settings/det-axes.ts';
import { readPolicyFile } from '../../src-main/desk/policy-file.ts';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { standInCurves } from './stand-in/curves.ts';

const score = fc.double({ min: -12, max: 12, noNaN: true });
const curve = standInCurves.many;

describe('what borders cost', () => {
  it('is the curve at its points and between its neighbours elsewhere', () => {
    for (const point of curve.points) expect(pointAt(curve, point.score)).toEqual(point);
    fc.assert(
      fc.property(score, score, (one, other) => {
        const [low, high] = [pointAt(curve, Math.min(one, other)), pointAt(curve, Math.max(one, other))];
        expect(high.falseAccept).toBeLessThanOrEqual(low.falseAccept);
        expect(high.falseAcceptUpper).toBeLessThanOrEqual(low.falseAcceptUpper);
        expect(high.falseReject).toBeGreaterThanOrEqual(low.falseReject);
        expect(high.randomAccept).toBeLessThanOrEqual(low.randomAccept);
      }),
    );
  });

  it('adds up to every signature, and a higher border for a match lets no more forgeries in', () => {
    fc.assert(
      fc.property(score, score, score, (a, b, c) => {
        const [mismatchBelow, lower, higher] = [a, b, c].sort((x, y) => x - y) as [number, number, number];
        const cost = costOf(curve, { matchAbove: lower, mismatchBelow });
        const stricter = costOf(curve, { matchAbove: higher, mismatchBelow });
        for (const bands of [cost.skilled, cost.genuine, cost.random]) {
          expect(bands.match + bands.review + bands.mismatch).toBeCloseTo(1, 9);
          expect(Math.min(bands.match, bands.review, bands.mismatch)).toBeGreaterThanOrEqual(0);
        }
        expect(cost.skilledMatchUpper).toBeGreaterThanOrEqual(cost.skilled.match - 1e-12);
        expect(stricter.skilled.match).toBeLessThanOrEqual(cost.skilled.match);
        expect(stricter.genuine.match).toBeLessThanOrEqual(cost.genuine.match);
      }),
    );
  });

  it('is whole numbers of a hundred that add up to it', () => {
    const shares = fc
      .tuple(fc.nat(1000), fc.nat(1000), fc.nat(1000))
      .filter((parts) => parts.some((part) => part > 0))
      .map(([a, b, c]) => ({ match: a / (a + b + c), review: b / (a + b + c), mismatch: c / (a + b + c) }));
    fc.assert(
      fc.property(shares, (bands) => {
        const whole = ofHundred(bands);
        expect(whole.match + whole.review + whole.mismatch).toBe(100);
        for (const band of ['match', 'review', 'mismatch'] as const)
          expect(Math.abs(whole[band] - 100 * bands[band])).toBeLessThan(1 + 1e-6);
      }),
    );
  });

  it('is said in words, with the bound rounded up', () => {
    const words = costWords({
      skilled: { match: 0.0096, review: 0.4004, mismatch: 0.59 },
      skilledMatchUpper: 0.0212,
      genuine: { match: 0.41, review: 0.57, mismatch: 0.02 },
      random: { match: 0.001, review: 0.01, mismatch: 0.989 },
    });
    expect(words.skilled).toBe(
      'Of 100 skilled forgeries, about 1 would be a match (at most 3, at 95 % confidence); 40 go to review, 59 are a mismatch.',
    );
    expect(words.genuine).toBe('Of 100 genuine signatures, 41 are a match, 57 go to review, 2 are a mismatch.');
    expect(words.random).toBe(
      "Of 100 random forgeries (somebody else's own signature), fewer than 1 would be a match.",
    );
  });

  it('is no match at all where the border is never passed', () => {
    const cost = costOf(curve, { matchAbove: 1000, mismatchBelow: -1000 });
    expect(cost.genuine).toEqual({ match: 0, review: 1, mismatch: 0 });
    expect(costWords(cost).skilled).toBe(
      'Of 100 skilled forgeries, none would be a match; 100 go to review, none are a mismatch.',
    );
  });

  it('can be taken to the policy file as it is', async () => {
    const pair = { matchAbove: 3.25, mismatchBelow: -1.5 };
    const thresholds = { one: { ...pair, matchAbove: 1000 }, two: pair, many: pair };
    const folder = await mkdtemp(join(tmpdir(), 'countersign-policy-'));
    try {
      await writeFile(join(folder, 'policy.json'), policyText(thresholds));
      expect((await readPolicyFile(join(folder, 'policy.json')))?.thresholds).toEqual(thresholds);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('the axes of the DET plot', () => {
  it('are normal deviates', () => {
    // Tables of the normal distribution.
    for (const [share, deviate] of [
      [0.001, -3.090232306],
      [0.01, -2.326347874],
      [0.025, -1.959963985],
      [0.3, -0.524400513],
      [0.5, 0],
    ] as const) {
      expect(normalDeviate(share)).toBeCloseTo(deviate, 7);
      expect(normalDeviate(1 - share)).toBeCloseTo(-deviate, 7);
    }
    expect(alongAxis(axisTicks[0]!)).toBe(0);
    expect(alongAxis(axisTicks.at(-1)!)).toBe(1);
    expect(alongAxis(0)).toBe(0);
  });

  it('lead back from the plot to the score', () => {
    fc.assert(
      fc.property(fc.double({ min: -1, max: 3.5, noNaN: true }), (wanted) => {
        const at = plotted(pointAt(curve, wanted));
        const found = plotted(pointAt(curve, nearestScore(curve.points, at)));
        expect(Math.hypot(found.x - at.x, found.y - at.y)).toBeLessThan(0.01);
      }),
    );
  });
});
