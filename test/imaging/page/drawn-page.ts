import type { RasterImage } from '../../../src-main/imaging/image.ts';
import { seeded } from '../drawing.ts';

/** Where a drawn cheque lies on a page: its middle in pixels, degrees clockwise, mirrored or not. */
export interface Laid {
  readonly x: number;
  readonly y: number;
  readonly turned: number;
  readonly width?: number;
  readonly height?: number;
}

/** How a page is drawn. */
export interface PageStyle {
  readonly channels?: 1 | 3;
  /** Level of the bed behind the cheques. */
  readonly bed?: number;
  /** Level of their paper. */
  readonly paper?: number;
  /** How much darker than the bed a paper's edge is. */
  readonly edge?: number;
  readonly noise?: number;
  /** Fall of the light over the page's width, in levels. */
  readonly shade?: number;
  readonly bitonal?: boolean;
  readonly seed?: number;
}

/** A cheque's size where none is told, in pixels. */
export const chequeSize = { width: 900, height: 410 } as const;
const ink = 50;

/** Level of a drawn cheque at a place of its own, as shares of its width and height; null where there is paper. */
function printAt(across: number, down: number, x: number, y: number): number | null {
  // Rows of print: letters as bars of a rhythm that doesn't repeat.
  const letter = (pitch: number): boolean => Math.sin(x / pitch) + Math.sin(x / (pitch * 1.7) + y) > 0.1;
  const row = (top: number, tall: number, from: number, to: number): boolean =>
    down > top && down < top + tall && across > from && across < to;
  if (row(0.08, 0.06, 0.05, 0.4) && letter(2.2)) return ink;
  if (row(0.17, 0.03, 0.05, 0.3) && letter(1.4)) return ink;
  if (row(0.1, 0.05, 0.75, 0.92) && letter(2)) return ink;
  if (down > 0.405 && down < 0.412 && across > 0.05 && across < 0.72) return ink;
  if (row(0.355, 0.04, 0.07, 0.5) && letter(2.4)) return ink;
  if (down > 0.535 && down < 0.542 && across > 0.05 && across < 0.9) return ink;
  if (down > 0.755 && down < 0.762 && across > 0.6 && across < 0.92) return ink;
  if (row(0.88, 0.055, 0.08, 0.7) && letter(3)) return 20;
  return null;
}

/** Draws cheques on a page; a later one lies on top.  */
export function drawPage(width: number, height: number, laid: readonly Laid[], style: PageStyle = {}): RasterImage {
  const { channels = 1, bed = 250, paper = 235, edge = 0, noise = 2, shade = 0, bitonal = false, seed = 1 } = style;
  const random = seeded(seed);
  const data = new Uint8Array(width * height * channels);
  const papers = laid.map((one) => ({
    ...chequeSize,
    ...one,
    cos: Math.cos((one.turned * Math.PI) / 180),
    sin: Math.sin((one.turned * Math.PI) / 180),
  }));
  const levelAt = (x: number, y: number): number => {
    for (let at = papers.length - 1; at >= 0; at -= 1) {
      const own = papers[at]!;
      const u = (x - own.x) * own.cos + (y - own.y) * own.sin + own.width / 2;
      const v = (y - own.y) * own.cos - (x - own.x) * own.sin + own.height / 2;
      if (u < -1.5 || v < -1.5 || u > own.width + 1.5 || v > own.height + 1.5) continue;
      if (u < 0 || v < 0 || u > own.width || v > own.height) {
        if (edge > 0) return bed - edge;
        continue;
      }
      return printAt(u / own.width, v / own.height, u, v) ?? paper;
    }
    return bed;
  };
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += channels) {
      let level = levelAt(x + 0.5, y + 0.5);
      level += noise * (random() + random() - 1) * 1.7 - (shade * x) / width;
      const value = bitonal ? (level < 150 ? 0 : 255) : Math.min(255, Math.max(0, Math.round(level)));
      for (let channel = 0; channel < channels; channel += 1) data[at + channel] = value;
    }
  }
  return { width, height, channels, data };
}

/**
 * A grey page in black and white, each pixel taken against the mean of its surroundings: beside a paper the bed is black, further
 * off it is noise.
 *
 * @param reach how far the surroundings reach to each side, in pixels.
 */
export function againstSurroundings(page: RasterImage, reach = 16): RasterImage {
  const { width, height, data } = page;
  const across = width + 1;
  const sums = new Float64Array(across * (height + 1));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0, sum = 0; x < width; x += 1) {
      sum += data[y * width + x]!;
      sums[(y + 1) * across + x + 1] = sums[y * across + x + 1]! + sum;
    }
  }
  const cut = Uint8Array.from(data, (level, at) => {
    const [x, y] = [at % width, Math.floor(at / width)];
    const [left, right] = [Math.max(0, x - reach), Math.min(width, x + reach)];
    const [top, bottom] = [Math.max(0, y - reach) * across, Math.min(height, y + reach) * across];
    const sum = sums[bottom + right]! - sums[bottom + left]! - sums[top + right]! + sums[top + left]!;
    const mean = (sum * across) / ((right - left) * (bottom - top));
    return level < Math.min(200, 0.97 * mean) ? 0 : 255;
  });
  return { width, height, channels: 1, data: cut };
}

/** The corners of a drawn cheque, from its own top left, clockwise, in pixels of the page. */
export function cornersOfLaid({ x, y, turned, width = chequeSize.width, height = chequeSize.height }: Laid) {
  const cos = Math.cos((turned * Math.PI) / 180);
  const sin = Math.sin((turned * Math.PI) / 180);
  return [
    [-width / 2, -height / 2],
    [width / 2, -height / 2],
    [width / 2, height / 2],
    [-width / 2, height / 2],
  ].map(([u, v]) => [x + u! * cos - v! * sin, y + u! * sin + v! * cos] as const);
}
