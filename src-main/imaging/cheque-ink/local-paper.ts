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
  const inverse = new Uint32Array(256);
  for (let level = 1; level < 256; level += 1) inverse[level] = Math.floor((255 * 65536) / level);
  const density = new Uint8Array(width * height);
  for (let row = 0, at = 0; row < height; row += 1) {
    const start = (row >> 1) * columns;
    for (let column = 0; column < columns; column += 1) {
      const level = paper[start + column]!;
      const one = level - data[at]!;
      if (one > 0) density[at] = (one * inverse[level]!) >>> 16;
      at += 1;
      if (2 * column + 1 === width) break;
      const other = level - data[at]!;
      if (other > 0) density[at] = (other * inverse[level]!) >>> 16;
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
  const wide = extremes(blocks, columns, rows, 1, columns, true);
  const high = extremes(wide, rows, columns, columns, 1, true);
  const narrow = extremes(high, columns, rows, 1, columns, false);
  return extremes(narrow, rows, columns, columns, 1, false);
}

/** Greatest (or least) of the `2 * reach + 1` values round each along lines of `length` values `step` apart, `count` lines `next` apart. */
function extremes(
  values: Uint8Array,
  length: number,
  count: number,
  step: number,
  next: number,
  greatest: boolean,
): Uint8Array {
  const result = new Uint8Array(values.length);
  const line = new Uint8Array(length + 2 * reach);
  // Windows of two, of four, and of seven as two of four that overlap by one.
  const flip = greatest ? 0 : 255;
  for (let index = 0; index < count; index += 1) {
    const start = index * next;
    for (let at = 0, from = start; at < length; at += 1, from += step) line[at + reach] = values[from]! ^ flip;
    line.fill(line[reach]!, 0, reach);
    line.fill(line[length + reach - 1]!, length + reach);
    const last = length + 2 * reach;
    for (let at = 0; at < last - 1; at += 1) if (line[at + 1]! > line[at]!) line[at] = line[at + 1]!;
    for (let at = 0; at < last - 3; at += 1) if (line[at + 2]! > line[at]!) line[at] = line[at + 2]!;
    for (let at = 0, to = start; at < length; at += 1, to += step) {
      const one = line[at]!;
      const other = line[at + 3]!;
      result[to] = (one > other ? one : other) ^ flip;
    }
  }
  return result;
}
