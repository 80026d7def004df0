import type { VotedGroup } from './group-votes.ts';

/** Ink that fits the box it votes for so well fits it; a stroke that the votes don't reach to is nothing against it. */
export const wellFitting = 0.75;

/** Weights of a logistic regression over what `groupVotes` measures, fitted by scripts/ink-net/fit-confidence.ts. */
const weights = { constant: -23.91, sureness: 29.24, spread: -9.83, misfit: -17.01, pixels: 0.62 };

/** How likely a group of the net's ink is a signature, as natural log-odds: of those at 2.2, nine in ten are. */
export function groupLogOdds({ sureness, spread, fit, pixels }: VotedGroup): number {
  return (
    weights.constant +
    weights.sureness * sureness +
    weights.spread * spread +
    weights.misfit * Math.max(0, wellFitting - fit) +
    weights.pixels * Math.log(pixels)
  );
}
