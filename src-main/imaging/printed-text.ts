import { bestBaseline, type Letter } from './base-line.ts';
import type { Components } from './components.ts';

/** A line of printed letters among the marks of a region. */
export interface PrintedRow {
  /** Numbers of the marks that make it up, dots and commas too. */
  readonly marks: readonly number[];
  /** Height of its capitals, and its letters' typical stroke width, in pixels. */
  readonly height: number;
  readonly strokeWidth: number;
}

/** A mark that may be a letter. */
interface PrintMark extends Letter {
  readonly label: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly strokeWidth: number;
}

interface Row {
  readonly letters: readonly PrintMark[];
  readonly height: number;
  readonly strokeWidth: number;
}

/**
 * So many letters in a row are print. Of 3,069 scans of real signatures of 83 writers, one has 7 separate marks of even
 * height and stroke on one line (hand-printed letters, which stray from it further than print may), the rest at most 6; a
 * caption of three words has 16 and more.
 */
const sureLetters = 8;
/** As many are print where a sure row of the same type stands in the region already. */
const furtherLetters = 4;
const mostRows = 4;
/** With more letter-sized marks than this, the region is a page, not a signature beside a caption. */
const mostMarks = 160;
/** Lowest capital whose evenness can be told, in pixels. */
const lowestCapital = 8;
/** Small letters are at least this share of a capital's height. */
const smallShare = 0.55;
/**
 * How far the letters of a row may stray from its base line: root mean square as a share of a capital's height, and in
 * pixels. The captions' stray by 0.02 at most, hand-printed letters by 0.035 as a rule.
 */
const printStray = { share: 0.03, pixels: 0.5 };
/** Share of the letters that have one of two heights, at least. */
const twoHeights = 0.75;

/**
 * Finds lines of printed letters beside, above, below or among a pen's strokes: separate marks of even height and even
 * stroke, in a row on one straight base line. A letter that a stroke of the pen touches is one mark with it, and stays.
 *
 * @param mask 1 on ink, `width * height`.
 * @param found its marks.
 * @returns at most four rows; none where no row is surely print.
 */
export function findPrintedRows(mask: Uint8Array, found: Components, width: number): PrintedRow[] {
  if (found.count < sureLetters) return [];
  let free = printMarks(mask, found, width);
  const sized = free.filter(({ tall }) => tall >= lowestCapital * smallShare);
  if (sized.length < sureLetters || sized.length > mostMarks) return [];
  const rows: PrintedRow[] = [];
  let sure: Row | null = null;
  while (rows.length < mostRows) {
    const row: Row | null = longestRow(free, sure);
    if (!row) break;
    sure ??= row;
    const members = withLooseParts(row, free);
    rows.push({ marks: [...members].map(({ label }) => label), height: row.height, strokeWidth: row.strokeWidth });
    free = free.filter((mark) => !members.has(mark));
  }
  return rows;
}

function printMarks(mask: Uint8Array, found: Components, width: number): PrintMark[] {
  const edges = new Float64Array(found.count + 1);
  for (let run = 0; run < found.runLabel.length; run += 1) {
    let outline = 2;
    const end = found.runEnd[run]!;
    for (let at = found.runStart[run]!; at < end; at += 1) {
      if (!mask[at - width]) outline += 1;
      if (!mask[at + width]) outline += 1;
    }
    edges[found.runLabel[run]!]! += outline;
  }
  const marks: PrintMark[] = [];
  for (let label = 1; label <= found.count; label += 1) {
    const [left, right] = [found.left[label]!, found.right[label]!];
    const [top, bottom] = [found.top[label]!, found.bottom[label]!];
    // Twice the area over the outline's length, as `typicalWidth` has it for a whole mask.
    const strokeWidth = (8 * found.area[label]!) / (edges[label]! * Math.PI);
    marks.push({ label, left, right, top, bottom, middle: (left + right) / 2, tall: bottom - top + 1, strokeWidth });
  }
  return marks;
}

/** The row of most letters, whatever their height; beside a sure row only letters of its height and stroke count. */
function longestRow(free: readonly PrintMark[], sure: Row | null): Row | null {
  const needed = sure ? furtherLetters : sureLetters;
  let best: Row | null = null;
  for (const height of new Set(free.map(({ tall }) => tall))) {
    if (height < lowestCapital) continue;
    if (sure && Math.abs(height - sure.height) > 0.2 * sure.height) continue;
    const letters = free.filter(
      ({ tall, left, right, strokeWidth }) =>
        tall <= 1.05 * height &&
        tall >= smallShare * height &&
        right - left < 3 * tall &&
        strokeWidth <= 0.35 * height &&
        (!sure || Math.abs(strokeWidth - sure.strokeWidth) <= 0.3 * sure.strokeWidth),
    );
    if (letters.length < Math.max(needed, (best?.letters.length ?? 0) + 1)) continue;
    const row = evenStrokes(inARow(bestBaseline(letters, height, tolerance(height), 25), height), height);
    if (row.letters.length < needed || row.letters.length <= (best?.letters.length ?? 0)) continue;
    if (isStraight(row) && (sure || hasTwoHeights(row))) best = row;
  }
  return best;
}

