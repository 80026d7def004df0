import type { MandateWay } from '../contract/mandate.ts';

/** How a signature compares with a signatory, the borders applied: 0 not theirs, 1 may be theirs, 2 theirs. */
export type Level = 0 | 1 | 2;

export interface Pair {
  readonly level: Level;
  /** Natural-log likelihood ratio that was judged; null: they can't be compared. */
  readonly score: number | null;
}

/** A signature that stands for a signatory of a group. */
export interface Assigned extends Pair {
  readonly signature: number;
  readonly signatory: number;
  readonly group: string;
}

export interface Assignment {
  readonly assigned: readonly Assigned[];
  /** How many of them are theirs, not only may be. */
  readonly sure: number;
  /** The sum of the scores that there are. */
  readonly sum: number;
}

/** More places filled first, then more of them for sure, then the higher scores. */
function isBetter(a: Assignment, b: Assignment): boolean {
  if (a.assigned.length !== b.assigned.length) return a.assigned.length > b.assigned.length;
  if (a.sure !== b.sure) return a.sure > b.sure;
  return a.sum > b.sum;
}

/** What can't be compared ranks below everything that can. */
const incomparable = -1000;

/**
 * The best assignment of signatures to signatories for one way to sign: no signature and no signatory counts twice, and
 * nobody fills a place with a signature that isn't theirs. Signatories are taken one after another; of all that leads to the same
 * signatures used and the same places filled only the best is kept, which is exact because what counts is added up.
 *
 * @param pairs by signature, then by signatory
 * @param groupsOf by signatory: the groups that they are in on the day
 */
export function bestAssignment(
  way: MandateWay,
  pairs: readonly (readonly Pair[])[],
  groupsOf: readonly (readonly string[])[],
): Assignment {
  const empty: Assignment = { assigned: [], sure: 0, sum: 0 };
  let states = new Map<string, { used: ReadonlySet<number>; filled: readonly number[]; best: Assignment }>();
  states.set('', { used: new Set(), filled: way.map(() => 0), best: empty });
  for (const [signatory, groups] of groupsOf.entries()) {
    const next = new Map(states);
    for (const { used, filled, best } of states.values()) {
      for (const [place, { count, group }] of way.entries()) {
        if (filled[place]! >= count || !groups.includes(group)) continue;
        for (const [signature, row] of pairs.entries()) {
          const pair = row[signatory]!;
          if (pair.level === 0 || used.has(signature)) continue;
          const nowUsed = new Set([...used, signature].sort((a, b) => a - b));
          const nowFilled = filled.map((those, at) => (at === place ? those + 1 : those));
          const candidate: Assignment = {
            assigned: [...best.assigned, { signature, signatory, group, ...pair }],
            sure: best.sure + (pair.level === 2 ? 1 : 0),
            sum: best.sum + (pair.score ?? incomparable),
          };
          const key = `${[...nowUsed].join()}|${nowFilled.join()}`;
          const known = next.get(key);
          if (!known || isBetter(candidate, known.best))
            next.set(key, { used: nowUsed, filled: nowFilled, best: candidate });
        }
      }
    }
    states = next;
  }
  let best = empty;
  for (const state of states.values()) if (isBetter(state.best, best)) best = state.best;
  return best;
}
