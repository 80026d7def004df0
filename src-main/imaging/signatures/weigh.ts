import type { ChequeInk } from '../cheque-ink/types.ts';
import { probabilityOf, treeLogOdds, type BoostedTrees } from './boosted-trees.ts';
import { halvesOf } from './cut-in-two.ts';
import { groupScene, measureGroup, type MarkGroup } from './group-features.ts';
import { chooseGroups, growGroups, type GroupJudge } from './group-marks.ts';
import { measureLinks, type WeighedMark } from './link-features.ts';
import { measureMarks } from './mark-features.ts';
import { millimetresOf } from './surroundings.ts';

/** What was fitted: trees for marks, for links between them and for groups, and how the last two come to a confidence. */
export interface SignatureTrees {
  readonly marks: BoostedTrees;
  readonly links: BoostedTrees;
  /** Whether a group is ink of a signature, or of two, or of a part of one. */
  readonly ink: BoostedTrees;
  /** Whether a group that is, is one whole signature. */
  readonly whole: BoostedTrees;
  /** Calibrated log-odds are `inkWeight * ink + wholeWeight * whole + shift` (Platt 1999). */
  readonly inkWeight: number;
  readonly wholeWeight: number;
  readonly shift: number;
}

/** A group of marks with how likely it is a signature, as calibrated natural log-odds. */
export interface WeighedGroup extends MarkGroup {
  readonly logOdds: number;
}

/** A cheque's marks, and the groups of them that may be signatures, likeliest first. */
export interface WeighedMarks {
  readonly marks: readonly WeighedMark[];
  readonly groups: readonly WeighedGroup[];
}

/** Weighs marks, joins them to groups and weighs those. */
export function weighInk(ink: ChequeInk, dotsPerInch: number | null, trees: SignatureTrees): WeighedMarks {
  const unit = millimetresOf(ink, dotsPerInch);
  const marks = measureMarks(ink, dotsPerInch).map((mark) => ({
    ...mark,
    logOdds: treeLogOdds(trees.marks, mark.features),
  }));
  const links = measureLinks(marks, ink, unit).map(({ one, other, features }) => ({
    one,
    other,
    logOdds: treeLogOdds(trees.links, features),
  }));
  const scene = groupScene(marks, ink, unit);
  const weighed = new Map<MarkGroup, { readonly logOdds: number; readonly whole: number }>();
  const weigh = (group: MarkGroup): { readonly logOdds: number; readonly whole: number } => {
    const known = weighed.get(group);
    if (known) return known;
    const features = measureGroup(group, scene);
    const whole = treeLogOdds(trees.whole, features);
    const logOdds = trees.inkWeight * treeLogOdds(trees.ink, features) + trees.wholeWeight * whole + trees.shift;
    weighed.set(group, { logOdds, whole });
    return { logOdds, whole };
  };
  const judge: GroupJudge = {
    whole: (group) => probabilityOf(weigh(group).whole),
    halves: (group) => halvesOf(group, ink, unit),
  };
  return {
    marks,
    groups: growGroups(marks, links)
      .flatMap((tree) => chooseGroups(tree, judge))
      .map((group) => ({ ...group, logOdds: weigh(group).logOdds }))
      .sort((one, other) => other.logOdds - one.logOdds),
  };
}
