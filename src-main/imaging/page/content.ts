import { inverse, type Point } from '../affine.ts';
import { labelComponents } from '../components.ts';
import type { CellBox } from './print-skew.ts';
import { mapOf, type Rectangle } from './rectangle.ts';
import type { ReducedPage } from './reduced-page.ts';

/** Marks of fewer cells are dust. */
const dust = 3;

/** What lies on a page without single cells: specks of dust. @param content 1 where something is. */
export function withoutDust({ width, height }: ReducedPage, content: Uint8Array): Uint8Array {
  const found = labelComponents(content, width, height);
  const clean = content.slice();
  for (let run = 0; run < found.runLabel.length; run += 1) {
    if (found.area[found.runLabel[run]!]! <= dust) clean.fill(0, found.runStart[run], found.runEnd[run]);
  }
  return clean;
}

/** The smallest box round the content; null where there is none. */
export function boxOf({ width, height }: ReducedPage, content: Uint8Array): CellBox | null {
  let [left, right, top, bottom] = [width, 0, height, 0];
  for (let row = 0; row < height; row += 1) {
    const start = row * width;
    const first = content.indexOf(1, start);
    if (first < 0) break;
    if (first >= start + width) continue;
    const last = content.lastIndexOf(1, start + width - 1);
    left = Math.min(left, first - start);
    right = Math.max(right, last - start + 1);
    top = Math.min(top, row);
    bottom = row + 1;
  }
  return right > left ? { left, top, right, bottom } : null;
}

/** The ends of the content's rows, as corners of cells. */
export function cornersOfContent({ width, height }: ReducedPage, content: Uint8Array): Point[] {
  const corners: Point[] = [];
  for (let row = 0; row < height; row += 1) {
    const start = row * width;
    const first = content.indexOf(1, start);
    if (first < 0) break;
    if (first >= start + width) continue;
    const left = first - start;
    const right = content.lastIndexOf(1, start + width - 1) - start + 1;
    corners.push([left, row], [left, row + 1], [right, row], [right, row + 1]);
  }
  return corners;
}

/** Cells by which content may stand out of a rectangle. */
const slack = 2;

/**
 * How much content lies round a rectangle, in no other one.
 *
 * @param rectangle in cells, like `others`.
 * @param reach how far round it to look: as a share of its short side; Infinity: everywhere.
 * @returns as a share of the rectangle's cells.
 */
export function contentRound(
  { width, height }: ReducedPage,
  content: Uint8Array,
  rectangle: Rectangle,
  others: readonly Rectangle[],
  reach: number,
): number {
  const far = reach * Math.min(rectangle.width, rectangle.height);
  const round: Rectangle = {
    ...rectangle,
    width: rectangle.width + 2 * far,
    height: rectangle.height + 2 * far,
  };
  const box = reach === Infinity ? { left: 0, right: width, top: 0, bottom: height } : boxRound(round, width, height);
  const apart = [rectangle, ...others].map((one) => ({ back: inverse(mapOf(one)), own: one }));
  let outside = 0;
  for (let row = box.top; row < box.bottom; row += 1) {
    for (let column = box.left; column < box.right; column += 1) {
      if (!content[row * width + column]) continue;
      const [x, y] = [column + 0.5, row + 0.5];
      const within = apart.some(({ back, own }) => {
        const along = back.a * x + back.c * y + back.e;
        const down = back.b * x + back.d * y + back.f;
        return along >= -slack && down >= -slack && along <= own.width + slack && down <= own.height + slack;
      });
      if (!within) outside += 1;
    }
  }
  return outside / (rectangle.width * rectangle.height);
}

function boxRound(rectangle: Rectangle, width: number, height: number): CellBox {
  const { a, b, c, d } = mapOf(rectangle);
  const across = (Math.abs(a) * rectangle.width + Math.abs(c) * rectangle.height) / 2;
  const down = (Math.abs(b) * rectangle.width + Math.abs(d) * rectangle.height) / 2;
  return {
    left: Math.max(0, Math.floor(rectangle.x - across)),
    right: Math.min(width, Math.ceil(rectangle.x + across)),
    top: Math.max(0, Math.floor(rectangle.y - down)),
    bottom: Math.min(height, Math.ceil(rectangle.y + down)),
  };
}
