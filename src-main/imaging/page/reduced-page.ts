import type { RasterImage } from '../image.ts';

/** A page at reduced size: what finding paper on it needs. */
export interface ReducedPage {
  /** Cells across and down. */
  readonly width: number;
  readonly height: number;
  /** Pixels of the page to a side of a cell. */
  readonly factor: number;
  /** Mean level of each cell, 0 to 255; of a coloured page the weakest channel's, in which a pale tint of any hue shows. */
  readonly levels: Uint8Array;
}

/** Cells along a page's long side, about. */
const longSide = 320;
/** Rows of pixels that are looked at of each row of cells. */
const rowsLookedAt = 2;

/**
 * Reduces a page to cells of a whole number of pixels. What is left of a cell at the right and the bottom is left out.
 *
 * @param thorough whether every pixel counts, in which a hair line shows; else a few rows of pixels of each row of cells are
 *   averaged, which is enough for paper, rules and rows of print.
 */
export function reducePage(page: RasterImage, thorough = false): ReducedPage {
  const factor = Math.max(1, Math.floor(Math.max(page.width, page.height) / longSide));
  const width = Math.max(1, Math.floor(page.width / factor));
  const height = Math.max(1, Math.floor(page.height / factor));
  const levels = new Uint8Array(width * height);
  const sums = new Uint32Array(width);
  const taken = Math.min(factor, thorough ? factor : rowsLookedAt, page.height);
  const perCell = taken * Math.min(factor, page.width);
  const half = perCell >> 1;
  for (let row = 0; row < height; row += 1) {
    sums.fill(0);
    for (let step = 0; step < taken; step += 1) {
      const line = row * factor + Math.floor(((step + 0.5) * factor) / taken);
      if (page.channels === 1) addGreyRow(page, line, factor, sums);
      else addWeakestRow(page, line, factor, sums);
    }
    const to = row * width;
    for (let column = 0; column < width; column += 1) levels[to + column] = (sums[column]! + half) / perCell;
  }
  return { width, height, factor, levels };
}

const known = new WeakMap<RasterImage, ReducedPage>();

/** A page at reduced size, made once as long as the page is there. Nobody may change the page. */
export function reducedOf(page: RasterImage): ReducedPage {
  const reduced = known.get(page) ?? reducePage(page);
  known.set(page, reduced);
  return reduced;
}

function addGreyRow({ width, data }: RasterImage, row: number, factor: number, sums: Uint32Array): void {
  let at = row * width;
  for (let cell = 0; cell < sums.length; cell += 1) {
    let sum = 0;
    for (const end = at + factor; at < end; at += 1) sum += data[at]!;
    sums[cell]! += sum;
  }
}

function addWeakestRow({ width, data }: RasterImage, row: number, factor: number, sums: Uint32Array): void {
  let at = row * width * 3;
  for (let cell = 0; cell < sums.length; cell += 1) {
    let sum = 0;
    for (const end = at + factor * 3; at < end; at += 3) {
      const red = data[at]!;
      const green = data[at + 1]!;
      const blue = data[at + 2]!;
      const low = red < green ? red : green;
      sum += blue < low ? blue : low;
    }
    sums[cell]! += sum;
  }
}

/** The level of a page's pixel as {@link reducePage} sees it. The pixel must lie on the page. */
export function levelAt({ width, channels, data }: RasterImage, x: number, y: number): number {
  const at = y * width + x;
  if (channels === 1) return data[at]!;
  return Math.min(data[at * 3]!, data[at * 3 + 1]!, data[at * 3 + 2]!);
}
