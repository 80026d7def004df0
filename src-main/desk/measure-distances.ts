import { distanceBetween } from '../metric/distance.ts';
import type { CommandHost } from './command-host.ts';
import type { EmbeddedSet } from './embed-rows.ts';
import { startPool } from './engine-of.ts';
import type { MeasuredSet, PairDistances } from './feature-trials.ts';
import type { ModelInUse } from './model-in-use.ts';
import { neededPairs, pairKey, pairTiles, TemplateNumbers } from './pair-tiles.ts';
import { straightenRows } from './straighten-rows.ts';

/** Pairs a call: some 0.2 s of work, so that the bar moves, a stop is quick and no engine waits long for the last. */
const pairsPerCall = 64;

/**
 * Makes the distances of an embedded set ready for the trials with these numbers of specimens: signatures that lie askew
 * of a trial's specimens are straightened first. Closed forms are worked
 * out when they are asked for. A learned metric's are measured here, all cores at work: each pair of templates once,
 * since the distance is the same both ways round.
 *
 * @param numbers how many specimens, each 1 or more
 * @param known a set with some of the same templates (the specimens, where only questioned signatures were altered),
 *   whose distances aren't measured again
 * @throws EngineError where the engines or the model fail; the host's reason where it was stopped
 */
export async function measureDistances(
  host: CommandHost,
  model: ModelInUse,
  embedded: EmbeddedSet,
  numbers: readonly number[],
  known?: MeasuredSet,
): Promise<MeasuredSet> {
  const { metric } = model;
  const set = await straightenRows(host, model, embedded, numbers);
  if (metric.kind !== 'learned') return { ...set, distances: { between: (a, b) => distanceBetween(metric, a, b) } };
  const templates = new TemplateNumbers();
  const keys = neededPairs(set, numbers, templates, (a, b) => known?.distances.between(a, b) !== undefined);
  const measured = new Map<number, number>();
  const pool = startPool(host.startEngine, model);
  try {
    const tiles = pairTiles(keys, templates, pairsPerCall);
    const outcomes = pool.map(tiles, async (engine, tile) => {
      const { distances } = await engine.pairDistances({
        templates: [...tile.templates],
        pairs: tile.pairs.map(([a, b]): [number, number] => [a, b]),
      });
      return distances;
    });
    for await (const outcome of outcomes) {
      host.signal.throwIfAborted();
      if (!outcome.ok) throw outcome.error;
      for (const [at, [a, b]] of outcome.item.pairs.entries()) {
        const first = templates.take(outcome.item.templates[a]!);
        const second = templates.take(outcome.item.templates[b]!);
        measured.set(pairKey(first, second), outcome.result[at]!);
      }
      host.progress('comparing signatures', measured.size, keys.length);
    }
  } finally {
    await pool.close();
  }
  const distances: PairDistances = {
    between(a, b) {
      const [first, second] = [templates.numberOf(a), templates.numberOf(b)];
      const own = first === undefined || second === undefined ? undefined : measured.get(pairKey(first, second));
      return own ?? known?.distances.between(a, b);
    },
  };
  return { ...set, distances };
}
