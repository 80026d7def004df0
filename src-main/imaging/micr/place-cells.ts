import { bandHeight, bandMargin, bandPitch, type Band } from './straighten.ts';

/** A place on the line that may hold a character. */
export interface Cell {
  /** Column of the band after the character's right edge, by its ink or by its neighbours. */
  readonly edge: number;
  /** Ink was found that ends here with white after it; otherwise the edge follows from the neighbours. */
  readonly measured: boolean;
}

/** How far a character may stand off its neighbours' pitch, in columns (of 32 to the pitch). */
const reach = 6;
/** White columns that must follow a character. */
const whiteAfter = 3;
/** Ink of a column, as a mean over the characters' rows (0 to 255), below which it is white where the paper is clean. */
const whiteInk = 15;
/** A character that the picture's edge cuts is placed as long as a quarter of it is left. */
const beyond = 0.75 * bandPitch;
/** So many empty places in a row end the line. */
const longestGap = 24;
/** So many neighbours tell where a place is, and only from so many columns on are they believed against its ink. */
const fewestNear = 4;
const mostOff = 2.5;

/**
 * Finds the places of a line's characters: those of the marks by which the line was found, those between them by the
 * pitch, and on at both ends as long as there is ink. Places without ink are left out.
 */
export function placeCells(band: Band): Cell[] {
  const profile = columnInk(band);
  const white = whiteLevel(profile);
  const anchors = steadyAnchors(band.edges);
  const cells: Cell[] = [];
  const first = anchors[0];
  const last = anchors.at(-1);
  if (first === undefined || last === undefined) return cells;
  const add = (expected: number): boolean => {
    const cell = measure(profile, white, expected);
    if (cell) cells.push(cell);
    return cell !== null;
  };
  // Leftwards from the first mark, then from mark to mark, then on to the right.
  const before: number[] = [];
  for (let edge = first - bandPitch, empty = 0; edge > bandPitch / 4 && empty < longestGap; edge -= bandPitch) {
    const cell = measure(profile, white, edge);
    if (cell) before.push(edge);
    empty = cell ? 0 : empty + 1;
    edge += followed(cell, edge);
  }
  for (const edge of before.reverse()) add(edge);
  for (const [index, anchor] of anchors.entries()) {
    const next = anchors[index + 1];
    if (!add(anchor)) cells.push({ edge: anchor, measured: true });
    if (next === undefined) break;
    const between = Math.round((next - anchor) / bandPitch) - 1;
    for (let step = 1; step <= between; step += 1) {
      // Each half of a gap follows the mark on its side: two prints of one line need not agree in phase.
      const fromLeft = anchor + step * bandPitch;
      const fromRight = next - (between + 1 - step) * bandPitch;
      add(between === 1 ? (fromLeft + fromRight) / 2 : step <= between / 2 ? fromLeft : fromRight);
    }
  }
  for (let edge = last + bandPitch, empty = 0; edge < band.width + beyond && empty < longestGap; edge += bandPitch) {
    const cell = measure(profile, white, edge);
    if (cell) cells.push(cell);
    empty = cell ? 0 : empty + 1;
    edge += followed(cell, edge);
  }
  return cells.map((cell, index) => steadied(cell, index, cells));
}

/**
 * A place whose neighbours agree on another column than the one where its ink seems to end: a speck, a pen or the paper's own
 * print was taken for its edge, and its character would be cut through.
 */
function steadied(cell: Cell, index: number, cells: readonly Cell[]): Cell {
  const group = [...nearTo(cell, index, cells, -1, 1.5), ...nearTo(cell, index, cells, 1, 1.5)];
  // Each print of a line has its own phase, so a character's own field counts where it is long enough.
  const near =
    group.length >= fewestNear ? group : [...nearTo(cell, index, cells, -1), ...nearTo(cell, index, cells, 1)];
  if (near.length < fewestNear) return cell;
  const off = near.sort((one, two) => one - two)[near.length >> 1]!;
  return Math.abs(off) > mostOff ? { edge: cell.edge + off, measured: false } : cell;
}

/** By how many columns the measured places on one side lie off a pitch's multiples from this one; the nearest four. */
function nearTo(cell: Cell, index: number, cells: readonly Cell[], side: 1 | -1, widest = longestGap): number[] {
  const found: number[] = [];
  let before = cell;
  for (let at = index + side; found.length < 4; at += side) {
    const other = cells[at];
    if (!other || Math.abs(other.edge - before.edge) > widest * bandPitch) break;
    const steps = Math.round((other.edge - cell.edge) / bandPitch);
    if (other.measured) found.push(other.edge - cell.edge - steps * bandPitch);
    before = other;
  }
  return found;
}

/** By how much the next place follows a place that was measured: half of what it is off, since it may be no character. */
function followed(cell: Cell | null, expected: number): number {
  return cell?.measured ? Math.max(-2, Math.min(2, (cell.edge - expected) / 2)) : 0;
}

/** Mean ink of each column over the characters' rows, 0 to 255. */
function columnInk({ ink, width }: Band): Float64Array {
  const profile = new Float64Array(width);
  for (let row = bandMargin; row < bandMargin + bandHeight; row += 1) {
    const start = row * width;
    for (let column = 0; column < width; column += 1) profile[column]! += ink[start + column]!;
  }
  for (let column = 0; column < width; column += 1) profile[column]! /= bandHeight;
  return profile;
}

/** The ink of a white column: above the paper's own print and grain. */
function whiteLevel(profile: Float64Array): number {
  const sorted = profile.slice().sort();
  return Math.min(60, whiteInk + (sorted[Math.floor(sorted.length * 0.25)] ?? 0));
}

/** Marks that are not a pitch's multiple from both neighbours, or nearer to one than half a pitch, don't count. */
function steadyAnchors(edges: readonly number[]): number[] {
  const agrees = (one: number, two: number | undefined): boolean => {
    if (two === undefined) return false;
    const steps = Math.abs(two - one) / bandPitch;
    return Math.round(steps) >= 1 && Math.abs(steps - Math.round(steps)) <= 0.2;
  };
  const steady = edges.filter((edge, index) => agrees(edge, edges[index - 1]) || agrees(edge, edges[index + 1]));
  return steady.filter((edge, index) => index === 0 || edge - steady[index - 1]! >= bandPitch / 2);
}

/** The character that should end near a column: its right edge by its ink, or null where the place is white. */
function measure(profile: Float64Array, white: number, expected: number): Cell | null {
  const at = (column: number): number => profile[column] ?? 0;
  const from = Math.round(expected) - bandPitch + 8;
  const to = Math.round(expected) + 1;
  let inked = 0;
  for (let column = from; column <= to; column += 1) if (at(column) > white) inked += 1;
  if (inked < 3) return null;
  let edge = Math.round(expected) + reach;
  while (edge > expected - reach && at(edge - 1) <= white) edge -= 1;
  for (let after = edge; after < edge + whiteAfter; after += 1)
    if (at(after) > white) return { edge: expected, measured: false };
  if (at(edge - 1) <= white) return { edge: expected, measured: false };
  return { edge, measured: true };
}
