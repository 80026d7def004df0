import type { Box } from '../image.ts';

/**
 * Which pixels of a mask lie on a long path of it: a path opening (Heijmans, Buckley and Talbot 2005) with the two cones
 * of directions within 45° of down and of across. A pen's stroke is a long path however it bends; a printed letter's
 * parts are no longer than the letter.
 *
 * @param mask 1 on foreground, `width * height`.
 * @param within where it is asked; paths count as far as they reach out of it, up to their wanted length.
 * @param down length in pixels that a path within 45° of down must have.
 * @param across the same for paths within 45° of across; at most 255 both.
 * @returns 1 on a long path, `within.width * within.height`.
 */
export function onLongPaths(
  mask: Uint8Array,
  width: number,
  height: number,
  within: Box,
  down: number,
  across: number,
): Uint8Array {
  const reach = Math.ceil(Math.max(down, across));
  const x = Math.max(0, within.x - reach);
  const y = Math.max(0, within.y - reach);
  const wide = Math.min(width, within.x + within.width + reach) - x;
  const tall = Math.min(height, within.y + within.height + reach) - y;
  // A ring of paper round the part spares a look at its edges.
  const stride = wide + 2;
  const part = new Uint8Array(stride * (tall + 2));
  for (let row = 0; row < tall; row += 1) {
    const from = (y + row) * width + x;
    part.set(mask.subarray(from, from + wide), (row + 1) * stride + 1);
  }
  const before = new Uint8Array(part.length);
  const after = new Uint8Array(part.length);
  const long = new Uint8Array(part.length);
  const first = stride + 1;
  const last = tall * stride + wide;
  lengths(part, before, first, last, 1, stride, 1);
  lengths(part, after, last, first, -1, -stride, 1);
  for (let at = first; at <= last; at += 1) if (part[at] && before[at]! + after[at]! > down) long[at] = 1;
  lengthsAcross(part, before, stride, tall, wide, false);
  lengthsAcross(part, after, stride, tall, wide, true);
  for (let at = first; at <= last; at += 1) if (part[at] && before[at]! + after[at]! > across) long[at] = 1;
  const result = new Uint8Array(within.width * within.height);
  for (let row = 0; row < within.height; row += 1) {
    const from = (within.y - y + row + 1) * stride + within.x - x + 1;
    result.set(long.subarray(from, from + within.width), row * within.width);
  }
  return result;
}

/** Longest path that ends at each pixel, coming over one of the three pixels of the row before. */
function lengths(
  part: Uint8Array,
  result: Uint8Array,
  first: number,
  last: number,
  step: 1 | -1,
  back: number,
  side: number,
): void {
  for (let at = first; at !== last + step; at += step) {
    if (!part[at]) {
      result[at] = 0;
      continue;
    }
    const from = at - back;
    const one = result[from - side]!;
    const two = result[from]!;
    const three = result[from + side]!;
    const most = one > two ? (one > three ? one : three) : two > three ? two : three;
    result[at] = most < 254 ? most + 1 : 254;
  }
}

/** The same along rows, column by column. */
function lengthsAcross(
  part: Uint8Array,
  result: Uint8Array,
  stride: number,
  tall: number,
  wide: number,
  backwards: boolean,
): void {
  const step = backwards ? -1 : 1;
  for (let left = wide, column = backwards ? wide : 1; left > 0; left -= 1, column += step) {
    for (let row = 1, at = stride + column; row <= tall; row += 1, at += stride) {
      if (!part[at]) {
        result[at] = 0;
        continue;
      }
      const from = at - step;
      const one = result[from - stride]!;
      const two = result[from]!;
      const three = result[from + stride]!;
      const most = one > two ? (one > three ? one : three) : two > three ? two : three;
      result[at] = most < 254 ? most + 1 : 254;
    }
  }
}
