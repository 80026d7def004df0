import { countingDistances } from '../metric/askew.ts';
import { featuresOf, type Calibration } from '../metric/calibration.ts';
import type { CalibrationTrial } from '../metric/fit-calibration.ts';
import { protocolTrials, type Trial } from '../metric/protocol.ts';
import type { EmbeddedSet } from './embed-rows.ts';
import { turnOf } from './straighten.ts';

/** A trial of the protocol with the templates it compares. */
export interface Comparison {
  readonly trial: Trial;
  readonly questioned: Float32Array;
  /** Of the ink turned back, where it lies askew of the specimens: compared as well, and the nearer one counts. */
  readonly straightened: Float32Array | null;
  /** The trial's specimens that can be judged, at least one; one that can't be could not have been enrolled. */
  readonly specimens: readonly Float32Array[];
}

/** A trial that can be judged, with its templates as scanned. */
export interface JudgeableTrial {
  readonly trial: Trial;
  readonly questioned: Float32Array;
  readonly specimens: readonly Float32Array[];
  /** By how many degrees the questioned signature's ink is turned back; 0: it doesn't lie askew. */
  readonly turn: number;
}

/** Distances between the templates of a set. */
export interface PairDistances {
  /** The distance between two templates, given as the very objects of the set; undefined where it wasn't measured. */
  between(a: Float32Array, b: Float32Array): number | undefined;
}

/** An embedded set whose distances are at hand. */
export interface MeasuredSet extends EmbeddedSet {
  readonly distances: PairDistances;
}

/** A trial with what it was scored from; `features` null: a scan in it can't be judged. */
export interface FeaturedTrial extends Trial {
  readonly features: CalibrationTrial['features'] | null;
}

/**
 * The protocol's trials over an embedded set with the templates of each as scanned; a bare trial where the questioned
 * signature, or every specimen, can't be judged. A trial's own specimens decide whether the questioned one lies askew.
 *
 * @param specimens 1 or more
 */
export function* judgeableTrials(
  set: EmbeddedSet,
  specimens: number,
): Generator<JudgeableTrial | { readonly trial: Trial }> {
  const labelled = set.rows.map(({ name, dataset, writer, kind }) => ({
    id: name,
    dataset,
    writer,
    genuine: kind === 'genuine',
  }));
  for (const trial of protocolTrials(labelled, { specimens })) {
    const questioned = set.questioned.get(trial.questioned);
    const templates = trial.specimens.flatMap((name) => set.references.get(name) ?? []);
    if (!questioned || templates.length === 0) yield { trial };
    else yield { trial, questioned, specimens: templates, turn: turnOf(set.straightening, questioned, templates) };
  }
}

/**
 * The same with the templates that are compared.
 *
 * @throws Error where a template of turned ink is missing: the set was straightened for other numbers of specimens
 */
export function* comparisons(set: EmbeddedSet, specimens: number): Generator<Comparison | { readonly trial: Trial }> {
  for (const judgeable of judgeableTrials(set, specimens)) {
    if (!('questioned' in judgeable)) {
      yield judgeable;
      continue;
    }
    const { turn, ...compared } = judgeable;
    const straightened =
      turn === 0 ? null : (set.straightening?.turned.get(judgeable.questioned)?.get(turn) ?? undefined);
    if (straightened === undefined) throw new Error(`This set was not measured for ${specimens} specimens.`);
    yield { ...compared, straightened };
  }
}

/**
 * The protocol's trials over a measured set, each with its joined distance and spread.
 *
 * @throws Error where a distance is missing: the set was measured for other numbers of specimens
 */
export function featureTrials(
  { calibration }: { readonly calibration: Pick<Calibration, 'method'> },
  set: MeasuredSet,
  specimens: number,
): FeaturedTrial[] {
  const between = (a: Float32Array, b: Float32Array): number => {
    const distance = set.distances.between(a, b);
    if (distance === undefined) throw new Error(`This set was not measured for ${specimens} specimens.`);
    return distance;
  };
  const known = new Map<string, number[][]>();
  const trials: FeaturedTrial[] = [];
  for (const comparison of comparisons(set, specimens)) {
    if (!('questioned' in comparison)) {
      trials.push({ ...comparison.trial, features: null });
      continue;
    }
    const { trial, questioned, straightened, specimens: templates } = comparison;
    const key = trial.specimens.join('\n');
    let pairwise = known.get(key);
    if (!pairwise) {
      pairwise = templates.map((a) => templates.map((b) => (a === b ? 0 : between(a, b))));
      known.set(key, pairwise);
    }
    const distancesFrom = (from: Float32Array): number[] => templates.map((template) => between(from, template));
    const { distances } = countingDistances(
      distancesFrom(questioned),
      straightened && distancesFrom(straightened),
      calibration.method,
    );
    trials.push({ ...trial, features: featuresOf({ distances, pairwise }, calibration.method) });
  }
  return trials;
}
