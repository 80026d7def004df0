import type { Components } from './components.ts';
import { localMaximum } from './filters.ts';
import { separateInk, type InkMask } from './ink-mask.ts';
import type { LevelledPlane } from './paper.ts';
import { findPrintedRows, type PrintedRow } from './printed-text.ts';

/** Where the ink is, and the printed letters that were taken out of it. */
export interface PenInk extends InkMask {
  readonly printedRows: readonly PrintedRow[];
}

/** A hand's largest mark is at least so many times as wide or tall as the capitals printed beside it. */
const handReach = 2;

/**
 * Separates ink from levelled paper as `separateInk` does. Where printed letters stand beside the pen's strokes, they are
 * wiped off the paper and the ink is separated anew, so that neither their place, their darkness nor their stroke's width
 * has a say in the pen's. Where nothing but print and bits of it is there, all of it stays, for the gate to refuse.
 *
 * @param straightness how straight a ruled line must be to count as printed, see `dropRuledLines`.
 */
export function separatePenInk(plane: LevelledPlane, straightness?: number): PenInk {
  const ink = separateInk(plane, straightness);
  const printedRows = findPrintedRows(ink.mask, ink.marks, plane.width);
  if (printedRows.length === 0) return { ...ink, printedRows };
  const printed = new Uint8Array(ink.marks.count + 1);
  for (const { marks } of printedRows) for (const label of marks) printed[label] = 1;
  const reach = handReach * Math.max(...printedRows.map(({ height }) => height));
  if (!hasHand(ink.marks, printed, reach)) return { ...ink, printedRows: [] };
  const density = wiped(plane, ink, printed, Math.ceil(printedRows[0]!.strokeWidth / 2) + 3);
  return { ...separateInk({ ...plane, density }, straightness), printedRows };
}

function hasHand(marks: Components, printed: Uint8Array, reach: number): boolean {
  for (let label = 1; label <= marks.count; label += 1) {
    if (printed[label]) continue;
    const wide = marks.right[label]! - marks.left[label]! + 1;
    const tall = marks.bottom[label]! - marks.top[label]! + 1;
    if (Math.max(wide, tall) >= reach) return true;
  }
  return false;
}

/**
 * The plane's density with bare paper where print is and up to `margin` pixels round it, but for what lies within two
 * pixels of other marks: their own soft edge.
 */
function wiped(
  { width, height, density }: LevelledPlane,
  ink: InkMask,
  printed: Uint8Array,
  margin: number,
): Uint8Array {
  const { runStart, runEnd, runLabel } = ink.marks;
  const print = new Uint8Array(width * height);
  const pen = new Uint8Array(width * height);
  for (let run = 0; run < runLabel.length; run += 1) {
    (printed[runLabel[run]!] ? print : pen).fill(1, runStart[run], runEnd[run]);
  }
  const near = localMaximum(print, width, height, margin);
  const kept = localMaximum(pen, width, height, 2);
  const result = density.slice();
  for (let at = near.indexOf(1); at >= 0; at = near.indexOf(1, at + 1)) if (print[at] || !kept[at]) result[at] = 0;
  return result;
}
