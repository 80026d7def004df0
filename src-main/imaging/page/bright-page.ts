import { inverse, mapPoint, type Point } from '../affine.ts';
import { labelComponents } from '../components.ts';
import type { RasterImage } from '../image.ts';
import { findBrightBed, type Bed } from './bed.ts';
import type { ChequeOnPage } from './cheque-on-page.ts';
import { inReadingOrder, isChequeShaped } from './cheque-shape.ts';
import { cutOut, straightEnough } from './cut-out.ts';
import { beside, piecesOf, type PaperPiece } from './papers.ts';
import { printLay, type CellBox, type PrintLay } from './print-skew.ts';
import { mapOf, rectangleAlong, scaled, type Rectangle } from './rectangle.ts';
import type { ReducedPage } from './reduced-page.ts';
import { refineRectangle, type RefinedRectangle } from './refine-rectangle.ts';

type Found = { readonly cheques: readonly ChequeOnPage[]; readonly overlapping: boolean };

/** A page of a cheque's shape is the cheque where print and paper fill this share of it. */
const mostlyCheque = 0.4;
/** More than this share of the content outside a frame says that it isn't the paper's edge. */
const strayContent = 0.004;
/** A rim round a straight cheque that isn't worth cutting off, as a share of the page's short side. */
const hairsBreadth = 0.015;
/** Marks of fewer cells are dust. */
const dust = 3;
/** Rows of print stand out so much where they may say how a page lies. */
const clearPrint = 1.2;
/** A piece whose hull covers so much of its rectangle shows its paper's edges. */
const rectangular = 0.955;
/** Papers over each other cover at least this share of the page, and of their hull. */
const largePiece = 0.08;
const solidPaper = 0.8;
/** On a page of a cheque's shape they are looked for where the bed takes up so much of it. */
const muchBed = 0.25;
/** A side is seen where paper begins on one line at so many of its places. */
const seenSide = 0.6;
/** Paper left round print whose paper can't be seen, as a share of its height. */
const paperRound = 0.06;
const widestMargin = 0.16;
/** Two cheques on a sheet are at least so far apart, as a share of both. */
const leastGap = 0.02;

/**
 * The cheques on a page whose edge is bright: on a white lid, on a larger sheet, or the page is the cheque.
 *
 * @param thorough whether every pixel of the page counts in `reduced`.
 * @returns null where the page is to be taken as it is, `look closer` where only a thorough look can tell.
 */
export function chequesOnBrightPage(
  page: RasterImage,
  reduced: ReducedPage,
  thorough: boolean,
): Found | 'look closer' | null {
  const everything: CellBox = { left: 0, top: 0, right: reduced.width, bottom: reduced.height };
  const bed = findBrightBed(reduced);
  if (!bed) return pageAsCheque(page, reduced, everything, null, thorough);
  const content = withoutDust(reduced, beside(bed));
  const box = boxOf(reduced, content);
  if (!box) return null;
  const pieces = piecesOf(reduced, content);
  const outlined = outlinedCheques(page, reduced, bed, content, pieces);
  if (outlined) return outlined;
  const lying = !isChequeShaped(reduced) || bed.count > muchBed * reduced.levels.length;
  if (lying && pieces.some((piece) => arePapersOverEachOther(reduced, piece)))
    return { cheques: [], overlapping: true };
  const size = (box.right - box.left) * (box.bottom - box.top);
  if (isChequeShaped(reduced) && size >= mostlyCheque * reduced.levels.length)
    return pageAsCheque(page, reduced, box, { bed, content }, thorough);
  if (!thorough) return 'look closer';
  return printOnSheet(page, reduced, bed, content, box);
}

interface Ground {
  readonly bed: Bed;
  /** 1 where something is on it. */
  readonly content: Uint8Array;
}

/** The page is one cheque, which may lie askew on it or on its side. */
function pageAsCheque(
  page: RasterImage,
  reduced: ReducedPage,
  box: CellBox,
  ground: Ground | null,
  thorough: boolean,
): Found | 'look closer' | null {
  if (!isChequeShaped(reduced)) return null;
  const portrait = reduced.height > reduced.width;
  const lay = printLay(reduced, box, !portrait);
  // Something tall and narrow is a cheque on its side only where print runs down it.
  if (portrait && (lay.clearness < clearPrint || lay.clearness < printLay(reduced, box, true).clearness)) return null;
  const whole: Rectangle = {
    x: page.width / 2,
    y: page.height / 2,
    width: page.width,
    height: page.height,
    angle: 0,
  };
  const skew = lay.clearness >= clearPrint ? lay.skew : 0;
  if (Math.abs(skew) <= straightEnough) return portrait ? one(cutOut(page, whole, true)) : null;
  if (!thorough) return 'look closer';
  const within = boundedBy(whole, skew);
  if (ground) {
    const refined = refineRectangle(page, within, ground.bed, reduced.factor, 0.04 * within.height + reduced.factor);
    if (!refined.notched && isSeen(refined)) return one(cutOut(page, refined.rectangle, portrait));
  }
  // Nothing shows where the paper ends: what is on it mustn't be cut off.
  const print = rectangleAlong(cornersOfContent(reduced, ground?.content ?? null), skew);
  return one(cutOut(page, joined(within, scaled(print, reduced.factor), skew), portrait));
}

