import type { SpecimenGroup } from '../metric/calibration.ts';

/** A measure of one signature by itself. */
export type ShapeMeasure = 'proportions' | 'slant' | 'tremor' | 'pressure' | 'spacing';

/** How much a measure varies within one hand, and how far out a value lies before it is given as a reason. */
export interface HandMeasure {
  /** `ratio`: values are compared by their natural logarithm; `linear`: as they are. */
  readonly scale: 'linear' | 'ratio';
  /** Standard deviation among genuine signatures of one hand, on that scale. */
  readonly deviation: number;
  /** Deviations from the specimens' middle value, by the number of specimens. */
  readonly limits: Readonly<Record<SpecimenGroup, number>>;
  /** Only greater values count. */
  readonly oneSided: boolean;
}

/**
 * From the training writers' genuine signatures, by `node scripts/measure-differences.ts`, which prints this table.
 */
export const hands: Readonly<Record<ShapeMeasure, HandMeasure>> = {
  proportions: { scale: 'ratio', deviation: 0.131, limits: { one: 3.6, two: 3, many: 2.5 }, oneSided: false },
  slant: { scale: 'linear', deviation: 7, limits: { one: 4.3, two: 3.6, many: 2.7 }, oneSided: false },
  tremor: { scale: 'ratio', deviation: 0.075, limits: { one: 3.3, two: 2.9, many: 2.2 }, oneSided: true },
  pressure: { scale: 'ratio', deviation: 0.141, limits: { one: 2.9, two: 2.7, many: 2.6 }, oneSided: false },
  spacing: { scale: 'linear', deviation: 4.6, limits: { one: 2, two: 1.9, many: 1.8 }, oneSided: false },
};

/** Largest loose stroke in % of its side's strokes, from the same command. */
export const looseLimits: Readonly<Record<'missing-stroke' | 'extra-stroke', Readonly<Record<SpecimenGroup, number>>>> =
  {
    'missing-stroke': { one: 14, two: 10, many: 8 },
    'extra-stroke': { one: 12, two: 8, many: 4.5 },
  };

/**
 * Which share of the distance at the mismatch border makes a cell of the map full, by how the map is made: about where
 * `node scripts/measure-maps.ts` finds the strongest cell of skilled forgeries (median 0.024 by the learned model's own
 * map, 0.25 by occlusion of the contrastive one), and three to six times that of genuines (0.004 and 0.016).
 */
export const mapReference = { network: 0.02, occlusion: 0.1 } as const;
