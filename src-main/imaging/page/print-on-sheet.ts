import type { RasterImage } from '../image.ts';
import type { Bed } from './bed.ts';
import type { ChequeOnPage } from './cheque-on-page.ts';
import { inReadingOrder, isChequeShaped } from './cheque-shape.ts';
import { boxOf, cornersOfContent } from './content.ts';
import { cutOut, straightEnough } from './cut-out.ts';
import type { FoundOnPage } from './found-on-page.ts';
import { chequeGroups, roomBeside } from './print-groups.ts';
import { clearPrint, printLay, type PrintLay } from './print-skew.ts';
import { joined, mapOf, rectangleAlong, scaled, widened, type Rectangle } from './rectangle.ts';
import type { ReducedPage } from './reduced-page.ts';
import { isSeen, refineRectangle } from './refine-rectangle.ts';
import { fineSkew } from './row-skew.ts';
import { shownEdges } from './shown-edges.ts';
import { mapPoint } from '../affine.ts';

/** Paper kept round print whose paper can't be seen, as a share of its height: more than a cheque's own margin. */
const paperRound = 0.15;
/** Kept where the paper's edge is part of what was found. */
const edgeKept = 0.02;
/** Its edge is looked for so far out, and to both sides of there. */
const edgeRound = 0.06;
const widestMargin = 0.16;
/** Long side over short one of a cut with its margins, which make a cheque look less long than it is. */
const leastLong = 1.5;

/**
 * Cheques whose paper can't be told from the sheet or lid behind it: by their print, with paper round it as far as there is room.
 *
 * @param content 1 where something lies, for each cell.
 * @returns null where the print has no cheque's shape.
 */
export function printOnSheet(
  page: RasterImage,
  reduced: ReducedPage,
  bed: Bed,
  content: Uint8Array,
): FoundOnPage | null {
  const groups = chequeGroups(reduced, content);
  const cheques: ChequeOnPage[] = [];
  for (const group of groups) {
    const found = rowsOf(page, reduced, bed, group);
    if (!found) return null;
    const { lay, down } = found;
    const print = rectangleAlong(cornersOfContent(reduced, group), lay.skew);
    if (!isChequeShaped(print) || print.height > print.width !== down) return null;
    const others = groups.filter((other) => other !== group).flatMap((other) => cornersOfContent(reduced, other));
    const room = others.length > 0 ? roomBeside(print, others) : null;
    const paper = paperOf(page, reduced, bed, print, shownEdges(reduced, group, print), room);
    // A sheet printed nearly all over, a passport's page: with its margins it has no cheque's shape.
    if (groups.length === 1 && Math.max(paper.width, paper.height) < leastLong * Math.min(paper.width, paper.height))
      return null;
    cheques.push(cutOut(page, paper, down));
  }
  return cheques.length > 0 ? { cheques: inReadingOrder(cheques), overlapping: false } : null;
}

/** How a cheque's rows lie; null where no direction is clear. */
function rowsOf(
  page: RasterImage,
  reduced: ReducedPage,
  bed: Bed,
  group: Uint8Array,
): { readonly lay: PrintLay; readonly down: boolean } | null {
  const box = boxOf(reduced, group);
  if (!box) return null;
  const { width, factor } = reduced;
  const alone: ReducedPage = {
    ...reduced,
    levels: reduced.levels.map((level, at) => {
      if (group[at]) return level;
      const row = Math.floor(at / width);
      return Math.max(0, Math.min(255, Math.round(bed.level + bed.across * (at - row * width) + bed.down * row)));
    }),
  };
  const [across, downwards] = [printLay(alone, box, true), printLay(alone, box, false)];
  const down = downwards.clearness > across.clearness;
  const lay = down ? downwards : across;
  if (lay.clearness < clearPrint) return null;
  const part = {
    x: box.left * factor,
    y: box.top * factor,
    width: (box.right - box.left) * factor,
    height: (box.bottom - box.top) * factor,
  };
  return { lay: { ...lay, skew: fineSkew(page, lay, !down, part) }, down };
}

/**
 * The paper round print, in pixels of the page: where its edges show there, else with a margin.
 *
 * @param shown whether its top, right, bottom and left side is an edge of the paper.
 * @param room to the other cheque's print on each side, in cells; null: there is none.
 */
function paperOf(
  page: RasterImage,
  { factor }: ReducedPage,
  bed: Bed,
  print: Rectangle,
  shown: readonly boolean[],
  room: readonly [number, number, number, number] | null,
): Rectangle {
  const short = Math.min(print.width, print.height);
  const own = scaled(print, factor);
  // One alone may have wide margins; beside another one the next paper is near.
  const reach = (room ? edgeRound : widestMargin) * short * factor;
  const refined = refineRectangle(page, widened(own, edgeRound * short * factor), bed, factor, reach);
  // A cell of the print may reach beyond its paper's edge: only what stands out by more isn't cut off.
  const surely = widened(own, -1.5 * factor);
  if (!refined.notched && isSeen(refined)) return joined([refined.rectangle, surely], refined.rectangle.angle);
  const margins = [0, 1, 2, 3].map((side) => {
    const kept = (shown[side] ? edgeKept : paperRound) * short;
    return Math.min(kept, (room?.[side] ?? Infinity) / 2) * factor;
  });
  return withinPage(withMargins(own, margins as [number, number, number, number]), page);
}

/** A rectangle with a margin on its top, right, bottom and left side. */
function withMargins(
  rectangle: Rectangle,
  [top, right, bottom, left]: readonly [number, number, number, number],
): Rectangle {
  const { width, height } = rectangle;
  const [x, y] = mapPoint(mapOf(rectangle), [(width + right - left) / 2, (height + bottom - top) / 2]);
  return { ...rectangle, x, y, width: width + left + right, height: height + top + bottom };
}

/** A straight rectangle cut off at the page's edge; one that lies askew as it is. */
function withinPage(rectangle: Rectangle, page: RasterImage): Rectangle {
  if (Math.abs(rectangle.angle) > straightEnough) return rectangle;
  const { x, y, width, height } = rectangle;
  const left = Math.max(0, x - width / 2);
  const right = Math.min(page.width, x + width / 2);
  const top = Math.max(0, y - height / 2);
  const bottom = Math.min(page.height, y + height / 2);
  return { ...rectangle, x: (left + right) / 2, y: (top + bottom) / 2, width: right - left, height: bottom - top };
}
