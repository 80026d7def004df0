import type { RasterImage } from '../image.ts';

/**
 * An affine map of points, written as SVG and canvas write it: `(x, y)` goes to `(a x + c y + e, b x + d y + f)`. Points
 * lie on a pixel grid whose first pixel covers 0 to 1 in both directions.
 */
export interface Affine {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}

/** A point in pixels. */
export type Point = readonly [x: number, y: number];

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

/** Where a map takes a point. */
export function mapPoint({ a, b, c, d, e, f }: Affine, [x, y]: Point): Point {
  return [a * x + c * y + e, b * x + d * y + f];
}

/** The map that does `first`, then `then`. */
export function chain(first: Affine, then: Affine): Affine {
  return {
    a: then.a * first.a + then.c * first.b,
    b: then.b * first.a + then.d * first.b,
    c: then.a * first.c + then.c * first.d,
    d: then.b * first.c + then.d * first.d,
    e: then.a * first.e + then.c * first.f + then.e,
    f: then.b * first.e + then.d * first.f + then.f,
  };
}

/**
 * The map that takes back what `map` does.
 *
 * @throws RangeError where the map flattens the plane, which no map of a cheque does.
 */
export function inverse({ a, b, c, d, e, f }: Affine): Affine {
  const area = a * d - b * c;
  if (area === 0) throw new RangeError('the map has no inverse');
  return {
    a: d / area,
    b: -b / area,
    c: -c / area,
    d: a / area,
    e: (c * f - d * e) / area,
    f: (b * e - a * f) / area,
  };
}

/** The map that leaves every point where it is. */
export const identity: Affine = { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 };

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
