import { mapPoint, type Affine } from '../affine.ts';
import type { SignatureMask } from '../cheque-ink/types.ts';
import type { Box } from '../image.ts';

/**
 * The box of a signature's ink on the page that its cheque lies on. On a skewed page it is smaller than the box round the
 * turned box, so that each row's outermost pixels are mapped, by their corners.
 *
 * @param toPage from the cheque's pixels to the page's.
 * @returns whole pixels, at least 1 by 1; it may reach past the page's edges.
 */
export function boxOnPage(mask: SignatureMask, toPage: Affine): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  const take = (x: number, y: number): void => {
    const [pageX, pageY] = mapPoint(toPage, [x, y]);
    left = Math.min(left, pageX);
    right = Math.max(right, pageX);
    top = Math.min(top, pageY);
    bottom = Math.max(bottom, pageY);
  };
  const { box, data } = mask;
  for (let row = 0; row < box.height; row += 1) {
    const line = data.subarray(row * box.width, (row + 1) * box.width);
    const first = line.indexOf(1);
    if (first < 0) continue;
    const end = line.lastIndexOf(1) + 1;
    const y = box.y + row;
    take(box.x + first, y);
    take(box.x + first, y + 1);
    take(box.x + end, y);
    take(box.x + end, y + 1);
  }
  if (right < left) {
    take(box.x, box.y);
    take(box.x + box.width, box.y + box.height);
  }
  const [x, y] = [Math.floor(left + 1e-6), Math.floor(top + 1e-6)];
  return {
    x,
    y,
    width: Math.max(1, Math.ceil(right - 1e-6) - x),
    height: Math.max(1, Math.ceil(bottom - 1e-6) - y),
  };
}
