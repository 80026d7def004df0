import { featuresOf, groupOf, likelihoodRatio, type Calibration, type SpecimenDistances } from './calibration.ts';

/** A signatory that a questioned signature was compared with. */
export interface Scored<Signatory> {
  readonly signatory: Signatory;
  /** Natural-log likelihood ratio of this one's hand to any other's; higher: more likely. */
  readonly score: number;
  /** Joined distance, in the metric's unit. */
  readonly joined: number;
}

const unbounded = { low: -Infinity, high: Infinity };

/**
 * Ranks signatories by how likely each of them wrote a questioned signature: verification's likelihood ratio. It isn't clipped as
 * verification's is, because among thousands the order counts, and no verdict rests on it.
 *
 * @param compared distances to each signatory's specimens and among them
 * @returns best first; of equal ones the nearer, then the earlier
 * @throws RangeError as `featuresOf`
 */
export function rankSignatories<Signatory>(
  calibration: Calibration,
  compared: readonly (SpecimenDistances & { readonly signatory: Signatory })[],
): Scored<Signatory>[] {
  const scored = compared.map(({ signatory, ...distances }) => {
    const features = featuresOf(distances, calibration.method);
    const group = calibration.groups[groupOf(distances.distances.length)];
    return {
      signatory,
      score: likelihoodRatio(group, features, unbounded),
      joined: features.joined,
    };
  });
  return scored.sort((a, b) => b.score - a.score || a.joined - b.joined);
}

/**
 * The score from which somebody is named among so many signatories. Up to the number that the border was settled among it stays;
 * beyond, it rises by the logarithm of how many times more there are: as many more are likely to come that near by chance.
 *
 * @param border settled among `settledAmong` signatories
 * @param signatories that were looked through, 0 and up
 */
export function borderAmong(border: number, settledAmong: number, signatories: number): number {
  return border + Math.max(0, Math.log(Math.max(1, signatories) / settledAmong));
}
