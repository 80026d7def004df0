import { bootstrapOverWriters, type Interval } from './bootstrap.ts';
import { seededRandom, seedFrom } from './seeded.ts';

/** A signature that was looked for, and whom it came near to. */
export interface Probe {
  readonly writer: string;
  /** Best first; those of the short list. */
  readonly ranked: readonly { readonly id: string; readonly score: number }[];
}

/** A share of the probes, with its 95 % interval over writers. */
type Share = Interval;

/** Numbers a writer's probes add to a rate: how many count, of how many. */
function share(probes: readonly Probe[], counts: (probe: Probe) => boolean): Share {
  const writers = [...new Set(probes.map(({ writer }) => writer))];
  const tallies = writers.map((writer) => {
    const own = probes.filter((probe) => probe.writer === writer);
    return [own.filter(counts).length, own.length] as const;
  });
  return bootstrapOverWriters(writers.length, (times) => {
    let [some, all] = [0, 0];
    for (const [at, [hit, of]] of tallies.entries()) {
      some += times[at]! * hit;
      all += times[at]! * of;
    }
    return some / all;
  });
}

/**
 * Closed set: the share of probes whose own writer comes first, and among the first five.
 * @param probes at least one; every writer is enrolled
 */
export function rankRates(probes: readonly Probe[]): { readonly rank1: Share; readonly rank5: Share } {
  const within = (rank: number) =>
    share(probes, ({ writer, ranked }) => ranked.slice(0, rank).some(({ id }) => id === writer));
  return { rank1: within(1), rank5: within(5) };
}

/** Open set: half of the writers aren't enrolled. */
export interface OpenSetRates {
  /** At the border that was settled before. */
  readonly border: number;
  /** Probes of writers who aren't enrolled for which somebody is named. */
  readonly falseIdentification: Share;
  /** Probes of enrolled writers for which they aren't the one named. */
  readonly missed: Share;
  /** At the lowest border at which at most 1 % of the probes of writers who aren't enrolled name somebody. */
  readonly atOnePercent: { readonly border: number; readonly falseIdentification: number; readonly missed: Share };
}

/** Writers in two halves, at random but the same each time, from each stratum as many as can be. @returns the first half */
export function splitInHalves(writers: readonly { readonly id: string; readonly stratum: string }[]): Set<string> {
  const half = new Set<string>();
  for (const stratum of new Set(writers.map((writer) => writer.stratum))) {
    const own = writers.filter((writer) => writer.stratum === stratum).map(({ id }) => id);
    const random = seededRandom(seedFrom('open set', stratum));
    // Odd ones out go to the second half in one stratum and to the first in the next.
    const count = half.size % 2 === 0 ? Math.floor(own.length / 2) : Math.ceil(own.length / 2);
    for (const id of random.sample(own, count)) half.add(id);
  }
  return half;
}

/**
 * Open-set rates over two rounds: first one half of the writers isn't enrolled, then the other, so that each probe is looked for
 * once among signatories with its writer and once among those without.
 *
 * @param first writers of the first half; those who aren't probed are enrolled in both rounds
 * @param border from which somebody is named
 */
export function openSetRates(probes: readonly Probe[], first: ReadonlySet<string>, border: number): OpenSetRates {
  const probed = new Set(probes.map(({ writer }) => writer));
  const rounds = [first, new Set([...probed].filter((writer) => !first.has(writer)))];
  const known: Probe[] = [];
  const unknown: Probe[] = [];
  for (const away of rounds) {
    for (const probe of probes) {
      const ranked = probe.ranked.filter(({ id }) => !away.has(id));
      (away.has(probe.writer) ? unknown : known).push({ ...probe, ranked });
    }
  }
  const named =
    (least: number) =>
    ({ ranked }: Probe) =>
      (ranked[0]?.score ?? -Infinity) >= least;
  const missedAt = (least: number) =>
    share(known, (probe) => !(named(least)(probe) && probe.ranked[0]?.id === probe.writer));
  const tops = unknown.map(({ ranked }) => ranked[0]?.score ?? -Infinity).sort((a, b) => b - a);
  const allowed = Math.floor(tops.length / 100);
  // Just above the first score that would be one too many.
  const low = tops[allowed] ?? -Infinity;
  const atOne = tops.filter((score) => score > low).at(-1) ?? low + 1e-6;
  return {
    border,
    falseIdentification: share(unknown, named(border)),
    missed: missedAt(border),
    atOnePercent: {
      border: atOne,
      falseIdentification: unknown.filter(named(atOne)).length / unknown.length,
      missed: missedAt(atOne),
    },
  };
}
