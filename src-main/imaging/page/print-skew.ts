import type { ReducedPage } from './reduced-page.ts';

/** How rows of print and rules lie. */
export interface PrintLay {
  /** Degrees clockwise by which they lie turned, -{@link steepest} to {@link steepest}. */
  readonly skew: number;
  /** How clearly they lie so: 1 where no direction stands out, up from there. */
  readonly clearness: number;
}

/** A part of a reduced page, in cells: from the first to before the last. */
export interface CellBox {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Rows of print stand out so much where they may say how a page lies. */
export const clearPrint = 1.2;
/** Greatest skew looked for, in degrees. */
export const steepest = 11;
/** An edge between cells is at least so strong, in levels. */
const leastEdge = 14;
const mostEdges = 5000;
const fewestEdges = 60;
const degree = Math.PI / 180;

/**
 * How the rows of print, rules and frames on a page lie, by the direction along which their edges fall into the fewest lines
 * (projection profiles, after Postl 1986: the sum of squares of the edges' histogram is greatest there).
 *
 * @param across `true`: rows that run from left to right; `false`: from top to bottom.
 */
export function printLay(page: ReducedPage, box: CellBox, across: boolean): PrintLay {
  const edges = edgesOf(page, box, across);
  const count = edges.along.length;
  if (count < fewestEdges) return { skew: 0, clearness: 1 };
  const length = across ? box.right - box.left : box.bottom - box.top;
  const breadth = across ? box.bottom - box.top : box.right - box.left;
  const reach = Math.ceil(length * Math.tan(steepest * degree)) + 2;
  const bins = new Float64Array(breadth + 2 * reach + 2);
  const score = (skew: number): number => peakedness(edges, Math.tan(skew * degree), bins, reach);
  let best = 0;
  let bestScore = -1;
  const coarse: number[] = [];
  for (let skew = -steepest; skew <= steepest; skew += 1) {
    const found = score(skew);
    coarse.push(found);
    if (found > bestScore) [best, bestScore] = [skew, found];
  }
  for (const step of [0.5, 0.25, 0.1]) {
    for (const skew of [best - step, best + step]) {
      if (Math.abs(skew) > steepest) continue;
      const found = score(skew);
      if (found > bestScore) [best, bestScore] = [skew, found];
    }
  }
  coarse.sort((one, other) => one - other);
  const usual = coarse[Math.floor(coarse.length / 2)]!;
  // Rows that run down turn the other way when their x takes the place of y.
  return { skew: (across ? best : -best) + 0, clearness: bestScore / Math.max(1e-9, usual) };
}

interface Edges {
  readonly along: Float64Array;
  readonly across: Float64Array;
  readonly weight: Float64Array;
}

/** Where the level changes across the rows, and how much; thinned out where there are many. */
function edgesOf(page: ReducedPage, box: CellBox, across: boolean): Edges {
  const { width, levels } = page;
  const step = across ? width : 1;
  const found = new Int32Array((box.right - box.left) * (box.bottom - box.top));
  let all = 0;
  const top = box.top + (across ? 1 : 0);
  const left = box.left + (across ? 0 : 1);
  const bottom = box.bottom - (across ? 1 : 0);
  const right = box.right - (across ? 0 : 1);
  for (let row = top; row < bottom; row += 1) {
    for (let at = row * width + left, end = row * width + right; at < end; at += 1) {
      const change = levels[at + step]! - levels[at - step]!;
      if (change > leastEdge || change < -leastEdge) found[all++] = at;
    }
  }
  const stride = Math.max(1, Math.ceil(all / mostEdges));
  const count = Math.floor(all / stride);
  const edges = { along: new Float64Array(count), across: new Float64Array(count), weight: new Float64Array(count) };
  for (let edge = 0; edge < count; edge += 1) {
    const at = found[edge * stride]!;
    const row = Math.floor(at / width);
    const column = at - row * width;
    edges.along[edge] = across ? column - box.left : row - box.top;
    edges.across[edge] = across ? row - box.top : column - box.left;
    // A strong edge counts more, but a black rule no more than a row of print.
    edges.weight[edge] = Math.min(60, Math.abs(levels[at + step]! - levels[at - step]!));
  }
  return edges;
}

/** Sum of squares of the histogram of the edges along lines of a slope, as a share of what an even spread would give. */
function peakedness({ along, across, weight }: Edges, slope: number, bins: Float64Array, reach: number): number {
  bins.fill(0);
  let sum = 0;
  for (let edge = 0; edge < along.length; edge += 1) {
    const place = across[edge]! - along[edge]! * slope + reach;
    const bin = Math.floor(place);
    const part = place - bin;
    const heavy = weight[edge]!;
    bins[bin]! += heavy * (1 - part);
    bins[bin + 1]! += heavy * part;
    sum += heavy;
  }
  let squares = 0;
  for (const heavy of bins) squares += heavy * heavy;
  return (squares * bins.length) / (sum * sum);
}
