import type { VotedGroup } from './group-votes.ts';

/** Weights of a logistic regression over what `groupVotes` measures, fitted by scripts/ink-net/fit-confidence.ts. */
const weights = { constant: -36.2, sureness: 33.5, spread: -9, fit: 11.7, pixels: 0.6 };

/** How likely a group of the net's ink is a signature, as natural log-odds: of those at 2.2, nine in ten are. */
export function groupLogOdds({ sureness, spread, fit, pixels }: VotedGroup): number {
  return (
    weights.constant +
    weights.sureness * sureness +
    weights.spread * spread +
    weights.fit * fit +
    weights.pixels * Math.log(pixels)
  );
}
