import type { RasterImage } from '../image.ts';
import { chequesOnDarkBed } from './dark-bed.ts';
import { chequesOnBrightPage } from './bright-page.ts';
import { findDarkBed } from './bed.ts';
import type { FoundOnPage } from './found-on-page.ts';
import { wholePage, type ChequeOnPage } from './cheque-on-page.ts';
import { isChequeShaped } from './cheque-shape.ts';
import { resolutionOf } from './paper-size.ts';
import { reducedOf, reducePage, type ReducedPage } from './reduced-page.ts';
import { rimmedPapers } from './rimmed-papers.ts';

/** What was found on a page. */
export interface PageLook {
  /** The cheques, in reading order; none where papers lie over each other so that they can't be told apart. */
  readonly cheques: readonly ChequeOnPage[];
  /** Whether papers lie over each other. */
  readonly overlapping: boolean;
}

/** A page smaller than this either way is taken as it is, in pixels. */
const smallestPage = 64;
/** A page of fewer pixels has no room for two cheques at 100 dots per inch: what looks like papers over each other is a picture. */
const leastForTwo = 300_000;
/** A cheque on a page of its own shape takes up at least this share of it. */
const leastPart = 0.22;

/**
 * Finds the cheques on a scanned page and puts each straight: one that lies askew (up to 10 degrees) or turned by a quarter, on
 * a larger page, on a dark or a white bed, two to a page. A page that is one straight cheque, and one that shows nothing
 * that can be told for a cheque, is returned as it is. Which way up a cheque lies is left to its MICR line (`uprightCheque`).
 *
 * @param dotsPerInch what the file says, or null.
 */
export function lookAtPage(page: RasterImage, dotsPerInch: number | null): PageLook {
  if (page.width < smallestPage || page.height < smallestPage) return whole(page, dotsPerInch);
  const reduced = reducedOf(page);
  let found: ReturnType<typeof chequesOnBrightPage> =
    rimmedPapers(page, reduced) ?? onDarkBed(page, reduced) ?? chequesOnBrightPage(page, reduced, false);
  if (found === 'look closer') found = chequesOnBrightPage(page, reducePage(page, true), true);
  if (!found || found === 'look closer' || isDoubtful(page, found)) return whole(page, dotsPerInch);
  if (found.overlapping && page.width * page.height < leastForTwo) return whole(page, dotsPerInch);
  return {
    ...found,
    cheques: found.cheques.map((cheque) => ({ ...cheque, ...resolutionOf(cheque, page, dotsPerInch) })),
  };
}

function onDarkBed(page: RasterImage, reduced: ReducedPage): FoundOnPage | null {
  const bed = findDarkBed(reduced);
  return bed && chequesOnDarkBed(page, reduced, bed);
}

/** Whether a page that has a cheque's shape itself is rather the cheque than what was found on it: a small part of it. */
function isDoubtful(page: RasterImage, { cheques, overlapping }: PageLook): boolean {
  if (!isChequeShaped(page) || overlapping) return false;
  const largest = Math.max(0, ...cheques.map(({ image }) => image.width * image.height));
  return largest < leastPart * page.width * page.height;
}

function whole(page: RasterImage, dotsPerInch: number | null): PageLook {
  const cheque = wholePage(page);
  return { cheques: [{ ...cheque, ...resolutionOf(cheque, page, dotsPerInch) }], overlapping: false };
}

/** The cheques that {@link lookAtPage} finds. */
export function findCheques(page: RasterImage, dotsPerInch: number | null): readonly ChequeOnPage[] {
  return lookAtPage(page, dotsPerInch).cheques;
}
