import type { Engine } from '../../engine/engine-types.ts';
import { connected, groupByHand, groupRatio } from '../../metric/one-hand.ts';
import type { ModelInUse } from '../model-in-use.ts';
import { handBordersOf, type HandBorders } from './borders.ts';
import { nearPairs, PairsMeasured } from './measure-pairs.ts';

/** Signatures that each one is compared with, those nearest by the vectors. */
const neighbours = 15;
/** In a larger set of linked signatures only the pairs that were measured already count. */
const mostMeasured = 120;
/** Fewer signatures don't tell how a hand varies. */
const fewest = 3;

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
 * @param parts `borders`: default: those settled for the model
 * @throws EngineError; the signal's reason
 */
export async function findHands(
  {
    engine,
    model,
    borders = handBordersOf(model),
  }: { readonly engine: Pick<Engine, 'pairDistances'>; readonly model: ModelInUse; readonly borders?: HandBorders },
  written: readonly Written[],
  signal?: AbortSignal,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<FoundHand[]> {
  const templates = written.map(({ template }) => template);
  const pairs = new PairsMeasured(engine, model, templates);
  await pairs.measure(nearPairs(model, templates, neighbours), signal, onProgress);
  const links: [number, number][] = [];
  for (const [a, b, distance] of pairs.measured()) if (distance <= borders.core) links.push([a, b]);
  const groups: number[][] = [];
  const between = (a: number, b: number): number | undefined => pairs.between(a, b);
  for (const set of connected(written.length, links)) {
    if (set.length <= mostMeasured)
      await pairs.measure(
        set.flatMap((a, at) => set.slice(at + 1).map((b): [number, number] => [a, b])),
        signal,
      );
    groups.push(...groupByHand(set, borders.core, between));
  }
  const several = (group: readonly number[]): boolean => new Set(group.map((at) => written[at]!.account)).size > 1;
  return (await grown(model, groups, written.length, pairs, borders, signal))
    .filter(several)
    .map((group) => handOf(group, borders.core, between));
}

/** Lets groups take in other groups and single signatures that are as likely by the same hand as a check's match is. */
async function grown(
  { calibration }: Pick<ModelInUse, 'calibration'>,
  begun: readonly (readonly number[])[],
  size: number,
  pairs: PairsMeasured,
  borders: HandBorders,
  signal?: AbortSignal,
): Promise<(readonly number[])[]> {
  const inGroup = new Set(begun.flat());
  const singles = Array.from({ length: size }, (_, at) => at).filter((at) => !inGroup.has(at));
  let groups: (readonly number[])[] = [...begun, ...singles.map((at) => [at])];
  for (;;) {
    const groupAt = new Int32Array(size);
    for (const [at, group] of groups.entries()) for (const place of group) groupAt[place] = at;
    const asked = new Map<number, readonly [number, number]>();
    for (const [a, b, distance] of pairs.measured()) {
      const [first, second] = [groupAt[a]!, groupAt[b]!];
      if (first === second || distance > borders.link) continue;
      const [small, large] = groups[first]!.length < groups[second]!.length ? [first, second] : [second, first];
      if (groups[large]!.length >= fewest) asked.set(large * size + small, [small, large]);
    }
    const wanted = [...asked.values()].map(([small, large]) => [groups[small]!, groups[large]!] as const);
    await pairs.measure(
      wanted.flatMap(([small, large]) => small.flatMap((a) => large.map((b): [number, number] => [a, b]))),
      signal,
    );
    const between = (a: number, b: number): number => pairs.between(a, b) ?? 2 * borders.mean;
    const likely = wanted
      .filter(([small, large]) => meanBetween(small, large, between) <= borders.mean)
      .map(([small, large]) => ({ small, large, ratio: groupRatio(calibration, small, large, between) }))
      .filter(({ ratio }) => ratio >= borders.ratio)
      .sort((a, b) => b.ratio - a.ratio);
    const joined = new Set<readonly number[]>();
    const next: number[][] = [];
    for (const { small, large } of likely) {
      if (joined.has(small) || joined.has(large)) continue;
      joined.add(small).add(large);
      next.push([...small, ...large].sort((a, b) => a - b));
    }
    if (next.length === 0) return groups.filter(({ length }) => length > 1);
    groups = [...next, ...groups.filter((group) => !joined.has(group))];
  }
}

function meanBetween(
  own: readonly number[],
  other: readonly number[],
  between: (a: number, b: number) => number,
): number {
  let sum = 0;
  for (const a of own) for (const b of other) sum += between(a, b);
  return sum / (own.length * other.length);
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
