import { labelComponents } from '../components.ts';
import { openedDown, smoothedAcross, type InkStrip } from './ink-strip.ts';

/** A row of marks that stand like MICR characters: of one height, on one base line, at one pitch. Pixels of the strip. */
export interface LineFound {
  /** Rise of the base line: `y = base + slope * x` is the lower edge of the characters. */
  readonly slope: number;
  readonly base: number;
  /** Height of a full character. */
  readonly height: number;
  /** From one character's right edge to the next one's. */
  readonly pitch: number;
  /** Right edges (the pixel after the last) of the marks, in ascending order. */
  readonly edges: readonly number[];
  /** How evenly the marks are spaced, 0 to 1. */
  readonly evenness: number;
}

/** How marks are told from the paper. */
export interface Look {
  /** Share of the strip's ink depth from which a pixel is ink. */
  readonly level: number;
  /** Averages along rows first: for faint print, grain, and bars too fine for the resolution. */
  readonly smooth: boolean;
  /** Takes out what is thin from top to bottom first: waves and rules on the paper. */
  readonly upright?: boolean;
}

interface Mark {
  readonly right: number;
  readonly middle: number;
  readonly bottom: number;
  readonly height: number;
}

const millimetresToInch = 25.4;
/** Height of a character, inches: E-13B 0.117, CMC-7 up to 0.126. */
const nominalHeight = 0.117;
/** How far the guessed resolution may be off, as a share either way. */
const heightRange = { least: 0.58, most: 1.75 };
/** White up to this many millimetres within a row is closed: the bars of a CMC-7 character become one mark. */
const closedGap = 0.5;
/** Waves and rules of the paper's pattern are thinner than this from top to bottom, inches; characters' uprights are taller. */
const thickest = 0.022;
/** Slopes that are tried, and their step. */
const steepest = 0.045;
const slopeStep = 0.003;
/** A line has at least this many whole characters apart from what crosses it. */
const fewestMarks = 5;
/** Pitch as a share of the characters' height: 1.07 for E-13B, 0.99 to 1.15 for CMC-7; ink spread makes it less. */
const pitchShare = { least: 0.88, most: 1.3 };
const leastEvenness = 0.5;
const mostLines = 4;

/**
 * Finds rows of marks that may be a MICR line, best first.
 *
 * @param dotsPerInch resolution of the strip, right to a third.
 */
export function findLines(strip: InkStrip, dotsPerInch: number, { level, smooth, upright }: Look): LineFound[] {
  const gap = (closedGap * dotsPerInch) / millimetresToInch;
  const plain = upright ? openedDown(strip, Math.max(2, Math.round(thickest * dotsPerInch))) : strip;
  const seen = smooth ? smoothedAcross(plain, 2 * Math.max(1, Math.round(gap * 0.35)) + 1) : plain;
  let marks = marksOf(seen, dotsPerInch, level, smooth ? 0 : Math.max(1, Math.round(gap)));
  const lines: LineFound[] = [];
  for (let round = 0; round < mostLines && marks.length >= fewestMarks; round += 1) {
    const row = densestRow(marks, strip.width, nominalHeight * dotsPerInch);
    if (row.length < fewestMarks) break;
    const taken = new Set(row);
    marks = marks.filter((mark) => !taken.has(mark));
    const line = lineOf(row);
    if (line && line.evenness >= leastEvenness) lines.push(line);
  }
  return lines.sort((one, two) => two.evenness * two.edges.length - one.evenness * one.edges.length);
}

/** Marks as tall as MICR characters, after closing the white between bars. */
function marksOf(strip: InkStrip, dotsPerInch: number, share: number, gap: number): Mark[] {
  const { width, height, ink } = strip;
  const mask = new Uint8Array(width * height);
  const level = Math.max(1, Math.round(strip.depth * share));
  for (let row = 0; row < height; row += 1) {
    let last = -gap - 2;
    for (let column = 0, at = row * width; column < width; column += 1, at += 1) {
      if (ink[at]! < level) continue;
      mask[at] = 1;
      if (column - last <= gap + 1) for (let white = at - (column - last) + 1; white < at; white += 1) mask[white] = 1;
      last = column;
    }
  }
  const found = labelComponents(mask, width, height);
  const nominal = nominalHeight * dotsPerInch;
  const marks: Mark[] = [];
  for (let label = 1; label <= found.count; label += 1) {
    const tall = found.bottom[label]! - found.top[label]! + 1;
    const wide = found.right[label]! - found.left[label]! + 1;
    if (tall < nominal * heightRange.least || tall > nominal * heightRange.most) continue;
    if (wide > tall * 1.15 + 1 || wide < tall * 0.2) continue;
    marks.push({
      right: found.right[label]! + 1,
      middle: (found.left[label]! + found.right[label]! + 1) / 2,
      bottom: found.bottom[label]! + 1,
      height: tall,
    });
  }
  return marks;
}

