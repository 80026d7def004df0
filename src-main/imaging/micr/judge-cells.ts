import type { CellReading } from './read-cells.ts';
import { bandPitch } from './straighten.ts';

/** What a line's places come to. */
export interface LineJudged {
  /** Places that hold a character, or may; in order. */
  readonly characters: readonly CellReading[];
  /** Every character is beyond doubt, they stand evenly, and nothing at the ends or in the gaps may be another one. */
  readonly settled: boolean;
}

/**
 * From these on a character is read rather than reported as doubtful: the classifier's confidence, the ink's correlation
 * with the glyph, and by how much that exceeds the next glyph's. Where glyph and ink agree clearly, less confidence will do.
 * On 7,200 printed characters under conditions up to 0.8 of the worst, the misread ones had at most 0.95, 0.56 and -0.06
 * (one was the second least, another the first), and 99.5 % of the others at least 0.98, 0.76 and 0.12.
 */
const read = { confidence: 0.9, agreement: 0.48, lead: 0 };
const readByShape = { confidence: 0.7, agreement: 0.55, lead: 0.12 };
/** What makes a character beyond doubt. */
const certain = { confidence: 0.97, agreement: 0.65, lead: 0.06 };
/** A place is surely empty from this confidence on. */
const surelyEmpty = 0.95;
/**
 * Ink of a place as a share of the line's middle character's: no character has less than the first (on 13,000 of them the
 * least was 0.49), an empty place with more than the second may hide one.
 */
const leastInk = 0.42;
const emptyInk = 0.34;
/** At a line's end, ink that is no clear character is left out unless it has at least this confidence to be one. */
const mayBeCharacter = 0.3;
/** Ink that was left out within so many pitches of the line may belong to it. */
const nearby = 4;
/** Neighbours stand one pitch apart to within this share; wider gaps are empty places. */
const unevenness = 0.3;

/** Whether a place holds something that can't be told. */
export function isDoubtful(cell: CellReading): boolean {
  const { character, confidence } = topOf(cell);
  if (character === ' ') return confidence < read.confidence;
  const lead = cell.agreement - cell.rival;
  const passes = (least: typeof read): boolean =>
    confidence >= least.confidence && cell.agreement >= least.agreement && lead >= least.lead;
  return !passes(read) && !passes(readByShape);
}

/**
 * Tells the line from what lies beside it, and whether it may be relied on.
 *
 * @param cells in order. @param width of the band that they were found on, in its columns.
 */
export function judgeCells(cells: readonly CellReading[], width: number): LineJudged {
  const full = middleInk(cells);
  const inked = withHidden(cells, full).filter((cell) => topOf(cell).character !== ' ' || isDoubtful(cell));
  const line = withoutStrays(withoutStrays(withoutUnread(inked)).reverse()).reverse();
  // A speck or a pen's end in a gap is no character in doubt.
  const characters = line.filter((cell) => !isDoubtful(cell) || cell.ink >= leastInk * full);
  const first = characters[0];
  const last = characters.at(-1);
  if (!first || !last) return { characters, settled: false };
  const from = first.cell.edge - nearby * bandPitch;
  const to = last.cell.edge + nearby * bandPitch;
  const settled =
    characters.every(isCertain) &&
    characters.every((cell, index) => isEven(characters[index - 1], cell)) &&
    // A line may go on beyond the picture's edge unless an empty place is left between.
    first.cell.edge >= 1.9 * bandPitch &&
    last.cell.edge <= width - bandPitch &&
    last.cell.measured &&
    cells.every((cell) => {
      if (cell.cell.edge < from || cell.cell.edge > to || characters.includes(cell)) return true;
      if (cell.ink >= emptyInk * full) return false;
      // Ink right beside the line's ends may have made a character of what is none.
      const beside =
        Math.abs(cell.cell.edge - first.cell.edge + bandPitch) < bandPitch / 3 ||
        Math.abs(cell.cell.edge - last.cell.edge - bandPitch) < bandPitch / 3;
      return !beside && topOf(cell).character === ' ' && topOf(cell).confidence >= surelyEmpty;
    });
  return { characters, settled };
}

