import type { RasterImage } from '../image.ts';
import type { ChequeOnPage } from './cheque-on-page.ts';

/** Sizes of cheques, in millimetres: US business and personal, India, UK, France, Europe, vouchers. */
const chequeSizes: readonly (readonly [number, number])[] = [
  [215.9, 88.9],
  [152.4, 69.85],
  [202, 92],
  [178, 80],
  [175, 80],
  [190, 82],
  [168, 76],
  [204, 90],
  [203.2, 88.9],
  [152.4, 76.2],
  [190.5, 88.9],
  [165.1, 82.6],
];
/** Sizes of sheets and of beds of flatbed scanners: ISO A4 and A5, US Letter and Legal. */
const sheetSizes: readonly (readonly [number, number])[] = [
  [297, 210],
  [210, 148],
  [279.4, 215.9],
  [355.6, 215.9],
];
/** Resolutions that scanners offer. */
const resolutions: readonly number[] = [100, 120, 150, 200, 240, 300, 400, 600];
/** How far a size may be from a paper's, as a share. */
const closeEnough = { cheque: 0.012, sheet: 0.008 };
const millimetresAnInch = 25.4;

/** A resolution and what tells it. */
export type Resolution = Pick<ChequeOnPage, 'dotsPerInch' | 'resolutionFrom'>;

/**
 * The resolution of a cheque: what the file says, else that of the scanners' resolutions at which page or cheque has the size
 * of a paper.
 *
 * @param tag what the file says, or null.
 */
export function resolutionOf(
  { image }: Pick<ChequeOnPage, 'image'>,
  page: RasterImage,
  tag: number | null,
): Resolution {
  if (tag !== null) return { dotsPerInch: tag, resolutionFrom: 'tag' };
  const found = bestFit(page, sheetSizes, closeEnough.sheet) ?? bestFit(image, chequeSizes, closeEnough.cheque);
  return found === null ? { dotsPerInch: null, resolutionFrom: null } : { dotsPerInch: found, resolutionFrom: 'paper' };
}

function bestFit(
  { width, height }: RasterImage,
  sizes: readonly (readonly [number, number])[],
  allowed: number,
): number | null {
  let best: number | null = null;
  let least = allowed;
  for (const dotsPerInch of resolutions) {
    const long = (Math.max(width, height) / dotsPerInch) * millimetresAnInch;
    const short = (Math.min(width, height) / dotsPerInch) * millimetresAnInch;
    for (const [paperLong, paperShort] of sizes) {
      const off = Math.max(Math.abs(long / paperLong - 1), Math.abs(short / paperShort - 1));
      if (off < least) [best, least] = [dotsPerInch, off];
    }
  }
  return best;
}
