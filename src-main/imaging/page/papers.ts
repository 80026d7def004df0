import { labelComponents, type Components } from '../components.ts';
import type { Bed } from './bed.ts';
import type { Point } from '../affine.ts';
import { convexHull, polygonArea, smallestRectangle, type Rectangle } from './rectangle.ts';
import type { ReducedPage } from './reduced-page.ts';

/** Something that lies on a bed, in cells of the reduced page. */
export interface PaperPiece {
  /** The smallest rectangle round it. */
  readonly rectangle: Rectangle;
  /** The share of that rectangle that it covers. */
  readonly fill: number;
  /** The share that its hull covers: 1 for anything of four square corners. */
  readonly hullShare: number;
  readonly hull: readonly Point[];
}

/** The box round a piece covers at least this share of the page. */
const leastShare = 0.02;

/** What of a reduced page isn't bed: 1 there. */
export function beside(bed: Bed): Uint8Array {
  const inside = new Uint8Array(bed.cells.length);
  for (let at = 0; at < inside.length; at += 1) inside[at] = bed.cells[at]! ^ 1;
  return inside;
}

/**
 * The pieces that a mask of a reduced page shows, largest first.
 *
 * @param inside 1 where something lies.
 */
export function piecesOf({ width, height }: ReducedPage, inside: Uint8Array): PaperPiece[] {
  const found = labelComponents(inside, width, height);
  const order: number[] = [];
  const size = (label: number): number =>
    (found.right[label]! - found.left[label]! + 1) * (found.bottom[label]! - found.top[label]! + 1);
  for (let label = 1; label <= found.count; label += 1)
    if (size(label) >= leastShare * inside.length) order.push(label);
  order.sort((one, other) => size(other) - size(one));
  const pieces: PaperPiece[] = [];
  for (const label of order) {
    const hull = convexHull(outlineOf(found, label, width));
    const rectangle = smallestRectangle(hull);
    if (!rectangle || rectangle.width < 4 || rectangle.height < 4) continue;
    const area = rectangle.width * rectangle.height;
    pieces.push({
      rectangle,
      fill: found.area[label]! / area,
      hullShare: polygonArea(hull) / area,
      hull,
    });
  }
  return pieces;
}

/** The ends of a component's rows, as points of the cells' corners. */
export function outlineOf(found: Components, label: number, width: number): Point[] {
  const rows = new Map<number, [number, number]>();
  for (let run = 0; run < found.runLabel.length; run += 1) {
    if (found.runLabel[run] !== label) continue;
    const row = Math.floor(found.runStart[run]! / width);
    const left = found.runStart[run]! - row * width;
    const right = found.runEnd[run]! - row * width;
    const known = rows.get(row);
    rows.set(row, known ? [Math.min(known[0], left), Math.max(known[1], right)] : [left, right]);
  }
  const points: Point[] = [];
  for (const [row, [left, right]] of rows) points.push([left, row], [left, row + 1], [right, row], [right, row + 1]);
  return points;
}
