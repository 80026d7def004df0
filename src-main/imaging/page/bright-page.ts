import type { RasterImage } from '../image.ts';
import { findBrightBed } from './bed.ts';
import { isChequeShaped } from './cheque-shape.ts';
import { boxOf, withoutDust } from './content.ts';
import type { FoundOnPage } from './found-on-page.ts';
import { hasPapersOverEachOther, outlinedCheques } from './outlined-cheques.ts';
import { pageAsCheque } from './page-as-cheque.ts';
import { beside, piecesOf } from './papers.ts';
import { printOnSheet } from './print-on-sheet.ts';
import type { CellBox } from './print-skew.ts';
import type { ReducedPage } from './reduced-page.ts';

/** A page of a cheque's shape is the cheque where print and paper fill this share of it. */
const mostlyCheque = 0.4;
/** On a page of a cheque's shape papers over each other are looked for where the bed takes up so much of it. */
const muchBed = 0.25;

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
): FoundOnPage | 'look closer' | null {
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
  if (lying && hasPapersOverEachOther(reduced, content, pieces)) return { cheques: [], overlapping: true };
  const size = (box.right - box.left) * (box.bottom - box.top);
  if (isChequeShaped(reduced) && size >= mostlyCheque * reduced.levels.length)
    return pageAsCheque(page, reduced, box, { bed, content }, thorough);
  if (!thorough) return 'look closer';
  return printOnSheet(page, reduced, bed, content);
}
