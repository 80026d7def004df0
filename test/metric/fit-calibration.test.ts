import { describe, expect, test } from 'vitest';
import { score, specimenGroups, type SpecimenGroup } from '../../src-main/metric/calibration.ts';
import {
  crossFit,
  fitCalibration,
  fitGroup,
  trialWeights,
  type CalibrationTrial,
} from '../../src-main/metric/fit-calibration.ts';
import type { TrialKind } from '../../src-main/metric/protocol.ts';
import { seededRandom, type SeededRandom } from '../../src-main/metric/seeded.ts';

/** A value of the normal curve, by Box and Muller. */
const normal = (random: SeededRandom): number =>
  Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());

function trial(kind: TrialKind, writer: string, joined: number, spread = 0, count = 1): CalibrationTrial {
  const relative = count === 1 ? 0 : joined + spread === 0 ? 0.5 : joined / (joined + spread);
  return { features: { joined, spread, relative, count }, kind, dataset: 'simulated', writer };
}

/** Distances of genuines around 2, of forgeries around 3, both with deviation 0.5: the true ratio is (2.5 − d) / 0.25. */
function gaussian(seed: number, writers: number, each: number): CalibrationTrial[] {
  const random = seededRandom(seed);
  return Array.from({ length: writers }, (_, writer) =>
    Array.from({ length: each }, () => [
      trial('genuine', `writer ${writer}`, Math.max(0, 2 + 0.5 * normal(random))),
      trial('skilled', `writer ${writer}`, Math.max(0, 3 + 0.5 * normal(random))),
      trial('random', `writer ${writer}`, Math.max(0, 3 + 0.5 * normal(random))),
    ]).flat(),
  ).flat();
}
const trueRatio = (joined: number): number => (2.5 - joined) / 0.25;

describe('a likelihood ratio', () => {
  const trials = gaussian(1, 20, 100);

  test('is the true one of two normal curves', () => {
    const group = fitGroup(trials, 'one', { ridge: 1e-6 });
    for (const joined of [1.5, 2, 2.5, 3, 3.5])
      expect(Math.abs(group.intercept + group.joinedWeight * joined - trueRatio(joined))).toBeLessThan(0.35);
  });

  test('does not move with how many trials of a kind or of a writer there are', () => {
    const group = fitGroup(trials, 'one');
    const moreOfAKind = fitGroup([...trials, ...trials.filter(({ kind }) => kind === 'skilled')], 'one');
    const moreOfAWriter = fitGroup([...trials, ...trials.filter(({ writer }) => writer === 'writer 3')], 'one');
    for (const other of [moreOfAKind, moreOfAWriter]) {
      expect(other.intercept).toBeCloseTo(group.intercept, 4);
      expect(other.joinedWeight).toBeCloseTo(group.joinedWeight, 4);
    }
  });

  test('crossed by writer, is calibrated: scores near x come from genuines e^x times as often', () => {
    const scores = crossFit(trials, 'one');
    const weights = trialWeights(trials);
    for (const centre of [-2, -1, 0, 1, 2]) {
      let [genuine, forgery] = [0, 0];
      scores.forEach((value, index) => {
        if (Math.abs(value - centre) > 0.5) return;
        if (trials[index]!.kind === 'genuine') genuine += weights[index]!;
        else forgery += weights[index]!;
      });
      expect(Math.abs(Math.log(genuine / forgery) - centre)).toBeLessThan(0.4);
    }
  });
});

test('weights: halves by class, the stated share of skilled, writers alike', () => {
  const trials = [
    trial('genuine', 'a', 1),
    trial('genuine', 'a', 1),
    trial('genuine', 'b', 1),
    trial('skilled', 'a', 2),
    trial('random', 'a', 3),
    trial('random', 'b', 3),
  ];
  const weights = trialWeights(trials, 0.8);
  [0.125, 0.125, 0.25, 0.4, 0.05, 0.05].forEach((weight, index) => expect(weights[index]).toBeCloseTo(weight, 12));
  expect(trialWeights(trials.slice(0, 4), 0.8).at(-1)).toBe(0.5);
  expect(() => trialWeights(trials, 2)).toThrow(/it is 2/);
});

