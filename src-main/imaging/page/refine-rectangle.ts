import type { RasterImage } from '../image.ts';
import type { Bed } from './bed.ts';
import { mapPoint, type Affine } from '../affine.ts';
import { mapOf, type Rectangle } from './rectangle.ts';
import { levelAt } from './reduced-page.ts';

/** A rectangle whose sides were looked for on the page itself. */
export interface RefinedRectangle {
  readonly rectangle: Rectangle;
  /**
   * For each side (top, right, bottom, left), the share of the places looked at where paper begins on one straight line; null
   * where the page ends there.
   */
  readonly support: readonly [number | null, number | null, number | null, number | null];
  /**
   * Whether two opposite corners are bare bed, while the sides are seen elsewhere: two papers lie over each other, shifted. One
   * bare corner may be torn off or folded over.
   */
  readonly notched: boolean;
}

/** Places looked at along a side. */
const probes = 64;
/** A side is seen where at least so many of them show bed and then paper. */
const fewestSeen = 10;
/** A corner is bare where both its sides are for at least this share of their length. */
const notchShare = 0.05;
const degree = Math.PI / 180;

interface Side {
  /** Share of the side, from either end, along which there is nothing but bed. */
  readonly bareStart: number;
  readonly bareEnd: number;
  /** Places along the side where paper begins, and how far outside the rectangle's side. */
  readonly along: number[];
  readonly out: number[];
  /** Places where there is bed on the page to see. */
  readonly seen: number;
}

interface Line {
  /** How far outside it lies in the side's middle, and its rise. */
  readonly out: number;
  readonly slope: number;
  readonly support: number;
}

/**
 * Brings a rectangle's sides to where paper begins on the page: along lines across each side, coming from the bed, the
 * first place that differs from it; a straight line is laid through those places, and places off it don't count.
 *
 * @param rectangle in pixels of the page.
 * @param factor pixels to a cell of the reduced page, in which the bed is told.
 * @param reach how far outside and inside the sides to look, in pixels.
 */
export function refineRectangle(
  page: RasterImage,
  rectangle: Rectangle,
  bed: Bed,
  factor: number,
  reach: number,
): RefinedRectangle {
  const map = mapOf(rectangle);
  const slack = bed.dark ? bed.slack : Math.max(9, bed.slack * (factor > 1 ? 2 : 1));
  const { width, height } = rectangle;
  const sides = [0, 1, 2, 3].map((side) => beginnings(page, map, rectangle, side, { bed, factor, reach, slack }));
  const lines = sides.map((side, at) => lineThrough(side, at % 2 === 0 ? width : height, factor));
  const turn = commonTurn(lines, rectangle);
  const [top, right, bottom, left] = lines.map((line) => line?.out ?? 0) as [number, number, number, number];
  const moved = mapPoint(map, [width / 2 + (right - left) / 2, height / 2 + (bottom - top) / 2]);
  return {
    rectangle: {
      x: moved[0],
      y: moved[1],
      width: Math.max(1, width + left + right),
      height: Math.max(1, height + top + bottom),
      angle: rectangle.angle + turn,
    },
    support: lines.map((line) => line?.support ?? null) as unknown as RefinedRectangle['support'],
    notched: lines.every((line) => line !== null && line.support >= 0.5) && isNotched(sides),
  };
}

interface Looking {
  readonly bed: Bed;
  readonly factor: number;
  readonly reach: number;
  readonly slack: number;
}

/** Where paper begins across a side: 0 top, 1 right, 2 bottom, 3 left. */
function beginnings(
  page: RasterImage,
  map: Affine,
  { width, height }: Rectangle,
  side: number,
  { bed, factor, reach, slack }: Looking,
): Side {
  const length = side % 2 === 0 ? width : height;
  const along: number[] = [];
  const out: number[] = [];
  let seen = 0;
  let bareStart = 0;
  let bareEnd = 0;
  for (let probe = 0; probe < probes; probe += 1) {
    const place = ((probe + 0.5) / probes) * length;
    let bedSteps = 0;
    let differing = 0;
    let first = 0;
    let before = 0;
    for (let outside = Math.floor(reach) + 0.5; outside >= -reach; outside -= 1) {
      const own: [number, number] =
        side === 0
          ? [place, -outside]
          : side === 1
            ? [width + outside, place]
            : side === 2
              ? [place, height + outside]
              : [-outside, place];
      const [x, y] = mapPoint(map, own);
      const column = Math.floor(x);
      const row = Math.floor(y);
      if (column < 0 || row < 0 || column >= page.width || row >= page.height) {
        bedSteps = 0;
        continue;
      }
      const expected = bed.level + (bed.across * x + bed.down * y) / factor;
      const away = Math.abs(levelAt(page, column, row) - expected);
      if (away <= slack) {
        bedSteps += 1;
        differing = 0;
        before = away;
        continue;
      }
      if (differing === 0) first = outside + 1 - (slack - before) / Math.max(1, away - before);
      differing += 1;
      // One pixel may be noise, two are paper; a hair line round white paper is one dark pixel.
      if (differing < 2 && away < 2 * slack) continue;
      differing = 2;
      if (bedSteps >= 2) {
        along.push(place - length / 2);
        out.push(first);
      }
      break;
    }
    if (bedSteps >= 2) seen += 1;
    const bare = bedSteps >= 2 && differing < 2;
    if (bare && bareStart === probe) bareStart += 1;
    bareEnd = bare ? bareEnd + 1 : 0;
  }
  return { along, out, seen, bareStart: bareStart / probes, bareEnd: bareEnd / probes };
}

