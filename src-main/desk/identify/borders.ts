import { borderAmong } from '../../metric/identification.ts';
import type { ModelInUse } from '../model-in-use.ts';

/** A border, and how it was settled. */
interface Settled {
  readonly value: number;
  /** Among how many signatories, or signatures. */
  readonly among: number;
  /** On whose signatures, by which command. None of them is ever measured with it. */
  readonly protocol: string;
}

/** From which score somebody is named, by the SHA-256 of a package's model.json. */
const names: Readonly<Record<string, Settled>> = {
  // learned 1.0.0
  '7835f5ec801ba8c645e52eff9ae4bdeb1f32c4852124f196c15c83c6114c36a6': {
    value: 0.1,
    among: 483,
    protocol:
      'training writers, five further genuines each, among the 83 writers and 400 synthetic signatories with three specimens: the score that 1 % reach for a writer other than their own was 0.08',
  },
};

/** When signatures of a batch are one hand's. Distances in the model's unit. */
export interface HandBorders {
  /** Mean distance up to which signatures are grouped to begin with. */
  readonly core: number;
  /** A group is asked about others that have a signature this near to one of its own. */
  readonly link: number;
  /** Mean distance that joined groups may have at most. */
  readonly mean: number;
  /** Natural-log likelihood ratio from which a group takes another in. */
  readonly ratio: number;
}

/**
 * By the SHA-256 of a package's model.json. Settled on twelve signatures each of 60 synthetic signers and 63 training writers, and
 * of eight synthetic hands on generated cheques.
 */
const hands: Readonly<Record<string, HandBorders>> = {
  // learned 1.0.0
  '7835f5ec801ba8c645e52eff9ae4bdeb1f32c4852124f196c15c83c6114c36a6': { core: 2.1, link: 2.6, mean: 3, ratio: 0 },
};

/** A package of the bank's own: settled among this many, so that its border rises beyond. */
const unsettledAmong = 100;

/**
 * The score from which somebody is named among so many signatories, as a natural-log likelihood ratio. A package of the bank's own has
 * the border of its verdict *match* with three specimens, raised beyond a hundred signatories.
 */
export function borderOf({ hash, thresholds }: Pick<ModelInUse, 'hash' | 'thresholds'>, signatories: number): number {
  const settled = names[hash];
  return settled
    ? borderAmong(settled.value, settled.among, signatories)
    : borderAmong(thresholds.many.matchAbove, unsettledAmong, signatories);
}

/**
 * When signatures of a batch are one hand's. A package of the bank's own begins with the distance at which its verdict with one
 * specimen becomes *match*, and groups grow where its verdict with three would.
 */
export function handBordersOf({
  hash,
  calibration,
  thresholds,
}: Pick<ModelInUse, 'hash' | 'calibration' | 'thresholds'>): HandBorders {
  const { intercept, joinedWeight } = calibration.groups.one;
  const atMatch = joinedWeight < 0 ? Math.max(0, (thresholds.one.matchAbove - intercept) / joinedWeight) : 0;
  return hands[hash] ?? { core: atMatch, link: 1.25 * atMatch, mean: 1.4 * atMatch, ratio: thresholds.many.matchAbove };
}
