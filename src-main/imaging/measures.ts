import { bestBaseline, type Letter } from './base-line.ts';
import type { Components } from './components.ts';

/** What is measured of the ink in a region; the plausibility gate reads nothing else. Lengths are working pixels. */
export interface InkMeasures {
  /** Ink pixels. */
  readonly inkPixels: number;
  /** Ink box. */
  readonly inkWidth: number;
  readonly inkHeight: number;
  /** Share of the ink box that is ink, 0 to 1. */
  readonly inkShare: number;
  /** Typical stroke width. */
  readonly strokeWidth: number;
  /** Length of all strokes over the ink box's half perimeter: how much writing there is. */
  readonly strokeLength: number;
  /** Density of the strong strokes, 0 to 1. */
  readonly inkLevel: number;
  /** Noise of the paper, 0 to 1. */
  readonly paperNoise: number;
  /** Separate marks. */
  readonly marks: number;
  /** Share of the ink that is in the largest mark, 0 to 1. */
  readonly largestMark: number;
  /** Share of the ink's outline that runs straight across or straight down for more than two stroke widths (and 12 pixels), 0 to 1. */
  readonly straightOutline: number;
  /** Longest stretch of outline straight across or down, over the longer side of the ink box. */
  readonly longestStraight: number;
  /** How far the ink's left and right edges stray from an ellipse that fills the ink box, over half its width. */
  readonly ringStray: number;
  /** Share of the ink in solid areas wider than a tenth of the ink box's shorter side, 0 to 1. */
  readonly solidShare: number;
  /** How many of six hues the region strongly shows. */
  readonly hues: number;
  /** Specks that were dropped, in pixels, over ink pixels. */
  readonly speckShare: number;
  /** Printed lines that begin and end inside the region: a signature line is one, a chart or a form has several. */
  readonly linesInside: number;
  /** How often marks run out of the region. */
  readonly borderRuns: number;
  /** Darkest over brightest paper in the region, 0 to 1. */
  readonly paperEvenness: number;
  /** Share of the letter-sized marks that stand on straight lines (four at most) to a twelfth of their height; 0 for fewer than 7. */
  readonly onBaseline: number;
  /** Spread of the letter-sized marks' heights: middle half over median; 1 for fewer than 7. */
  readonly heightSpread: number;
  /** Marks in lines that are surely print (`findPrintedRows`); hand-printed letters stray further from their line. */
  readonly printedLetters: number;
}

/**
 * Share of the outline that runs straight across or straight down for longer than `longest` pixels, and its longest run. Print, charts and
 * codes are made of such edges; a hand's strokes slant and curve.
 *
 * @param mask 1 on ink.
 * @param box the ink's extent.
 */
export function straightOutline(
  mask: Uint8Array,
  width: number,
  longest: number,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
): { share: number; longest: number } {
  let all = 0;
  let straight = 0;
  let record = 0;
  const close = (run: number): void => {
    all += run;
    if (run > longest) straight += run;
    if (run > record) record = run;
  };
  // One pass over the rows, with a running run along each column's left edge.
  const downRun = new Int32Array(box.width + 1);
  const downEdge = new Uint8Array(box.width + 1);
  for (let row = box.y; row <= box.y + box.height; row += 1) {
    let run = 0;
    let last = 0;
    const here = row * width + box.x;
    const inside = row < box.y + box.height;
    for (let column = 0; column <= box.width; column += 1) {
      const self = inside && column < box.width ? mask[here + column]! : 0;
      if (column < box.width) {
        const above = row > box.y ? mask[here + column - width]! : 0;
        const edge = above === self ? 0 : above ? 1 : 2;
        if (edge !== last) {
          if (run) close(run);
          run = 0;
          last = edge;
        }
        if (edge) run += 1;
      }
      if (inside) {
        const left = column > 0 ? mask[here + column - 1]! : 0;
        const edge = left === self ? 0 : left ? 1 : 2;
        if (edge !== downEdge[column]!) {
          if (downRun[column]!) close(downRun[column]!);
          downRun[column] = 0;
          downEdge[column] = edge;
        }
        if (edge) downRun[column]! += 1;
      }
    }
    if (run) close(run);
  }
  for (const run of downRun) if (run) close(run);
  return { share: all === 0 ? 0 : straight / all, longest: record };
}

