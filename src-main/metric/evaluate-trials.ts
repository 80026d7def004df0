import { upperBoundOfShare } from './binomial.ts';
import { verdictOf, type Thresholds, type Verdict } from './bands.ts';
import {
  bootstrapOverWriters,
  writerTable,
  type BootstrapOptions,
  type Interval,
  type WriterScores,
} from './bootstrap.ts';
import type { Trial, TrialKind } from './protocol.ts';

/** Shares of a kind of trial in each band; they add up to 1. */
export type BandShares = Readonly<Record<Verdict, number>>;

/**
 * What one dataset's trials show. Rates are shares, 0…1, with 95 % intervals over writers. A rate is null where the
 * dataset has no trials that it needs.
 */
export interface Evaluation {
  readonly skilledEer: Interval | null;
  readonly randomEer: Interval | null;
  /** The mean of the writers' own EERs against skilled forgeries. */
  readonly writerMeanEer: Interval | null;
  /** Genuines above the threshold that 1 % of skilled forgeries pass. */
  readonly genuineAtFar1: Interval | null;
  /** Null where there are no trials of the kind. */
  readonly bands: Readonly<Record<TrialKind, BandShares | null>>;
  /**
   * The 95 % upper bound (one-sided, Clopper and Pearson) of the share of skilled forgeries in match, for as many cases as
   * there are different forgeries, not trials. Null where there are none.
   */
  readonly skilledMatchBound: number | null;
  /** Trials of each kind, those refused among them; `refused` counts these over all kinds. */
  readonly counts: {
    readonly genuine: number;
    readonly skilled: number;
    readonly random: number;
    readonly refused: number;
  };
}

type Judged = Readonly<Record<TrialKind, (number | null)[]>> & { readonly forgeries: Set<string> };

function bandShares(scores: readonly (number | null)[], kind: TrialKind, thresholds: Thresholds): BandShares | null {
  if (scores.length === 0) return null;
  const counts: Record<Verdict, number> = { match: 0, review: 0, mismatch: 0 };
  // A trial that can't be judged counts as an error of its kind.
  const refused = kind === 'genuine' ? 'mismatch' : 'match';
  for (const score of scores) counts[score === null ? refused : verdictOf(score, thresholds)] += 1;
  const share = (verdict: Verdict): number => counts[verdict] / scores.length;
  return { match: share('match'), review: share('review'), mismatch: share('mismatch') };
}

function evaluateSet(
  perWriter: ReadonlyMap<string, Judged>,
  thresholds: Thresholds,
  options: BootstrapOptions,
): Evaluation {
  const writers = [...perWriter.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
  const against = (kind: 'skilled' | 'random'): WriterScores[] =>
    writers.map(([writer, judged]) => ({ writer, genuine: judged.genuine, forgery: judged[kind] }));
  const forgeries = writers.reduce((sum, [, judged]) => sum + judged.forgeries.size, 0);
  const of = (kind: TrialKind): (number | null)[] => writers.flatMap(([, judged]) => judged[kind]);
  const genuine = of('genuine');
  const skilled = of('skilled');
  const random = of('random');
  const skilledTable = writerTable(against('skilled'));
  const randomTable = writerTable(against('random'));
  const interval = (statistic: Parameters<typeof bootstrapOverWriters>[1]): Interval | null =>
    Number.isNaN(statistic(new Uint32Array(writers.length).fill(1)))
      ? null
      : bootstrapOverWriters(writers.length, statistic, options);
  const skilledBands = bandShares(skilled, 'skilled', thresholds);
  return {
    skilledEer: interval(skilledTable.equalError),
    randomEer: interval(randomTable.equalError),
    writerMeanEer: interval(skilledTable.writerMeanEqualError),
    genuineAtFar1: interval(skilledTable.genuineAt(0.01)),
    bands: {
      genuine: bandShares(genuine, 'genuine', thresholds),
      skilled: skilledBands,
      random: bandShares(random, 'random', thresholds),
    },
    skilledMatchBound: skilledBands && forgeries > 0 ? upperBoundOfShare(skilledBands.match, forgeries) : null,
    counts: {
      genuine: genuine.length,
      skilled: skilled.length,
      random: random.length,
      refused: [genuine, skilled, random].flat().filter((score) => score === null).length,
    },
  };
}

/**
 * Error rates by dataset of trials that have been scored.
 *
 * @param scores aligned with the trials: natural-log likelihood ratios, or any score where higher is more genuine; null for
 *   a trial that could not be judged, which counts as an error of its kind (a genuine as rejected and in mismatch, a
 *   forgery as accepted and in match) and in `refused`.
 * @param thresholds those of the trials' number of specimens; evaluate each number of specimens by itself.
 * @throws RangeError for lists of unequal length or a score that isn't finite.
 */
export function evaluateTrials(
  trials: readonly Pick<Trial, 'dataset' | 'writer' | 'kind' | 'questioned'>[],
  scores: readonly (number | null)[],
  options: BootstrapOptions & { readonly thresholds: Thresholds },
): Record<string, Evaluation> {
  if (trials.length !== scores.length)
    throw new RangeError(`There are ${trials.length} trials but ${scores.length} scores.`);
  const datasets = new Map<string, Map<string, Judged>>();
  trials.forEach(({ dataset, writer, kind, questioned }, index) => {
    const writers = datasets.get(dataset) ?? new Map<string, Judged>();
    datasets.set(dataset, writers);
    const judged = writers.get(writer) ?? { genuine: [], skilled: [], random: [], forgeries: new Set<string>() };
    writers.set(writer, judged);
    judged[kind].push(scores[index]!);
    if (kind === 'skilled') judged.forgeries.add(questioned);
  });
  const { thresholds, ...bootstrap } = options;
  return Object.fromEntries(
    [...datasets.entries()].map(([dataset, writers]) => [dataset, evaluateSet(writers, thresholds, bootstrap)]),
  );
}