describe('crossing', () => {
  test("a writer's own trials, and those he questions, do not touch his scores", () => {
    const trials = gaussian(5, 4, 20).map((each): CalibrationTrial =>
      each.kind === 'random'
        ? { ...each, questionedWriter: each.writer === 'writer 0' ? 'writer 1' : 'writer 0' }
        : each,
    );
    const changed = trials.map((each) =>
      each.writer === 'writer 0' || each.questionedWriter === 'writer 0'
        ? { ...each, features: { ...each.features, joined: each.features.joined * 1.01 } }
        : each,
    );
    // The same distances scored, with his own trials shifted in the one fit: only the start of the fit can differ.
    const [before, after] = [crossFit(trials, 'one'), crossFit(changed, 'one')];
    const slope = (scores: readonly number[], list: readonly CalibrationTrial[], writer: string): number => {
      const own = list.flatMap((each, index) =>
        each.writer === writer && Math.abs(scores[index]!) < 10 ? [index] : [],
      );
      const [first, last] = [own[0]!, own[1]!];
      return (scores[last]! - scores[first]!) / (list[last]!.features.joined - list[first]!.features.joined);
    };
    expect(slope(after, changed, 'writer 0')).toBeCloseTo(slope(before, trials, 'writer 0'), 5);
    expect(slope(after, changed, 'writer 2')).not.toBeCloseTo(slope(before, trials, 'writer 2'), 5);
  });

  test('needs two writers', () => {
    expect(() => crossFit(gaussian(1, 1, 10), 'one')).toThrow(/two writers/);
  });
});

/** Writers differ in how much they vary: a distance means little without the spread. */
function varying(seed: number, group: SpecimenGroup): CalibrationTrial[] {
  const random = seededRandom(seed);
  return Array.from({ length: 12 }, (_, writer) => {
    const scale = 0.5 + 1.5 * random.next();
    const of = (kind: TrialKind, centre: number): CalibrationTrial => {
      const count = group === 'one' ? 1 : group === 'two' ? 2 : 3 + 2 * random.below(2);
      const near = (value: number): number => Math.max(0, scale * (value + 0.2 * normal(random)));
      return trial(kind, `writer ${writer}`, near(centre), count === 1 ? 0 : near(1), count);
    };
    return Array.from({ length: 60 }, () => [of('genuine', 1), of('skilled', 1.7), of('random', 4)]).flat();
  }).flat();
}

describe('a whole calibration', () => {
  const trials = { one: varying(1, 'one'), two: varying(2, 'two'), many: varying(3, 'many') };
  const calibration = fitCalibration(trials, { method: 'mean-of-best-two' });

  test('has signed weights, thresholds in order, and names whom it was fitted on', () => {
    for (const name of specimenGroups) {
      const group = calibration.groups[name];
      expect(group.joinedWeight).toBeLessThanOrEqual(0);
      expect(group.spreadWeight).toBeGreaterThanOrEqual(0);
      expect(group.relativeWeight).toBeLessThanOrEqual(0);
      expect(group.thresholds!.mismatchBelow).toBeLessThanOrEqual(group.thresholds!.matchAbove);
    }
    expect(calibration.groups.one).toMatchObject({ spreadWeight: 0, relativeWeight: 0, countWeight: 0 });
    expect(calibration.groups.two.countWeight).toBe(0);
    expect(calibration.fittedOn).toHaveLength(12);
    expect(calibration.fittedOn[0]).toEqual({ dataset: 'simulated', writer: 'writer 0' });
  });

  test('survives JSON, and the spread of the specimens excuses a distance', () => {
    const kept = JSON.parse(JSON.stringify(calibration)) as typeof calibration;
    expect(kept).toEqual(calibration);
    const of = (spread: number): number =>
      score(kept, {
        distances: [1.5, 1.5],
        pairwise: [
          [0, spread],
          [spread, 0],
        ],
      }).score;
    expect(of(1.5)).toBeGreaterThan(of(0.6) + 1);
  });

  test('refuses forgeries only', () => {
    expect(() =>
      fitGroup(
        trials.one.filter(({ kind }) => kind !== 'genuine'),
        'one',
      ),
    ).toThrow(/no genuines/);
  });
});
