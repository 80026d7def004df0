import { chain, identity, mapPoint as mapPlace, type Affine } from '../../imaging/affine.ts';

/** A point: millimetres of a cheque, or pixels of a page. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A rectangle in millimetres of the upright cheque, origin at its top left. */
export interface Area extends Point {
  readonly width: number;
  readonly height: number;
}

/** The point's place under the map. */
export function mapPoint(map: Affine, { x, y }: Point): Point {
  const [toX, toY] = mapPlace(map, [x, y]);
  return { x: toX, y: toY };
}

/** A turn about the origin, clockwise as y points down, then a shift. @param degrees of the turn. */
export function turnMap(degrees: number, scale: number, shift: Point = { x: 0, y: 0 }): Affine {
  const angle = (degrees * Math.PI) / 180;
  const cosine = Math.cos(angle) * scale;
  const sine = Math.sin(angle) * scale;
  return { a: cosine, b: sine, c: -sine, d: cosine, e: shift.x, f: shift.y };
}

/** How a cheque lies on the page. */
export interface Lie {
  /** Degrees, clockwise. */
  readonly turn: 0 | 90 | 180 | 270;
  /** Degrees, clockwise, beside the turn. */
  readonly skew: number;
  /** Left and right swapped, as a duplex scanner with a wrong setting does. */
  readonly mirrored: boolean;
}

/** The map from a cheque's millimetres to pixels that only turns, with the smallest box round the cheque at the origin. */
export function lieMap(
  paper: { readonly width: number; readonly height: number },
  lie: Lie,
  dotsPerInch: number,
): { map: Affine; width: number; height: number } {
  const mirror: Affine = lie.mirrored ? { a: -1, b: 0, c: 0, d: 1, e: paper.width, f: 0 } : identity;
  const turned = chain(mirror, turnMap(lie.turn + lie.skew, dotsPerInch / 25.4));
  const corners = cornersOf(turned, paper);
  const left = Math.min(...corners.map(({ x }) => x));
  const top = Math.min(...corners.map(({ y }) => y));
  const width = Math.max(...corners.map(({ x }) => x)) - left;
  const height = Math.max(...corners.map(({ y }) => y)) - top;
  return { map: { ...turned, e: turned.e - left, f: turned.f - top }, width, height };
}

/** Where the upright cheque's top left, top right, bottom right and bottom left corner lie. */
export function cornersOf(
  map: Affine,
  { width, height }: { readonly width: number; readonly height: number },
): [Point, Point, Point, Point] {
  return [
    mapPoint(map, { x: 0, y: 0 }),
    mapPoint(map, { x: width, y: 0 }),
    mapPoint(map, { x: width, y: height }),
    mapPoint(map, { x: 0, y: height }),
  ];
}

/** A map as SVG has it. */
export function svgMatrix({ a, b, c, d, e, f }: Affine): string {
  return `matrix(${[a, b, c, d, e, f].map((value) => value.toFixed(5)).join(' ')})`;
}
