import type { RasterImage } from '../image.ts';
import type { Bed } from './bed.ts';
import type { ChequeOnPage } from './cheque-on-page.ts';
import { inReadingOrder, isChequeShaped } from './cheque-shape.ts';
import { cutOut } from './cut-out.ts';
import { beside, piecesOf } from './papers.ts';
import { scaled } from './rectangle.ts';
import type { ReducedPage } from './reduced-page.ts';
import { isSeen, refineRectangle } from './refine-rectangle.ts';

/** A paper's hull covers at least so much of the rectangle round it, and the paper of its hull; two on each other less. */
const rectangular = 0.955;
const solid = 0.9;
const solidPicture = 0.75;
/** A piece of at least this share of the page that isn't a rectangle is papers over each other. */
const largePiece = 0.08;
const leastBed = { sheet: 0.12, cheque: 0.25 };
const wholePiece = 0.995;

/**
 * The cheques on a bed darker than paper, each cut out.
 *
 * @returns null where no paper of a cheque's or a sheet's shape lies there.
 */
export function chequesOnDarkBed(
  page: RasterImage,
  reduced: ReducedPage,
  bed: Bed,
): { readonly cheques: readonly ChequeOnPage[]; readonly overlapping: boolean } | null {
  const { factor } = reduced;
  const cheques: ChequeOnPage[] = [];
  let overlapping = false;
  const least = isChequeShaped(page) ? leastBed.cheque : leastBed.sheet;
  const pieces = piecesOf(reduced, beside(bed));
  for (const { rectangle, hullShare, fill } of pieces) {
    // Print or a shadow along the page's edge is no bed.
    if (rectangle.width * rectangle.height >= wholePiece * reduced.levels.length && rectangle.angle === 0) return null;
    const large =
      bed.count >= least * reduced.levels.length &&
      rectangle.width * rectangle.height >= largePiece * reduced.levels.length;
    const whole = hullShare >= rectangular && fill >= solid * hullShare;
    // A picture printed on the paper may be as dark as the bed in places; two papers don't fill a rectangle at its corners alone.
    const pictured = hullShare >= rectangular && fill >= solidPicture && isChequeShaped(rectangle);
    if (!whole && !pictured) {
      if (large && isPaper(hullShare, fill)) overlapping = true;
      continue;
    }
    const refined = refineRectangle(page, scaled(rectangle, factor), bed, factor, 2.5 * factor + 2);
    if (!whole && !isSeen(refined)) {
      if (large) overlapping = true;
      continue;
    }
    if (refined.notched) {
      overlapping = true;
      continue;
    }
    const shaped = isChequeShaped(refined.rectangle);
    // A sheet that isn't a cheque is still the page, where it lies alone.
    if (!shaped && pieces.length > 1) continue;
    cheques.push(cutOut(page, refined.rectangle, shaped && refined.rectangle.height > refined.rectangle.width));
  }
  if (cheques.length === 0 && !overlapping) return null;
  return { cheques: inReadingOrder(cheques), overlapping };
}

/** Whether a piece that is no rectangle can be made of papers: a picture's dark and bright parts are less of a piece. */
function isPaper(hullShare: number, fill: number): boolean {
  return hullShare > 0.6 && fill > 0.75 * hullShare;
}
