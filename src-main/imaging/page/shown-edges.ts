import { inverse, mapPoint } from '../affine.ts';
import { mapOf, type Rectangle } from './rectangle.ts';
import type { ReducedPage } from './reduced-page.ts';

/** A side is parted in so many pieces; an edge shows in so many of them, and in some at either end, where print stands seldom. */
const parts = 24;
const leastParts = 14;
const endParts = 4;
/** Content so near to a side, in cells, belongs to its edge. */
const near = 1.5;

/**
 * Whether the outermost of what lies on a page is a paper's edge (or a frame round all that is printed on it), which may show as a
 * broken line: it runs along the whole of a side.
 *
 * @param content 1 where something lies, for each cell.
 * @param round the rectangle round it, in cells.
 * @returns for its top, right, bottom and left side.
 */
export function shownEdges({ width }: ReducedPage, content: Uint8Array, round: Rectangle): readonly boolean[] {
  const back = inverse(mapOf(round));
  const held = [0, 1, 2, 3].map(() => new Uint8Array(parts));
  for (let at = content.indexOf(1); at >= 0; at = content.indexOf(1, at + 1)) {
    const row = Math.floor(at / width);
    const [along, down] = mapPoint(back, [at - row * width + 0.5, row + 0.5]);
    const [across, deep] = [along / round.width, down / round.height].map((share) =>
      Math.min(parts - 1, Math.max(0, Math.floor(share * parts))),
    ) as [number, number];
    if (down <= near) held[0]![across] = 1;
    if (along >= round.width - near) held[1]![deep] = 1;
    if (down >= round.height - near) held[2]![across] = 1;
    if (along <= near) held[3]![deep] = 1;
  }
  return held.map(
    (side) =>
      side.reduce((sum, part) => sum + part, 0) >= leastParts &&
      side.subarray(0, endParts).includes(1) &&
      side.subarray(parts - endParts).includes(1),
  );
}
