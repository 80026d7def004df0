import type { GreyImage } from '../image.ts';
import { takenLight } from '../taken-light.ts';

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
  const density = new Uint8Array(width * height);
  const table = takenLight;
  for (let row = 0, at = 0; row < height; row += 1) {
    let block = (row >> 1) * columns;
    for (const end = at + width; at < end; block += 1) {
      const level = paper[block]! << 8;
      density[at] = table[level | data[at]!]!;
      at += 1;
      if (at === end) break;
      density[at] = table[level | data[at]!]!;
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
  const pairs = width >> 1;
  for (let row = 0, to = 0; row < rows; row += 1) {
    let upper = 2 * row * width;
    let lower = Math.min(2 * row + 1, height - 1) * width;
    for (let column = 0; column < pairs; column += 1, to += 1, upper += 2, lower += 2)
      blocks[to] = brighter(brighter(data[upper]!, data[upper + 1]!), brighter(data[lower]!, data[lower + 1]!));
    if (pairs === columns) continue;
    blocks[to] = brighter(data[upper]!, data[lower]!);
    to += 1;
  }
  return blocks;
}

/** The greater of two levels, by a mask of all ones or zeros: a branch would be guessed wrongly wherever there is grain. */
function brighter(one: number, other: number): number {
  const less = one - other;
  return one - (less & (less >> 31));
}

/** A closing with a square of `2 * reach + 1` blocks, the edges' blocks repeated. */
function closed(blocks: Uint8Array, columns: number, rows: number): Uint8Array {
  const bright = withEdges(blocks, columns, columns, rows);
  const wide = columns + 2 * reach;
  greatestOfSeven(bright, 1);
  greatestOfSeven(bright, wide);
  const dark = withEdges(bright, wide, columns, rows);
  leastOfSeven(dark, 1);
  leastOfSeven(dark, wide);
  const paper = new Uint8Array(columns * rows);
  for (let row = 0; row < rows; row += 1) paper.set(dark.subarray(row * wide, row * wide + columns), row * columns);
  return paper;
}

/** Blocks with those at the edges repeated `reach` times to each side; `stride` from row to row of those that are given. */
function withEdges(blocks: Uint8Array, stride: number, columns: number, rows: number): Uint8Array {
  const wide = columns + 2 * reach;
  const padded = new Uint8Array((rows + 2 * reach) * wide);
  for (let row = 0; row < rows; row += 1) {
    const from = row * stride;
    const to = (row + reach) * wide;
    padded.set(blocks.subarray(from, from + columns), to + reach);
    const [first, last] = [blocks[from]!, blocks[from + columns - 1]!];
    for (let at = 0; at < reach; at += 1) {
      padded[to + at] = first;
      padded[to + reach + columns + at] = last;
    }
  }
  for (let row = 0; row < reach; row += 1) {
    padded.copyWithin(row * wide, reach * wide, (reach + 1) * wide);
    padded.copyWithin((reach + rows + row) * wide, (reach + rows - 1) * wide, (reach + rows) * wide);
  }
  return padded;
}

/** Makes of each value the greatest of itself and the six that follow, `step` apart: of two, of four, of four and four that overlap. */
function greatestOfSeven(values: Uint8Array, step: number): void {
  for (const apart of [step, 2 * step, reach * step]) {
    for (let at = 0, other = apart; other < values.length; at += 1, other += 1) {
      values[at] = brighter(values[at]!, values[other]!);
    }
  }
}

/** The least, in the same way. */
function leastOfSeven(values: Uint8Array, step: number): void {
  for (const apart of [step, 2 * step, reach * step]) {
    for (let at = 0, other = apart; other < values.length; at += 1, other += 1) {
      const one = values[at]!;
      const more = one - values[other]!;
      values[at] = one - (more & ~(more >> 31));
    }
  }
}
