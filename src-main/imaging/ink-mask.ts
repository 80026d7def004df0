import { dropBackgroundPrint } from './background-print.ts';
import { dropComponents, labelComponents, type Components } from './components.ts';
import { binomial, rowMaximum } from './filters.ts';
import type { LevelledPlane } from './paper.ts';
import { dropRuledLines, type RuledLine } from './ruled-lines.ts';
import { typicalWidth } from './stroke-width.ts';

/** How straight a line must be to count as printed, in pixels (root mean square); see `dropRuledLines`. */
const coarseStraightness = 0.5;
/** The same for coarse scans, on whose few pixels a hand's stroke looks as straight as print. */
export const fineStraightness = 0.25;
/** A scan with strokes thinner than this in pixels is coarse. */
const thinnestSure = 2.8;

/** Where the ink is. */
export interface InkMask {
  /** 1 on ink, 0 elsewhere. */
  readonly mask: Uint8Array;
  /** Its components. */
  readonly marks: Components;
  /** Density of the strong strokes, 0 to 255; 0 where there is no ink. */
  readonly inkLevel: number;
  /** Typical stroke width in pixels. */
  readonly strokeWidth: number;
  /** Printed lines that were taken out. */
  readonly ruledLines: readonly RuledLine[];
}

/**
 * Separates ink from levelled paper. A pixel is ink where it takes away at least two fifths of what the darkest point of
 * its own stroke does (a width at a share of the maximum, so that neither a faint pen nor a soft scanner changes a stroke's
 * width), and where its stroke reaches, somewhere, a third of the density of the strong strokes (hysteresis, after Canny
 * 1986), which a background print doesn't.
 *
 * @param straightness how straight a line must be to count as printed, see `dropRuledLines`.
 */
export function separateInk(plane: LevelledPlane, straightness = coarseStraightness): InkMask {
  const { width, height } = plane;
  const density = binomial(plane.density, width, height);
  const floor = Math.max(10, Math.round(3 * plane.noise));
  const inkLevel = strongLevel(density, floor);
  if (inkLevel === 0) return noInk(width, height);
  const low = Math.max(floor, Math.round(inkLevel * 0.18));

  const first = new Uint8Array(width * height);
  for (let at = 0; at < first.length; at += 1) if (density[at]! >= low) first[at] = 1;
  const strokeWidth = typicalWidth(first, width, height);
  const radius = Math.min(16, Math.max(2, Math.round(strokeWidth)));
  const mask = first.slice();
  cutFlanks(mask, first, density, width, height, radius);

  // Printed lines first: they are often darker than the pen, and would pass for the only ink before a faint print.
  const roughWidth = typicalWidth(mask, width, height);
  const allowed = roughWidth < thinnestSure ? fineStraightness : straightness;
  const ruledLines = dropRuledLines(mask, width, height, roughWidth, allowed);
  dropBackgroundPrint(mask, density, width, height, radius);
  const strongest = strongLevel(density, low, mask);
  if (strongest === 0) return noInk(width, height);
  const high = Math.max(low + 2, Math.round(strongest * 0.35));

  const found = labelComponents(mask, width, height);
  const strong = new Int32Array(found.count + 1);
  for (let run = 0; run < found.runLabel.length; run += 1) {
    const end = found.runEnd[run]!;
    for (let at = found.runStart[run]!; at < end; at += 1) if (density[at]! >= high) strong[found.runLabel[run]!]! += 1;
  }
  const weak = new Uint8Array(found.count + 1);
  for (let label = 1; label <= found.count; label += 1) if (strong[label]! < 3) weak[label] = 1;
  const marks = dropComponents(mask, found, weak);
  return { mask, marks, inkLevel: strongest, strokeWidth: typicalWidth(mask, width, height), ruledLines };
}

function noInk(width: number, height: number): InkMask {
  const mask = new Uint8Array(width * height);
  return { mask, marks: labelComponents(mask, width, height), inkLevel: 0, strokeWidth: 0, ruledLines: [] };
}

/**
 * Takes out pixels that are less than two fifths as dense as the densest within a stroke's width of them.
 *
 * @param mask changed in place.
 * @param first the mask as it was, so that runs are walked over undisturbed.
 */
function cutFlanks(
  mask: Uint8Array,
  first: Uint8Array,
  density: Uint8Array,
  width: number,
  height: number,
  radius: number,
): void {
  const peaks = rowMaximum(density, width, height, radius);
  for (let at = first.indexOf(1); at >= 0; at = first.indexOf(1, at)) {
    const row = Math.floor(at / width);
    const rowEnd = (row + 1) * width;
    const top = -Math.min(radius, row) * width;
    const bottom = Math.min(radius, height - 1 - row) * width;
    for (; at < rowEnd && first[at]; at += 1) {
      const limit = density[at]! * 2.5;
      if (limit >= 255) continue;
      for (let step = top; step <= bottom; step += width) {
        if (peaks[at + step]! > limit) {
          mask[at] = 0;
          break;
        }
      }
    }
  }
}

/** Density that the strongest seventh of everything above the paper's noise reaches; 0 when hardly anything does. */
function strongLevel(density: Uint8Array, floor: number, within?: Uint8Array): number {
  const counts = new Uint32Array(256);
  if (within) {
    for (let at = within.indexOf(1); at >= 0; at = within.indexOf(1, at)) {
      for (; within[at]; at += 1) counts[density[at]!]! += 1;
    }
  } else {
    for (let at = 0; at < density.length; at += 1) {
      const value = density[at]!;
      if (value >= floor) counts[value]! += 1;
    }
  }
  let above = 0;
  for (let value = floor; value < 256; value += 1) above += counts[value]!;
  if (above < 12) return 0;
  let left = above / 7;
  for (let value = 255; value >= floor; value -= 1) {
    left -= counts[value]!;
    if (left <= 0) return value;
  }
  return floor;
}
