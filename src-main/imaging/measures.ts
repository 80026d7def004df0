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
  /** Share of the ink's outline that runs straight across or straight down for more than two stroke widths, 0 to 1. */
  readonly straightOutline: number;
  /** Share of the ink further from its outline than one and a half stroke widths: solid areas, 0 to 1. */
  readonly solidShare: number;
  /** Specks that were dropped, in pixels, over ink pixels. */
  readonly speckShare: number;
  /** How often marks run out of the region. */
  readonly borderRuns: number;
  /** Darkest over brightest paper in the region, 0 to 1. */
  readonly paperEvenness: number;
  /** Share of the region that is neither paper nor ink but something between, 0 to 1. */
  readonly betweenShare: number;
  /** Share of the letter-sized marks that stand on one straight line to a twelfth of their height; 0 for fewer than 7. */
  readonly onBaseline: number;
  /** Spread of the letter-sized marks' heights: middle half over median; 1 for fewer than 7. */
  readonly heightSpread: number;
}

/**
 * Share of the outline that runs straight across or straight down for longer than `longest` pixels. Print, charts and
 * codes are made of such edges; a hand's strokes slant and curve.
 *
 * @param mask 1 on ink.
 */
export function straightOutlineShare(mask: Uint8Array, width: number, height: number, longest: number): number {
  let all = 0;
  let straight = 0;
  const close = (run: number): void => {
    all += run;
    if (run > longest) straight += run;
  };
  for (let row = 0; row <= height; row += 1) {
    let run = 0;
    let last = 0;
    for (let column = 0; column < width; column += 1) {
      const above = row > 0 ? mask[(row - 1) * width + column]! : 0;
      const below = row < height ? mask[row * width + column]! : 0;
      const edge = above === below ? 0 : above ? 1 : 2;
      if (edge !== last) {
        close(run);
        run = 0;
        last = edge;
      }
      if (edge) run += 1;
    }
    close(run);
  }
  for (let column = 0; column <= width; column += 1) {
    let run = 0;
    let last = 0;
    for (let row = 0; row < height; row += 1) {
      const left = column > 0 ? mask[row * width + column - 1]! : 0;
      const right = column < width ? mask[row * width + column]! : 0;
      const edge = left === right ? 0 : left ? 1 : 2;
      if (edge !== last) {
        close(run);
        run = 0;
        last = edge;
      }
      if (edge) run += 1;
    }
    close(run);
  }
  return all === 0 ? 0 : straight / all;
}

/**
 * Share of the ink that lies further than `radius` pixels (along rows and columns) from paper.
 *
 * @param mask 1 on ink.
 */
export function solidShare(mask: Uint8Array, width: number, height: number, radius: number): number {
  let ink = 0;
  let solid = 0;
  const reach = new Uint16Array(mask.length);
  for (let row = 0, at = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1, at += 1) {
      if (!mask[at]) continue;
      ink += 1;
      const above = row > 0 ? reach[at - width]! : 0;
      const left = column > 0 ? reach[at - 1]! : 0;
      const corner = row > 0 && column > 0 ? reach[at - width - 1]! : 0;
      // Side of the largest square of ink whose lower right corner is here.
      const side = Math.min(above, left, corner) + 1;
      reach[at] = side;
      if (side > 2 * radius) solid += 1;
    }
  }
  return ink === 0 ? 0 : solid / ink;
}

/**
 * How regular the letter-sized marks are: print stands on a straight line and has one or two heights.
 *
 * @param found the marks.
 * @param strokeWidth typical stroke width.
 */
export function letterRegularity(found: Components, strokeWidth: number): { onBaseline: number; heightSpread: number } {
  const letters: { middle: number; bottom: number; tall: number }[] = [];
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
  // The line through two marks that most others stand on.
  let best = 0;
  for (const one of letters) {
    for (const other of letters) {
      const run = other.middle - one.middle;
      if (run < 3 * median) continue;
      const slope = (other.bottom - one.bottom) / run;
      if (Math.abs(slope) > 0.15) continue;
      let standing = 0;
      for (const letter of letters) {
        if (Math.abs(letter.bottom - one.bottom - slope * (letter.middle - one.middle)) <= tolerance) standing += 1;
      }
      if (standing > best) best = standing;
    }
    if (letters.length > 60) break;
  }
  return { onBaseline: best / letters.length, heightSpread };
}
