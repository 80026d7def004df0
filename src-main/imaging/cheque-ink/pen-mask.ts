import { dropComponents, labelComponents } from '../components.ts';
import type { Box } from '../image.ts';
import type { LevelledPlane } from '../paper.ts';
import { partBackground } from './background-level.ts';
import { measureMarks } from './component-measures.ts';
import { dropDottedRules } from './dotted-rules.ts';
import { strongLevel } from './levels.ts';
import { onLongPaths } from './long-paths.ts';
import { findPrintRows } from './print-rows.ts';
import { dropRules } from './rules.ts';

/** Where a pen's ink is on a levelled plane that holds print too. */
export interface PenMask {
  /** 1 on the pen's ink, `width * height`. */
  readonly pen: Uint8Array;
  /** 1 on all foreground, print included, but for the soft edges of strokes and specks. */
  readonly foreground: Uint8Array;
}

/** Density from which a pixel is foreground, as a share of the strong marks'. */
const weakShare = 0.22;

/**
 * Tells a pen's ink from print on a levelled plane: takes out rules, what is printed behind the ink, rows of letters and
 * specks, and leaves strokes whole where they cross these.
 *
 * @param millimetre pixels to a millimetre.
 * @param bands boxes of the plane that hold print: a MICR line.
 */
export function findPenMask(plane: LevelledPlane, millimetre: number, bands: readonly Box[]): PenMask {
  const { width, height, density } = plane;
  const floor = Math.max(12, Math.round(3 * plane.noise));
  const strongest = strongLevel(density, floor);
  const foreground = new Uint8Array(width * height);
  if (strongest === 0) return { pen: foreground, foreground };
  const low = Math.max(floor, Math.round(strongest * weakShare));
  for (let at = 0; at < density.length; at += 1) if (density[at]! >= low) foreground[at] = 1;
  const pen = foreground.slice();
  dropRules(pen, width, height, millimetre);
  partBackground(pen, foreground, density, width, height, millimetre);
  dropLetters(pen, density, width, height, millimetre, bands);
  dropSpecks(pen, foreground, width, height, millimetre);
  return { pen, foreground };
}

function dropLetters(
  pen: Uint8Array,
  density: Uint8Array,
  width: number,
  height: number,
  millimetre: number,
  bands: readonly Box[],
): void {
  const found = dropDottedRules(pen, labelComponents(pen, width, height), millimetre);
  const { strokeWidth } = measureMarks(pen, density, found, width);
  const { sure } = findPrintRows(found, strokeWidth, millimetre);
  for (const row of sure) {
    const tall = row.height;
    dropShort(pen, width, height, grown(row, Math.round(tall * 0.6), Math.round(tall * 0.3), width, height), tall);
  }
  for (const band of bands) dropShort(pen, width, height, grown(band, 2, 2, width, height), band.height);
}

/** Takes out what lies in a band of print and is on no path longer than its letters, and bits that are left in it. */
function dropShort(pen: Uint8Array, width: number, height: number, band: Box, tall: number): void {
  const long = onLongPaths(pen, width, height, band, Math.min(250, 1.3 * tall), Math.min(250, 2 * tall));
  for (let row = 0, at = 0; row < band.height; row += 1) {
    const start = (band.y + row) * width + band.x;
    for (let column = 0; column < band.width; column += 1, at += 1) if (!long[at]) pen[start + column] = 0;
  }
}

/** Specks may be the pen's, the paper's or print's: they go, but don't count as print. */
function dropSpecks(pen: Uint8Array, foreground: Uint8Array, width: number, height: number, millimetre: number): void {
  const found = labelComponents(pen, width, height);
  const smallest = Math.max(3, 0.05 * millimetre * millimetre);
  const drop = new Uint8Array(found.count + 1);
  for (let label = 1; label <= found.count; label += 1) if (found.area[label]! < smallest) drop[label] = 1;
  for (let run = 0; run < found.runLabel.length; run += 1)
    if (drop[found.runLabel[run]!]) foreground.fill(0, found.runStart[run], found.runEnd[run]);
  dropComponents(pen, found, drop);
}

function grown(box: Box, across: number, down: number, width: number, height: number): Box {
  const x = Math.max(0, box.x - across);
  const y = Math.max(0, box.y - down);
  return {
    x,
    y,
    width: Math.max(0, Math.min(width, box.x + box.width + across) - x),
    height: Math.max(0, Math.min(height, box.y + box.height + down) - y),
  };
}
