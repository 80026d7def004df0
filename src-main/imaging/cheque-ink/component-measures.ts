import type { Components } from '../components.ts';
import type { InkHue } from './types.ts';

/** Measures of each mark, by its number (index 0 is unused). */
export interface MarkMeasures {
  /** Twice the area over the outline's length (with the mean of its directions put right), in pixels. */
  readonly strokeWidth: Float64Array;
  /** Mean density weighted by itself, 0 to 255: that of the dark parts. */
  readonly darkness: Float64Array;
  /** Share of the outline in straight stretches across or down that are longer than a letter's stroke is wide. */
  readonly straight: Float64Array;
}

/** A pen's outline is hardly ever level for so many pixels at 100 dots per inch; print's is. */
const levelStretch = 7;

/**
 * Measures marks along their runs, without a look at what lies between them.
 *
 * @param mask what the marks were found in, 1 on foreground.
 * @param density 0 to 255 of each pixel.
 */
export function measureMarks(mask: Uint8Array, density: Uint8Array, found: Components, width: number): MarkMeasures {
  const { count, runStart, runEnd, runLabel, area } = found;
  const outline = new Float64Array(count + 1);
  const level = new Float64Array(count + 1);
  const sum = new Float64Array(count + 1);
  const squares = new Float64Array(count + 1);
  for (let run = 0; run < runLabel.length; run += 1) {
    const label = runLabel[run]!;
    const end = runEnd[run]!;
    let edges = 2;
    let above = 0;
    let below = 0;
    let straight = 0;
    for (let at = runStart[run]!; at < end; at += 1) {
      const value = density[at]!;
      sum[label]! += value;
      squares[label]! += value * value;
      if (mask[at - width]) {
        if (above >= levelStretch) straight += above;
        above = 0;
      } else {
        edges += 1;
        above += 1;
      }
      if (mask[at + width]) {
        if (below >= levelStretch) straight += below;
        below = 0;
      } else {
        edges += 1;
        below += 1;
      }
    }
    if (above >= levelStretch) straight += above;
    if (below >= levelStretch) straight += below;
    outline[label]! += edges;
    level[label]! += straight;
  }
  const strokeWidth = new Float64Array(count + 1);
  const darkness = new Float64Array(count + 1);
  for (let label = 1; label <= count; label += 1) {
    strokeWidth[label] = (8 * area[label]!) / (outline[label]! * Math.PI);
    darkness[label] = sum[label]! > 0 ? squares[label]! / sum[label]! : 0;
    level[label] = level[label]! / outline[label]!;
  }
  return { strokeWidth, darkness, straight: level };
}

/** Levels between a mean ink's strongest and weakest channel, beyond the paper's own, from which it has a hue. */
const leastColour = 22;
const hues = ['red', 'yellow', 'green', 'cyan', 'blue', 'magenta'] as const;

/**
 * The hue of each mark's dark parts.
 *
 * @param colours red, green and blue in turn; null for a scan in greys, where every mark is neutral.
 */
export function markHues(colours: Uint8Array | null, density: Uint8Array, found: Components): InkHue[] {
  const result = new Array<InkHue>(found.count + 1).fill('neutral');
  if (!colours) return result;
  const sums = new Float64Array((found.count + 1) * 4);
  for (let run = 0; run < found.runLabel.length; run += 1) {
    const to = found.runLabel[run]! * 4;
    for (let at = found.runStart[run]!; at < found.runEnd[run]!; at += 1) {
      const weight = density[at]!;
      sums[to]! += weight * colours[at * 3]!;
      sums[to + 1]! += weight * colours[at * 3 + 1]!;
      sums[to + 2]! += weight * colours[at * 3 + 2]!;
      sums[to + 3]! += weight;
    }
  }
  for (let label = 1; label <= found.count; label += 1) {
    const weight = sums[label * 4 + 3]!;
    if (weight === 0) continue;
    result[label] = hueOf(sums[label * 4]! / weight, sums[label * 4 + 1]! / weight, sums[label * 4 + 2]! / weight);
  }
  return result;
}

/** One of six hues of a colour (0 to 255 each), or neutral where it is nearly a grey. */
export function hueOf(red: number, green: number, blue: number): InkHue {
  const high = Math.max(red, green, blue);
  const range = high - Math.min(red, green, blue);
  if (range < leastColour) return 'neutral';
  const turn =
    high === red ? (green - blue) / range : high === green ? 2 + (blue - red) / range : 4 + (red - green) / range;
  return hues[(Math.round(turn) + 6) % 6]!;
}
