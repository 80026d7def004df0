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
