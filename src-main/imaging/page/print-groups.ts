import { inverse, mapPoint, type Point } from '../affine.ts';
import { labelComponents } from '../components.ts';
import { isChequeShaped } from './cheque-shape.ts';
import { cornersOfContent } from './content.ts';
import { convexHull, mapOf, smallestRectangle, type Rectangle } from './rectangle.ts';
import type { ReducedPage } from './reduced-page.ts';

/** Two cheques on a sheet are at least so far apart, as a share of both. */
const leastGap = 0.006;
/** The gap between them lies so near to the middle of both, as shares of them. */
const middle = { from: 0.28, to: 0.72 };
/** How much a gap's worth falls with its way from the middle. */
const offMiddle = 2.5;
/** Degrees by which the gap may lie askew. */
const steepest = 10;
const degree = Math.PI / 180;

/** A run of content along a row of cells: row, first cell and the cell after the last. */
type Run = readonly [row: number, left: number, right: number];

/**
 * The content of a page parted into that of the cheques on it, where a bare band runs between two of them, across the page or down
 * it. More than two on a sheet without visible edges aren't told.
 *
 * @param content 1 where something is, for each cell.
 * @returns masks like `content`: one where it has a cheque's shape as a whole, two, or none where neither.
 */
export function chequeGroups(page: ReducedPage, content: Uint8Array): Uint8Array[] {
  if (isShapedPrint(cornersOfContent(page, content))) return [content];
  const runs = runsOf(page, content);
  const all = hullOf(runs);
  let best: { readonly worth: number; readonly parts: readonly Run[][] } | null = null;
  for (const down of [false, true]) {
    for (let angle = -steepest; angle <= steepest; angle += 1) {
      for (const { worth, at, normal } of gapsAlong(runs, all, angle, down)) {
        if (best && worth <= best.worth) continue;
        const before = runs.filter((run) => middleAlong(run, normal) < at);
        const after = runs.filter((run) => middleAlong(run, normal) >= at);
        if (isShapedPrint(hullOf(before)) && isShapedPrint(hullOf(after))) best = { worth, parts: [before, after] };
      }
    }
  }
  return best ? best.parts.map((part) => maskOf(page, part)) : [];
}

/** How far another cheque's content is from each side (top, right, bottom, left) of a rectangle, in cells; Infinity: none is beside it. */
export function roomBeside(rectangle: Rectangle, others: readonly Point[]): [number, number, number, number] {
  const back = inverse(mapOf(rectangle));
  const { width, height } = rectangle;
  const room: [number, number, number, number] = [Infinity, Infinity, Infinity, Infinity];
  for (const point of others) {
    const [along, down] = mapPoint(back, point);
    const level = down > -0.1 * height && down < 1.1 * height;
    const above = along > -0.1 * width && along < 1.1 * width;
    if (above && down < height / 2) room[0] = Math.min(room[0], Math.max(0, -down));
    if (level && along > width / 2) room[1] = Math.min(room[1], Math.max(0, along - width));
    if (above && down > height / 2) room[2] = Math.min(room[2], Math.max(0, down - height));
    if (level && along < width / 2) room[3] = Math.min(room[3], Math.max(0, -along));
  }
  return room;
}

function isShapedPrint(points: readonly Point[]): boolean {
  const rectangle = smallestRectangle(convexHull(points));
  return rectangle !== null && isChequeShaped(rectangle);
}

function runsOf({ width, height }: ReducedPage, content: Uint8Array): Run[] {
  const found = labelComponents(content, width, height);
  return Array.from({ length: found.runStart.length }, (_unused, at): Run => {
    const row = Math.floor(found.runStart[at]! / width);
    return [row, found.runStart[at]! - row * width, found.runEnd[at]! - row * width];
  });
}

function hullOf(runs: readonly Run[]): Point[] {
  return convexHull(
    runs.flatMap(([row, left, right]): Point[] => [
      [left, row],
      [right, row],
      [left, row + 1],
      [right, row + 1],
    ]),
  );
}

const along = ([x, y]: Point, [normalX, normalY]: Point): number => x * normalX + y * normalY;
const middleAlong = ([row, left, right]: Run, normal: Point): number => along([(left + right) / 2, row + 0.5], normal);

interface Gap {
  readonly worth: number;
  /** Its middle along the normal. */
  readonly at: number;
  readonly normal: Point;
}

/** The bare bands of a direction near the middle of all: across the page, or down it. */
function gapsAlong(runs: readonly Run[], hull: readonly Point[], angle: number, down: boolean): Gap[] {
  const [sin, cos] = [Math.sin(angle * degree), Math.cos(angle * degree)];
  const normal: Point = down ? [cos, sin] : [-sin, cos];
  const places = hull.map((point) => along(point, normal));
  const first = Math.floor(Math.min(...places));
  const length = Math.ceil(Math.max(...places)) - first + 1;
  const taken = new Uint8Array(length);
  const [low, high] = [
    Math.min(0, normal[0]) + Math.min(0, normal[1]),
    Math.max(0, normal[0]) + Math.max(0, normal[1]),
  ];
  for (const [row, left, right] of runs) {
    const start = along([left, row], normal);
    const end = along([right - 1, row], normal);
    taken.fill(1, Math.floor(Math.min(start, end) + low - first), Math.ceil(Math.max(start, end) + high - first));
  }
  const gaps: Gap[] = [];
  for (let at = Math.floor(middle.from * length); at < middle.to * length; at += 1) {
    if (taken[at]) continue;
    let end = at;
    while (end < length && !taken[end]) end += 1;
    let start = at;
    while (start > 0 && !taken[start - 1]) start -= 1;
    const centre = (start + end) / 2 / length;
    const worth = ((end - start) / length) * (1 - offMiddle * Math.abs(centre - 0.5));
    if (end - start >= leastGap * length && centre > middle.from && centre < middle.to)
      gaps.push({ worth, at: (start + end) / 2 + first, normal });
    at = end;
  }
  return gaps;
}

function maskOf({ width, height }: ReducedPage, runs: readonly Run[]): Uint8Array {
  const mask = new Uint8Array(width * height);
  for (const [row, left, right] of runs) mask.fill(1, row * width + left, row * width + right);
  return mask;
}
