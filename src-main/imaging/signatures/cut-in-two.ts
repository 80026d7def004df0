import type { ChequeInk } from '../cheque-ink/types.ts';
import type { Box } from '../image.ts';
import { unionOf, type MarkGroup } from './group-features.ts';
import type { WeighedMark } from './link-features.ts';

/** One signature is seldom wider or taller than this, in millimetres; what is may be two. */
const largestOne = { width: 38, height: 15 };
/** Each side of a cut keeps so much of the extent, at least. */
const leastShare = 0.22;
/** A cut through ink costs so much more than a step aside. */
const inkCost = 12;
/** A mark of which less than this lies on one side of a cut is wholly the other's. */
const smallShare = 0.2;

/**
 * All halves that a large group can be cut into: left and right, upper and lower.
 *
 * @param unit millimetres to a working pixel.
 */
export function halvesOf(group: MarkGroup, ink: ChequeInk, unit: number): (readonly [MarkGroup, MarkGroup])[] {
  const found: (readonly [MarkGroup, MarkGroup])[] = [];
  for (const direction of ['down', 'across'] as const) {
    const large =
      direction === 'down' ? group.box.width * unit > largestOne.width : group.box.height * unit > largestOne.height;
    const halves = large ? cutInTwo(group, ink, direction) : null;
    if (halves) found.push(halves);
  }
  return found;
}

/**
 * Cuts a group where two signatures that touch grew into one: along the path that crosses the least ink, from top to bottom
 * (signatures side by side) or from left to right (one above the other). (A shortest path by dynamic programming, as seam
 * carving has it: Avidan and Shamir 2007.)
 *
 * @param direction in which the path runs.
 * @returns both halves; a mark that the cut runs through is in both, as what of it lies on either side. null where there is
 *   nothing to cut.
 */
export function cutInTwo(
  group: MarkGroup,
  ink: ChequeInk,
  direction: 'down' | 'across',
): readonly [MarkGroup, MarkGroup] | null {
  const { box } = group;
  const [length, breadth] = direction === 'down' ? [box.height, box.width] : [box.width, box.height];
  const from = Math.floor(breadth * leastShare);
  const to = Math.ceil(breadth * (1 - leastShare));
  if (to - from < 3 || length < 3) return null;
  const own = new Set(group.marks.map(({ component }) => component.label));
  const inked = new Uint8Array(length * breadth);
  const { runStart, runEnd, runLabel } = ink.runs;
  for (let run = 0; run < runLabel.length; run += 1) {
    if (!own.has(runLabel[run]!)) continue;
    const row = Math.floor(runStart[run]! / ink.width);
    for (let at = runStart[run]!; at < runEnd[run]!; at += 1) {
      const [x, y] = [at - row * ink.width - box.x, row - box.y];
      inked[direction === 'down' ? y * breadth + x : x * breadth + y] = 1;
    }
  }
  const path = leastPath(inked, length, breadth, from, to);
  const before = partsOf(group, ink, path, direction, true);
  const after = partsOf(group, ink, path, direction, false);
  if (before.length === 0 || after.length === 0) return null;
  return [grouped(before), grouped(after)];
}

function grouped(marks: readonly WeighedMark[]): MarkGroup {
  return { marks, box: unionOf(marks.map(({ component }) => component.box)), cut: true };
}

/** Where the cheapest path runs across, for each step along. */
function leastPath(inked: Uint8Array, length: number, breadth: number, from: number, to: number): Int32Array {
  const width = to - from;
  const costs = new Float64Array(length * width);
  const middle = (from + to) / 2;
  for (let along = 0; along < length; along += 1) {
    for (let at = 0; at < width; at += 1) {
      // Of equally cheap paths the one nearer to the middle.
      const here = (inked[along * breadth + from + at]! ? inkCost : 0) + Math.abs(from + at - middle) / breadth;
      const above = (along - 1) * width + at;
      let least = along === 0 ? 0 : costs[above]!;
      if (along > 0 && at > 0) least = Math.min(least, costs[above - 1]! + 0.4);
      if (along > 0 && at < width - 1) least = Math.min(least, costs[above + 1]! + 0.4);
      costs[along * width + at] = here + least;
    }
  }
  const path = new Int32Array(length);
  let at = 0;
  const last = (length - 1) * width;
  for (let other = 1; other < width; other += 1) if (costs[last + other]! < costs[last + at]!) at = other;
  for (let along = length - 1; along >= 0; along -= 1) {
    path[along] = from + at;
    if (along === 0) break;
    const above = (along - 1) * width + at;
    let best = at;
    if (at > 0 && costs[above - 1]! + 0.4 < costs[(along - 1) * width + best]!) best = at - 1;
    if (
      at < width - 1 &&
      costs[above + 1]! + 0.4 < costs[above]! &&
      costs[above + 1]! < costs[(along - 1) * width + best]!
    )
      best = at + 1;
    at = best;
  }
  return path;
}

/** The marks, or what there is of them, on one side of a path. */
function partsOf(
  group: MarkGroup,
  ink: ChequeInk,
  path: Int32Array,
  direction: 'down' | 'across',
  before: boolean,
): WeighedMark[] {
  const { box } = group;
  const extents = new Map<number, { area: number; box: Box | null }>();
  for (const { component } of group.marks) extents.set(component.label, { area: 0, box: null });
  const { runStart, runEnd, runLabel } = ink.runs;
  for (let run = 0; run < runLabel.length; run += 1) {
    const extent = extents.get(runLabel[run]!);
    if (!extent) continue;
    const row = Math.floor(runStart[run]! / ink.width);
    for (let at = runStart[run]!; at < runEnd[run]!; at += 1) {
      const [x, y] = [at - row * ink.width, row];
      const side = direction === 'down' ? x - box.x < path[y - box.y]! : y - box.y < path[x - box.x]!;
      if (side !== before) continue;
      extent.area += 1;
      extent.box = extent.box ? widened(extent.box, x, y) : { x, y, width: 1, height: 1 };
    }
  }
  const parts: WeighedMark[] = [];
  for (const mark of group.marks) {
    const { area, box: part } = extents.get(mark.component.label)!;
    const share = area / mark.component.area;
    if (!part || share < smallShare) continue;
    parts.push(share > 1 - smallShare ? mark : { ...mark, component: { ...mark.component, box: part, area } });
  }
  return parts;
}

function widened(box: Box, x: number, y: number): Box {
  const [left, top] = [Math.min(box.x, x), Math.min(box.y, y)];
  return {
    x: left,
    y: top,
    width: Math.max(box.x + box.width, x + 1) - left,
    height: Math.max(box.y + box.height, y + 1) - top,
  };
}
