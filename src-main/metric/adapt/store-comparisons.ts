import { featuresOf, likelihoodRatio, type Calibration, type Features, type SpecimenGroup } from '../calibration.ts';
import { seededRandom, seedFrom } from '../seeded.ts';
import { adaptedDistance, remoteness, type AdaptedMetric } from './adapted-metric.ts';

/** A signatory's specimens, by their templates. */
export interface StoreSignatory {
  readonly id: string;
  readonly templates: readonly Float32Array[];
}

/** A comparison that a store's specimens allow without anybody's word: a specimen left out, or a specimen of somebody else. */
export interface StoreComparison {
  readonly group: SpecimenGroup;
  /** `genuine`: the signatory's own specimen; `random`: another one's. */
  readonly kind: 'genuine' | 'random';
  readonly holder: string;
  readonly questionedHolder: string;
  readonly questioned: Float32Array;
  readonly specimens: readonly Float32Array[];
}

/** A distance between two templates, given as the very objects of the store; symmetric. */
export type Between = (a: Float32Array, b: Float32Array) => number;

/** More specimens of one signatory than this are not left out in turn. */
const mostLeftOut = 6;
/** How many other signatories each one is compared with. */
const others = 24;

/** Specimens of each group that a comparison takes; the group's own number, or as many as there are, from three up. */
function specimensFor(group: SpecimenGroup, rest: readonly Float32Array[]): readonly Float32Array[] | null {
  if (group === 'many') return rest.length >= 3 ? rest : null;
  const count = group === 'one' ? 1 : 2;
  return rest.length >= count ? rest.slice(0, count) : null;
}

const groups: readonly SpecimenGroup[] = ['one', 'two', 'many'];

/**
 * The comparisons that the specimens of some signatories allow: each specimen (of at most six) against the signatory's others, and one
 * specimen each of at most 24 others. The same signatories in the same order give the same comparisons.
 */
export function storeComparisons(signatories: readonly StoreSignatory[]): StoreComparison[] {
  const comparisons: StoreComparison[] = [];
  const many = signatories.length;
  for (const [place, { id, templates }] of signatories.entries()) {
    const without = (at: number): Float32Array[] => [...templates.slice(at + 1), ...templates.slice(0, at)];
    for (const group of groups) {
      for (let at = 0; at < Math.min(templates.length, mostLeftOut); at++) {
        const specimens = specimensFor(group, without(at));
        if (specimens)
          comparisons.push({
            ...{ group, kind: 'genuine', holder: id, questionedHolder: id },
            ...{ questioned: templates[at]!, specimens },
          });
      }
      const random = seededRandom(seedFrom(1, group, id));
      const strangers = Math.min(others, many - 1);
      for (let step = 1; step <= strangers; step++) {
        const other = signatories[(place + Math.ceil((step * (many - 1)) / strangers)) % many]!;
        const specimens = specimensFor(group, without(random.below(Math.max(1, templates.length))));
        if (specimens && other.templates.length > 0)
          comparisons.push({
            ...{ group, kind: 'random', holder: id, questionedHolder: other.id },
            ...{ questioned: other.templates[random.below(other.templates.length)]!, specimens },
          });
      }
    }
  }
  return comparisons;
}

/** Pairs of templates whose distances the comparisons need, each once. */
export function pairsOf(comparisons: readonly StoreComparison[]): [Float32Array, Float32Array][] {
  const numbers = new Map<Float32Array, number>();
  const numberOf = (template: Float32Array): number => {
    const known = numbers.get(template) ?? numbers.size;
    numbers.set(template, known);
    return known;
  };
  const pairs = new Map<string, [Float32Array, Float32Array]>();
  const add = (a: Float32Array, b: Float32Array): void => {
    if (a === b) return;
    const [first, second] = [numberOf(a), numberOf(b)];
    pairs.set(first < second ? `${first} ${second}` : `${second} ${first}`, [a, b]);
  };
  for (const { questioned, specimens } of comparisons)
    for (const [at, specimen] of specimens.entries()) {
      add(questioned, specimen);
      for (const other of specimens.slice(at + 1)) add(specimen, other);
    }
  return [...pairs.values()];
}

/** What a comparison's score is worked out from, under the package's own distance or (with `metric`) the bank's. */
export function comparisonFeatures(
  { questioned, specimens }: Pick<StoreComparison, 'questioned' | 'specimens'>,
  between: Between,
  method: Calibration['method'],
  metric?: Pick<AdaptedMetric, 'part' | 'matrix' | 'crowd'>,
): Features {
  const distance = (a: Float32Array, b: Float32Array): number =>
    metric ? adaptedDistance(metric, a, b, between(a, b)) : between(a, b);
  const pairwise = specimens.map((a) => specimens.map((b) => (a === b ? 0 : distance(a, b))));
  const features = featuresOf(
    { distances: specimens.map((specimen) => distance(questioned, specimen)), pairwise },
    method,
  );
  return metric ? { ...features, remoteness: remoteness(metric, questioned, specimens) } : features;
}

/** A score that isn't clipped: its straight line is what is fitted to. */
export const unclippedRatio = (calibration: Calibration, group: SpecimenGroup, features: Features): number =>
  likelihoodRatio(calibration.groups[group], features, { low: -1e9, high: 1e9 });
