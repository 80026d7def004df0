import type { Engine } from '../../engine/engine-types.ts';
import { distanceBetween } from '../../metric/distance.ts';
import { exactIndex } from '../../metric/search/exact.ts';
import type { ModelInUse } from '../model-in-use.ts';
import { pairKey, pairOf, pairTiles, TemplateNumbers } from '../pair-tiles.ts';
import { shortPlace, shortVector } from './short-vector.ts';

/** Pairs a call: some 50 ms of work, so that a clerk's check beside it waits no longer. */
const pairsPerCall = 64;

/** Distances among templates, each measured once at most and kept. */
export class PairsMeasured {
  readonly #engine: Pick<Engine, 'pairDistances'>;
  readonly #model: ModelInUse;
  readonly #templates: readonly Float32Array[];
  readonly #distances = new Map<number, number>();

  /** @param templates of one model; the places in it name them */
  constructor(engine: Pick<Engine, 'pairDistances'>, model: ModelInUse, templates: readonly Float32Array[]) {
    this.#engine = engine;
    this.#model = model;
    this.#templates = templates;
  }

  /** The distance between two places; undefined: it wasn't measured. */
  between(a: number, b: number): number | undefined {
    return this.#distances.get(pairKey(a, b));
  }

  /** Every pair that was measured, with its distance. */
  *measured(): Generator<readonly [number, number, number]> {
    for (const [key, distance] of this.#distances) yield [...pairOf(key), distance];
  }

  /**
   * Measures pairs that aren't known yet.
   * @param onDone told how many of them are done
   * @throws EngineError; the signal's reason
   */
  async measure(
    pairs: Iterable<readonly [number, number]>,
    signal?: AbortSignal,
    onDone: (done: number, total: number) => void = () => undefined,
  ): Promise<void> {
    const { metric } = this.#model;
    const keys = new Set([...pairs].map(([a, b]) => pairKey(a, b)));
    const missing = [...keys].filter((key) => !this.#distances.has(key));
    if (metric.kind !== 'learned') {
      for (const key of missing) {
        const [a, b] = pairOf(key);
        this.#distances.set(key, distanceBetween(metric, this.#templates[a]!, this.#templates[b]!));
      }
      return;
    }
    const numbers = new TemplateNumbers();
    // In their order, so that a template's number is its place; the same object may be given for two places.
    const distinct = this.#templates.map((template) => template.subarray());
    for (const template of distinct) numbers.take(template);
    let done = 0;
    for (const { templates, pairs: those } of pairTiles(missing, numbers, pairsPerCall)) {
      signal?.throwIfAborted();
      const { distances } = await this.#engine.pairDistances({
        templates: [...templates],
        pairs: those.map(([a, b]): [number, number] => [a, b]),
      });
      for (const [at, [a, b]] of those.entries()) {
        const [first, second] = [numbers.numberOf(templates[a]!)!, numbers.numberOf(templates[b]!)!];
        this.#distances.set(pairKey(first, second), distances[at]!);
      }
      onDone((done += those.length), missing.length);
    }
  }
}

/** For each place the few that lie nearest by the vectors of short lists, as pairs. */
export function nearPairs(
  model: Pick<ModelInUse, 'ink' | 'chosen'>,
  templates: readonly Float32Array[],
  few: number,
): [number, number][] {
  const place = shortPlace(model);
  const index = exactIndex(place.length);
  for (const [at, template] of templates.entries()) index.put(String(at), shortVector(template, place));
  return templates.flatMap((template, at) =>
    index
      .nearest(shortVector(template, place), few + 1)
      .map(({ id }): [number, number] => [at, Number(id)])
      .filter(([, other]) => other !== at),
  );
}
