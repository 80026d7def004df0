import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SignatureRow } from '../../src-main/desk/index-file.ts';
import { assignFolds, parseTrainedOn } from '../../scripts/two-fold/folds.ts';

function rowsOf(writers: readonly (readonly [dataset: string, writer: string])[]): SignatureRow[] {
  return writers.flatMap(([dataset, writer]) =>
    (['genuine', 'genuine', 'forgery'] as const).map((kind, at) => ({
      name: `${dataset}/${writer}/${at}`,
      path: `/nowhere/${dataset}/${writer}/${at}`,
      dataset,
      writer,
      kind,
      split: 'train',
    })),
  );
}
const named = (rows: readonly SignatureRow[]): string[] => [
  ...new Set(rows.map(({ dataset, writer }) => dataset + writer)),
];

describe('who is tested by which net', () => {
  const writers = [...'123456'].flatMap((writer) => [['a', writer] as const, ['b', writer] as const]);
  const rows = rowsOf(writers);

  it('two-fold: a writer by the net that never saw the writer, all rows of a writer together', () => {
    const half = (odd: number) =>
      writers.filter(([, writer]) => Number(writer) % 2 === odd).map(([dataset, writer]) => ({ dataset, writer }));
    const { tested, seenByAll } = assignFolds(rows, [half(0), half(1)], 'two-fold');
    expect(named(tested[0]!).sort()).toEqual(['a1', 'a3', 'a5', 'b1', 'b3', 'b5']);
    expect(named(tested[1]!).sort()).toEqual(['a2', 'a4', 'a6', 'b2', 'b4', 'b6']);
    expect(tested.flat()).toHaveLength(rows.length);
    expect(seenByAll).toEqual([]);
  });

  it("cross-set: a writer by the net that never saw the writer's set", () => {
    const [onA, onB] = ['a', 'b'].map((dataset) => [{ dataset, writer: '1' }]);
    const { tested } = assignFolds(rows, [onA!, onB!], 'cross-set');
    expect(new Set(tested[0]!.map(({ dataset }) => dataset))).toEqual(new Set(['b']));
    expect(new Set(tested[1]!.map(({ dataset }) => dataset))).toEqual(new Set(['a']));
    expect(tested.flat()).toHaveLength(rows.length);
  });

  it('never tests a net on whom it was trained on, whoever that was', () => {
    const some = fc.subarray(writers.map(([dataset, writer]) => ({ dataset, writer })));
    fc.assert(
      fc.property(some, some, fc.constantFrom('two-fold' as const, 'cross-set' as const), (first, second, kind) => {
        const trainedOn = [first, second];
        const { tested, seenByAll } = assignFolds(rows, trainedOn, kind);
        const same = (a: { dataset: string; writer: string }, b: { dataset: string; writer: string }) =>
          a.dataset === b.dataset && (kind === 'cross-set' || a.writer === b.writer);
        tested.forEach((own, net) => {
          for (const row of own) expect(trainedOn[net]!.some((known) => same(known, row))).toBe(false);
        });
        for (const left of seenByAll)
          expect(trainedOn.every((known) => known.some((each) => same(each, left)))).toBe(true);
        expect(named(tested.flat()).length + seenByAll.length).toBe(writers.length);
        expect(tested.flat()).toHaveLength(rows.length - 3 * seenByAll.length);
      }),
    );
  });
});

describe('the list of whom a net was trained on', () => {
  it('is read, whatever the ends of its lines', () => {
    expect(parseTrainedOn('dataset\twriter\r\na\t1\r\nb\t2\r\n', 'list')).toEqual([
      { dataset: 'a', writer: '1' },
      { dataset: 'b', writer: '2' },
    ]);
  });

  it.each([
    ['writer\tdataset\na\t1\n', /first line/],
    ['dataset\twriter\n', /no writer/],
    ['dataset\twriter\na 1\n', /line 2/],
    ['dataset\twriter\na\t1\nb\t2\t3\n', /line 3/],
  ])('%j is refused', (text, why) => {
    expect(() => parseTrainedOn(text, 'list')).toThrow(why);
  });
});
