import type { Box } from '../image.ts';
import type { AskedCheque } from './ask-net.ts';
import { logOddsAt } from './net-said.ts';
import { faintest } from './group-votes.ts';
import type { GroupInk } from './pen-of-group.ts';

/** Fewer pixels of the plane than this aren't enough to trust the net against a person. */
const leastPixels = 45;

/**
 * The ink in a person's box that the net takes for a signature's, whoever's it is.
 *
 * @param box in pixels of the cheque.
 * @returns null where there is hardly any: the person sees something else there than the net.
 */
export function inkInBox({ said, scale }: AskedCheque, box: Box): GroupInk | null {
  const left = Math.max(0, Math.floor(box.x / scale));
  const top = Math.max(0, Math.floor(box.y / scale));
  const width = Math.min(said.width, Math.ceil((box.x + box.width) / scale)) - left;
  const height = Math.min(said.height, Math.ceil((box.y + box.height) / scale)) - top;
  if (width <= 0 || height <= 0) return null;
  const mask = new Uint8Array(width * height);
  let pixels = 0;
  for (let row = 0, at = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1, at += 1) {
      const [x, y] = [left + column, top + row];
      if (said.ink[y * said.width + x]! < faintest || logOddsAt(said, x, y) <= 0) continue;
      mask[at] = 1;
      pixels += 1;
    }
  }
  return pixels < leastPixels ? null : { box: { x: left, y: top, width, height }, mask };
}
