import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitLogistic, type LogisticExample } from '../../src-main/metric/logistic.ts';
import { seededRandom } from '../../src-main/metric/seeded.ts';

/** Each point twice, weighted by the chance the model gives to each side: the exact fit is the model itself. */
function exactExamples(
  intercept: number,
  weights: readonly number[],
  points: readonly (readonly number[])[],
): LogisticExample[] {
  return points.flatMap((features) => {
    const odds = intercept + features.reduce((sum, value, index) => sum + value * weights[index]!, 0);
    const chance = 1 / (1 + Math.exp(-odds));
    return [
      { features, positive: true, weight: chance },
      { features, positive: false, weight: 1 - chance },
    ];
  });
}

const grid = [-2, -1, 0, 1, 2].flatMap((x) => [0, 10, 30].map((y) => [x, y]));

test('recovers a known model exactly from weighted points', () => {
  const weight = fc.double({ min: -1, max: 1, noNaN: true });
  fc.assert(
    fc.property(weight, weight, weight, (intercept, x, y) => {
      const model = fitLogistic(exactExamples(intercept, [x, y / 10], grid), { ridge: 0 });
      expect(model.intercept).toBeCloseTo(intercept, 4);
      expect(model.weights[0]).toBeCloseTo(x, 4);
      expect(model.weights[1]).toBeCloseTo(y / 10, 5);
    }),
    { numRuns: 40 },
  );
});

test('recovers a known model from drawn examples, within chance', () => {
  const random = seededRandom(21);
  const examples = Array.from({ length: 20_000 }, (): LogisticExample => {
    const features = [random.next() * 4, random.next() * 2];
    const chance = 1 / (1 + Math.exp(-(3 - 2 * features[0]! + 1.5 * features[1]!)));
    return { features, positive: random.next() < chance, weight: 1 };
  });
  const model = fitLogistic(examples);
  expect(model.intercept).toBeCloseTo(3, 0);
  expect(Math.abs(model.weights[0]! + 2)).toBeLessThan(0.1);
  expect(Math.abs(model.weights[1]! - 1.5)).toBeLessThan(0.15);
});

describe('signs', () => {
  test('a weight that wants the wrong sign is 0, and the others are those of a fit without it', () => {
    const examples = exactExamples(0.3, [1.2, -0.05], grid);
    const held = fitLogistic(examples, { signs: ['not-positive', 'any'], ridge: 0 });
    const without = fitLogistic(examples, { signs: ['zero', 'any'], ridge: 0 });
    expect(held.weights[0]).toBe(0);
    expect(held.weights[1]).toBeCloseTo(without.weights[1]!, 6);
    expect(held.intercept).toBeCloseTo(without.intercept, 6);
  });

  test('a weight with the right sign is not touched, also where the start is on the bound', () => {
    const examples = exactExamples(0.3, [-1.2, 0.05], grid);
    const start = { intercept: 0, weights: [0, 0] };
    const model = fitLogistic(examples, { signs: ['not-positive', 'not-negative'], ridge: 0, start });
    expect(model.weights[0]).toBeCloseTo(-1.2, 4);
    expect(model.weights[1]).toBeCloseTo(0.05, 5);
  });
});

test('perfectly separated examples, and a feature that never changes, give a finite model', () => {
  const examples = [0, 1, 2, 8, 9, 10].map((x) => ({ features: [x, 7], positive: x < 5, weight: 1 }));
  const model = fitLogistic(examples);
  expect(model.weights[0]).toBeLessThan(0);
  expect(Number.isFinite(model.intercept)).toBe(true);
  expect(model.weights[1]).toBe(0);
});

test('the same examples give the same model; a start changes it by rounding only', () => {
  const random = seededRandom(2);
  const examples = Array.from({ length: 500 }, (): LogisticExample => {
    const x = random.next();
    return { features: [x, random.next()], positive: random.next() < x, weight: random.next() };
  });
  const model = fitLogistic(examples);
  expect(fitLogistic(examples)).toEqual(model);
  const started = fitLogistic(examples, { start: { intercept: -5, weights: [3, -3] } });
  expect(started.intercept).toBeCloseTo(model.intercept, 5);
  expect(started.weights[0]).toBeCloseTo(model.weights[0]!, 5);
});

test.each<[string, LogisticExample[], RegExp]>([
  ['nothing', [], /no genuines/],
  ['one side only', [{ features: [1], positive: true, weight: 1 }], /no forgeries/],
  [
    'unequal widths',
    [
      { features: [1], positive: true, weight: 1 },
      { features: [], positive: false, weight: 1 },
    ],
    /0 features, the first one 1/,
  ],
  ['a hole', [{ features: [NaN], positive: true, weight: 1 }], /not a finite number/],
  ['a negative weight', [{ features: [1], positive: true, weight: -1 }], /weight of an example is -1/],
])('refuses %s', (_, examples, message) => expect(() => fitLogistic(examples)).toThrow(message));
