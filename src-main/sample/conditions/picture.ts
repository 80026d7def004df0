import { decodeScan } from '../../imaging/decode.ts';
import { ScanError, type ScanFault } from '../../imaging/errors.ts';
import type { Box, RasterImage } from '../../imaging/image.ts';

/** Resolution taken where a scan's file names none: what branch scanners are set to. */
export const assumedDotsPerInch = 300;

/** A decoded scan that changes are made to. */
export interface Picture {
  readonly image: RasterImage;
  /** From the file's tag, or {@link assumedDotsPerInch} where it has none. */
  readonly dotsPerInch: number;
}

/**
 * Decodes the first page of a scan.
 *
 * @throws ScanError where it isn't a scan that can be read.
 */
export async function readPicture(bytes: Uint8Array): Promise<Picture> {
  const { image, dotsPerInch } = await decodeScan(bytes);
  return { image, dotsPerInch: dotsPerInch ?? assumedDotsPerInch };
}

/** What is wrong with the scan where an error says that it can't be read, else null. */
export function scanFaultOf(error: unknown): ScanFault | null {
  return error instanceof ScanError ? error.fault : null;
}

/** A picture with other samples. */
export function withData(picture: Picture, data: Uint8Array): Picture {
  return { ...picture, image: { ...picture.image, data } };
}

/** Pixels that so many millimetres of the paper have. */
export function pixelsOf(picture: Picture, millimetres: number): number {
  return (millimetres * picture.dotsPerInch) / 25.4;
}

/** Level that a share of a channel's samples doesn't exceed. */
function quantile(counts: Uint32Array, share: number, total: number): number {
  let left = share * total;
  for (let level = 0; level < 256; level += 1) {
    left -= counts[level]!;
    if (left <= 0) return level;
  }
  return 255;
}

/** How often each level occurs in each channel. */
function levelCounts({ channels, data }: RasterImage): Uint32Array[] {
  const counts = Array.from({ length: channels }, () => new Uint32Array(256));
  for (let at = 0; at < data.length; at += channels) {
    for (let channel = 0; channel < channels; channel += 1) counts[channel]![data[at + channel]!]! += 1;
  }
  return counts;
}

/** The paper's level in each channel: three fifths of the pixels are no brighter, as ink covers far less than that. */
export function paperLevels(image: RasterImage): number[] {
  const total = image.width * image.height;
  return levelCounts(image).map((counts) => quantile(counts, 0.6, total));
}

/**
 * Where the ink is: the box that leaves one pixel of ink in a hundred out on each side. Ink is what is darker than the
 * paper by two fifths of what the darkest two-hundredth of the pixels are.
 *
 * @returns the whole picture where nothing is darker than the paper.
 */
export function inkBox(image: RasterImage): Box {
  const { width, height, channels, data } = image;
  const total = width * height;
  const darkness = new Uint8Array(total);
  const papers = paperLevels(image);
  const counts = new Uint32Array(256);
  for (let at = 0; at < total; at += 1) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel += 1) sum += papers[channel]! - data[at * channels + channel]!;
    darkness[at] = Math.max(0, Math.floor(sum / channels));
    counts[darkness[at]!]! += 1;
  }
  const least = Math.max(8, 0.4 * quantile(counts, 0.995, total));
  const across = new Uint32Array(width);
  const down = new Uint32Array(height);
  let ink = 0;
  for (let row = 0, at = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1, at += 1) {
      if (darkness[at]! < least) continue;
      across[column]! += 1;
      down[row]! += 1;
      ink += 1;
    }
  }
  if (ink === 0) return { x: 0, y: 0, width, height };
  const [x, right] = trimmed(across, ink);
  const [y, bottom] = trimmed(down, ink);
  return { x, y, width: right - x + 1, height: bottom - y + 1 };
}

function trimmed(counts: Uint32Array, total: number): [number, number] {
  let first = 0;
  for (let left = total / 100; (left -= counts[first]!) > 0;) first += 1;
  let last = counts.length - 1;
  for (let left = total / 100; (left -= counts[last]!) > 0;) last -= 1;
  return [first, Math.max(first, last)];
}
