import type { RasterImage } from '../image.ts';
import type { Bed } from './bed.ts';
import type { ChequeOnPage } from './cheque-on-page.ts';
import { inReadingOrder, isChequeShaped } from './cheque-shape.ts';
import { contentRound } from './content.ts';
import { cutOut, straightEnough } from './cut-out.ts';
import type { FoundOnPage } from './found-on-page.ts';
import type { PaperPiece } from './papers.ts';
import { liesIn, scaled, type Rectangle } from './rectangle.ts';
import type { ReducedPage } from './reduced-page.ts';
import { isSeen, refineRectangle } from './refine-rectangle.ts';

/** A piece whose hull covers so much of its rectangle shows its paper's edges. */
const rectangular = 0.955;
/** Papers over each other cover at least this share of the page, and of their hull. */
const largePiece = 0.08;
const solidPaper = 0.8;
/** On a page that may itself be the cheque, a part of it that is dense all over is print, unless it is most of it. */
const mostOfCheque = 0.4;
/** Content round a piece that is more than this share of it says that the piece is printed on the paper: a frame, a picture. */
const strayContent = 0.0025;
/** How far round it, as a share of its short side: a cheque's coded line stands that near to its frame. */
const strayReach = 0.4;
/** Content in no outlined paper that is more than this share of one: there is another cheque, whose edges don't show. */
const anotherCheque = 0.012;
/** A rim round a straight cheque that isn't worth cutting off, as a share of the page's short side. */
const hairsBreadth = 0.015;

/**
 * Cheques on a bright bed whose papers' edges show.
 *
 * @param content 1 where something lies, for each cell.
 * @returns null where none shows, or where another one lies there whose edges don't.
 */
export function outlinedCheques(
  page: RasterImage,
  reduced: ReducedPage,
  bed: Bed,
  content: Uint8Array,
  pieces: readonly PaperPiece[],
): FoundOnPage | null {
  const { factor } = reduced;
  const cheques: ChequeOnPage[] = [];
  const taken: Rectangle[] = [];
  let overlapping = false;
  for (const rectangle of papersAmong(reduced, content, pieces)) {
    const refined = refineRectangle(page, scaled(rectangle, factor), bed, factor, 2.5 * factor + 2);
    if (!isSeen(refined)) continue;
    taken.push(rectangle);
    if (refined.notched) overlapping = true;
    else cheques.push(cutOut(page, trimmed(refined.rectangle, page), rectangle.height > rectangle.width));
  }
  const [first, ...others] = taken;
  if (!first || contentRound(reduced, content, first, others, Infinity) > anotherCheque) return null;
  return { cheques: inReadingOrder(cheques), overlapping };
}

/** The rectangles of the pieces that may be papers. */
function papersAmong(reduced: ReducedPage, content: Uint8Array, pieces: readonly PaperPiece[]): Rectangle[] {
  let papers: Rectangle[] = [];
  for (const { rectangle, hullShare } of pieces) {
    if (hullShare < rectangular || !isChequeShaped(rectangle)) continue;
    if (!papers.some((other) => liesIn(rectangle, other))) papers.push(rectangle);
  }
  for (let count = -1; papers.length !== count;) {
    count = papers.length;
    papers = papers.filter((one) => !isPrinted(reduced, content, one, papers));
  }
  return papers;
}

/** Whether something that may be a paper is rather printed on one: more lies round it, which is in no other paper. */
function isPrinted(
  reduced: ReducedPage,
  content: Uint8Array,
  rectangle: Rectangle,
  papers: readonly Rectangle[],
): boolean {
  const others = papers.filter((other) => other !== rectangle);
  const reach = isChequeShaped(reduced) ? Infinity : strayReach;
  return contentRound(reduced, content, rectangle, others, reach) > strayContent;
}

/**
 * Whether papers lie over each other on a bright bed: a large piece that lies free on the page is all of one paper, but no rectangle,
 * and nothing else lies near it.
 */
export function hasPapersOverEachOther(
  reduced: ReducedPage,
  content: Uint8Array,
  pieces: readonly PaperPiece[],
): boolean {
  const { width, height } = reduced;
  const likeCheque = isChequeShaped(reduced);
  return pieces.some(({ rectangle, fill, hullShare, hull }) => {
    const across = hull.map(([x]) => x);
    const down = hull.map(([, y]) => y);
    const room = [Math.min(...across), width - Math.max(...across), Math.min(...down), height - Math.max(...down)];
    const free = room.filter((cells) => cells > 2).length >= (likeCheque ? 4 : 3);
    const large = rectangle.width * rectangle.height >= (likeCheque ? mostOfCheque : largePiece) * width * height;
    const solid = hullShare < rectangular && hullShare > 0.6 && fill > solidPaper * hullShare;
    return free && large && solid && !isPrinted(reduced, content, rectangle, []);
  });
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
