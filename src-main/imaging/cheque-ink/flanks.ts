/** A pixel of a stroke is at least this share as dense as the densest near it; less is a soft edge, or what is printed below. */
const flankShare = 0.42;

/**
 * Takes out pixels that are much weaker than a denser one within three pixels: the soft edges of strokes, and pale print
 * where it runs into a stroke, so that the two part.
 *
 * @param mask 1 on foreground, `width * height`; changed in place.
 */
export function cutFlanks(mask: Uint8Array, density: Uint8Array, width: number, height: number): void {
  const near: number[] = [];
  for (const [x, y] of ring) near.push(y * width + x);
  const last = (height - 3) * width;
  for (let at = mask.indexOf(1, 3 * width); at >= 0 && at < last; at = mask.indexOf(1, at + 1)) {
    const limit = density[at]! / flankShare;
    if (limit >= 255) continue;
    for (const step of near) {
      if (density[at + step]! <= limit) continue;
      mask[at] = 0;
      break;
    }
  }
}

/** Pixels at a distance of about one to three, nearer ones first. */
const ring: readonly (readonly [number, number])[] = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
  [2, 0],
  [-2, 0],
  [0, 2],
  [0, -2],
  [1, 1],
  [-1, 1],
  [1, -1],
  [-1, -1],
  [2, 2],
  [-2, 2],
  [2, -2],
  [-2, -2],
  [3, 0],
  [-3, 0],
  [0, 3],
  [0, -3],
];
