import { describe, expect, test } from 'vitest';
import { evaluateTrials } from '../../src-main/metric/evaluate-trials.ts';
import type { TrialKind } from '../../src-main/metric/protocol.ts';

const thresholds = { matchAbove: 3.5, mismatchBelow: 0.5 };
const trials = (dataset: string, writer: string, kind: TrialKind, scores: readonly (number | null)[]) =>
  scores.map((score, index) => ({ dataset, writer, kind, questioned: `${writer} ${kind} ${String(index)}`, score }));

const all = [
  ...trials('first', 'a', 'genuine', [1, 3, 4, 5]),
  ...trials('first', 'a', 'skilled', [0, 1, 2, 3]),
  ...trials('first', 'a', 'random', [-2, -3]),
  ...trials('first', 'b', 'genuine', [5, 6, 7, null]),
  ...trials('first', 'b', 'skilled', [-1, -1, 0, null]),
  ...trials('first', 'b', 'random', [-2, 0]),
  ...trials('second', 'a', 'genuine', [1, 2]),
  ...trials('second', 'a', 'random', [-1, -2]),
];
const evaluate = (list = all) =>
  evaluateTrials(
    list,
    list.map(({ score }) => score),
    { thresholds, draws: 200 },
  );

describe('evaluation by dataset', () => {
  const { first, second } = evaluate();

  test('error rates are those worked by hand, refused trials being errors', () => {
    // Together at 3: forgeries 3 and the refused one pass (2/8), genuines 1 and the refused one fail (2/8).
    expect(first!.skilledEer!.value).toBe(0.25);
    // Writer a 1/4, writer b 1/4 (his refused ones).
    expect(first!.writerMeanEer!).toEqual({ value: 0.25, low: 0.25, high: 0.25 });
    // At 1: no random forgery passes, and only the refused genuine fails; nearest at 0 or 1: FAR 1/4 or 0, FRR 1/8.
    expect(first!.randomEer!.value).toBeCloseTo((3 / 16 + 1 / 16) / 2, 12);
    // One refused forgery of eight is more than 1 %: no threshold will do.
    expect(first!.genuineAtFar1!.value).toBe(0);
  });

  test('the bands add up, a refused trial being in the wrong one', () => {
    expect(first!.bands).toEqual({
      genuine: { match: 5 / 8, review: 2 / 8, mismatch: 1 / 8 },
      skilled: { match: 1 / 8, review: 3 / 8, mismatch: 4 / 8 },
      random: { match: 0, review: 0, mismatch: 1 },
    });
    expect(first!.counts).toEqual({ genuine: 8, skilled: 8, random: 4, refused: 2 });
  });

  test('the share of forgeries in match is bounded by how many different ones there are', () => {
    // One of eight, one-sided 95 %: the share at which seven or eight of eight others would come once in twenty times.
    expect(first!.skilledMatchBound).toBeCloseTo(0.4707, 3);
    const twice = [...all, ...all];
    expect(evaluate(twice)['first']!.skilledMatchBound).toBe(first!.skilledMatchBound);
    expect(second!.skilledMatchBound).toBeNull();
  });

  test('a set without skilled forgeries has no figures about them, and does not borrow another set’s', () => {
    expect(second!.skilledEer).toBeNull();
    expect(second!.writerMeanEer).toBeNull();
    expect(second!.genuineAtFar1).toBeNull();
    expect(second!.bands.skilled).toBeNull();
    expect(second!.randomEer).toEqual({ value: 0, low: 0, high: 0 });
    expect(second!.counts).toEqual({ genuine: 2, skilled: 0, random: 2, refused: 0 });
  });

  test('intervals hold their value, and the order of the trials changes nothing', () => {
    for (const rate of [first!.skilledEer!, first!.randomEer!, first!.genuineAtFar1!]) {
      expect(rate.low).toBeLessThanOrEqual(rate.value);
      expect(rate.high).toBeGreaterThanOrEqual(rate.value);
    }
    expect(evaluate(all.toReversed())).toEqual(evaluate());
  });
});

test('refuses scores that do not go with the trials', () => {
  expect(() => evaluateTrials(all, [1], { thresholds })).toThrow(/24 trials but 1 scores/);
});
