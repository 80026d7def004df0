import type { InkMask } from './ink-mask.ts';

/** What is measured of the ink in a region; the plausibility gate reads nothing else. */
export interface InkMeasures {
  /** Ink pixels. */
  readonly inkPixels: number;
  /** Ink box in working pixels. */
  readonly inkWidth: number;
  readonly inkHeight: number;
  /** Share of the ink box that is ink, 0 to 1. */
  readonly inkShare: number;
  /** Typical stroke width in working pixels. */
  readonly strokeWidth: number;
  /** Length of all strokes over the ink box's half perimeter: how much writing there is. */
  readonly strokeLength: number;
  /** Density of the strong strokes, 0 to 1. */
  readonly inkLevel: number;
  /** Noise of the paper, 0 to 1. */
  readonly paperNoise: number;
}

export function measureInk(
  ink: InkMask,
  paperNoise: number,
  inkPixels: number,
  inkWidth: number,
  inkHeight: number,
): InkMeasures {
  return {
    inkPixels,
    inkWidth,
    inkHeight,
    inkShare: inkPixels / (inkWidth * inkHeight),
    strokeWidth: ink.strokeWidth,
    strokeLength: inkPixels / Math.max(1, ink.strokeWidth) / (inkWidth + inkHeight),
    inkLevel: ink.inkLevel / 255,
    paperNoise: paperNoise / 255,
  };
}
