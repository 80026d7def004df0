import {
  countBelow,
  equalErrorOf,
  equalErrorRate,
  genuineAtOf,
  sortedForgeries,
  sortedGenuines,
  thresholdsOf,
  type Rates,
  type Scores,
} from './error-rates.ts';
import { seededRandom } from './seeded.ts';

/** A figure and the interval it may lie in. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** The scores of one writer's trials; either list may be empty. */
export interface WriterScores {
  readonly writer: string;
  readonly genuine: Scores;
  readonly forgery: Scores;
}

/** A figure of a set of writers in which writer i counts `times[i]` times; NaN where that set has none. */
export type WriterStatistic = (times: Uint32Array) => number;

export interface BootstrapOptions {
  /** Default 1000. */
  readonly draws?: number;
  /** Default 1. */
  readonly seed?: number;
  /** Default 0.95. */
  readonly level?: number;
}

/**
 * The percentile bootstrap over writers (Efron): as many writers are drawn, with replacement, as there are, and the
 * figure is worked out anew; the interval holds the middle 95 % of the draws. Writers, not trials, are drawn because the
 * trials of one writer aren't independent. Draws without a figure (no forgery among them) are left out.
 *
 * @throws RangeError for no writer, options out of range, or a figure that no draw has.
 */
export function bootstrapOverWriters(
  writers: number,
  statistic: WriterStatistic,
  options: BootstrapOptions = {},
): Interval {
  const { draws = 1000, seed = 1, level = 0.95 } = options;
  if (!Number.isInteger(writers) || writers < 1)
    throw new RangeError(`There must be at least one writer, not ${writers}.`);
  if (!Number.isInteger(draws) || draws < 1)
    throw new RangeError(`The number of draws is a whole number from 1 up, not ${draws}.`);
  if (!(level > 0 && level < 1)) throw new RangeError(`The level lies between 0 and 1; it is ${level}.`);
  const value = statistic(new Uint32Array(writers).fill(1));
  if (Number.isNaN(value))
    throw new RangeError('These writers have no such figure: genuines or forgeries are missing.');
  const random = seededRandom(seed);
  const figures: number[] = [];
  const times = new Uint32Array(writers);
  for (let draw = 0; draw < draws; draw++) {
    times.fill(0);
    for (let each = 0; each < writers; each++) times[random.below(writers)]! += 1;
    const figure = statistic(times);
    if (!Number.isNaN(figure)) figures.push(figure);
  }
  if (figures.length === 0) throw new RangeError('No draw of writers has this figure.');
  figures.sort((a, b) => a - b);
  return { value, low: quantile(figures, (1 - level) / 2), high: quantile(figures, (1 + level) / 2) };
}

/** The quantile of a rising list, with a straight line between neighbours. */
function quantile(rising: readonly number[], share: number): number {
  const at = share * (rising.length - 1);
  const below = rising[Math.floor(at)]!;
  const above = rising[Math.ceil(at)]!;
  return below + (above - below) * (at - Math.floor(at));
}

/** Figures of a set of writers, ready for many draws: scores are sorted once, and a draw only adds up counts. */
export interface WriterTable {
  readonly writers: number;
  /** EER at one threshold for all. */
  readonly equalError: WriterStatistic;
  /** The mean of the writers' own EERs, of those with genuines and forgeries. */
  readonly writerMeanEqualError: WriterStatistic;
  /** Genuines accepted where at most `share` of the forgeries are. */
  genuineAt(share: number): WriterStatistic;
}

/**
 * Prepares writers' scores for the bootstrap.
 *
 * @throws RangeError for a score that isn't finite.
 */
export function writerTable(perWriter: readonly WriterScores[]): WriterTable {
  const none = new Float64Array();
  const genuine = perWriter.map((each) => (each.genuine.length > 0 ? sortedGenuines(each.genuine) : none));
  const forgery = perWriter.map((each) => (each.forgery.length > 0 ? sortedForgeries(each.forgery) : none));
  const thresholds = thresholdsOf(...genuine, ...forgery);
  const own = perWriter.map((each) =>
    each.genuine.length > 0 && each.forgery.length > 0 ? equalErrorRate(each.genuine, each.forgery) : NaN,
  );

  const total = (lists: readonly Float64Array[], times: Uint32Array): number =>
    lists.reduce((sum, list, writer) => sum + times[writer]! * list.length, 0);
  const below = (lists: readonly Float64Array[], times: Uint32Array, place: number): number => {
    const threshold = thresholds[place]!;
    let count = 0;
    for (let writer = 0; writer < lists.length; writer++)
      if (times[writer]! > 0) count += times[writer]! * countBelow(lists[writer]!, threshold);
    return count;
  };
  const onRates =
    (figure: (rates: Rates) => number): WriterStatistic =>
    (times) => {
      const genuines = total(genuine, times);
      const forgeries = total(forgery, times);
      if (genuines === 0 || forgeries === 0) return NaN;
      return figure({
        places: thresholds.length,
        falseAcceptance: (place) => (forgeries - below(forgery, times, place)) / forgeries,
        falseRejection: (place) => below(genuine, times, place) / genuines,
      });
    };
  return {
    writers: perWriter.length,
    equalError: onRates(equalErrorOf),
    writerMeanEqualError: (times) => {
      let sum = 0;
      let count = 0;
      own.forEach((rate, writer) => {
        if (Number.isNaN(rate)) return;
        sum += times[writer]! * rate;
        count += times[writer]!;
      });
      return count === 0 ? NaN : sum / count;
    },
    genuineAt: (share) => onRates((rates) => genuineAtOf(rates, share)),
  };
}

/** The mean of the writers' own equal error rates, of those with genuines and forgeries; NaN where there is none. */
export function writerMeanEer(perWriter: readonly WriterScores[]): number {
  return writerTable(perWriter).writerMeanEqualError(new Uint32Array(perWriter.length).fill(1));
}
