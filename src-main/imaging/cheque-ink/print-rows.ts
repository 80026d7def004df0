import type { Components } from '../components.ts';
import type { Box } from '../image.ts';

/** Marks that stand in rows as print does. */
export interface PrintRows {
  /** For each mark (index 0 unused): 0 for none, else how surely it is a printed row's, up to 1. */
  readonly printed: Float64Array;
  /** The boxes of rows that are certainly print. */
  readonly sure: readonly Box[];
  /** For each mark the row in `sure` that holds it, counted from 1; 0 for none. */
  readonly rowOf: Int32Array;
}

/** Heights of printed letters in millimetres: the smallest that the plane shows, and the tallest of a caption or a MICR line. */
const letterHeights = { least: 1, most: 5 };
/** Marks in a row that may be print, and that surely are; fewer where the plane is fine enough to part the letters. */
const fewest = 4;
const sureMarks = { coarse: 9, fine: 6 };
/** From so many pixels to a millimetre on (about 180 dots per inch) letters of small print stand apart. */
const fine = 7;
/** Tallest letters of a row that few marks make sure, in millimetres. */
const smallPrint = 2.8;
/** How far marks may end from their base line: from one to the next, and root mean square; and how far their heights differ. */
const strays = { next: 0.25, surely: 0.14, perhaps: 0.2, height: 0.38 };

/**
 * Finds rows of marks on one straight base line, of even height, evenly apart. At four pixels to a
 * millimetre letters may have run together to words, so that only the marks' heights count, not their widths.
 *
 * @param millimetre pixels to a millimetre.
 * @param strokeWidth of each mark.
 * @param skip 1 for each mark that is left out of account.
 */
export function findPrintRows(
  found: Components,
  strokeWidth: Float64Array,
  millimetre: number,
  skip?: Uint8Array,
): PrintRows {
  const { count, left, top, right, bottom } = found;
  const printed = new Float64Array(count + 1);
  const rowOf = new Int32Array(count + 1);
  const sure: Box[] = [];
  const letters: number[] = [];
  for (let label = 1; label <= count; label += 1) {
    if (skip?.[label]) continue;
    const tall = bottom[label]! - top[label]! + 1;
    if (tall < letterHeights.least * millimetre || tall > letterHeights.most * millimetre) continue;
    if (strokeWidth[label]! > 0.4 * tall) continue;
    letters.push(label);
  }
  letters.sort((one, other) => left[one]! - left[other]!);
  const taken = new Uint8Array(count + 1);
  for (const first of letters) {
    if (taken[first]) continue;
    const row = rowFrom(first, letters, taken, found, millimetre);
    if (row.length < fewest) continue;
    const score = evenness(row, found, strokeWidth, millimetre);
    if (score <= 0) continue;
    for (const label of row) {
      printed[label] = Math.max(printed[label]!, score);
      taken[label] = 1;
    }
    if (score < 1) continue;
    sure.push(boxOf(row, found));
    for (const label of row) rowOf[label] = sure.length;
  }
  return { printed, sure, rowOf };

  function boxOf(row: readonly number[], marks: Components): Box {
    const x = Math.min(...row.map((label) => marks.left[label]!));
    const y = Math.min(...row.map((label) => marks.top[label]!));
    return {
      x,
      y,
      width: Math.max(...row.map((label) => right[label]!)) - x + 1,
      height: Math.max(...row.map((label) => bottom[label]!)) - y + 1,
    };
  }
}

/** The marks from one on to the right that end on its base line, each close behind the one before. */
function rowFrom(
  first: number,
  letters: readonly number[],
  taken: Uint8Array,
  found: Components,
  millimetre: number,
): number[] {
  const reach = millimetre >= fine ? 4 : 2.5;
  const { left, top, right, bottom } = found;
  const row = [first];
  let last = first;
  let tallest = bottom[first]! - top[first]! + 1;
  for (const label of letters) {
    if (taken[label] || left[label]! <= left[last]!) continue;
    if (left[label]! - right[last]! > reach * tallest) break;
    const tall = bottom[label]! - top[label]! + 1;
    if (
      Math.abs(bottom[label]! - bottom[last]!) > Math.max(1, strays.next * millimetre) ||
      tall > 1.7 * tallest ||
      tall < 0.5 * tallest
    )
      continue;
    row.push(label);
    if (tall > tallest) tallest = tall;
    last = label;
  }
  return row;
}

/** 1 where a row is surely print, less where it may be, 0 where its marks are too uneven. */
function evenness(
  row: readonly number[],
  { left, top, right, bottom }: Components,
  strokeWidth: Float64Array,
  millimetre: number,
): number {
  const alike = strays.height * millimetre;
  const middle = row.map((label) => (left[label]! + right[label]!) / 2);
  const base = row.map((label) => bottom[label]!);
  const stray = strayFromLine(middle, base);
  const heights = row.map((label) => bottom[label]! - top[label]! + 1).sort((one, other) => one - other);
  const tallest = heights.at(-1)!;
  const like = heights.filter(
    (tall) => tallest - tall <= alike || Math.abs(tall - heights[heights.length >> 2]!) <= alike,
  );
  const widths = row.map((label) => strokeWidth[label]!).sort((one, other) => one - other);
  const spread =
    (widths[Math.floor(widths.length * 0.85)]! - widths[Math.floor(widths.length * 0.15)]!) /
    widths[widths.length >> 1]!;
  if (stray > strays.perhaps * millimetre || like.length < 0.6 * row.length || spread > 0.8) return 0;
  const even = stray <= strays.surely * millimetre && like.length >= 0.75 * row.length && spread <= 0.5;
  const needed = millimetre >= fine && tallest <= smallPrint * millimetre ? sureMarks.fine : sureMarks.coarse;
  if (even && row.length >= needed) return 1;
  return even ? 0.5 + 0.05 * row.length : 0.4;
}

function strayFromLine(across: readonly number[], down: readonly number[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [middle, base] = [mean(across), mean(down)];
  let [square, product] = [0, 0];
  across.forEach((at, index) => {
    square += (at - middle) ** 2;
    product += (at - middle) * (down[index]! - base);
  });
  const slope = square > 0 ? product / square : 0;
  return Math.sqrt(mean(across.map((at, index) => (down[index]! - base - slope * (at - middle)) ** 2)));
}
