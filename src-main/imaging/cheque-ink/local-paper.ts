import type { GreyImage } from '../image.ts';

/** How dark each pixel is against the paper close by. */
export interface LocalDensity {
  /** 0 paper … 255 no light at all; `width * height`. */
  readonly density: Uint8Array;
  /** Density that three quarters of all pixels don't exceed: the paper's grain and what is printed all over it. */
  readonly texture: number;
}

/** Blocks of two by two pixels to each side that the paper's level is looked for in: three and a half millimetres in all. */
const reach = 3;

/**
 * Levels the paper by a closing: its level at a pixel is the darkest of the brightest levels in windows of fourteen pixels
 * round it, so that strokes and letters vanish from it and tints, watermarks, pictures, bands and solid areas stay, edges
 * and all. Density is what a pixel lacks to it.
 *
 * @param image at about 100 dots per inch, ink dark on bright paper.
 */
export function localDensity(image: GreyImage): LocalDensity {
  const { width, height, data } = image;
  const columns = (width + 1) >> 1;
  const rows = (height + 1) >> 1;
  const paper = closed(brightest(image, columns, rows), columns, rows);
  const inverse = new Int32Array(256);
  for (let level = 1; level < 256; level += 1) inverse[level] = Math.floor((255 * 65536) / level);
  const density = new Uint8Array(width * height);
  for (let row = 0, at = 0; row < height; row += 1) {
    let block = (row >> 1) * columns;
    for (const end = at + width; at < end; block += 1) {
      const level = paper[block]!;
      const share = inverse[level]!;
      // Without a branch, which grain would send either way: what is brighter than the paper lacks nothing.
      const one = level - data[at]!;
      density[at] = Math.imul(one & ~(one >> 31), share) >>> 16;
      at += 1;
      if (at === end) break;
      const other = level - data[at]!;
      density[at] = Math.imul(other & ~(other >> 31), share) >>> 16;
      at += 1;
    }
  }
  // A quarter of the pixels tells as much of the texture.
  const counts = new Uint32Array(256);
  for (let row = 0; row < height; row += 2)
    for (let at = row * width; at < (row + 1) * width; at += 2) counts[density[at]!]! += 1;
  let texture = 0;
  for (let left = 0.75 * columns * rows; texture < 255; texture += 1) {
    left -= counts[texture]!;
    if (left <= 0) break;
  }
  return { density, texture };
}

/** The brightest pixel of each block of two by two. */
function brightest({ width, height, data }: GreyImage, columns: number, rows: number): Uint8Array {
  const blocks = new Uint8Array(columns * rows);
  for (let row = 0, to = 0; row < rows; row += 1) {
    const upper = 2 * row * width;
    const lower = Math.min(2 * row + 1, height - 1) * width;
    for (let column = 0; column < columns; column += 1, to += 1) {
      const left = 2 * column;
      const right = Math.min(left + 1, width - 1);
      const one = Math.max(data[upper + left]!, data[upper + right]!);
      const other = Math.max(data[lower + left]!, data[lower + right]!);
      blocks[to] = one > other ? one : other;
    }
  }
  return blocks;
}

/** A closing with a square of `2 * reach + 1` blocks, the edges' blocks repeated. */
function closed(blocks: Uint8Array, columns: number, rows: number): Uint8Array {
  const bright = brightestRound(blocks, columns, rows);
  for (let at = 0; at < bright.length; at += 1) bright[at]! ^= 255;
  const paper = brightestRound(bright, columns, rows);
  for (let at = 0; at < paper.length; at += 1) paper[at]! ^= 255;
  return paper;
}

/** The greatest value of the square of `2 * reach + 1` blocks round each. */
function brightestRound(blocks: Uint8Array, columns: number, rows: number): Uint8Array {
  const wide = columns + 2 * reach;
  const padded = new Uint8Array((rows + 2 * reach) * wide);
  for (let row = 0; row < rows; row += 1) {
    const from = row * columns;
    const to = (row + reach) * wide;
    padded.set(blocks.subarray(from, from + columns), to + reach);
    padded.fill(blocks[from]!, to, to + reach);
    padded.fill(blocks[from + columns - 1]!, to + reach + columns, to + wide);
  }
  for (let row = 0; row < reach; row += 1) {
    padded.copyWithin(row * wide, reach * wide, (reach + 1) * wide);
    padded.copyWithin((reach + rows + row) * wide, (reach + rows - 1) * wide, (reach + rows) * wide);
  }
  greatestOfSeven(padded, 1);
  greatestOfSeven(padded, wide);
  const result = new Uint8Array(columns * rows);
  for (let row = 0; row < rows; row += 1) result.set(padded.subarray(row * wide, row * wide + columns), row * columns);
  return result;
}

/** Makes of each value the greatest of itself and the six that follow, `step` apart: of two, of four, of four and four that overlap. */
function greatestOfSeven(values: Uint8Array, step: number): void {
  for (const apart of [step, 2 * step, reach * step]) {
    for (let at = 0, other = apart; other < values.length; at += 1, other += 1) {
      const one = values[at]!;
      const less = one - values[other]!;
      values[at] = one - (less & (less >> 31));
    }
  }
}
