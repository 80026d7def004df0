import type { GreyImage } from '../image.ts';
import { averageOnto } from '../resample.ts';
import { typicalWidth } from '../stroke-width.ts';

/** Ink's root mean square distance from its centre of mass on the working picture, in working pixels. */
export const workingRadius = 110;
/** Paper round the ink, so that every pixel of ink has neighbours. */
const border = 3;
/** Longest side of a working picture: a pen dot far from a short signature mustn't make a huge one. */
const longestSide = 1600;

/** A signature's ink at one size, whatever the scan's resolution: what every measure of a difference is taken from. */
export interface WorkingInk {
  /** `width * height`, 1 on ink, else 0. */
  readonly mask: Uint8Array;
  /** The same in shades: how much of each pixel is ink, 0 to 255. */
  readonly coverage: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** Working pixels to a pixel of the clean ink. */
  readonly scale: number;
  /** Where the clean ink's pixel (0, 0) has its corner, in working pixels. */
  readonly shiftX: number;
  readonly shiftY: number;
  /** Typical stroke width, in working pixels. */
  readonly strokeWidth: number;
}

/**
 * Brings clean ink to working size: its spread (root mean square distance from the centre of mass) becomes
 * {@link workingRadius}.
 *
 * @param clean ink on white (0 full ink … 255 paper), as `extractSignature` returns it.
 * @returns null where there is no ink.
 */
export function toWorkingInk(clean: GreyImage): WorkingInk | null {
  const { width, height, data } = clean;
  let count = 0;
  let sumX = 0;
  let sumY = 0;
  let squares = 0;
  let left = width;
  let right = -1;
  let top = -1;
  let bottom = -1;
  const ink = new Uint8Array(data.length);
  for (let row = 0, at = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1, at += 1) {
      ink[at] = 255 - data[at]!;
      if (data[at]! > 127) continue;
      count += 1;
      sumX += column;
      sumY += row;
      squares += column * column + row * row;
      if (column < left) left = column;
      if (column > right) right = column;
      if (top < 0) top = row;
      bottom = row;
    }
  }
  if (count === 0) return null;
  const spread = Math.sqrt(Math.max(1, squares / count - (sumX / count) ** 2 - (sumY / count) ** 2));
  const longest = Math.max(right - left, bottom - top) + 1;
  const scale = Math.min(workingRadius / spread, (longestSide - 2 * border) / longest);
  const size = {
    width: Math.ceil((right - left + 1) * scale) + 2 * border,
    height: Math.ceil((bottom - top + 1) * scale) + 2 * border,
  };
  const centre = { x: (left + right + 1) / 2, y: (top + bottom + 1) / 2 };
  const coverage = averageOnto(ink, clean, size, centre, scale);
  const mask = new Uint8Array(coverage.length);
  for (let at = 0; at < mask.length; at += 1) if (coverage[at]! > 127) mask[at] = 1;
  return {
    mask,
    coverage,
    ...size,
    scale,
    shiftX: size.width / 2 - centre.x * scale,
    shiftY: size.height / 2 - centre.y * scale,
    strokeWidth: typicalWidth(mask, size.width, size.height),
  };
}
