import type { ChequeInk } from '../cheque-ink/types.ts';
import { treeLogOdds, type BoostedTrees } from './boosted-trees.ts';
import { groupMarks } from './group-marks.ts';
import { measureGroups, type MarkGroup } from './group-features.ts';
import { measureLinks, type WeighedMark } from './link-features.ts';
import { measureMarks } from './mark-features.ts';
import { millimetresOf } from './surroundings.ts';

/** What was fitted: trees for marks, for links between them and for groups, and the calibration of the last. */
export interface SignatureTrees {
  readonly marks: BoostedTrees;
  readonly links: BoostedTrees;
  readonly groups: BoostedTrees;
  /** Calibrated log-odds are `scale * logOdds + shift` (Platt 1999). */
  readonly scale: number;
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
  const groups = groupMarks(marks, links);
  const features = measureGroups(groups, marks, ink, unit);
  return {
    marks,
    groups: groups
      .map((group, index) => ({
        ...group,
        logOdds: trees.scale * treeLogOdds(trees.groups, features[index]!) + trees.shift,
      }))
      .sort((one, other) => other.logOdds - one.logOdds),
  };
}
