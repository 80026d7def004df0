import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EmbeddedSet } from '../../src-main/desk/embed-rows.ts';
import { comparisons, featureTrials, type MeasuredSet } from '../../src-main/desk/feature-trials.ts';
import { neededPairs, pairKey, pairOf, pairTiles, TemplateNumbers } from '../../src-main/desk/pair-tiles.ts';
import { distanceBetween } from '../../src-main/metric/distance.ts';

const metric = { kind: 'euclidean' } as const;
const model = { calibration: { method: 'mean-of-best-two' } } as const;

/** A set of made-up templates; `half`: two towers, so two templates a signature. `without`: rows that can't be judged. */
function embedded(
  writers: number,
  genuine: number,
  forgeries: number,
  half = false,
  without: string[] = [],
): EmbeddedSet {
  const rows = Array.from({ length: writers }, (_, writer) =>
    Array.from({ length: genuine + forgeries }, (_unused, at) => ({
      path: '/x',
      name: `w${writer}-${String(at).padStart(2, '0')}`,
      dataset: 'made up',
      writer: `w${writer}`,
      kind: at < genuine ? ('genuine' as const) : ('forgery' as const),
      split: 'test',
    })),
  ).flat();
  const template = (at: number, side: number) => Float32Array.of(Math.sin(at * 7 + side), Math.cos(at * 3), at % 5);
  const judged = rows.filter(({ name }) => !without.includes(name));
  const references = new Map(judged.map(({ name }, at) => [name, template(at, 0)]));
  const questioned = half ? new Map(judged.map(({ name }, at) => [name, template(at, 1)])) : references;
  return { rows, references, questioned, provider: 'cpu' };
}

const shape = fc.record({
  writers: fc.integer({ min: 1, max: 4 }),
  genuine: fc.integer({ min: 1, max: 7 }),
  forgeries: fc.integer({ min: 0, max: 4 }),
  half: fc.boolean(),
  numbers: fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 }),
  size: fc.integer({ min: 1, max: 70 }),
});

describe('pairs of an evaluation', () => {
  it('have one key whatever their order', () => {
    const number = fc.integer({ min: 0, max: 2 ** 26 - 1 });
    fc.assert(
      fc.property(number, number, (a, b) => {
        expect(pairKey(a, b)).toBe(pairKey(b, a));
        expect(pairOf(pairKey(a, b))).toEqual([Math.min(a, b), Math.max(a, b)]);
      }),
    );
  });

  it('come once each in the tiles, and are enough for every trial: the features are those of the closed form', () => {
    fc.assert(
      fc.property(shape, ({ writers, genuine, forgeries, half, numbers, size }) => {
        const set = embedded(writers, genuine, forgeries, half);
        const templates = new TemplateNumbers();
        const keys = neededPairs(set, numbers, templates);
        const measured = new Map<number, number>();
        for (const tile of pairTiles(keys, templates, size)) {
          expect(tile.pairs.length).toBeLessThanOrEqual(size);
          expect(new Set(tile.templates).size).toBe(tile.templates.length);
          for (const [a, b] of tile.pairs) {
            const [first, second] = [tile.templates[a]!, tile.templates[b]!];
            const key = pairKey(templates.take(first), templates.take(second));
            expect(measured.has(key)).toBe(false);
            measured.set(key, distanceBetween(metric, first, second));
          }
        }
        expect(measured.size).toBe(keys.length);
        const byTiles: MeasuredSet = {
          ...set,
          distances: { between: (a, b) => measured.get(pairKey(templates.take(a), templates.take(b))) },
        };
        const byFormula: MeasuredSet = { ...set, distances: { between: (a, b) => distanceBetween(metric, a, b) } };
        for (const count of numbers) {
          expect(featureTrials(model, byTiles, count)).toEqual(featureTrials(model, byFormula, count));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('of two towers go to the graph with the questioned one first', () => {
    const set = embedded(3, 4, 2, true);
    const asQuestioned = new Set(set.questioned.values());
    const templates = new TemplateNumbers();
    for (const { templates: sent, pairs } of pairTiles(neededPairs(set, [1, 3], templates), templates, 64)) {
      // Among specimens both are references; else the first is the questioned one, and never the second.
      for (const [, reference] of pairs) expect(asQuestioned.has(sent[reference]!)).toBe(false);
    }
  });

  it('that are known are not measured again', () => {
    const set = embedded(2, 5, 2);
    const altered: EmbeddedSet = { ...set, questioned: new Map([...set.references].map(([n, t]) => [n, t.slice()])) };
    const references = new Set(set.references.values());
    const known = (a: Float32Array, b: Float32Array) => references.has(a) && references.has(b);
    const templates = new TemplateNumbers();
    const keys = neededPairs(altered, [3], templates, known);
    expect(keys.length).toBeGreaterThan(0);
    const pairs = keys.map(pairOf).map(([a, b]) => [templates.templateOf(a), templates.templateOf(b)] as const);
    expect(pairs.some(([a, b]) => known(a, b))).toBe(false);
    expect(neededPairs(altered, [3], new TemplateNumbers()).length).toBeGreaterThan(keys.length);
  });

  it('are few templates a tile where writers have many signatures', () => {
    const set = embedded(1, 24, 24);
    const templates = new TemplateNumbers();
    const tiles = [...pairTiles(neededPairs(set, [1], templates), templates, 64)];
    // 276 pairs of genuines and 576 of a genuine and a forgery.
    expect(tiles.reduce((sum, { pairs }) => sum + pairs.length, 0)).toBe(276 + 576);
    expect(Math.max(...tiles.map(({ templates: sent }) => sent.length))).toBeLessThanOrEqual(24);
  });
});

describe('trials', () => {
  it('leave out a specimen that can not be judged, and have no features where nothing is left to compare', () => {
    const set = embedded(2, 3, 1, false, ['w0-00', 'w1-03']);
    const measured: MeasuredSet = { ...set, distances: { between: (a, b) => distanceBetween(metric, a, b) } };
    for (const { specimens, questioned, features } of featureTrials(model, measured, 1)) {
      expect(features === null).toBe([...specimens, questioned].some((name) => name === 'w0-00' || name === 'w1-03'));
    }
    const counts = new Set<number | undefined>();
    for (const each of comparisons(set, 2)) if ('questioned' in each) counts.add(each.specimens.length);
    expect(counts).toEqual(new Set([1, 2]));
  });

  it('of a number that was not measured are refused', () => {
    const set = embedded(1, 3, 0);
    const unmeasured: MeasuredSet = { ...set, distances: { between: () => undefined } };
    expect(() => featureTrials(model, unmeasured, 2)).toThrow('not measured for 2 specimens');
  });
});
