import type { Box, RasterImage } from '../image.ts';
import type { PrintLay } from './print-skew.ts';

/** A page is parted into so many strips along its rows, for which the mean level of each line is taken. */
const strips = 24;
/** Pixels looked at of a line in a strip, about. */
const samples = 12;
/** Degrees round a rough skew in which the fine one is looked for, and the last step between. */
const reach = 1;
const coarseStep = 0.1;
const degree = Math.PI / 180;

/**
 * How rows of print and rules lie, to a few hundredths of a degree: as `printLay` does, but on the page's own pixels. The mean level
 * along each line of 24 strips across the page changes where a row or a rule begins and ends; moved against each other as
 * the rows lie, those changes of all strips fall together.
 *
 * @param lay what `printLay` tells of the page, right to half a degree.
 * @param across `true`: rows that run from left to right; `false`: from top to bottom.
 * @param part the part of the page that counts, in whole pixels of it; by default all.
 * @returns degrees clockwise.
 */
export function fineSkew(page: RasterImage, lay: PrintLay, across: boolean, part: Box = wholeOf(page)): number {
  const rough = across ? lay.skew : -lay.skew;
  const changes = changesAlong(page, part, Math.tan(rough * degree), across);
  const score = (off: number): number => together(changes, Math.tan((rough + off) * degree));
  let best = 0;
  let bestScore = -1;
  for (let off = -reach; off <= reach + 1e-9; off += coarseStep) {
    const found = score(off);
    if (found > bestScore) [best, bestScore] = [off, found];
  }
  for (const step of [coarseStep / 2, coarseStep / 4]) {
    const middle = best;
    for (const off of [middle - step, middle + step]) {
      const found = score(off);
      if (found > bestScore) [best, bestScore] = [off, found];
    }
  }
  const skew = rough + best;
  return (across ? skew : -skew) + 0;
}

function wholeOf({ width, height }: RasterImage): Box {
  return { x: 0, y: 0, width, height };
}

interface Changes {
  /** For each strip, how much the level changes at each line. */
  readonly lines: readonly Float32Array[];
  /** Pixels from the page's middle to each strip's. */
  readonly from: readonly number[];
}

/** @param slope of the lines within a strip, in pixels across a pixel along. */
function changesAlong(
  { width, channels, data }: RasterImage,
  { x, y, width: wide, height: tall }: Box,
  slope: number,
  across: boolean,
): Changes {
  const length = across ? wide : tall;
  const breadth = across ? tall : wide;
  const along = (across ? 1 : width) * channels;
  const over = (across ? width : 1) * channels;
  const offset = (y * width + x) * channels + (channels === 3 ? 1 : 0);
  const lines: Float32Array[] = [];
  const from: number[] = [];
  for (let strip = 0; strip < strips; strip += 1) {
    const start = Math.floor((strip * length) / strips);
    const end = Math.floor(((strip + 1) * length) / strips);
    const middle = (start + end) / 2;
    const sums = new Float32Array(breadth);
    const step = Math.max(1, Math.floor((end - start) / samples));
    let count = 0;
    for (let place = start; place < end; place += step, count += 1) {
      const shift = Math.round((place - middle) * slope);
      const first = Math.max(0, -shift);
      const last = Math.min(breadth, breadth - shift);
      let at = place * along + (first + shift) * over + offset;
      for (let line = first; line < last; line += 1, at += over) sums[line]! += data[at]!;
      // Beyond the page's edge it goes on as there.
      const [head, foot] = [data[place * along + offset]!, data[place * along + (breadth - 1) * over + offset]!];
      for (let line = 0; line < first; line += 1) sums[line]! += head;
      for (let line = last; line < breadth; line += 1) sums[line]! += foot;
    }
    lines.push(changesOf(sums, Math.max(1, count)));
    from.push(middle - length / 2);
  }
  return { lines, from };
}

/** The change from line to line of a strip's means, over three lines; what a picture's soft edges give doesn't count. */
function changesOf(sums: Float32Array, count: number): Float32Array {
  const changes = new Float32Array(sums.length);
  for (let line = 2; line < sums.length - 2; line += 1) {
    const change = (sums[line + 1]! + sums[line + 2]! - sums[line - 1]! - sums[line - 2]!) / (2 * count);
    changes[line] = Math.max(-80, Math.min(80, change));
  }
  return changes;
}

/**
 * Sum of squares of the strips' changes, laid over each other along a slope. By whole lines: parts of lines would blur all slopes but
 * those by which strips happen to move by whole ones.
 */
function together({ lines, from }: Changes, slope: number): number {
  const breadth = lines[0]!.length;
  const sum = new Float32Array(breadth);
  for (let strip = 0; strip < lines.length; strip += 1) {
    const changes = lines[strip]!;
    const shift = Math.round(slope * from[strip]!);
    const first = Math.max(0, -shift);
    const last = Math.min(breadth, breadth - shift);
    for (let line = first; line < last; line += 1) sum[line]! += changes[line + shift]!;
  }
  let squares = 0;
  for (let line = 0; line < breadth; line += 1) squares += sum[line]! * sum[line]!;
  return squares;
}
