import type { Bands, Verdict } from '../../../src-main/contract/check.ts';

/** A stretch of a scale, as shares (0 to 1) of its length, and the verdict it stands for. */
export interface Stretch {
  readonly verdict: Verdict;
  readonly from: number;
  readonly to: number;
}

const clamp = (value: number) => Math.min(1, Math.max(0, value));

/** The score scale: where each band lies and where the score does, left (another hand) to right (the same hand). */
export interface ScoreScale {
  readonly stretches: readonly Stretch[];
  readonly score: number;
  readonly mismatchBelow: number;
  readonly matchAbove: number;
}

/** Lays out a score (natural-log likelihood ratio) and its bands over the scores that can occur. */
export function scoreScale(bands: Bands, score: number): ScoreScale {
  const low = Math.min(bands.lowest, bands.mismatchBelow, score);
  const high = Math.max(bands.highest, bands.matchAbove, score);
  const place = (value: number) => (high > low ? clamp((value - low) / (high - low)) : 0.5);
  const mismatchBelow = place(bands.mismatchBelow);
  const matchAbove = Math.max(mismatchBelow, place(bands.matchAbove));
  return {
    stretches: stretches([
      { verdict: 'mismatch', from: 0, to: mismatchBelow },
      { verdict: 'review', from: mismatchBelow, to: matchAbove },
      { verdict: 'match', from: matchAbove, to: 1 },
    ]),
    score: place(score),
    mismatchBelow,
    matchAbove,
  };
}

/** The distance scale that all specimens of a check share, from 0 at the left. Without borders it has no stretches. */
export interface DistanceScale {
  readonly highest: number;
  readonly stretches: readonly Stretch[];
  place(distance: number): number;
}

/** Lays out distances, and the bands where their borders can be read as distances. */
export function distanceScale(bands: Bands, distances: readonly number[]): DistanceScale {
  const { matchDistance, mismatchDistance } = bands;
  const borders = [matchDistance, mismatchDistance].filter((border) => border !== null);
  const highest = Math.max(...distances, ...borders.map((border) => border * 1.5), Number.MIN_VALUE) * 1.05;
  const place = (distance: number) => clamp(distance / highest);
  if (matchDistance === null || mismatchDistance === null) return { highest, stretches: [], place };
  const near = place(Math.min(matchDistance, mismatchDistance));
  const far = place(Math.max(matchDistance, mismatchDistance));
  return {
    highest,
    stretches: stretches([
      { verdict: 'match', from: 0, to: near },
      { verdict: 'review', from: near, to: far },
      { verdict: 'mismatch', from: far, to: 1 },
    ]),
    place,
  };
}

/** In which band a distance would lie by itself; null where distances have no bands. */
export function distanceBand(bands: Bands, distance: number): Verdict | null {
  if (bands.matchDistance === null || bands.mismatchDistance === null) return null;
  if (distance <= bands.matchDistance) return 'match';
  return distance > bands.mismatchDistance ? 'mismatch' : 'review';
}

function stretches(all: readonly Stretch[]): Stretch[] {
  return all.filter((stretch) => stretch.to > stretch.from);
}