/** How far from the base line a printed letter may end, in pixels: what a round letter overshoots, and a pixel's rounding. */
function tolerance(height: number): number {
  return Math.max(1, height / 12);
}

/** The most letters with no wider gap between two than a stroke of the pen through a letter or two leaves. */
function inARow(letters: readonly PrintMark[], height: number): PrintMark[] {
  let row: PrintMark[] = [];
  let longest: PrintMark[] = [];
  for (const letter of letters.toSorted((one, other) => one.middle - other.middle)) {
    if (row.length > 0 && letter.left - row.at(-1)!.right > 3.5 * height) row = [];
    row.push(letter);
    if (row.length > longest.length) longest = row;
  }
  return longest;
}

function evenStrokes(letters: readonly PrintMark[], height: number): Row {
  const widths = letters.map(({ strokeWidth }) => strokeWidth).sort((one, other) => one - other);
  const strokeWidth = widths[widths.length >> 1] ?? 0;
  return {
    letters: letters.filter((letter) => Math.abs(letter.strokeWidth - strokeWidth) <= 0.25 * strokeWidth),
    height,
    strokeWidth,
  };
}

function isStraight({ letters, height }: Row): boolean {
  const { slope, offset } = fitBaseline(letters);
  const squares = letters.reduce((sum, { middle, bottom }) => sum + (bottom - offset - slope * middle) ** 2, 0);
  return Math.sqrt(squares / letters.length) <= Math.max(printStray.pixels, printStray.share * height);
}

/** Whether most letters are as tall as one of two of them: capitals (or tall letters), and small ones. */
function hasTwoHeights({ letters, height }: Row): boolean {
  const near = (one: number, other: number): boolean => Math.abs(one - other) <= tolerance(height);
  let most = 0;
  for (const { tall: one } of letters) {
    for (const { tall: other } of letters) {
      const like = letters.filter(({ tall }) => near(tall, one) || near(tall, other)).length;
      if (like > most) most = like;
    }
  }
  return most >= twoHeights * letters.length;
}

/**
 * A row with what else belongs to it: letters that hang below the base line or touch each other, dots, commas, and
 * letters that a stroke of the pen parted from the rest.
 */
function withLooseParts({ letters, height, strokeWidth }: Row, free: readonly PrintMark[]): Set<PrintMark> {
  const line = fitBaseline(letters);
  const members = new Set(letters);
  let left = Math.min(...letters.map((letter) => letter.left));
  let right = Math.max(...letters.map((letter) => letter.right));
  const belongs = (mark: PrintMark): boolean => {
    const base = line.offset + line.slope * mark.middle;
    if (mark.top < base - 1.4 * height || mark.bottom > base + 0.5 * height) return false;
    if (mark.right - mark.left > 5 * height || mark.strokeWidth > 1.4 * strokeWidth) return false;
    const gap = Math.max(left - mark.right, mark.left - right);
    if (gap <= 0) return true;
    // Past the ends a dot belongs to the row where it stands on the base line close by; another may be the pen's.
    if (mark.tall < 0.35 * height) return gap <= 0.5 * height && Math.abs(mark.bottom - base) <= tolerance(height);
    if (Math.abs(mark.strokeWidth - strokeWidth) > 0.25 * strokeWidth) return false;
    if (gap <= 0.8 * height) return true;
    const lettersHeight = mark.tall >= smallShare * height && mark.tall <= 1.05 * height;
    return gap <= 4 * height && lettersHeight && Math.abs(mark.bottom - base) <= tolerance(height);
  };
  for (let grown = true; grown;) {
    grown = false;
    for (const mark of free) {
      if (members.has(mark) || !belongs(mark)) continue;
      members.add(mark);
      left = Math.min(left, mark.left);
      right = Math.max(right, mark.right);
      grown = true;
    }
  }
  return members;
}

function fitBaseline(letters: readonly PrintMark[]): { slope: number; offset: number } {
  const mean = (pick: (letter: PrintMark) => number): number =>
    letters.reduce((sum, letter) => sum + pick(letter), 0) / letters.length;
  const [middle, bottom] = [mean((letter) => letter.middle), mean((letter) => letter.bottom)];
  const square = mean((letter) => (letter.middle - middle) ** 2);
  const slope = mean((letter) => (letter.middle - middle) * (letter.bottom - bottom)) / square;
  return { slope, offset: bottom - slope * middle };
}
