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
  proportions: { scale: 'ratio', deviation: 0.148, limits: { one: 3.8, two: 2.6, many: 2.2 }, oneSided: false },
  slant: { scale: 'linear', deviation: 7.3, limits: { one: 5.4, two: 3.8, many: 2.7 }, oneSided: false },
  tremor: { scale: 'ratio', deviation: 0.078, limits: { one: 3.9, two: 3.2, many: 2.2 }, oneSided: true },
  pressure: { scale: 'ratio', deviation: 0.143, limits: { one: 3.2, two: 2.8, many: 2.3 }, oneSided: false },
  spacing: { scale: 'linear', deviation: 2, limits: { one: 5.1, two: 4.9, many: 2.8 }, oneSided: false },
};

/** Largest loose stroke in % of its side's strokes, from the same command. */
export const looseLimits: Readonly<Record<'missing-stroke' | 'extra-stroke', Readonly<Record<SpecimenGroup, number>>>> =
  {
    'missing-stroke': { one: 16, two: 8, many: 5 },
    'extra-stroke': { one: 10.5, two: 8, many: 4.5 },
  };

/**
 * Which share of the distance at the mismatch border makes a cell of the map full, by how the map is made. A network's
 * map adds up to its distance over some hundred inked cells; the ink of a tile adds much less than its area's share.
 */
export const mapReference = { network: 0.04, occlusion: 0.06 } as const;
