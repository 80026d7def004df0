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
    protocol: '',
  },
};

/** Up to which mean distance signatures are one hand's, likewise. */
const hands: Readonly<Record<string, Settled>> = {};

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
 * The mean distance up to which signatures of a batch count as one hand's. A package of the bank's own has the distance at which its
 * verdict with one specimen becomes *match*.
 */
export function handBorderOf({
  hash,
  calibration,
  thresholds,
}: Pick<ModelInUse, 'hash' | 'calibration' | 'thresholds'>): number {
  const { intercept, joinedWeight } = calibration.groups.one;
  const atMatch = joinedWeight < 0 ? (thresholds.one.matchAbove - intercept) / joinedWeight : 0;
  return hands[hash]?.value ?? Math.max(0, atMatch);
}
