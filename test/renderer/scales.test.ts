import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bands } from '../../src-main/contract/check.ts';
import { distanceBand, distanceScale, scoreScale } from '../../src-renderer/features/result/scales.ts';

const score = fc.double({ min: -20, max: 20, noNaN: true });
const bands = fc
  .tuple(score, score, score, score, fc.double({ min: 0, max: 9, noNaN: true }), fc.boolean())
  .map(([one, two, three, four, border, readable]): Bands => {
    const [lowest = 0, mismatchBelow = 0, matchAbove = 0, highest = 0] = [one, two, three, four].sort((a, b) => a - b);
    return {
      lowest,
      mismatchBelow,
      matchAbove,
      highest,
      matchDistance: readable ? border : null,
      mismatchDistance: readable ? border * 1.5 : null,
    };
  });

describe('the score scale', () => {
  it('covers its whole length with bands that meet, in the order mismatch, review, match', () => {
    fc.assert(
      fc.property(bands, score, (borders, value) => {
        const { stretches, score: place } = scoreScale(borders, value);
        const order = stretches.map((stretch) => stretch.verdict);
        expect(order).toEqual(['mismatch', 'review', 'match'].filter((verdict) => order.includes(verdict as never)));
        stretches.forEach((stretch, index) => {
          expect(stretch.from).toBe(index === 0 ? 0 : stretches[index - 1]?.to);
          expect(stretch.to).toBeGreaterThan(stretch.from);
        });
        expect(place).toBeGreaterThanOrEqual(0);
        expect(place).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('puts the score into the band of its verdict', () => {
    fc.assert(
      fc.property(bands, score, (borders, value) => {
        const scale = scoreScale(borders, value);
        if (value >= borders.matchAbove) expect(scale.score).toBeGreaterThanOrEqual(scale.matchAbove - 1e-9);
        else expect(scale.score).toBeLessThanOrEqual(scale.matchAbove + 1e-9);
        if (value < borders.mismatchBelow) expect(scale.score).toBeLessThanOrEqual(scale.mismatchBelow + 1e-9);
      }),
    );
  });
});

describe('the distance scale', () => {
  const distances = fc.array(fc.double({ min: 0, max: 50, noNaN: true }), { minLength: 1, maxLength: 9 });

  it('holds every distance, in order', () => {
    fc.assert(
      fc.property(bands, distances, (borders, all) => {
        const scale = distanceScale(borders, all);
        const places = all.toSorted((one, other) => one - other).map((distance) => scale.place(distance));
        expect(places).toEqual(places.toSorted((one, other) => one - other));
        for (const place of places) expect(place).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('has bands only where their borders can be read as distances', () => {
    fc.assert(
      fc.property(bands, distances, (borders, all) => {
        const scale = distanceScale(borders, all);
        if (borders.matchDistance === null) expect(scale.stretches).toEqual([]);
        else expect(scale.stretches.at(-1)?.to).toBe(1);
      }),
    );
  });

  it('names the band of a distance', () => {
    const borders: Bands = {
      lowest: -8,
      mismatchBelow: -1,
      matchAbove: 2,
      highest: 8,
      matchDistance: 0.4,
      mismatchDistance: 0.7,
    };
    expect([0.4, 0.5, 0.7, 0.71].map((distance) => distanceBand(borders, distance))).toEqual([
      'match',
      'review',
      'review',
      'mismatch',
    ]);
    expect(distanceBand({ ...borders, matchDistance: null }, 0.1)).toBeNull();
  });
});
