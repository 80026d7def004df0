import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { distanceBetween } from '../../src-main/metric/distance.ts';
import { equalErrorRate } from '../../src-main/metric/error-rates.ts';
import { evaluateTrials } from '../../src-main/metric/evaluate-trials.ts';
import { joinDistances, specimenSpread } from '../../src-main/metric/joining.ts';
import type { TrialKind } from '../../src-main/metric/protocol.ts';

/** What models/training/write_parity.py wrote: figures of models/training/evaluate.py on seeded random numbers. */
interface Parity {
  readonly equalError: readonly { genuine: number[]; forged: number[]; equalErrorRate: number }[];
  readonly joining: readonly { distances: number[]; joined: number }[];
  readonly spread: readonly { pairwise: number[][]; spread: number }[];
  readonly whole: {
    readonly templates: readonly number[][];
    readonly writers: readonly { genuine: number[]; forged: number[] }[];
    readonly figures: readonly {
      specimens: number;
      share: number;
      /** By writer: a genuine of each other writer, and with two specimens or more the specimens of each draw. */
      draws: readonly { strangers: number[]; specimens: number[][] }[];
      skilled: number;
      random: number;
      writerMean: number;
    }[];
  };
}

const parity = JSON.parse(
  readFileSync(new URL('../fixtures/metric/python-parity.json', import.meta.url), 'utf8'),
) as Parity;
const tolerance = 1e-4;

function near(value: number | null | undefined, python: number): void {
  expect(Math.abs((value ?? NaN) - python)).toBeLessThan(tolerance);
}

/** Scores rise towards genuine, distances fall. */
const scoresOf = (distances: readonly number[]): number[] => distances.map((distance) => -distance);

describe('the same numbers in Python and here', () => {
  test.each(parity.equalError)('equal error rate of $genuine.length genuines, $forged.length forgeries', (each) =>
    near(equalErrorRate(scoresOf(each.genuine), scoresOf(each.forged)), each.equalErrorRate),
  );

  test.each(parity.joining)('joined distance to $distances.length specimens', (each) =>
    near(joinDistances(each.distances), each.joined),
  );

  test.each(parity.spread)('spread of $pairwise.length specimens', (each) =>
    near(specimenSpread(each.pairwise), each.spread),
  );
});

describe('the rates of a set of writers, from templates to figures', () => {
  const { templates, writers, figures } = parity.whole;
  const vectors = templates.map((row) => Float32Array.from(row));
  const distance = (a: number, b: number): number => distanceBetween({ kind: 'euclidean' }, vectors[a]!, vectors[b]!);

  test.each(figures)('$specimens specimens, $share of their spread taken off', (figure) => {
    const trials: { dataset: string; writer: string; kind: TrialKind; questioned: string }[] = [];
    const scores: number[] = [];
    writers.forEach(({ genuine, forged }, index) => {
      const { strangers, specimens: drawn } = figure.draws[index]!;
      const score = (specimens: readonly number[], questioned: number, kind: TrialKind): void => {
        const spread = specimenSpread(specimens.map((a) => specimens.map((b) => distance(a, b)))) ?? 0;
        trials.push({ dataset: 'random', writer: `w${index}`, kind, questioned: `${kind} ${String(trials.length)}` });
        scores.push(figure.share * spread - joinDistances(specimens.map((specimen) => distance(questioned, specimen))));
      };
      const sets = figure.specimens === 1 ? genuine.map((row) => [row]) : drawn;
      for (const specimens of sets) {
        const rest = genuine.filter((row) => (figure.specimens === 1 ? row > specimens[0]! : !specimens.includes(row)));
        rest.forEach((row) => score(specimens, row, 'genuine'));
        forged.forEach((row) => score(specimens, row, 'skilled'));
        strangers.forEach((row) => score(specimens, row, 'random'));
      }
    });
    const { random } = evaluateTrials(trials, scores, { draws: 1, thresholds: { matchAbove: 1, mismatchBelow: -1 } });
    near(random!.skilledEer?.value, figure.skilled);
    near(random!.randomEer?.value, figure.random);
    near(random!.writerMeanEer?.value, figure.writerMean);
    // Rates that a chance agreement couldn't give.
    expect(figure.skilled).toBeGreaterThan(0.02);
  });
});
