import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { evaluateFolds, type Fold } from '../../scripts/two-fold/evaluate-folds.ts';
import { modelInUse, type ModelInUse } from '../../src-main/desk/model-in-use.ts';
import type { SignatureRow } from '../../src-main/desk/index-file.ts';
import { seededRandom } from '../../src-main/metric/seeded.ts';
import { tinyPackage } from '../model/tiny-package.ts';

let model: ModelInUse;
beforeAll(async () => {
  model = modelInUse({ package: await tinyPackage(), metric: { kind: 'euclidean' }, inkNet: null });
});

/** Writers on a line, ten apart; genuines near their writer's place, forgeries `far` from it, all times `scale`. */
function foldOf(writers: readonly string[], scale: number, far: number, seed: number): Fold {
  const random = seededRandom(seed);
  const rows: SignatureRow[] = [];
  const templates = new Map<string, Float32Array>();
  writers.forEach((writer, place) => {
    for (let number = 0; number < 12; number++) {
      const genuine = number < 7;
      const name = `set/${writer}/${String(number).padStart(2, '0')}`;
      rows.push({ name, path: name, dataset: 'set', writer, kind: genuine ? 'genuine' : 'forgery', split: 'train' });
      const off = (genuine ? 0 : far) + random.below(1000) / 1000;
      templates.set(name, Float32Array.of(scale * (10 * place + off)));
    }
  });
  const distances = { between: (a: Float32Array, b: Float32Array) => Math.abs(a[0]! - b[0]!) };
  return { model, set: { rows, references: templates, questioned: templates, provider: 'cpu', distances } };
}
const left = ['a', 'b', 'c', 'd'];
const right = ['e', 'f', 'g', 'h', 'i'];

describe('several nets, each tested on its own writers', () => {
  it('pools their trials, random forgeries among a net’s own writers only', () => {
    const { set } = evaluateFolds([foldOf(left, 1, 4, 1), foldOf(right, 1, 4, 2)]);
    expect(Object.keys(set!)).toEqual(['1', '2', '3', '5']);
    expect(set!['1']!.counts).toEqual({
      genuine: 9 * 21,
      skilled: 9 * 7 * 5,
      random: 4 * 7 * 3 + 5 * 7 * 4,
      refused: 0,
    });
    expect(set!['5']!.counts).toMatchObject({ genuine: 9 * 5 * 2, skilled: 9 * 5 * 5, random: 4 * 5 * 3 + 5 * 5 * 4 });
    for (const { skilledEer, randomEer } of Object.values(set!)) {
      // Not always 0: each writer's scores come from a fit of its own, and one threshold holds for all.
      expect(skilledEer!.value).toBeLessThan(0.05);
      expect(randomEer!.value).toBe(0);
    }
  });

  it('finds errors where forgeries lie among genuines', () => {
    const { set } = evaluateFolds([foldOf(left, 1, 0.3, 1), foldOf(right, 1, 0.3, 2)]);
    expect(set!['1']!.skilledEer!.value).toBeGreaterThan(0.2);
    expect(set!['1']!.randomEer!.value).toBe(0);
  });

  it("doesn't mind that one net's distances are of another scale", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.constantFrom(0.25, 4, 32), (seed, scale) => {
        const same = evaluateFolds([foldOf(left, 1, 1, seed), foldOf(right, 1, 1, seed + 1)]);
        const other = evaluateFolds([foldOf(left, 1, 1, seed), foldOf(right, scale, 1, seed + 1)]);
        for (const specimens of ['1', '5']) {
          const [one, two] = [same['set']![specimens]!, other['set']![specimens]!];
          // The weights' ridge knows scales a little; a threshold for both at once would be wrong by far more.
          expect(Math.abs(one.skilledEer!.value - two.skilledEer!.value)).toBeLessThan(0.1);
          expect(two.randomEer!.value).toBeLessThan(0.02);
        }
      }),
      { numRuns: 3 },
    );
  });
});
