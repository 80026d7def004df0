import { inverse, mapPoint, type Affine, type Point } from '../affine.ts';

/** A rectangle that may lie askew. */
export interface Rectangle {
  /** Its middle. */
  readonly x: number;
  readonly y: number;
  /** Along its own direction, and across it. */
  readonly width: number;
  readonly height: number;
  /** Degrees clockwise by which its width's direction is turned from the page's rows, more than -45 to 45. */
  readonly angle: number;
}

const degree = Math.PI / 180;

/** The convex hull of points, anticlockwise as seen with y upwards (Andrew's monotone chain, 1979). */
export function convexHull(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((one, other) => one[0] - other[0] || one[1] - other[1]);
  const half = (list: readonly Point[]): Point[] => {
    const chainOf: Point[] = [];
    for (const point of list) {
      while (chainOf.length >= 2 && turnOf(chainOf[chainOf.length - 2]!, chainOf[chainOf.length - 1]!, point) <= 0)
        chainOf.pop();
      chainOf.push(point);
    }
    chainOf.pop();
    return chainOf;
  };
  if (sorted.length < 3) return sorted;
  return [...half(sorted), ...half(sorted.reverse())];
}

function turnOf(one: Point, two: Point, three: Point): number {
  return (two[0] - one[0]) * (three[1] - one[1]) - (two[1] - one[1]) * (three[0] - one[0]);
}

/** Area inside a polygon. */
export function polygonArea(corners: readonly Point[]): number {
  let twice = 0;
  corners.forEach(([x, y], at) => {
    const [nextX, nextY] = corners[(at + 1) % corners.length]!;
    twice += x * nextY - nextX * y;
  });
  return Math.abs(twice) / 2;
}

/** The smallest rectangle round a hull; one of its sides lies along a side of the hull. */
export function smallestRectangle(hull: readonly Point[]): Rectangle | null {
  let best: Rectangle | null = null;
  for (let at = 0; at < hull.length; at += 1) {
    const [x0, y0] = hull[at]!;
    const [x1, y1] = hull[(at + 1) % hull.length]!;
    if (x0 === x1 && y0 === y1) continue;
    const found = rectangleAlong(hull, upTo45(Math.atan2(y1 - y0, x1 - x0) / degree));
    if (!best || found.width * found.height < best.width * best.height) best = found;
  }
  return best;
}

/** The rectangle round points whose width lies along a direction, in degrees clockwise. */
export function rectangleAlong(points: readonly Point[], angle: number): Rectangle {
  const cos = Math.cos(angle * degree);
  const sin = Math.sin(angle * degree);
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const [x, y] of points) {
    const along = x * cos + y * sin;
    const across = y * cos - x * sin;
    if (along < left) left = along;
    if (along > right) right = along;
    if (across < top) top = across;
    if (across > bottom) bottom = across;
  }
  const along = (left + right) / 2;
  const across = (top + bottom) / 2;
  return {
    x: along * cos - across * sin,
    y: along * sin + across * cos,
    width: right - left,
    height: bottom - top,
    angle,
  };
}

/** The direction of a line, in degrees, brought between -45 and 45 by quarter turns. */
export function upTo45(angle: number): number {
  const turned = ((((angle + 45) % 90) + 90) % 90) - 45;
  return turned === -45 ? 45 : turned;
}

/** From a rectangle's own place (origin at its top left, as it lies least turned) to the page's. */
export function mapOf({ x, y, width, height, angle }: Rectangle): Affine {
  const cos = Math.cos(angle * degree);
  const sin = Math.sin(angle * degree);
  return {
    a: cos,
    b: sin,
    c: -sin,
    d: cos,
    e: x - (width / 2) * cos + (height / 2) * sin,
    f: y - (width / 2) * sin - (height / 2) * cos,
  };
}

/** The rectangle at another scale. */
export function scaled(rectangle: Rectangle, by: number): Rectangle {
  const { x, y, width, height, angle } = rectangle;
  return { x: x * by, y: y * by, width: width * by, height: height * by, angle };
}

/** Its corners: top left, top right, bottom right, bottom left, as it lies least turned. */
export function cornersOfRectangle(rectangle: Rectangle): [Point, Point, Point, Point] {
  const { width, height } = rectangle;
  const map = mapOf(rectangle);
  return [mapPoint(map, [0, 0]), mapPoint(map, [width, 0]), mapPoint(map, [width, height]), mapPoint(map, [0, height])];
}

/** The largest rectangle that, lying askew, has another straight one as the box round it: a cheque where its page ends with it. */
export function boundedBy({ x, y, width, height }: Rectangle, skew: number): Rectangle {
  const angle = Math.abs(skew) * degree;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const both = cos * cos - sin * sin;
  return { x, y, width: (width * cos - height * sin) / both, height: (height * cos - width * sin) / both, angle: skew };
}

/** The rectangle along a direction round others. */
export function joined(rectangles: readonly Rectangle[], angle: number): Rectangle {
  return rectangleAlong(rectangles.flatMap(cornersOfRectangle), angle);
}

/** Whether a rectangle's middle lies in another one. */
export function liesIn({ x, y }: Pick<Rectangle, 'x' | 'y'>, other: Rectangle): boolean {
  const [along, down] = mapPoint(inverse(mapOf(other)), [x, y]);
  return along > 0 && down > 0 && along < other.width && down < other.height;
}

/** A rectangle with so much more round it. */
export function widened(rectangle: Rectangle, by: number): Rectangle {
  return { ...rectangle, width: rectangle.width + 2 * by, height: rectangle.height + 2 * by };
}
