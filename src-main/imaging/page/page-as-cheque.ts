import type { RasterImage } from '../image.ts';
import type { Bed } from './bed.ts';
import { isChequeShaped } from './cheque-shape.ts';
import { cornersOfContent } from './content.ts';
import { cutOut, straightEnough } from './cut-out.ts';
import type { FoundOnPage } from './found-on-page.ts';
import { printOnSheet } from './print-on-sheet.ts';
import { clearPrint, printLay, type CellBox } from './print-skew.ts';
import { boundedBy, joined, rectangleAlong, scaled, widened, type Rectangle } from './rectangle.ts';
import type { ReducedPage } from './reduced-page.ts';
import { isSeen, refineRectangle } from './refine-rectangle.ts';
import { fineSkew } from './row-skew.ts';

/** A side of the page on which nothing stands for more than this share of its short side is bed: along the rows, and across them. */
const bareSide = { along: 0.35, across: 0.21 };
/** So much of it is kept, which is more than a cheque's own margin. */
const keptMargin = 0.15;
/** What takes up less of a page, askew, is a cheque on a larger page, though that has a cheque's shape too. */
const smallPart = 0.7;

/** What lies on a page, and what behind it. */
export interface Ground {
  readonly bed: Bed;
  /** 1 where something is on it, for each cell. */
  readonly content: Uint8Array;
}

/**
 * A page of a cheque's shape as one cheque, which may lie askew on it or on its side.
 *
 * @param box round what is on it.
 * @param ground null where nothing can be told from the paper.
 * @param thorough whether every pixel of the page counts in `reduced`.
 * @returns null where the page is to be taken as it is, `look closer` where only a thorough look can tell.
 */
export function pageAsCheque(
  page: RasterImage,
  reduced: ReducedPage,
  box: CellBox,
  ground: Ground | null,
  thorough: boolean,
): FoundOnPage | 'look closer' | null {
  if (!isChequeShaped(reduced)) return null;
  const portrait = reduced.height > reduced.width;
  const lay = printLay(reduced, box, !portrait);
  // Something tall and narrow is a cheque on its side only where print runs down it.
  if (portrait && (lay.clearness < clearPrint || lay.clearness < printLay(reduced, box, true).clearness)) return null;
  const skew = lay.clearness >= clearPrint ? fineSkew(page, lay, !portrait) : 0;
  const straight = Math.abs(skew) <= straightEnough;
  const part = ground && withoutBareSides(page, box, reduced.factor);
  if (straight && part === null) return portrait ? one(page, wholeOf(page), true) : null;
  if (!thorough) return 'look closer';
  const print = ground ? rectangleAlong(cornersOfContent(reduced, ground.content), skew) : null;
  const isSmall = print !== null && print.width * print.height < smallPart * reduced.levels.length;
  if (ground && (part || (isSmall && !straight))) {
    const onSheet = printOnSheet(page, reduced, ground.bed, ground.content);
    if (onSheet?.cheques.length === 1) return onSheet;
  }
  if (straight) return one(page, part ?? wholeOf(page), portrait);
  if (part && print)
    return one(page, widened(scaled(print, reduced.factor), keptMargin * Math.min(page.width, page.height)), portrait);
  const within = boundedBy(wholeOf(page), skew);
  if (ground) {
    const refined = refineRectangle(page, within, ground.bed, reduced.factor, 0.04 * within.height + reduced.factor);
    if (!refined.notched && isSeen(refined)) return one(page, refined.rectangle, portrait);
  }
  // Nothing shows where the paper ends: what is on it mustn't be cut off.
  return one(page, joined(print ? [within, scaled(print, reduced.factor)] : [wholeOf(page)], skew), portrait);
}

function wholeOf({ width, height }: RasterImage): Rectangle {
  return { x: width / 2, y: height / 2, width, height, angle: 0 };
}

function one(page: RasterImage, rectangle: Rectangle, onItsSide: boolean): FoundOnPage {
  return { cheques: [cutOut(page, rectangle, onItsSide)], overlapping: false };
}

/** The page without its sides on which nothing stands; null where there is no such side. */
function withoutBareSides({ width, height }: RasterImage, box: CellBox, factor: number): Rectangle | null {
  const short = Math.min(width, height);
  const kept = (from: number, to: number, length: number): [number, number] => {
    const bare = (length === short ? bareSide.across : bareSide.along) * short;
    return [
      from * factor > bare ? from * factor - keptMargin * short : 0,
      length - to * factor > bare ? to * factor + keptMargin * short : length,
    ];
  };
  const [left, right] = kept(box.left, box.right, width);
  const [top, bottom] = kept(box.top, box.bottom, height);
  if (left === 0 && top === 0 && right === width && bottom === height) return null;
  const part = { x: (left + right) / 2, y: (top + bottom) / 2, width: right - left, height: bottom - top, angle: 0 };
  return isChequeShaped(part) ? part : null;
}
