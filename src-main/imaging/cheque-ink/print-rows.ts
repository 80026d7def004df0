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
/** Marks in a row that may be print, and that surely are. */
const fewest = 4;
const sureMarks = 9;

/**
 * Finds rows of marks on one straight base line, of even height, evenly apart. Letters may have run together to words
 * here, at about four pixels to a millimetre, so that only the marks' heights count, not their widths.
 *
 * @param millimetre pixels to a millimetre.
 * @param strokeWidth of each mark.
 */
export function findPrintRows(found: Components, strokeWidth: Float64Array, millimetre: number): PrintRows {
  const { count, left, top, right, bottom } = found;
  const printed = new Float64Array(count + 1);
  const rowOf = new Int32Array(count + 1);
  const sure: Box[] = [];
  const letters: number[] = [];
  for (let label = 1; label <= count; label += 1) {
    const tall = bottom[label]! - top[label]! + 1;
    if (tall < letterHeights.least * millimetre || tall > letterHeights.most * millimetre) continue;
    if (strokeWidth[label]! > 0.4 * tall) continue;
    letters.push(label);
  }
  letters.sort((one, other) => left[one]! - left[other]!);
  const taken = new Uint8Array(count + 1);
  for (const first of letters) {
    if (taken[first]) continue;
    const row = rowFrom(first, letters, taken, found);
    if (row.length < fewest) continue;
    const score = evenness(row, found, strokeWidth);
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
function rowFrom(first: number, letters: readonly number[], taken: Uint8Array, found: Components): number[] {
  const { left, top, right, bottom } = found;
  const row = [first];
  let last = first;
  let tallest = bottom[first]! - top[first]! + 1;
  for (const label of letters) {
    if (taken[label] || left[label]! <= left[last]!) continue;
    if (left[label]! - right[last]! > 2.5 * tallest) {
      if (left[label]! > right[last]! + 2.5 * tallest) break;
      continue;
    }
    const tall = bottom[label]! - top[label]! + 1;
    if (Math.abs(bottom[label]! - bottom[last]!) > 1 || tall > 1.7 * tallest || tall < 0.5 * tallest) continue;
    row.push(label);
    if (tall > tallest) tallest = tall;
    last = label;
  }
  return row;
}

/** 1 where a row is surely print, less where it may be, 0 where its marks are too uneven. */
function evenness(row: readonly number[], { left, top, right, bottom }: Components, strokeWidth: Float64Array): number {
  const middle = row.map((label) => (left[label]! + right[label]!) / 2);
  const base = row.map((label) => bottom[label]!);
  const stray = strayFromLine(middle, base);
  const heights = row.map((label) => bottom[label]! - top[label]! + 1).sort((one, other) => one - other);
  const tallest = heights.at(-1)!;
  const like = heights.filter((tall) => tallest - tall <= 1.5 || Math.abs(tall - heights[heights.length >> 2]!) <= 1.5);
  const widths = row.map((label) => strokeWidth[label]!).sort((one, other) => one - other);
  const spread =
    (widths[Math.floor(widths.length * 0.85)]! - widths[Math.floor(widths.length * 0.15)]!) /
    widths[widths.length >> 1]!;
  if (stray > 0.8 || like.length < 0.6 * row.length || spread > 0.8) return 0;
  const even = stray <= 0.55 && like.length >= 0.75 * row.length && spread <= 0.5;
  if (even && row.length >= sureMarks) return 1;
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
