import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deviationsOut, differencesOf, type MeasuredSignatures } from '../../src-main/desk/explain-differences.ts';
import { hands, looseLimits, type ShapeMeasure } from '../../src-main/desk/explain-limits.ts';
import { describeDifference } from '../../src-main/desk/explain-words.ts';

const usual = { proportions: 2.4, slant: -2, tremor: 4, pressure: 25, spacing: 3 };

const measured = (
  questioned: Partial<MeasuredSignatures['questioned']>,
  {
    specimens = [usual, { ...usual, slant: -3 }, { ...usual, slant: -1 }],
    loose = { extra: 0, missing: 0 },
  }: Partial<MeasuredSignatures> = {},
): MeasuredSignatures => ({ questioned: { ...usual, ...questioned }, specimens, loose });

const reasonsOf = (signatures: MeasuredSignatures) =>
  differencesOf(signatures)
    .filter(({ outside }) => outside > 1)
    .map(describeDifference);

describe('differencesOf', () => {
  it('finds nothing where nothing differs', () => {
    expect(reasonsOf(measured({}))).toEqual([]);
    expect(reasonsOf(measured({}, { specimens: [usual] }))).toEqual([]);
  });

  it('puts the furthest out first', () => {
    const furthest = differencesOf(measured({ slant: 80, proportions: 3.9 }));
    expect(furthest.map(({ kind }) => kind).slice(0, 2)).toEqual(['slant', 'proportions']);
    for (const [at, { outside }] of furthest.entries())
      if (at > 0) expect(outside).toBeLessThanOrEqual(furthest[at - 1]!.outside);
  });

  it('gives no reason for a value between two specimens, or for steadier strokes', () => {
    const wide = [usual, { ...usual, slant: 40 }, { ...usual, slant: -40 }, { ...usual, slant: 1 }];
    expect(reasonsOf(measured({ slant: 39 }, { specimens: wide }))).toEqual([]);
    expect(reasonsOf(measured({ tremor: 0.5 }))).toEqual([]);
  });

  it('asks more of a value where the specimens vary more than most, never less where they vary less', () => {
    const angle = fc.double({ min: -50, max: 50, noNaN: true });
    fc.assert(
      fc.property(angle, fc.array(angle, { minLength: 3, maxLength: 6 }), (questioned, specimens) => {
        const middle = [...specimens].sort((a, b) => a - b)[Math.floor(specimens.length / 2)]!;
        const out = deviationsOut('slant', questioned, specimens);
        const calm = deviationsOut(
          'slant',
          questioned,
          specimens.map(() => middle),
        );
        if (specimens.length % 2 === 1) expect(Math.abs(out)).toBeLessThanOrEqual(Math.abs(calm) + 1e-9);
        expect(Math.abs(calm)).toBeLessThanOrEqual(Math.abs(questioned - middle) / hands.slant.deviation + 1e-9);
      }),
    );
  });

  it('is unmoved by the order of the specimens', () => {
    const shape = fc.record({
      proportions: fc.double({ min: 0.3, max: 8, noNaN: true }),
      slant: fc.double({ min: -60, max: 60, noNaN: true }),
      tremor: fc.option(fc.double({ min: 0.5, max: 30, noNaN: true })),
      pressure: fc.option(fc.double({ min: 1, max: 80, noNaN: true })),
      spacing: fc.double({ min: 0, max: 60, noNaN: true }),
    });
    fc.assert(
      fc.property(shape, fc.array(shape, { minLength: 1, maxLength: 5 }), (questioned, specimens) => {
        const loose = { extra: 5, missing: 5 };
        const one = differencesOf({ questioned, specimens, loose });
        const other = differencesOf({ questioned, specimens: [...specimens].reverse(), loose });
        expect(other.map(({ kind }) => kind)).toEqual(one.map(({ kind }) => kind));
        for (const [at, { outside }] of one.entries()) expect(other[at]!.outside).toBeCloseTo(outside, 9);
      }),
    );
  });

  it('has a limit for every measure and number of specimens', () => {
    for (const measure of Object.keys(hands) as ShapeMeasure[]) {
      expect(hands[measure].deviation).toBeGreaterThan(0);
      for (const limit of Object.values(hands[measure].limits)) expect(limit).toBeGreaterThan(1);
    }
    for (const limits of Object.values(looseLimits))
      for (const limit of Object.values(limits)) expect(limit).toBeGreaterThan(0);
  });
});

describe('describeDifference', () => {
  const textOf = (signatures: MeasuredSignatures): string => reasonsOf(signatures)[0]?.text ?? '';

  it('says what is seen, with the numbers of both sides', () => {
    expect(textOf(measured({ slant: 59 }))).toBe('Leans 59° to the right; the specimens lean 1° to 3° to the left.');
    expect(textOf(measured({ slant: -59 }, { specimens: [{ ...usual, slant: 0.2 }] }))).toBe(
      'Leans 59° to the left; the specimen stands upright.',
    );
    expect(textOf(measured({ slant: 59 }, { specimens: [usual, { ...usual, slant: 4 }] }))).toBe(
      'Leans 59° to the right; the specimens lean from 2° to the left to 4° to the right.',
    );
    expect(textOf(measured({ proportions: 8 }))).toBe(
      'Wider for its height: 8.0 times as wide as high; the specimens 2.4 times.',
    );
    expect(textOf(measured({ proportions: 0.5 }))).toMatch(/^Taller for its width: 0\.5 times as wide as high/);
    expect(textOf(measured({ tremor: 40 }))).toBe(
      'Less steady strokes: their edges waver by 40 % of the stroke width; in the specimens by 4.0 %.',
    );
    expect(textOf(measured({ pressure: 90 }))).toMatch(
      /^The stroke width varies more, .* by 90 %; in the specimens by 25 %\.$/,
    );
    expect(textOf(measured({ spacing: 50 }))).toBe(
      'More space between its parts: 50 % of its width; in the specimens 3.0 %.',
    );
    expect(textOf(measured({}, { loose: { extra: 0, missing: 60 } }))).toBe(
      "A stroke that the specimens share isn't here: 60 % of the length of their strokes.",
    );
    expect(textOf(measured({}, { loose: { extra: 60, missing: 0 }, specimens: [usual] }))).toBe(
      "A stroke that the specimen doesn't have: 60 % of the length of the strokes.",
    );
  });

  it('carries the numbers with their unit', () => {
    expect(reasonsOf(measured({ slant: 59.123 }))[0]).toMatchObject({
      kind: 'slant',
      questioned: 59.12,
      specimens: -2,
      unit: '°',
    });
  });

  it('never judges', () => {
    const all = differencesOf(
      measured(
        { slant: 59, proportions: 9, tremor: 60, pressure: 90, spacing: 60 },
        { loose: { extra: 50, missing: 50 } },
      ),
    ).map(describeDifference);
    expect(all).toHaveLength(7);
    for (const { text } of all) expect(text).not.toMatch(/forg|fals|fake|fraud|genuin|suspect/i);
  });
});