/**
 * Cheques whose papers' edges show. On a page that has a cheque's shape itself, a frame is none: a cheque's coded line stands
 * outside it.
 */
function outlinedCheques(
  page: RasterImage,
  reduced: ReducedPage,
  bed: Bed,
  content: Uint8Array,
  pieces: readonly PaperPiece[],
): Found | null {
  const { factor } = reduced;
  const cheques: ChequeOnPage[] = [];
  const taken: Rectangle[] = [];
  let overlapping = false;
  for (const { rectangle, hullShare } of pieces) {
    if (hullShare < rectangular || !isChequeShaped(rectangle) || taken.some((other) => liesIn(rectangle, other)))
      continue;
    if (isChequeShaped(reduced) && contentOutside(reduced, content, rectangle) > strayContent) continue;
    const refined = refineRectangle(page, scaled(rectangle, factor), bed, factor, 2.5 * factor + 2);
    if (!isSeen(refined)) continue;
    taken.push(rectangle);
    if (refined.notched) overlapping = true;
    else cheques.push(cutOut(page, trimmed(refined.rectangle, page), rectangle.height > rectangle.width));
  }
  return taken.length > 0 ? { cheques: inReadingOrder(cheques), overlapping } : null;
}

/** Whether a large piece that lies free on the page is all of one paper, but no rectangle. */
function arePapersOverEachOther(
  { width, height }: ReducedPage,
  { rectangle, fill, hullShare, hull }: PaperPiece,
): boolean {
  const across = hull.map(([x]) => x);
  const down = hull.map(([, y]) => y);
  const room = [Math.min(...across), width - Math.max(...across), Math.min(...down), height - Math.max(...down)];
  const free = room.filter((cells) => cells > 2).length >= (isChequeShaped({ width, height }) ? 4 : 3);
  // On a page that may itself be the cheque, a part of it that is dense all over is print.
  const least = isChequeShaped({ width, height }) ? mostlyCheque : largePiece;
  const large = rectangle.width * rectangle.height >= least * width * height;
  return free && large && hullShare < rectangular && hullShare > 0.6 && fill > solidPaper * hullShare;
}

/** The page itself where a straight rectangle leaves but a hair's breadth of it. */
function trimmed(rectangle: Rectangle, { width, height }: RasterImage): Rectangle {
  const rim = hairsBreadth * Math.min(width, height);
  const straight = Math.abs(rectangle.angle) <= straightEnough;
  const across = Math.abs(rectangle.x - width / 2) + (width - rectangle.width) / 2;
  const down = Math.abs(rectangle.y - height / 2) + (height - rectangle.height) / 2;
  if (!straight || across > rim || down > rim) return rectangle;
  return { x: width / 2, y: height / 2, width, height, angle: rectangle.angle };
}

/** Share of the content that lies outside a rectangle by more than two cells. */
function contentOutside({ width, height }: ReducedPage, content: Uint8Array, rectangle: Rectangle): number {
  const back = inverse(mapOf(rectangle));
  let [all, outside] = [0, 0];
  for (let row = 0, at = 0; row < height; row += 1) {
    let along = back.a * 0.5 + back.c * (row + 0.5) + back.e;
    let down = back.b * 0.5 + back.d * (row + 0.5) + back.f;
    for (let column = 0; column < width; column += 1, at += 1, along += back.a, down += back.b) {
      if (!content[at]) continue;
      all += 1;
      if (along < -2 || down < -2 || along > rectangle.width + 2 || down > rectangle.height + 2) outside += 1;
    }
  }
  return all === 0 ? 0 : outside / all;
}

/** Cheques whose paper can't be told from the sheet: by their print alone. */
function printOnSheet(
  page: RasterImage,
  reduced: ReducedPage,
  bed: Bed,
  content: Uint8Array,
  box: CellBox,
): Found | null {
  const acrossLay = printLay(reduced, box, true);
  const downLay = printLay(reduced, box, false);
  const down = downLay.clearness > acrossLay.clearness;
  const lay: PrintLay = down ? downLay : acrossLay;
  if (lay.clearness < clearPrint) return null;
  const points = cornersOfContent(reduced, content);
  const print = rectangleAlong(points, lay.skew);
  const groups = isShapedLying(print, down) ? [print] : halvesOf(points, print, down);
  if (!groups.every((group) => isShapedLying(group, down))) return null;
  const cheques: ChequeOnPage[] = [];
  for (const group of groups) {
    // One alone may have wide margins; beside another one the next paper is near.
    const reach = (groups.length === 1 ? widestMargin : paperRound) * Math.min(group.width, group.height);
    const room = paperRound * Math.min(group.width, group.height);
    const paper = scaled({ ...group, width: group.width + 2 * room, height: group.height + 2 * room }, reduced.factor);
    const refined = refineRectangle(page, paper, bed, reduced.factor, reach * reduced.factor);
    if (refined.notched) return { cheques: [], overlapping: true };
    cheques.push(cutOut(page, isSeen(refined) ? refined.rectangle : withinPage(paper, page), down));
  }
  return { cheques: inReadingOrder(cheques), overlapping: false };
}

