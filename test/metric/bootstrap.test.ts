import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bootstrapOverWriters,
  writerMeanEer,
  writerTable,
  type WriterScores,
} from '../../src-main/metric/bootstrap.ts';
import { equalErrorRate, genuineAtFalseAcceptance } from '../../src-main/metric/error-rates.ts';
import { seededRandom } from '../../src-main/metric/seeded.ts';

const mean =
  (values: readonly number[]) =>
  (times: Uint32Array): number =>
    values.reduce((sum, value, writer) => sum + value * times[writer]!, 0) / values.length;

describe('bootstrap over writers', () => {
  test('two writers of 0 and 1 give 0, ½, 1 in quarters: worked by hand', () => {
    expect(bootstrapOverWriters(2, mean([0, 1]))).toEqual({ value: 0.5, low: 0, high: 1 });
    // The middle 40 % of the draws lies within the half that gives ½.
    expect(bootstrapOverWriters(2, mean([0, 1]), { level: 0.4 })).toEqual({ value: 0.5, low: 0.5, high: 0.5 });
  });

  test('writers that agree, or one alone, leave no doubt', () => {
    expect(bootstrapOverWriters(4, mean([3, 3, 3, 3]))).toEqual({ value: 3, low: 3, high: 3 });
    expect(bootstrapOverWriters(1, mean([7]))).toEqual({ value: 7, low: 7, high: 7 });
  });

  test('the interval of a mean is near that of the normal curve', () => {
    const random = seededRandom(11);
    const values = Array.from({ length: 400 }, () => random.next());
    const { value, low, high } = bootstrapOverWriters(400, mean(values), { draws: 2000 });
    const deviation = Math.sqrt(values.reduce((sum, each) => sum + (each - value) ** 2, 0) / 400 / 400);
    expect((high - low) / 2 / deviation).toBeGreaterThan(1.96 * 0.92);
    expect((high - low) / 2 / deviation).toBeLessThan(1.96 * 1.08);
  });

  test('is fixed by its seed', () => {
    const values = [0.1, 0.7, 0.3, 0.9, 0.2];
    expect(bootstrapOverWriters(5, mean(values), { seed: 4, draws: 50 })).toEqual(
      bootstrapOverWriters(5, mean(values), { seed: 4, draws: 50 }),
    );
    expect(bootstrapOverWriters(5, mean(values), { seed: 4, draws: 50 })).not.toEqual(
      bootstrapOverWriters(5, mean(values), { seed: 5, draws: 50 }),
    );
  });

  test('leaves out draws without a figure, and says when there is none', () => {
    const onlyWithFirst = (times: Uint32Array): number => (times[0]! > 0 ? 2 : NaN);
    expect(bootstrapOverWriters(2, onlyWithFirst)).toEqual({ value: 2, low: 2, high: 2 });
    expect(() => bootstrapOverWriters(2, () => NaN)).toThrow(/no such figure/);
    expect(() => bootstrapOverWriters(0, () => 1)).toThrow(/at least one writer/);
    expect(() => bootstrapOverWriters(1, () => 1, { draws: 0 })).toThrow(/not 0/);
    expect(() => bootstrapOverWriters(1, () => 1, { level: 1 })).toThrow(/level/);
  });
});

describe('writer table', () => {
  const list = fc.array(fc.option(fc.integer({ min: -4, max: 4 }), { freq: 9 }), { maxLength: 8 });
  const writers = fc.array(fc.record({ genuine: list, forgery: list, times: fc.nat(3) }), {
    minLength: 1,
    maxLength: 5,
  });

  test('counting a writer several times is the same as repeating his trials', () => {
    fc.assert(
      fc.property(writers, (each) => {
        const scores = each.map((one, index): WriterScores => ({ writer: String(index), ...one }));
        const times = Uint32Array.from(each, (one) => one.times);
        const repeated = (side: 'genuine' | 'forgery'): (number | null)[] =>
          each.flatMap((one) => Array.from({ length: one.times }, () => one[side]).flat());
        const [genuine, forgery] = [repeated('genuine'), repeated('forgery')];
        const table = writerTable(scores);
        if (genuine.length === 0 || forgery.length === 0) {
          expect(table.equalError(times)).toBeNaN();
          return;
        }
        expect(table.equalError(times)).toBeCloseTo(equalErrorRate(genuine, forgery), 10);
        expect(table.genuineAt(0.25)(times)).toBeCloseTo(genuineAtFalseAcceptance(genuine, forgery, 0.25), 10);
      }),
    );
  });

  test("the mean of the writers' own rates leaves out who has only one side", () => {
    const scores: WriterScores[] = [
      { writer: 'a', genuine: [1, 3, 4, 5], forgery: [0, 1, 2, 3] },
      { writer: 'b', genuine: [5], forgery: [1] },
      { writer: 'c', genuine: [5], forgery: [] },
    ];
    expect(writerMeanEer(scores)).toBe(0.125);
    expect(writerTable(scores).writerMeanEqualError(Uint32Array.of(3, 1, 1))).toBe(0.1875);
    expect(writerMeanEer([scores[2]!])).toBeNaN();
  });
});
