import type { DifferenceMap } from '../../../src-main/contract/check.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The values at which contours are drawn; below the first nothing stands out. */
export const contourLevels = [0.25, 0.5, 0.75] as const;

/**
 * The edges that a contour crosses in one square of four neighbouring samples, each crossing from one edge to another
 * with the higher side on its left. Index: which corners are at or above the level (upper left 1, upper right 2, lower
 * right 4, lower left 8). Edges: 0 above, 1 right, 2 below, 3 left. A saddle keeps the two high corners apart.
 */
const crossings: readonly (readonly (readonly [number, number])[])[] = [
  [],
  [[0, 3]],
  [[1, 0]],
  [[1, 3]],
  [[2, 1]],
  [
    [0, 3],
    [2, 1],
  ],
  [[2, 0]],
  [[2, 3]],
  [[3, 2]],
  [[0, 2]],
  [
    [1, 0],
    [3, 2],
  ],
  [[1, 2]],
  [[3, 1]],
  [[0, 1]],
  [[3, 0]],
  [],
];

/**
 * The closed lines round everything at or above a level (marching squares; Lorensen and Cline's method in the plane),
 * in cells of the map: a cell's value stands at its middle, and beyond the map all is 0.
 *
 * @param level above 0
 */
export function contours({ rows, columns, values }: DifferenceMap, level: number): Point[][] {
  const value = (row: number, column: number): number =>
    row < 0 || column < 0 || row >= rows || column >= columns ? 0 : values[row * columns + column]!;
  const wide = columns + 2;
  /** Where each crossing leads, by the edge it starts at; edges are numbered over the whole map. */
  const next = new Map<number, number>();
  const places = new Map<number, Point>();
  for (let row = -1; row < rows; row++) {
    for (let column = -1; column < columns; column++) {
      const corner = (down: number, right: number): number => value(row + down, column + right);
      const index =
        (corner(0, 0) >= level ? 1 : 0) +
        (corner(0, 1) >= level ? 2 : 0) +
        (corner(1, 1) >= level ? 4 : 0) +
        (corner(1, 0) >= level ? 8 : 0);
      const edge = (side: number): number => {
        const upright = side === 1 || side === 3;
        const line = row + 1 + (side === 2 ? 1 : 0);
        const place = column + 1 + (side === 1 ? 1 : 0);
        const id = (line * wide + place) * 2 + (upright ? 1 : 0);
        const from = upright ? corner(0, side === 1 ? 1 : 0) : corner(side === 2 ? 1 : 0, 0);
        const to = upright ? corner(1, side === 1 ? 1 : 0) : corner(side === 2 ? 1 : 0, 1);
        const share = (level - from) / (to - from);
        const x = column + 0.5 + (side === 1 ? 1 : 0) + (upright ? 0 : share);
        const y = row + 0.5 + (side === 2 ? 1 : 0) + (upright ? share : 0);
        places.set(id, { x, y });
        return id;
      };
      for (const [from, to] of crossings[index]!) next.set(edge(from), edge(to));
    }
  }
  const loops: Point[][] = [];
  for (const start of next.keys()) {
    const loop: Point[] = [];
    let at: number | undefined = start;
    while (at !== undefined && next.has(at)) {
      loop.push(places.get(at)!);
      const after: number | undefined = next.get(at);
      next.delete(at);
      at = after;
    }
    if (loop.length > 2) loops.push(loop);
  }
  return loops;
}

/** Closed lines as one rounded path: through the middles of their steps. `place` takes a point to where it is drawn. */
export function roundedPath(loops: readonly (readonly Point[])[], place: (point: Point) => Point): string {
  const write = ({ x, y }: Point): string => `${x.toFixed(1)} ${y.toFixed(1)}`;
  return loops
    .map((loop) => {
      const points = loop.map(place);
      const middle = (index: number): Point => {
        const one = points[index % points.length]!;
        const other = points[(index + 1) % points.length]!;
        return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
      };
      const curves = points.map((_, index) => {
        const corner = points[(index + 1) % points.length]!;
        return `Q${write(corner)} ${write(middle(index + 1))}`;
      });
      return `M${write(middle(0))}${curves.join('')}Z`;
    })
    .join('');
}