/** Whether print has a cheque's shape and runs along its long side. */
function isShapedLying(print: Rectangle, down: boolean): boolean {
  return isChequeShaped(print) && print.height > print.width === down;
}

/** Print parted at its widest gap across the rows near its middle; the print itself where there is none. */
function halvesOf(points: readonly Point[], print: Rectangle, down: boolean): Rectangle[] {
  const back = inverse(mapOf(print));
  const length = down ? print.width : print.height;
  const places = points.map((point) => mapPoint(back, point)[down ? 0 : 1]).sort((first, second) => first - second);
  let [gap, middle] = [0, 0];
  for (let at = 1; at < places.length; at += 1) {
    const between = (places[at]! + places[at - 1]!) / 2;
    const width = places[at]! - places[at - 1]!;
    if (between > 0.3 * length && between < 0.7 * length && width > gap) [gap, middle] = [width, between];
  }
  if (gap < leastGap * length) return [print];
  const parts = [
    points.filter((point) => mapPoint(back, point)[down ? 0 : 1] < middle),
    points.filter((point) => mapPoint(back, point)[down ? 0 : 1] >= middle),
  ];
  return parts.map((part) => rectangleAlong(part, print.angle));
}

function one(cheque: ChequeOnPage): Found {
  return { cheques: [cheque], overlapping: false };
}

/** Whether at least three sides of a rectangle are seen, or are where the page ends, and two are seen. */
function isSeen({ support }: RefinedRectangle): boolean {
  const seen = support.filter((side) => side !== null && side >= seenSide).length;
  const unseen = support.filter((side) => side !== null && side < seenSide).length;
  return seen >= 2 && unseen <= 1;
}

/** Whether a rectangle's middle lies in another one. */
function liesIn({ x, y }: Rectangle, other: Rectangle): boolean {
  const [along, down] = mapPoint(inverse(mapOf(other)), [x, y]);
  return along > 0 && down > 0 && along < other.width && down < other.height;
}

/** The content without single cells: specks of dust. */
function withoutDust({ width, height }: ReducedPage, content: Uint8Array): Uint8Array {
  const found = labelComponents(content, width, height);
  const clean = content.slice();
  for (let run = 0; run < found.runLabel.length; run += 1) {
    if (found.area[found.runLabel[run]!]! <= dust) clean.fill(0, found.runStart[run], found.runEnd[run]);
  }
  return clean;
}

function boxOf({ width, height }: ReducedPage, content: Uint8Array): CellBox | null {
  let [left, right, top, bottom] = [width, 0, height, 0];
  for (let row = 0; row < height; row += 1) {
    const start = row * width;
    const first = content.indexOf(1, start);
    if (first < 0) break;
    if (first >= start + width) continue;
    const last = content.lastIndexOf(1, start + width - 1);
    left = Math.min(left, first - start);
    right = Math.max(right, last - start + 1);
    top = Math.min(top, row);
    bottom = row + 1;
  }
  return right > left ? { left, top, right, bottom } : null;
}

/** The ends of the content's rows, as corners of cells; the whole page's corners where there is no content told. */
function cornersOfContent({ width, height }: ReducedPage, content: Uint8Array | null): Point[] {
  const corners: Point[] = [];
  if (!content)
    return [
      [0, 0],
      [width, 0],
      [width, height],
      [0, height],
    ];
  for (let row = 0; row < height; row += 1) {
    const start = row * width;
    const first = content.indexOf(1, start);
    if (first < 0) break;
    if (first >= start + width) continue;
    const left = first - start;
    const right = content.lastIndexOf(1, start + width - 1) - start + 1;
    corners.push([left, row], [left, row + 1], [right, row], [right, row + 1]);
  }
  return corners;
}

/** The largest rectangle that, lying askew, has the page's box as the box round it: a page that ends with its cheque. */
function boundedBy({ x, y, width, height }: Rectangle, skew: number): Rectangle {
  const angle = (Math.abs(skew) * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const both = cos * cos - sin * sin;
  return { x, y, width: (width * cos - height * sin) / both, height: (height * cos - width * sin) / both, angle: skew };
}

/** The rectangle along a direction round two others that lie along it. */
function joined(first: Rectangle, second: Rectangle, angle: number): Rectangle {
  const corners = [first, second].flatMap((rectangle) => {
    const map = mapOf(rectangle);
    const { width, height } = rectangle;
    return [
      mapPoint(map, [0, 0]),
      mapPoint(map, [width, 0]),
      mapPoint(map, [0, height]),
      mapPoint(map, [width, height]),
    ];
  });
  return rectangleAlong(corners, angle);
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
