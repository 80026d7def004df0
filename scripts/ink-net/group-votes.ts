// From what the ink net says of each pixel to signatures: pixels that vote for one middle are one signature's.
import { labelComponents } from '../../src-main/imaging/components.ts';
import type { Box } from '../../src-main/imaging/image.ts';

/** What the net said of a plane; its own sides are padded to `stride` and `paddedHeight`. */
export interface NetSaid {
  readonly width: number;
  readonly height: number;
  /** Level of each pixel as the net saw it, 0 to 255; `width * height`. */
  readonly ink: Uint8Array;
  readonly stride: number;
  readonly paddedHeight: number;
  /** (4, paddedHeight / 2, stride / 2): log-odds of the four pixels of each block, rows first. */
  readonly logOdds: Float32Array;
  /** (2, paddedHeight / 4, stride / 4): from a block of four by four pixels to its signature's middle, in units of 32 pixels. */
  readonly votes: Float32Array;
}

export interface VotedGroup {
  readonly box: Box;
  /** Pixels of the plane, row by row. */
  readonly places: readonly number[];
  /** How many pixels. */
  readonly mass: number;
  /** Mean probability of its pixels, 0 to 1. */
  readonly sureness: number;
}

const faintest = 26;
const voteUnit = 32;
const bin = 4;
/** Votes within so many pixels of a middle are for it. */
const reach = 26;
/** A middle has votes of so many pixels at least. */
const leastMass = 60;
const leastSureness = 0.66;

export function groupVotes(said: NetSaid): VotedGroup[] {
  const { width, height, ink, stride, paddedHeight, logOdds, votes } = said;
  const [halfWide, halfHigh] = [stride / 2, paddedHeight / 2];
  const [quarterWide, quarterHigh] = [stride / 4, paddedHeight / 4];
  const mask = new Uint8Array(width * height);
  const likely = new Float32Array(width * height);
  const voteX = new Float32Array(width * height);
  const voteY = new Float32Array(width * height);
  const [columns, rows] = [Math.ceil(width / bin), Math.ceil(height / bin)];
  const bins = new Float32Array(columns * rows);
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 1) {
      if (ink[at]! < faintest) continue;
      const channel = 2 * (y & 1) + (x & 1);
      const odds = logOdds[(channel * halfHigh + (y >> 1)) * halfWide + (x >> 1)]!;
      if (odds <= 0) continue;
      mask[at] = 1;
      likely[at] = 1 / (1 + Math.exp(-odds));
      const cell = (y >> 2) * quarterWide + (x >> 2);
      const toX = (x & ~3) + 2 + voteUnit * votes[cell]!;
      const toY = (y & ~3) + 2 + voteUnit * votes[quarterHigh * quarterWide + cell]!;
      voteX[at] = toX;
      voteY[at] = toY;
      const column = Math.min(columns - 1, Math.max(0, Math.floor(toX / bin)));
      const row = Math.min(rows - 1, Math.max(0, Math.floor(toY / bin)));
      bins[row * columns + column]! += likely[at]!;
    }
  }
  const middles = middlesOf(bins, columns, rows);
  if (middles.length === 0) return [];
  const owner = new Uint8Array(width * height);
  for (let at = 0; at < mask.length; at += 1) {
    if (!mask[at]) continue;
    let least = 2.2 * reach;
    for (const [index, { x, y }] of middles.entries()) {
      const away = Math.hypot(voteX[at]! - x, voteY[at]! - y);
      if (away >= least) continue;
      least = away;
      owner[at] = index + 1;
    }
  }
  return groupsOf(mask, owner, likely, width, height, middles.length);
}

/** Places that many votes fall on, the most first. */
function middlesOf(bins: Float32Array, columns: number, rows: number): { x: number; y: number }[] {
  const left = bins.slice();
  const middles: { x: number; y: number }[] = [];
  const span = Math.round(reach / bin);
  const near = Math.round(10 / bin);
  for (let most = 0; most < 6; most += 1) {
    let [best, bestAt] = [0, -1];
    for (let row = 0; row < rows; row += 1) {
      for (let column = 0; column < columns; column += 1) {
        if (left[row * columns + column] === 0) continue;
        const sum = summed(left, columns, rows, column, row, near);
        if (sum > best) [best, bestAt] = [sum, row * columns + column];
      }
    }
    if (bestAt < 0) break;
    const [row, column] = [Math.floor(bestAt / columns), bestAt % columns];
    const mass = summed(left, columns, rows, column, row, span);
    if (mass < leastMass) break;
    middles.push({ x: (column + 0.5) * bin, y: (row + 0.5) * bin });
    for (let y = Math.max(0, row - span); y <= Math.min(rows - 1, row + span); y += 1)
      left.fill(0, y * columns + Math.max(0, column - span), y * columns + Math.min(columns - 1, column + span) + 1);
  }
  return middles;
}

function summed(bins: Float32Array, columns: number, rows: number, column: number, row: number, span: number): number {
  let sum = 0;
  for (let y = Math.max(0, row - span); y <= Math.min(rows - 1, row + span); y += 1)
    for (let x = Math.max(0, column - span); x <= Math.min(columns - 1, column + span); x += 1)
      sum += bins[y * columns + x]!;
  return sum;
}

function groupsOf(
  mask: Uint8Array,
  owner: Uint8Array,
  likely: Float32Array,
  width: number,
  height: number,
  count: number,
): VotedGroup[] {
  const found = labelComponents(mask, width, height);
  const tallies = Array.from({ length: found.count + 1 }, () => new Uint32Array(count + 1));
  const each = (visit: (label: number, at: number) => void): void => {
    for (let run = 0; run < found.runLabel.length; run += 1)
      for (let at = found.runStart[run]!; at < found.runEnd[run]!; at += 1) visit(found.runLabel[run]!, at);
  };
  each((label, at) => {
    tallies[label]![owner[at]!]! += 1;
  });
  // A mark that is nearly all one signature's is wholly its.
  const whole = tallies.map((tally) => {
    const all = tally.reduce((sum, pixels) => sum + pixels, 0);
    const most = tally.indexOf(Math.max(...tally));
    return tally[most]! >= 0.85 * all ? most : -1;
  });
  const places = Array.from({ length: count + 1 }, (): number[] => []);
  each((label, at) => places[whole[label]! >= 0 ? whole[label]! : owner[at]!]!.push(at));
  return places
    .slice(1)
    .map((own): VotedGroup => {
      let [left, top, right, bottom, sum] = [Infinity, Infinity, -1, -1, 0];
      for (const at of own) {
        const [x, y] = [at % width, Math.floor(at / width)];
        [left, right] = [Math.min(left, x), Math.max(right, x)];
        [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
        sum += likely[at]!;
      }
      return {
        box: { x: left, y: top, width: right - left + 1, height: bottom - top + 1 },
        places: own,
        mass: own.length,
        sureness: own.length === 0 ? 0 : sum / own.length,
      };
    })
    .filter(({ mass, sureness }) => mass >= leastMass && sureness >= leastSureness);
}
