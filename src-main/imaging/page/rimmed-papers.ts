import type { RasterImage } from '../image.ts';
import { mapPoint, type Point } from '../affine.ts';
import type { Bed } from './bed.ts';
import type { ChequeOnPage } from './cheque-on-page.ts';
import { inReadingOrder, isChequeShaped } from './cheque-shape.ts';
import { cutOut } from './cut-out.ts';
import type { FoundOnPage } from './found-on-page.ts';
import { piecesOf } from './papers.ts';
import { mapOf, scaled, widened, type Rectangle } from './rectangle.ts';
import type { ReducedPage } from './reduced-page.ts';
import { isSeen, refineRectangle } from './refine-rectangle.ts';
import { isBitonal } from './straighten.ts';

/** A cell darker than this is black all over, or nearly. */
const solidBlack = 90;
/** Rims take up at least this share of a page. */
const leastSolid = 0.015;
/** A paper's hull covers at least so much of the rectangle round it, and what is white so much of its hull. */
const rectangular = 0.955;
const leastWhite = 0.6;
/** A rim is black so many cells out from the paper, a printed frame isn't; on so much of each side. */
const rimCells = { from: 0.5, to: 2.5 };
const rimShare = 0.7;

/**
 * Papers that lie on a dark or grey bed, on a page in black and white: there a scanner that takes each pixel against its
 * surroundings leaves a black rim round a paper, while the bed further off may be white, or noise. A paper is what such a rim
 * encloses.
 *
 * @returns null where the page has other levels, or nothing of a cheque's shape has a rim.
 */
export function rimmedPapers(page: RasterImage, reduced: ReducedPage): FoundOnPage | null {
  if (!isBitonal(page)) return null;
  const solid = reduced.levels.map((level) => (level < solidBlack ? 1 : 0));
  if (solid.reduce((sum, cell) => sum + cell, 0) < leastSolid * solid.length) return null;
  const { factor } = reduced;
  const cheques: ChequeOnPage[] = [];
  const bed: Bed = { level: 0, across: 0, down: 0, slack: 128, dark: true, cells: solid, count: 0 };
  for (const { rectangle, fill, hullShare } of piecesOf(reduced, enclosed(reduced, solid))) {
    if (hullShare < rectangular || fill < leastWhite * hullShare || !isChequeShaped(rectangle)) continue;
    if (!hasRim(reduced, solid, rectangle)) continue;
    const refined = refineRectangle(page, scaled(rectangle, factor), bed, factor, 1.5 * factor + 1);
    const paper = isSeen(refined) ? refined.rectangle : scaled(rectangle, factor);
    cheques.push(cutOut(page, paper, paper.height > paper.width));
  }
  return cheques.length > 0 ? { cheques: inReadingOrder(cheques), overlapping: false } : null;
}

/** The cells that aren't black and can't be reached from the page's edge over such. */
function enclosed({ width, height }: ReducedPage, solid: Uint8Array): Uint8Array {
  const inside = solid.map((cell) => cell ^ 1);
  const queue: number[] = [];
  const leave = (at: number): void => {
    if (!inside[at]) return;
    inside[at] = 0;
    queue.push(at);
  };
  for (let column = 0; column < width; column += 1) [column, (height - 1) * width + column].forEach(leave);
  for (let row = 0; row < height; row += 1) [row * width, row * width + width - 1].forEach(leave);
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    const column = at % width;
    if (column > 0) leave(at - 1);
    if (column < width - 1) leave(at + 1);
    if (at >= width) leave(at - width);
    if (at < width * (height - 1)) leave(at + width);
  }
  return inside;
}

/** Whether it is black along each side of a rectangle, close by; beyond the page's edge anything may be. */
function hasRim({ width, height }: ReducedPage, solid: Uint8Array, rectangle: Rectangle): boolean {
  const round = widened(rectangle, rimCells.to);
  const map = mapOf(round);
  const inner = rimCells.to - rimCells.from;
  return [0, 1, 2, 3].every((side) => {
    const long = side % 2 === 0 ? round.width : round.height;
    let [black, all] = [0, 0];
    for (let along = inner; along < long - inner; along += 1) {
      for (let deep = 0; deep < inner; deep += 1) {
        const own: Point =
          side === 0
            ? [along, deep]
            : side === 1
              ? [round.width - deep, along]
              : side === 2
                ? [along, round.height - deep]
                : [deep, along];
        const [x, y] = mapPoint(map, own);
        const [column, row] = [Math.floor(x), Math.floor(y)];
        all += 1;
        if (column < 0 || row < 0 || column >= width || row >= height || solid[row * width + column]) black += 1;
      }
    }
    return black >= rimShare * all;
  });
}
