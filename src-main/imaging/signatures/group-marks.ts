import { unionOf, type MarkGroup } from './group-features.ts';
import type { WeighedMark } from './link-features.ts';

/** How likely two marks are one signature's, as natural log-odds. */
export interface WeighedLink {
  readonly one: number;
  readonly other: number;
  readonly logOdds: number;
}

/** A group of marks, and the two that it was joined of; none where it is a single mark. */
export interface GroupTree extends MarkGroup {
  readonly parts: readonly [GroupTree, GroupTree] | null;
}

/** A group holds at least one mark that is so likely a signature's, as log-odds. */
const seedLogOdds = -1;
/** Links less likely than this join nothing. */
const leastLink = -2.5;

/**
 * Joins marks to groups, the surest link first, and remembers how: which of the groups on the way are signatures is told
 * afterwards, by {@link chooseGroups}.
 *
 * @returns the largest groups that may hold signatures.
 */
export function growGroups(marks: readonly WeighedMark[], links: readonly WeighedLink[]): GroupTree[] {
  const trees = marks.map((mark): GroupTree => ({ marks: [mark], box: mark.component.box, parts: null }));
  const rootOf = marks.map((_mark, index) => index);
  const find = (index: number): number => {
    let at = index;
    while (rootOf[at]! !== at) at = rootOf[at] = rootOf[rootOf[at]!]!;
    return at;
  };
  for (const { one, other, logOdds } of links.toSorted((a, b) => b.logOdds - a.logOdds)) {
    if (logOdds < leastLink) break;
    const [first, second] = [find(one), find(other)];
    if (first === second) continue;
    const [some, others] = [trees[first]!, trees[second]!];
    trees[first] = {
      marks: [...some.marks, ...others.marks],
      box: unionOf([some.box, others.box]),
      parts: [some, others],
    };
    rootOf[second] = first;
  }
  return trees.filter((tree, index) => rootOf[index] === index && tree.marks.some(isSeed));
}

/** All groups of a tree that may be signatures, itself first. */
export function groupsWithin(tree: GroupTree): GroupTree[] {
  if (!tree.marks.some(isSeed)) return [];
  return tree.parts ? [tree, ...tree.parts.flatMap(groupsWithin)] : [tree];
}

/** What is asked of a group while the likeliest cut of a tree is sought. */
export interface GroupJudge {
  /** How likely it is one whole signature, if it is a signature's ink; 0 to 1. */
  readonly whole: (group: MarkGroup) => number;
  /** Halves that a doubtful group may be cut into, through its marks. */
  readonly halves: (group: MarkGroup) => readonly (readonly [MarkGroup, MarkGroup])[];
}

/** Groups likelier than this to be whole are not cut through their marks; halves must be worth so much more. */
const sureWhole = 0.6;
const halvesWorth = 0.85;

/**
 * Cuts a tree into the groups that are likeliest to be whole signatures: the greatest sum of their likelihoods' squares, so
 * that one likely group counts for more than two doubtful ones.
 */
export function chooseGroups(tree: GroupTree, judge: GroupJudge): MarkGroup[] {
  return chosen(tree, judge).groups;
}

interface Choice {
  readonly groups: MarkGroup[];
  readonly worth: number;
}

function chosen(tree: GroupTree, judge: GroupJudge): Choice {
  if (!tree.marks.some(isSeed)) return { groups: [], worth: 0 };
  const likelihood = judge.whole(tree);
  let best: Choice = { groups: [tree], worth: likelihood ** 2 };
  if (likelihood < sureWhole) {
    for (const halves of judge.halves(tree)) {
      const worth = halvesWorth * halves.reduce((sum, half) => sum + judge.whole(half) ** 2, 0);
      if (worth > best.worth) best = { groups: [...halves], worth };
    }
  }
  if (!tree.parts) return best;
  const [one, other] = [chosen(tree.parts[0], judge), chosen(tree.parts[1], judge)];
  const worth = one.worth + other.worth;
  return worth > best.worth ? { groups: [...one.groups, ...other.groups], worth } : best;
}

function isSeed({ logOdds }: WeighedMark): boolean {
  return logOdds >= seedLogOdds;
}