/** The largest set of marks of one height whose lower edges lie on one nearly level line. */
function densestRow(marks: readonly Mark[], width: number, nominal: number): Mark[] {
  const reach = Math.max(2, nominal * 0.14);
  const count = marks.length;
  const edges = new Float64Array(count);
  let best = { marks: 0, slope: 0, from: 0 };
  for (let step = -Math.round(steepest / slopeStep); step * slopeStep <= steepest; step += 1) {
    const slope = step * slopeStep;
    for (const [index, mark] of marks.entries()) edges[index] = mark.bottom - slope * (mark.middle - width / 2);
    edges.sort();
    for (let from = 0, to = 0; from < count; from += 1) {
      while (to < count && edges[to]! <= edges[from]! + reach) to += 1;
      if (to - from > best.marks) best = { marks: to - from, slope, from: edges[from]! };
    }
  }
  const row = marks.filter((mark) => {
    const edge = mark.bottom - best.slope * (mark.middle - width / 2);
    return edge >= best.from && edge <= best.from + reach;
  });
  const height = commonHeight(row);
  return row.filter((mark) => Math.abs(mark.height - height) <= Math.max(1.5, height * 0.12));
}

/** The height that most marks have, to within a tenth. */
function commonHeight(marks: readonly Mark[]): number {
  const heights = marks.map((mark) => mark.height).sort((one, two) => one - two);
  let best = { count: 0, height: heights[0] ?? 0 };
  for (let from = 0, to = 0; from < heights.length; from += 1) {
    while (to < heights.length && heights[to]! <= heights[from]! * 1.1 + 1) to += 1;
    if (to - from > best.count) best = { count: to - from, height: heights[(from + to) >> 1]! };
  }
  return best.height;
}

function lineOf(row: readonly Mark[]): LineFound | null {
  const height = commonHeight(row);
  const { slope, base } = fitLine(row);
  const marks = row
    .filter((mark) => Math.abs(mark.bottom - base - slope * mark.middle) <= Math.max(1.2, height * 0.1))
    .sort((one, two) => one.right - two.right);
  if (marks.length < fewestMarks) return null;
  const again = fitLine(marks);
  const edges = marks.map((mark) => mark.right);
  const { pitch, evenness } = pitchOf(edges, height);
  return { ...again, height, pitch, edges, evenness };
}

function fitLine(marks: readonly Mark[]): { readonly slope: number; readonly base: number } {
  let [x, y] = [0, 0];
  for (const mark of marks) {
    x += mark.middle / marks.length;
    y += mark.bottom / marks.length;
  }
  let [product, square] = [0, 0];
  for (const mark of marks) {
    product += (mark.middle - x) * (mark.bottom - y);
    square += (mark.middle - x) ** 2;
  }
  const slope = square > 0 ? product / square : 0;
  return { slope, base: y - slope * x };
}

/** The pitch at which the edges agree best, and how well: the length of the mean of unit vectors at that period. */
function pitchOf(edges: readonly number[], height: number): { readonly pitch: number; readonly evenness: number } {
  const span = Math.max(1, (edges.at(-1) ?? 0) - (edges[0] ?? 0));
  let best = { pitch: height, evenness: 0 };
  const step = Math.min(0.01, (0.1 * height) / span);
  const measure = (pitch: number): void => {
    let [cosine, sine] = [0, 0];
    for (const edge of edges) {
      const turn = (2 * Math.PI * edge) / pitch;
      cosine += Math.cos(turn);
      sine += Math.sin(turn);
    }
    const evenness = Math.hypot(cosine, sine) / edges.length;
    if (evenness > best.evenness) best = { pitch, evenness };
  };
  for (let share = pitchShare.least; share <= pitchShare.most; share += step) measure(height * share);
  const rough = best.pitch;
  for (let fine = -5; fine <= 5; fine += 1) measure(rough + (fine * step * height) / 5);
  return best;
}
