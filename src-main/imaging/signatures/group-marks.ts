import { unionOf, type MarkGroup } from './group-features.ts';
import type { WeighedMark } from './link-features.ts';

/** How likely two marks are one signature's, as natural log-odds. */
export interface WeighedLink {
  readonly one: number;
  readonly other: number;
  readonly logOdds: number;
}

/** A group holds at least one mark that is so likely a signature's, as log-odds. */
const seedLogOdds = -0.5;

/**
 * Joins marks to groups, the surest link first. A link that would make one group of two counts only where those links
 * between them that are known speak for it together, so that one doubtful bit doesn't join two signatures.
 *
 * @returns groups that may be signatures.
 */
export function groupMarks(marks: readonly WeighedMark[], links: readonly WeighedLink[]): MarkGroup[] {
  const groupOf = marks.map((_mark, index) => index);
  const members = new Map<number, number[]>(marks.map((_mark, index) => [index, [index]]));
  const known = new Map<number, number>();
  const key = (one: number, other: number): number => Math.min(one, other) * marks.length + Math.max(one, other);
  for (const { one, other, logOdds } of links) known.set(key(one, other), logOdds);
  for (const link of links.toSorted((one, other) => other.logOdds - one.logOdds)) {
    if (link.logOdds <= 0) break;
    const [first, second] = [groupOf[link.one]!, groupOf[link.other]!];
    if (first === second) continue;
    const [some, others] = [members.get(first)!, members.get(second)!];
    let sum = 0;
    for (const one of some) {
      for (const other of others) {
        const logOdds = known.get(key(one, other));
        if (logOdds === undefined) continue;
        const size = Math.min(marks[one]!.component.area, marks[other]!.component.area);
        sum += size * Math.max(-3, Math.min(3, logOdds));
      }
    }
    if (sum <= 0) continue;
    for (const index of others) groupOf[index] = first;
    some.push(...others);
    members.delete(second);
  }
  return [...members.values()]
    .map((indices) => indices.map((index) => marks[index]!))
    .filter((group) => group.some(({ logOdds }) => logOdds >= seedLogOdds))
    .map((group) => ({ marks: group, box: unionOf(group.map(({ component }) => component.box)) }));
}
