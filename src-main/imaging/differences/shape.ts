import { strokeEdges, type StrokeEdges } from './stroke-edges.ts';
import { smoothed } from './smoothing.ts';
import type { Strokes } from './strokes.ts';

/** What is measured of one signature by itself. All are free of the scan's resolution and the signature's size. */
export interface SignatureShape {
  /** Width over height of the centre lines, 1 % of them left out on each side. */
  readonly proportions: number;
  /** Degrees by which the upright strokes lean: 0 upright, above 0 to the right. Between −60 and 60. */
  readonly slant: number;
  /** How unsteady the strokes' edges are over short stretches, in % of the stroke width; null without a long stroke. */
  readonly tremor: number | null;
  /** How much the stroke width varies along the strokes: its standard deviation in % of its mean; null as above. */
  readonly pressure: number | null;
  /** Share of the width that lies open between parts, along the slant, in %. */
  readonly spacing: number;
}

/** Measures a signature's shape. */
export function measureShape(strokes: Strokes): SignatureShape {
  const slant = slantOf(strokes);
  const edges = strokeEdges(strokes);
  return {
    proportions: proportionsOf(strokes),
    slant,
    tremor: tremorOf(strokes, edges),
    pressure: pressureOf(edges),
    spacing: 100 * spacingOf(strokes, slant),
  };
}

/** Share of the centre line left out on each side: a single stray end doesn't make a signature wide. */
const leftOut = 0.01;

function proportionsOf({ ink, line, length }: Strokes): number {
  const columns = new Float64Array(ink.width);
  const rows = new Float64Array(ink.height);
  for (let at = line.indexOf(1); at >= 0; at = line.indexOf(1, at + 1)) {
    columns[at % ink.width]! += 1;
    rows[Math.floor(at / ink.width)]! += 1;
  }
  return extentOf(columns, length) / extentOf(rows, length);
}

function extentOf(counts: Float64Array, total: number): number {
  let first = -1;
  let sum = 0;
  for (const [at, count] of counts.entries()) {
    sum += count;
    if (first < 0 && sum > leftOut * total) first = at;
    if (sum >= (1 - leftOut) * total) return at - first + 1;
  }
  return counts.length;
}

const furthestSlant = 60;
const slantStep = 2;

/**
 * The shear that stands the strokes upright, when most ink falls together in columns (after Vinciarelli and Luettin,
 * "A new normalization technique for cursive handwritten words", Pattern Recognition Letters 22, 2001): each shear is
 * rated by its columns' summed squares, and the best ones are averaged, so that two equal peaks don't make it jump.
 */
function slantOf({ ink, line }: Strokes): number {
  const points: number[] = [];
  for (let at = line.indexOf(1); at >= 0; at = line.indexOf(1, at + 1)) points.push(at);
  const room = 2 * ink.height;
  const ratings: { angle: number; rating: number }[] = [];
  for (let angle = -furthestSlant; angle <= furthestSlant; angle += slantStep) {
    const shear = Math.tan((angle * Math.PI) / 180);
    const columns = new Float64Array(ink.width + 2 * room);
    for (const at of points) {
      const row = Math.floor(at / ink.width);
      columns[Math.floor((at % ink.width) + shear * (row - ink.height / 2) + room)]! += 1;
    }
    let rating = 0;
    for (const count of smoothed(columns, 1.5)) rating += count * count;
    ratings.push({ angle, rating });
  }
  const lowest = Math.min(...ratings.map(({ rating }) => rating));
  let sum = 0;
  let weights = 0;
  for (const { angle, rating } of ratings) {
    const weight = (rating - lowest) ** 4;
    sum += weight * angle;
    weights += weight;
  }
  return weights === 0 ? 0 : sum / weights;
}

/** Half the window of the cubic that an edge is compared with, in working pixels: about a millimetre on paper. */
const tremorReach = 7;
/** Share of the roughest places left out: cusps bend sharply in every hand. */
const cusps = 0.1;
/** Fewer places than this say nothing. */
const fewest = 60;

/** Deviation of both edges from the smoothest cubic through their neighbourhood, root mean square, in % of the width. */
function tremorOf({ ink }: Strokes, edges: readonly StrokeEdges[]): number | null {
  const squares: number[] = [];
  for (const { left, right } of edges) {
    for (const { x, y } of [left, right]) {
      const across = fromCubic(x, tremorReach);
      const down = fromCubic(y, tremorReach);
      for (const [at, away] of across.entries()) {
        const square = away ** 2 + down[at]! ** 2;
        if (Number.isFinite(square)) squares.push(square);
      }
    }
  }
  if (squares.length < 2 * fewest) return null;
  squares.sort((one, other) => one - other);
  const kept = squares.slice(0, Math.ceil(squares.length * (1 - cusps)));
  return (100 * Math.sqrt(kept.reduce((sum, square) => sum + square, 0) / kept.length)) / ink.strokeWidth;
}

/**
 * Difference of each value from the cubic fitted to it and `reach` neighbours on either side (Savitzky and Golay,
 * Analytical Chemistry 36, 1964); not a number where there are too few neighbours, or one isn't a number.
 */
function fromCubic(values: Float64Array, reach: number): Float64Array {
  const whole = (2 * reach - 1) * (2 * reach + 1) * (2 * reach + 3);
  const weights = Float64Array.from(
    { length: 2 * reach + 1 },
    (_none, at) => (3 * (3 * reach * reach + 3 * reach - 1 - 5 * (at - reach) ** 2)) / whole,
  );
  const result = new Float64Array(values.length).fill(Number.NaN);
  for (let at = reach; at < values.length - reach; at += 1) {
    let fitted = 0;
    for (let other = -reach; other <= reach; other += 1) fitted += values[at + other]! * weights[other + reach]!;
    result[at] = values[at]! - fitted;
  }
  return result;
}

/** Points next to a crossing or an end, where the ink is as wide as both strokes together or tapers. */
const nearCrossing = 5;

function pressureOf(edges: readonly StrokeEdges[]): number | null {
  const widths = edges.flatMap(({ left, right }) =>
    Array.from(left.x, (x, at) => Math.hypot(x - right.x[at]!, left.y[at]! - right.y[at]!))
      .slice(nearCrossing, -nearCrossing)
      .filter(Number.isFinite),
  );
  if (widths.length < fewest) return null;
  const mean = widths.reduce((sum, width) => sum + width, 0) / widths.length;
  const variance = widths.reduce((sum, width) => sum + (width - mean) ** 2, 0) / widths.length;
  return (100 * Math.sqrt(variance)) / mean;
}

/** Share of columns without ink, once the slant is taken out, of all from the first ink to the last. */
function spacingOf({ ink }: Strokes, slant: number): number {
  const shear = Math.tan((slant * Math.PI) / 180);
  const room = 2 * ink.height;
  const filled = new Uint8Array(ink.width + 2 * room);
  for (let at = ink.mask.indexOf(1); at >= 0; at = ink.mask.indexOf(1, at + 1)) {
    const row = Math.floor(at / ink.width);
    filled[Math.floor((at % ink.width) + shear * (row - ink.height / 2) + room)] = 1;
  }
  const first = filled.indexOf(1);
  const last = filled.lastIndexOf(1);
  let open = 0;
  for (let column = first; column <= last; column += 1) if (!filled[column]) open += 1;
  return open / (last - first + 1);
}
