import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { protocolTrials, type LabelledSignature, type Trial } from '../../src-main/metric/protocol.ts';

function set(dataset: string, sizes: readonly (readonly [genuine: number, forged: number])[]): LabelledSignature[] {
  return sizes.flatMap(([genuine, forged], index) => {
    const writer = `writer ${index + 1}`;
    const of = (count: number, isGenuine: boolean): LabelledSignature[] =>
      Array.from({ length: count }, (_, each) => ({
        id: `${dataset}/${writer}/${isGenuine ? 'genuine' : 'forgery'} ${each}`,
        dataset,
        writer,
        genuine: isGenuine,
      }));
    return [...of(genuine, true), ...of(forged, false)];
  });
}

const trialsOf = (rows: readonly LabelledSignature[], specimens: number, seed = 1): Trial[] => [
  ...protocolTrials(rows, { specimens, seed }),
];
const counts = (trials: readonly Trial[]): Record<string, number> =>
  trials.reduce<Record<string, number>>((sum, { kind }) => ({ ...sum, [kind]: (sum[kind] ?? 0) + 1 }), {});

const rows = [
  ...set('first', [
    [4, 3],
    [5, 2],
    [6, 0],
  ]),
  ...set('second', [
    [3, 1],
    [2, 1],
  ]),
];

describe('one specimen', () => {
  const trials = trialsOf(rows, 1);

  test('every pair of genuines, every genuine with every forgery, every genuine with each other writer', () => {
    expect(counts(trials.filter(({ dataset }) => dataset === 'first'))).toEqual({
      genuine: 6 + 10 + 15,
      skilled: 4 * 3 + 5 * 2,
      random: (4 + 5 + 6) * 2,
    });
    expect(counts(trials.filter(({ dataset }) => dataset === 'second'))).toEqual({
      genuine: 3 + 1,
      skilled: 3 + 2,
      random: 5,
    });
  });

  test('no pair comes twice, in either order', () => {
    const pairs = trials.map(({ specimens, questioned }) => [...specimens, questioned].sort().join('|'));
    const genuine = pairs.filter((_, index) => trials[index]!.kind !== 'random');
    expect(new Set(genuine).size).toBe(genuine.length);
  });
});

describe('several specimens', () => {
  test('five draws; the other genuines, all forgeries, one genuine of each other writer', () => {
    const trials = trialsOf(rows, 3).filter(({ dataset }) => dataset === 'first');
    expect(counts(trials)).toEqual({ genuine: 5 * (1 + 2 + 3), skilled: 5 * (3 + 2), random: 5 * 3 * 2 });
    expect(new Set(trials.map(({ specimens }) => specimens.join('|'))).size).toBeGreaterThan(3);
  });

  test('a writer with too few genuines holds no account, but his genuines are questioned at others', () => {
    const trials = trialsOf(rows, 5).filter(({ dataset }) => dataset === 'first');
    expect(new Set(trials.map(({ writer }) => writer))).toEqual(new Set(['writer 2', 'writer 3']));
    expect(trials.some(({ questionedWriter }) => questionedWriter === 'writer 1')).toBe(true);
    // Writer 2 has five genuines: none is left to question.
    expect(counts(trials)).toEqual({ genuine: 5, skilled: 10, random: 20 });
  });
});

test('in any set: each trial is what its kind says, and the order of the rows changes nothing', () => {
  const sizes = fc.array(fc.tuple(fc.nat(6), fc.nat(3)), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(sizes, fc.constantFrom(1, 2, 3, 5), fc.integer(), fc.integer(), (each, specimens, seed, order) => {
      const all = set('any', each);
      const byId = new Map(all.map((row) => [row.id, row]));
      const trials = trialsOf(all, specimens, seed);
      for (const trial of trials) {
        expect(trial.specimens).toHaveLength(specimens);
        expect(new Set([...trial.specimens, trial.questioned]).size).toBe(specimens + 1);
        for (const id of trial.specimens) expect(byId.get(id)).toMatchObject({ genuine: true, writer: trial.writer });
        const questioned = byId.get(trial.questioned)!;
        expect(questioned.writer).toBe(trial.questionedWriter);
        expect(questioned.genuine).toBe(trial.kind !== 'skilled');
        expect(questioned.writer === trial.writer).toBe(trial.kind !== 'random');
      }
      const shuffled = [...all].sort(
        (a, b) =>
          ((a.id.length * 31 + a.id.charCodeAt(11) * order) % 7) -
          ((b.id.length * 31 + b.id.charCodeAt(11) * order) % 7),
      );
      expect(trialsOf(shuffled.reverse(), specimens, seed)).toEqual(trials);
    }),
    { numRuns: 50 },
  );
});

test('the seed chooses; draws of specimens do not depend on who else is in the set', () => {
  expect(trialsOf(rows, 3, 1)).not.toEqual(trialsOf(rows, 3, 2));
  const own = (trials: Trial[]): string[] =>
    trials
      .filter(({ dataset, writer, kind }) => dataset === 'first' && writer === 'writer 3' && kind === 'genuine')
      .map(({ specimens }) => specimens.join());
  expect(
    own(
      trialsOf(
        rows.filter(({ writer }) => writer !== 'writer 1'),
        3,
      ),
    ),
  ).toEqual(own(trialsOf(rows, 3)));
});

test('names what is wrong', () => {
  expect(() => trialsOf([rows[0]!, rows[0]!], 1)).toThrow(/"first\/writer 1\/genuine 0" is listed twice/);
  expect(() => trialsOf(rows, 0)).toThrow(/specimens .* not 0/);
  expect(() => trialsOf(rows, 1.5)).toThrow(/not 1.5/);
  expect(() => [...protocolTrials(rows, { specimens: 2, draws: 0 })]).toThrow(/draws/);
  expect(() => trialsOf(rows, 1, 0.5)).toThrow(/seed/);
});
