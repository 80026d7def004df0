import type { Box, RasterImage } from '../image.ts';
import type { PrintLay } from './print-skew.ts';

/** A page is parted into so many strips along its rows, for which the mean level of each line is taken; a multiple of four. */
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
  const steepest = Math.tan((Math.abs(rough) + 2 * reach) * degree) / 2;
  const changes = changesAlong(page, part, Math.tan(rough * degree), across, steepest);
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
  /**
   * For each strip in turn, how much the level changes at each line; before and after a strip's lines so many without a change
   * as a slope may move them by.
   */
  readonly lines: Float32Array;
  readonly breadth: number;
  readonly margin: number;
  /** Pixels from the page's middle to each strip's. */
  readonly from: readonly number[];
}

/** Lines of all strips are summed up so many at a time: as many as stay at hand. */
const linesAtOnce = 32;

/**
 * @param slope of the lines within a strip, in pixels across a pixel along.
 * @param steepest of the slopes along which the strips will be laid over each other.
 */
function changesAlong(
  { width, channels, data }: RasterImage,
  { x, y, width: wide, height: tall }: Box,
  slope: number,
  across: boolean,
  steepest: number,
): Changes {
  const length = across ? wide : tall;
  const breadth = across ? tall : wide;
  const along = (across ? 1 : width) * channels;
  const over = (across ? width : 1) * channels;
  const offset = (y * width + x) * channels + (channels === 3 ? 1 : 0);
  const margin = Math.ceil(steepest * length) + 2;
  const lines = new Float32Array(strips * (breadth + 2 * margin));
  const laid = Array.from({ length: strips }, (_, strip) => {
    const start = Math.floor((strip * length) / strips);
    const end = Math.floor(((strip + 1) * length) / strips);
    const middle = (start + end) / 2;
    const step = Math.max(1, Math.floor((end - start) / samples));
    const places: number[] = [];
    for (let place = start; place < end; place += step) places.push(place);
    const shifts = places.map((place) => Math.round((place - middle) * slope));
    return { from: middle - length / 2, places, shifts, sums: new Float32Array(breadth) };
  });
  for (let head = 0; head < breadth; head += linesAtOnce) {
    const foot = Math.min(breadth, head + linesAtOnce);
    for (const { places, shifts, sums } of laid) {
      for (let index = 0; index < places.length; index += 1) {
        const start = places[index]! * along + offset;
        const shift = shifts[index]!;
        // Beyond the page's edge it goes on as there.
        const first = Math.min(foot, Math.max(head, -shift));
        const last = Math.max(first, Math.min(foot, breadth - shift));
        for (let line = head; line < first; line += 1) sums[line]! += data[start]!;
        let at = start + (first + shift) * over;
        for (let line = first; line < last; line += 1, at += over) sums[line]! += data[at]!;
        const end = start + (breadth - 1) * over;
        for (let line = last; line < foot; line += 1) sums[line]! += data[end]!;
      }
    }
  }
  for (const [strip, { places, sums }] of laid.entries())
    lines.set(changesOf(sums, Math.max(1, places.length)), strip * (breadth + 2 * margin) + margin);
  return { lines, breadth, margin, from: laid.map(({ from }) => from) };
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
function together({ lines, breadth, margin, from }: Changes, slope: number): number {
  const sum = new Float32Array(breadth);
  const starts = from.map((middle, strip) => strip * (breadth + 2 * margin) + margin + Math.round(slope * middle));
  // Four strips at a time; each sum is rounded to single precision as if it were laid down.
  for (let strip = 0; strip < strips; strip += 4) {
    const [one, two, three, four] = [starts[strip]!, starts[strip + 1]!, starts[strip + 2]!, starts[strip + 3]!];
    for (let line = 0; line < breadth; line += 1) {
      const half = Math.fround(Math.fround(sum[line]! + lines[one + line]!) + lines[two + line]!);
      sum[line] = Math.fround(half + lines[three + line]!) + lines[four + line]!;
    }
  }
  let squares = 0;
  for (let line = 0; line < breadth; line += 1) squares += sum[line]! * sum[line]!;
  return squares;
}
