/**
 * Scores of trials, higher being more genuine. Null is a trial that could not be judged; it counts as an error of its
 * kind at every threshold: a genuine as rejected, a forgery as accepted.
 */
export type Scores = readonly (number | null)[];

/** A threshold with what it does: forgeries at or above it are accepted, genuines below it rejected. Shares, 0…1. */
export interface OperatingPoint {
  /** Infinity for the last one, which accepts nothing that was judged. */
  readonly threshold: number;
  readonly falseAcceptance: number;
  readonly falseRejection: number;
}

function sorted(scores: Scores, refused: number, what: string): Float64Array {
  if (scores.length === 0) throw new RangeError(`There are no ${what}, so there is no error rate.`);
  return Float64Array.from(scores, (score) => {
    if (score === null) return refused;
    if (!Number.isFinite(score)) throw new RangeError(`A score of the ${what} is not a finite number.`);
    return score;
  }).sort();
}

/** Genuine scores in rising order; refused ones first, as −Infinity. @throws RangeError for none, or a non-finite one. */
export function sortedGenuines(scores: Scores): Float64Array {
  return sorted(scores, -Infinity, 'genuines');
}

/** Forgery scores in rising order; refused ones last, as Infinity. @throws RangeError for none, or a non-finite one. */
export function sortedForgeries(scores: Scores): Float64Array {
  return sorted(scores, Infinity, 'forgeries');
}

/** How many entries of a rising list are below `threshold`. Where it is Infinity: how many are finite (or −Infinity). */
export function countBelow(rising: Float64Array, threshold: number): number {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rising[middle]! < threshold) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Every threshold that tells apart: each different score, rising, then Infinity. */
export function thresholdsOf(...lists: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(lists.reduce((sum, list) => sum + list.length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  const kept = all.sort().filter((score, index) => Number.isFinite(score) && (index === 0 || score !== all[index - 1]));
  const thresholds = new Float64Array(kept.length + 1).fill(Infinity);
  thresholds.set(kept);
  return thresholds;
}

/** The shares at a threshold by its place in a list of them: FAR falls with the place, FRR rises. */
export interface Rates {
  readonly places: number;
  falseAcceptance(place: number): number;
  falseRejection(place: number): number;
}

/** The first place where the condition holds; it must stay true once it is. `places` where it never holds. */
function firstPlace(places: number, holds: (place: number) => boolean): number {
  let low = 0;
  let high = places;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * The equal error rate over such a list: the mean of FAR and FRR where they are nearest; where two thresholds are as
 * near (one on each side of the crossing), the mean of both.
 */
export function equalErrorOf(rates: Rates): number {
  const gap = (place: number): number => Math.abs(rates.falseAcceptance(place) - rates.falseRejection(place));
  const mean = (place: number): number => (rates.falseAcceptance(place) + rates.falseRejection(place)) / 2;
  const after = firstPlace(rates.places, (place) => rates.falseAcceptance(place) <= rates.falseRejection(place));
  // Where refused forgeries outnumber everything FAR may stay above FRR to the end.
  if (after === rates.places) return mean(rates.places - 1);
  if (after === 0) return mean(0);
  const difference = gap(after) - gap(after - 1);
  // Counts over counts: an equal gap may differ in the last bits.
  if (Math.abs(difference) < 1e-12) return (mean(after) + mean(after - 1)) / 2;
  return difference < 0 ? mean(after) : mean(after - 1);
}

/** The share of genuines accepted at the lowest threshold where FAR is at most `share`; 0 where there is none. */
export function genuineAtOf(rates: Rates, share: number): number {
  const place = firstPlace(rates.places, (each) => rates.falseAcceptance(each) <= share);
  return place === rates.places ? 0 : 1 - rates.falseRejection(place);
}

function ratesOf(genuineScores: Scores, forgeryScores: Scores): Rates & { readonly thresholds: Float64Array } {
  const genuine = sortedGenuines(genuineScores);
  const forgery = sortedForgeries(forgeryScores);
  const thresholds = thresholdsOf(genuine, forgery);
  return {
    thresholds,
    places: thresholds.length,
    // Counted before it is divided: 1 − 99/100 is more than 0.01 in floating point, 1/100 is not.
    falseAcceptance: (place) => (forgery.length - countBelow(forgery, thresholds[place]!)) / forgery.length,
    falseRejection: (place) => countBelow(genuine, thresholds[place]!) / genuine.length,
  };
}

/**
 * The equal error rate, 0…1: accepted at or above the threshold, every different score tried as one, and the mean of
 * FAR and FRR where they are nearest. Scores that tie on both sides move together, so all scores equal gives 0.5.
 *
 * @throws RangeError where a side is empty or a score isn't finite.
 */
export function equalErrorRate(genuineScores: Scores, forgeryScores: Scores): number {
  return equalErrorOf(ratesOf(genuineScores, forgeryScores));
}

/**
 * The share of genuines accepted at the lowest threshold that at most `share` of the forgeries pass, 0…1.
 *
 * @param share 0…1; 0.01 for `genuineAtFar1`.
 * @throws RangeError where a side is empty, a score isn't finite, or the share is out of range.
 */
export function genuineAtFalseAcceptance(genuineScores: Scores, forgeryScores: Scores, share: number): number {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`A share lies between 0 and 1; this one is ${share}.`);
  return genuineAtOf(ratesOf(genuineScores, forgeryScores), share);
}

/**
 * The points of the DET curve, by rising threshold: FAR falls from 1, FRR rises to 1 (less what was refused).
 *
 * @param most thins the list evenly to about this many points, first and last kept. Default: all.
 * @throws RangeError as `equalErrorRate`.
 */
export function detCurve(genuineScores: Scores, forgeryScores: Scores, most = Infinity): OperatingPoint[] {
  const rates = ratesOf(genuineScores, forgeryScores);
  const last = rates.places - 1;
  const count = Math.min(rates.places, Math.max(2, most));
  return Array.from({ length: count }, (_, index) => {
    const place = count < 2 ? 0 : Math.round((index * last) / (count - 1));
    return {
      threshold: rates.thresholds[place]!,
      falseAcceptance: rates.falseAcceptance(place),
      falseRejection: rates.falseRejection(place),
    };
  });
}

/**
 * The area under the ROC curve, 0…1: the chance that a genuine scores above a forgery, a tie counting half.
 *
 * @throws RangeError as `equalErrorRate`.
 */
export function areaUnderCurve(genuineScores: Scores, forgeryScores: Scores): number {
  const genuine = sortedGenuines(genuineScores);
  const forgery = sortedForgeries(forgeryScores);
  let below = 0;
  let upTo = 0;
  let doubled = 0;
  for (const score of genuine) {
    while (below < forgery.length && forgery[below]! < score) below++;
    while (upTo < forgery.length && forgery[upTo]! <= score) upTo++;
    doubled += below + upTo;
  }
  return doubled / (2 * genuine.length * forgery.length);
}
