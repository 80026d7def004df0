import type { Engine } from '../../engine/engine-types.ts';
import { connected, groupByHand } from '../../metric/one-hand.ts';
import type { ModelInUse } from '../model-in-use.ts';
import { handBorderOf } from './borders.ts';
import { nearPairs, PairsMeasured } from './measure-pairs.ts';

/** Signatures that each one is compared with, those nearest by the vectors. */
const neighbours = 15;
/** In a larger set of linked signatures only the pairs that were measured already count. */
const mostMeasured = 120;

/** A signature among others, with the account that it stands for. */
export interface Written {
  readonly account: string;
  readonly template: Float32Array;
}

/** Signatures by one hand. */
export interface FoundHand {
  /** Places, those nearest to the others first. */
  readonly members: readonly number[];
  /** Of each member, in their order: mean distance to the others. */
  readonly distances: readonly number[];
  /** Mean distance of all pairs. */
  readonly mean: number;
}

/**
 * Hands that signed for several accounts: each signature is compared with those nearest to it by the vectors, and what lies near by the
 * model's own distance is grouped.
 *
 * @throws EngineError; the signal's reason
 */
export async function findHands(
  { engine, model }: { readonly engine: Pick<Engine, 'pairDistances'>; readonly model: ModelInUse },
  written: readonly Written[],
  signal?: AbortSignal,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<FoundHand[]> {
  const border = handBorderOf(model);
  const templates = written.map(({ template }) => template);
  const pairs = new PairsMeasured(engine, model, templates);
  await pairs.measure(nearPairs(model, templates, neighbours), signal, onProgress);
  const links: [number, number][] = [];
  for (const [a, b, distance] of pairs.measured()) if (distance <= border) links.push([a, b]);
  const several = (group: readonly number[]): boolean => new Set(group.map((at) => written[at]!.account)).size > 1;
  const hands: FoundHand[] = [];
  for (const set of connected(written.length, links).filter(several)) {
    if (set.length <= mostMeasured)
      await pairs.measure(
        set.flatMap((a, at) => set.slice(at + 1).map((b): [number, number] => [a, b])),
        signal,
      );
    const between = (a: number, b: number): number | undefined => pairs.between(a, b);
    for (const group of groupByHand(set, border, between).filter(several)) hands.push(handOf(group, border, between));
  }
  return hands;
}

function handOf(
  group: readonly number[],
  border: number,
  between: (a: number, b: number) => number | undefined,
): FoundHand {
  const meanTo = (at: number): number => {
    const others = group.filter((other) => other !== at).map((other) => between(at, other) ?? 2 * border);
    return others.reduce((sum, distance) => sum + distance, 0) / others.length;
  };
  const members = group.map((at) => ({ at, distance: meanTo(at) })).sort((a, b) => a.distance - b.distance);
  return {
    members: members.map(({ at }) => at),
    distances: members.map(({ distance }) => distance),
    mean: members.reduce((sum, { distance }) => sum + distance, 0) / members.length,
  };
}