/** The straight line that most beginnings lie on (median of slopes, after Theil 1950 and Sen 1968, then least squares). */
function lineThrough({ along, out, seen }: Side, length: number, factor: number): Line | null {
  if (seen < fewestSeen || along.length < fewestSeen / 2)
    return seen < fewestSeen ? null : { out: 0, slope: 0, support: 0 };
  const slopes: number[] = [];
  for (let one = 0; one < along.length; one += 1) {
    for (let other = one + 1; other < along.length; other += 1) {
      const apart = along[other]! - along[one]!;
      if (apart >= length / 6) slopes.push((out[other]! - out[one]!) / apart);
    }
  }
  let slope = slopes.length > 0 ? median(slopes) : 0;
  let middle = median(out.map((value, at) => value - slope * along[at]!));
  let close = 0;
  for (let turn = 0; turn < 3; turn += 1) {
    const allowed = turn === 0 ? Math.max(3, factor) : Math.max(1.5, factor / 3);
    const near = along
      .map((_value, at) => at)
      .filter((at) => Math.abs(out[at]! - middle - slope * along[at]!) <= allowed);
    close = near.length;
    if (close < 4) break;
    const meanAlong = near.reduce((sum, at) => sum + along[at]!, 0) / close;
    const meanOut = near.reduce((sum, at) => sum + out[at]!, 0) / close;
    let [spread, rise] = [0, 0];
    for (const at of near) {
      spread += (along[at]! - meanAlong) ** 2;
      rise += (along[at]! - meanAlong) * (out[at]! - meanOut);
    }
    if (spread > (length / 8) ** 2 * close * 0.2) slope = rise / spread;
    middle = meanOut - slope * meanAlong;
  }
  return { out: middle, slope, support: close / seen };
}

function isNotched([top, right, bottom, left]: readonly Side[]): boolean {
  const bare = (one: number, other: number): boolean =>
    one >= notchShare && other >= notchShare && one < 0.6 && other < 0.6;
  const topLeft = bare(top!.bareStart, left!.bareStart);
  const topRight = bare(top!.bareEnd, right!.bareStart);
  const bottomRight = bare(bottom!.bareEnd, right!.bareEnd);
  const bottomLeft = bare(bottom!.bareStart, left!.bareEnd);
  return (topLeft && bottomRight) !== (topRight && bottomLeft);
}

/** By how many degrees clockwise the sides lie turned, together: long and well seen sides count most. */
function commonTurn(lines: readonly (Line | null)[], { width, height }: Rectangle): number {
  let sum = 0;
  let weight = 0;
  lines.forEach((line, side) => {
    if (!line || line.support < 0.4) return;
    const length = side % 2 === 0 ? width : height;
    // Going outwards along a side turns the top and the left side the other way than the bottom and the right one.
    const turn = side === 0 ? -line.slope : side === 1 ? -line.slope : line.slope;
    const heavy = length * length * line.support;
    sum += (Math.atan(turn) / degree) * heavy;
    weight += heavy;
  });
  return weight === 0 ? 0 : sum / weight;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** A side is seen where paper begins on one line at so many of its places. */
const seenSide = 0.6;

/** Whether at least three sides of a rectangle are seen, or are where the page ends, and two are seen. */
export function isSeen({ support }: RefinedRectangle): boolean {
  const seen = support.filter((side) => side !== null && side >= seenSide).length;
  const unseen = support.filter((side) => side !== null && side < seenSide).length;
  return seen >= 2 && unseen <= 1;
}