const topOf = (cell: CellReading): { readonly character: string; readonly confidence: number } =>
  cell.likely[0] ?? { character: ' ', confidence: 0 };

/** The ink of the middle one of the characters that were read. */
function middleInk(cells: readonly CellReading[]): number {
  const inks = cells.filter((cell) => topOf(cell).character !== ' ' && !isDoubtful(cell)).map(({ ink }) => ink);
  return inks.sort((one, two) => one - two)[inks.length >> 1] ?? 0;
}

/** The places with each that seems empty, has the ink of a character and stands between two digits as one in doubt. */
function withHidden(cells: readonly CellReading[], full: number): CellReading[] {
  const isDigit = (cell: CellReading | undefined, beside: CellReading): boolean =>
    cell !== undefined &&
    /[0-9]/.test(topOf(cell).character) &&
    Math.abs(Math.abs(cell.cell.edge - beside.cell.edge) / bandPitch - 1) <= unevenness;
  return cells.map((cell, index) => {
    if (topOf(cell).character !== ' ' || cell.ink < leastInk * full) return cell;
    if (!isDigit(cells[index - 1], cell) || !isDigit(cells[index + 1], cell)) return cell;
    return { ...cell, likely: cell.likely.filter(({ character }) => character !== ' ') };
  });
}

/** Whether a place holds a character beyond doubt. */
export function isCertain(cell: CellReading): boolean {
  return (
    !isDoubtful(cell) &&
    topOf(cell).confidence >= certain.confidence &&
    cell.agreement >= certain.agreement &&
    cell.agreement - cell.rival >= certain.lead
  );
}

/** How many places in a row hold something, at most. */
export function longestRun(cells: readonly CellReading[]): number {
  let [longest, run] = [0, 0];
  for (const [index, { cell }] of cells.entries()) {
    const before = cells[index - 1];
    run = before && cell.edge - before.cell.edge < bandPitch * 1.5 ? run + 1 : 1;
    if (run > longest) longest = run;
  }
  return longest;
}

function isEven(before: CellReading | undefined, cell: CellReading): boolean {
  if (!before) return true;
  const steps = (cell.cell.edge - before.cell.edge) / bandPitch;
  return steps > 2 - unevenness || Math.abs(steps - 1) <= unevenness;
}

/** Without fields at either end of which less than half can be read: a pen or a stamp beside the line, cut by the pitch. */
function withoutUnread(cells: readonly CellReading[]): CellReading[] {
  const groups: CellReading[][] = [];
  for (const [index, cell] of cells.entries()) {
    const before = cells[index - 1];
    if (before && cell.cell.edge - before.cell.edge < bandPitch * 1.5) groups.at(-1)?.push(cell);
    else groups.push([cell]);
  }
  const isRead = (group: readonly CellReading[]): boolean =>
    2 * group.filter((cell) => !isDoubtful(cell)).length >= group.length;
  const from = groups.findIndex(isRead);
  const to = groups.findLastIndex(isRead);
  return from < 0 ? [] : groups.slice(from, to + 1).flat();
}

/** The list without what stands at its beginning and is no part of the line: other print, a pen, the scanner's bed. */
function withoutStrays(cells: readonly CellReading[]): CellReading[] {
  let start = 0;
  for (; start < cells.length; start += 1) {
    const [cell, next] = [cells[start], cells[start + 1]];
    if (!cell || !next) break;
    const apart = Math.abs(next.cell.edge - cell.cell.edge) > bandPitch * 1.4;
    const stray = isDoubtful(cell)
      ? apart || characterShare(cell) < mayBeCharacter
      : // One character alone is a field only if there's no doubt.
        apart && !isCertain(cell);
    if (!stray) break;
  }
  return cells.slice(start);
}

/** How likely a place holds some character, its likeliest one. */
function characterShare(cell: CellReading): number {
  return cell.likely.find(({ character }) => character !== ' ')?.confidence ?? 0;
}
