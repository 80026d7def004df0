import { identity, mapPoint, type Affine, type Point } from '../affine.ts';
import type { RasterImage } from '../image.ts';

export { inverse, mapPoint } from '../affine.ts';

/** The corners of a cheque in pixels of its page: the upright cheque's top left, top right, bottom right, bottom left. */
export type Corners = readonly [Point, Point, Point, Point];

/** One cheque of a scanned page, cut out and straight. */
export interface ChequeOnPage {
  /** The cheque alone, straight; the very page object where nothing had to be done. */
  readonly image: RasterImage;
  /** Where its corners lie on the page, in pixels of the page; outside the page where they were cut off. */
  readonly corners: Corners;
  /** From pixels of `image` to pixels of the page. */
  readonly toPage: Affine;
  /** By how many quarter turns, clockwise, the cheque lay turned on the page: 0 to 3. */
  readonly quarterTurns: 0 | 1 | 2 | 3;
  /** How far the cheque lay askew besides, in degrees, clockwise. */
  readonly skew: number;
  /** Whether the page showed it left-right reversed (before it was turned). */
  readonly mirrored: boolean;
  /** Dots per inch of `image`, or null where nothing tells. */
  readonly dotsPerInch: number | null;
  /** What tells the resolution: the file, the size of the paper, or the pitch of the MICR line. */
  readonly resolutionFrom: 'tag' | 'paper' | 'micr' | null;
}

/** The corners of an image's whole area, taken to the page. */
export function cornersOf(toPage: Affine, width: number, height: number): Corners {
  return [
    mapPoint(toPage, [0, 0]),
    mapPoint(toPage, [width, 0]),
    mapPoint(toPage, [width, height]),
    mapPoint(toPage, [0, height]),
  ];
}

/** The page itself as its one cheque, with nothing done. */
export function wholePage(page: RasterImage): ChequeOnPage {
  return {
    image: page,
    corners: cornersOf(identity, page.width, page.height),
    toPage: identity,
    quarterTurns: 0,
    skew: 0,
    mirrored: false,
    dotsPerInch: null,
    resolutionFrom: null,
  };
}