/**
 * Share of the ink that ends a square of ink with sides of more than `side` pixels: solid areas, which no pen leaves.
 *
 * @param mask 1 on ink.
 * @param box the ink's extent.
 */
export function solidShare(
  mask: Uint8Array,
  width: number,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  side: number,
): number {
  let ink = 0;
  let solid = 0;
  // Side of the largest square of ink whose lower right corner is here, for this row and the one before.
  let above = new Uint16Array(box.width + 1);
  let here = new Uint16Array(box.width + 1);
  for (let row = 0; row < box.height; row += 1) {
    const start = (box.y + row) * width + box.x;
    for (let column = 0; column < box.width; column += 1) {
      if (!mask[start + column]) {
        here[column + 1] = 0;
        continue;
      }
      ink += 1;
      const square = Math.min(above[column]!, above[column + 1]!, here[column]!) + 1;
      here[column + 1] = square;
      if (square > side) solid += 1;
    }
    [above, here] = [here, above];
  }
  return ink === 0 ? 0 : solid / ink;
}

/**
 * How far the outermost ink of each row strays from an ellipse filling the ink box: root mean square, in half widths. A
 * round stamp, a seal or a pie chart strays by a few hundredths.
 *
 * @param mask 1 on ink.
 * @param box the ink's extent.
 */
export function ringStray(
  mask: Uint8Array,
  width: number,
  box: { x: number; y: number; width: number; height: number },
): number {
  const half = box.width / 2;
  let squares = 0;
  let count = 0;
  for (let row = 0; row < box.height; row += 1) {
    const start = (box.y + row) * width + box.x;
    let left = 0;
    while (left < box.width && !mask[start + left]) left += 1;
    if (left === box.width) {
      squares += 1;
      count += 2;
      continue;
    }
    let right = box.width - 1;
    while (!mask[start + right]) right -= 1;
    const off = ((row + 0.5) * 2) / box.height - 1;
    const reach = Math.sqrt(1 - off * off);
    squares += ((half - left) / half - reach) ** 2 + ((right + 1 - half) / half - reach) ** 2;
    count += 2;
  }
  return Math.sqrt(squares / count);
}

/**
 * How regular the letter-sized marks are: print stands on a straight line and has one or two heights.
 *
 * @param found the marks.
 * @param strokeWidth typical stroke width.
 */
export function letterRegularity(found: Components, strokeWidth: number): { onBaseline: number; heightSpread: number } {
  const letters: Letter[] = [];
  for (let label = 1; label <= found.count; label += 1) {
    const tall = found.bottom[label]! - found.top[label]! + 1;
    if (tall < 3 * strokeWidth) continue;
    letters.push({ middle: (found.left[label]! + found.right[label]!) / 2, bottom: found.bottom[label]!, tall });
  }
  if (letters.length < 7) return { onBaseline: 0, heightSpread: 1 };
  const talls = letters.map((letter) => letter.tall).sort((one, other) => one - other);
  const median = talls[talls.length >> 1]!;
  const heightSpread = (talls[Math.floor(talls.length * 0.75)]! - talls[Math.floor(talls.length * 0.25)]!) / median;
  const tolerance = Math.max(1, median / 12);
  let left = letters.slice(0, 80);
  const total = left.length;
  let standing = 0;
  for (let line = 0; line < 4 && left.length >= 4; line += 1) {
    const on = bestBaseline(left, median, tolerance);
    if (on.length < 4) break;
    standing += on.length;
    left = left.filter((letter) => !on.includes(letter));
  }
  return { onBaseline: standing / total, heightSpread };
}
