import { featuresFrom, groupOf, likelihoodRatio, type Calibration } from './calibration.ts';
import { joinDistances, specimenSpread } from './joining.ts';

/** The distance between two signatures by their places; undefined: it was not measured. */
export type DistanceOfPlaces = (a: number, b: number) => number | undefined;

/**
 * Sets of places that are connected by links, each as long as two and more, in order of their first place.
 *
 * @param size how many places there are
 * @param links pairs of places from 0 to `size` − 1
 */
export function connected(size: number, links: Iterable<readonly [number, number]>): number[][] {
  const parents = Int32Array.from({ length: size }, (_, at) => at);
  const rootOf = (place: number): number => {
    let root = place;
    while (parents[root] !== root) {
      parents[root] = parents[parents[root]!]!;
      root = parents[root]!;
    }
    return root;
  };
  for (const [a, b] of links) {
    const [first, second] = [rootOf(a), rootOf(b)];
    if (first !== second) parents[Math.max(first, second)] = Math.min(first, second);
  }
  const sets = new Map<number, number[]>();
  for (let place = 0; place < size; place++) {
    const root = rootOf(place);
    sets.set(root, [...(sets.get(root) ?? []), place]);
  }
  return [...sets.values()].filter(({ length }) => length > 1);
}

/**
 * Groups signatures by the hand that wrote them: average linkage (UPGMA, Sokal and Michener 1958), stopped where the mean distance
 * between the two nearest groups exceeds the border. Single links would chain strangers one after another, and complete ones would
 * split a hand at its oddest pair.
 *
 * @param places to be grouped, each once
 * @param border mean distance up to which two groups are one, in the distance's unit
 * @param distance a pair that was not measured counts as twice the border: far, but not without end
 * @returns groups of two and more, the places in their order
 */
export function groupByHand(places: readonly number[], border: number, distance: DistanceOfPlaces): number[][] {
  const count = places.length;
  const between = new Float64Array(count * count);
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < a; b++) {
      const measured = distance(places[b]!, places[a]!) ?? 2 * border;
      between[a * count + b] = measured;
      between[b * count + a] = measured;
    }
  }
  const groups = new Map<number, number[]>(places.map((place, at) => [at, [place]]));
  for (;;) {
    let [nearest, first, second] = [Infinity, -1, -1];
    const left = [...groups.keys()];
    for (const [at, a] of left.entries()) {
      for (const b of left.slice(at + 1)) {
        if (between[a * count + b]! < nearest) [nearest, first, second] = [between[a * count + b]!, a, b];
      }
    }
    if (!(nearest <= border)) break;
    const [own, other] = [groups.get(first)!, groups.get(second)!];
    for (const each of left) {
      if (each === first || each === second) continue;
      const sum = own.length * between[first * count + each]! + other.length * between[second * count + each]!;
      const mean = sum / (own.length + other.length);
      between[first * count + each] = mean;
      between[each * count + first] = mean;
    }
    groups.set(first, [...own, ...other]);
    groups.delete(second);
  }
  return [...groups.values()].filter(({ length }) => length > 1).map((group) => group.sort((a, b) => a - b));
}

/**
 * How likely one group's signatures are by the hand of another, as if that one's were specimens: the mean of verification's
 * likelihood ratios, not clipped. How far the other group's signatures lie from each other is taken into account, so that a hand that
 * varies is no less one hand.
 *
 * @param own places of the group that is asked about, at least one
 * @param other places of the group that serves as specimens, at least one
 */
export function groupRatio(
  calibration: Calibration,
  own: readonly number[],
  other: readonly number[],
  distance: (a: number, b: number) => number,
): number {
  const { method, groups } = calibration;
  const pairwise = other.map((a) => other.map((b) => (a === b ? 0 : distance(a, b))));
  const spread = specimenSpread(pairwise, { method }) ?? 0;
  const weights = groups[groupOf(other.length)];
  let sum = 0;
  for (const place of own) {
    const joined = joinDistances(
      other.map((each) => distance(place, each)),
      { method },
    );
    sum += likelihoodRatio(weights, featuresFrom(joined, spread, other.length), { low: -Infinity, high: Infinity });
  }
  return sum / own.length;
}
