import type { Curve, CurvePoint, ThresholdPair, Thresholds } from '../../../src-main/contract/settings.ts';
import { isNever } from './thresholds.ts';

/** Shares of a kind of signature in each band; they add up to 1. */
export interface Bands {
  readonly match: number;
  readonly review: number;
  readonly mismatch: number;
}

/** What a pair of borders does to signatures whose truth is known. */
interface Cost {
  readonly skilled: Bands;
  /** The 95 % upper bound of the share of skilled forgeries in match. */
  readonly skilledMatchUpper: number;
  readonly genuine: Bands;
  readonly random: Bands;
}

/** The curve at a score: between two points in proportion, beyond the ends as at the ends. */
export function pointAt({ points }: Curve, score: number): CurvePoint {
  const after = points.findIndex((point) => point.score >= score);
  const high = points[after < 0 ? points.length - 1 : after]!;
  const low = points[after - 1];
  if (after <= 0 || !low) return { ...high, score };
  const share = (score - low.score) / (high.score - low.score);
  const mix = (value: (point: CurvePoint) => number) => value(low) + share * (value(high) - value(low));
  return {
    score,
    falseAccept: mix((point) => point.falseAccept),
    falseAcceptUpper: mix((point) => point.falseAcceptUpper),
    falseReject: mix((point) => point.falseReject),
    randomAccept: mix((point) => point.randomAccept),
  };
}

/** What the borders cost by the curve. */
export function costOf(curve: Curve, { matchAbove, mismatchBelow }: ThresholdPair): Cost {
  const match = pointAt(curve, matchAbove);
  const mismatch = pointAt(curve, mismatchBelow);
  // What passes a border at 1000 couldn't be judged at all; with such a border there is no such band.
  const never = { match: isNever(matchAbove), mismatch: isNever(mismatchBelow) };
  const bands = (inMatch: number, notInMismatch: number): Bands => {
    const above = never.match ? 0 : inMatch;
    const below = never.mismatch ? 0 : 1 - notInMismatch;
    return { match: above, review: Math.max(0, 1 - above - below), mismatch: below };
  };
  return {
    skilled: bands(match.falseAccept, mismatch.falseAccept),
    skilledMatchUpper: never.match ? 0 : match.falseAcceptUpper,
    genuine: bands(1 - match.falseReject, 1 - mismatch.falseReject),
    random: bands(match.randomAccept, mismatch.randomAccept),
  };
}

/** Whole numbers of a hundred that add up to it, each within one of its share (largest remainder). */
export function ofHundred({ match, review, mismatch }: Bands): Bands {
  const shares = [match, review, mismatch].map((share) => share * 100);
  const whole = shares.map((share) => Math.floor(share + 1e-9));
  const order = [0, 1, 2].sort((a, b) => shares[b]! - whole[b]! - (shares[a]! - whole[a]!));
  const missing = 100 - whole.reduce((sum, count) => sum + count, 0);
  for (const index of order.slice(0, Math.max(0, missing))) whole[index]! += 1;
  return { match: whole[0]!, review: whole[1]!, mismatch: whole[2]! };
}

/** A number of a hundred in words: none stays none, and less than half of one isn't none. */
function howMany(count: number, share: number): string {
  if (share <= 0) return 'none';
  return count === 0 ? 'fewer than 1' : String(count);
}

const isOrAre = (count: number) => (count === 1 ? 'is' : 'are');

/** What a pair of borders costs, in words: skilled forgeries first, then genuine signatures, then random forgeries. */
export function costWords(cost: Cost): { readonly skilled: string; readonly genuine: string; readonly random: string } {
  const skilled = ofHundred(cost.skilled);
  const genuine = ofHundred(cost.genuine);
  const random = ofHundred(cost.random);
  const caught = (counts: Bands, shares: Bands) => {
    const review = howMany(counts.review, shares.review);
    const mismatch = howMany(counts.mismatch, shares.mismatch);
    return `${review} ${counts.review === 1 ? 'goes' : 'go'} to review, ${mismatch} ${isOrAre(counts.mismatch)} a mismatch`;
  };
  const about = cost.skilled.match <= 0 || skilled.match === 0 ? '' : 'about ';
  const most = `at most ${Math.ceil(cost.skilledMatchUpper * 100 - 1e-9)}, at 95 % confidence`;
  const bound = cost.skilledMatchUpper > 0 ? ` (${most})` : '';
  return {
    skilled: `Of 100 skilled forgeries, ${about}${howMany(skilled.match, cost.skilled.match)} would be a match${bound}; ${caught(skilled, cost.skilled)}.`,
    genuine: `Of 100 genuine signatures, ${howMany(genuine.match, cost.genuine.match)} ${isOrAre(genuine.match)} a match, ${caught(genuine, cost.genuine)}.`,
    random: `Of 100 random forgeries (somebody else's own signature), ${howMany(random.match, cost.random.match)} would be a match.`,
  };
}

/** The policy file that fixes these borders for everybody on a machine; see docs/policy.md. */
export function policyText({ one, two, many }: Thresholds): string {
  const line = (name: string, { matchAbove, mismatchBelow }: ThresholdPair) =>
    `    "${name}": { "matchAbove": ${matchAbove}, "mismatchBelow": ${mismatchBelow} }`;
  const lines = [line('one', one), line('two', two), line('many', many)].join(',\n');
  return `{\n  "format": "countersign-policy/1",\n  "thresholds": {\n${lines}\n  }\n}`;
}
