// From what the ink net says of each pixel to signatures: ink that votes for one box is one signature's.
import { labelComponents } from '../components.ts';
import type { Box } from '../image.ts';
import { boxOf, logOddsAt, votedBox, type NetSaid, type VotedBox } from './net-said.ts';

/** Ink of one signature on the net's plane. */
export interface VotedGroup {
  /** The ink's extent, in pixels of the plane. */
  readonly box: Box;
  /** Which pixels of the box are its ink: 1, else 0; `box.width * box.height`. */
  readonly mask: Uint8Array;
  /** How many pixels. */
  readonly pixels: number;
  /** Mean probability of its pixels, 0 to 1. */
  readonly sureness: number;
  /** How unlike its pixels' votes are: their mean distance from the box they come to, as `distanceFrom` measures it. */
  readonly spread: number;
  /** How well the ink's extent fits the box that its pixels vote for, 0 to 1: area in common over area of both. */
  readonly fit: number;
}

/** Fainter than this nothing counts as ink, as the net saw it. */
const faintest = 26;
/** A signature has so many pixels of ink at least, weighted by their probability. */
const leastMass = 45;
const mostGroups = 8;

/** A block of four by four pixels with ink of a signature. */
interface Cell extends VotedBox {
  /** Pixels of ink, weighted by their probability. */
  readonly mass: number;
  /** 0 nobody's, n the n-th box's. */
  owner: number;
}

/** The plane's blocks of four by four pixels. */
interface Cells {
  /** Those with ink. */
  readonly all: readonly Cell[];
  /** The one that a pixel lies in, if it is ink. */
  readonly at: (x: number, y: number) => Cell;
}

/** Groups the ink of a plane by what it votes for, the largest group first. */
export function groupVotes(said: NetSaid): VotedGroup[] {
  const { width, height, ink, logOdds } = said;
  const mask = new Uint8Array(width * height);
  const cellsWide = Math.ceil(width / 4);
  const mass = new Float32Array(cellsWide * Math.ceil(height / 4));
  const block = (said.paddedWidth / 2) * (said.paddedHeight / 2);
  for (let y = 0, at = 0; y < height; y += 1) {
    const odds = 2 * (y & 1) * block + (y >> 1) * (said.paddedWidth / 2);
    const cells = (y >> 2) * cellsWide;
    for (let x = 0; x < width; x += 1, at += 1) {
      if (ink[at]! < faintest) continue;
      const odd = logOdds[odds + (x & 1) * block + (x >> 1)]!;
      if (odd <= 0) continue;
      mask[at] = 1;
      mass[cells + (x >> 2)]! += likelihood(odd);
    }
  }
  const cells = cellsOf(said, mass, cellsWide);
  const boxes = chooseBoxes(cells.all);
  if (boxes.length === 0) return [];
  return ownedGroups(said, mask, cells, boxes);
}

/** The probability that log-odds stand for, in single precision. */
function likelihood(logOdds: number): number {
  return Math.fround(1 / (1 + Math.exp(-logOdds)));
}

function cellsOf(said: NetSaid, mass: Float32Array, wide: number): Cells {
  const all: Cell[] = [];
  const places = new Int32Array(mass.length);
  for (let at = 0; at < mass.length; at += 1) {
    if (mass[at] === 0) continue;
    places[at] = all.length;
    all.push({ ...votedBox(said, at % wide, Math.floor(at / wide)), mass: mass[at]!, owner: 0 });
  }
  return { all, at: (x, y) => all[places[(y >> 2) * wide + (x >> 2)]!]! };
}

/**
 * Measures how far votes lie from a box: by their middles, in a fifth of the box's sides and a few pixels, and by the logarithms
 * of their sides.
 */
function distanceFrom(box: VotedBox): (vote: VotedBox) => number {
  const across = 1 / (0.2 * box.width + 8);
  const down = 1 / (0.2 * box.height + 6);
  const { middleX, middleY, logWidth, logHeight } = box;
  return (vote) => {
    const x = (vote.middleX - middleX) * across;
    const y = (vote.middleY - middleY) * down;
    const width = 0.7 * (vote.logWidth - logWidth);
    const height = 0.7 * (vote.logHeight - logHeight);
    return Math.sqrt(x * x + y * y + width * width + height * height);
  };
}

/** The boxes that most ink votes for: the densest vote first, then what is left without those near it. */
function chooseBoxes(cells: readonly Cell[]): VotedBox[] {
  const chosen: VotedBox[] = [];
  let left = cells;
  while (chosen.length < mostGroups) {
    const seed = densest(left);
    if (!seed) break;
    let box: VotedBox = seed;
    for (let round = 0; round < 3; round += 1) {
      const away = distanceFrom(box);
      const near = left.filter((cell) => away(cell) <= 1);
      if (near.length > 0) box = middleBox(near);
    }
    const away = distanceFrom(box);
    const mass = left.reduce((sum, cell) => (away(cell) <= 1.4 ? sum + cell.mass : sum), 0);
    if (mass < leastMass) break;
    chosen.push(box);
    left = left.filter((cell) => away(cell) > 1.4);
  }
  return chosen;
}

/** The cell whose vote has most ink's votes near it. */
function densest(cells: readonly Cell[]): Cell | null {
  let [best, most] = [null as Cell | null, 0];
  // Every third cell is enough to start from; the middle is found afterwards.
  for (let at = 0; at < cells.length; at += cells.length > 200 ? 3 : 1) {
    const away = distanceFrom(cells[at]!);
    let sum = 0;
    for (const other of cells) if (away(other) <= 0.7) sum += other.mass;
    if (sum > most) [best, most] = [cells[at]!, sum];
  }
  return best;
}

function middleBox(cells: readonly Cell[]): VotedBox {
  const masses = Float64Array.from(cells, ({ mass }) => mass);
  const half = masses.reduce((sum, mass) => sum + mass, 0) / 2;
  const middle = (value: (cell: Cell) => number): number => {
    const values = Float64Array.from(cells, value);
    const sorted = values.slice().sort();
    // The least value with half of the mass at it or below. Sums of masses are exact, in whatever order.
    let [first, last] = [0, sorted.length - 1];
    while (first < last) {
      const at = (first + last) >> 1;
      if (massUpTo(sorted[at]!, values, masses) >= half) last = at;
      else first = at + 1;
    }
    return sorted[first]!;
  };
  return boxOf(
    middle(({ middleX }) => middleX),
    middle(({ middleY }) => middleY),
    middle(({ logWidth }) => logWidth),
    middle(({ logHeight }) => logHeight),
  );
}

function massUpTo(most: number, values: Float64Array, masses: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < values.length; at += 1) if (values[at]! <= most) sum += masses[at]!;
  return sum;
}

/** How far ink may reach out of the box that it votes for: a share of its sides, and pixels. What lies beyond is print near by. */
const clip = { share: 0.02, pixels: 3 };
/** Votes further from every box than this are nobody's. */
const furthest = 3;

function ownedGroups(said: NetSaid, mask: Uint8Array, cells: Cells, boxes: readonly VotedBox[]): VotedGroup[] {
  const { width, height } = said;
  const distances = boxes.map(distanceFrom);
  for (const cell of cells.all) {
    let least = furthest;
    for (const [index, distance] of distances.entries()) {
      const away = distance(cell);
      if (away < least) [least, cell.owner] = [away, index + 1];
    }
  }
  const found = labelComponents(mask, width, height);
  const each = (visit: (label: number, at: number, x: number, y: number) => void): void => {
    for (let run = 0; run < found.runLabel.length; run += 1) {
      const [label, end] = [found.runLabel[run]!, found.runEnd[run]!];
      let at = found.runStart[run]!;
      const y = Math.floor(at / width);
      for (let x = at - y * width; at < end; at += 1, x += 1) visit(label, at, x, y);
    }
  };
  const owners = boxes.length + 1;
  const tallies = new Uint32Array((found.count + 1) * owners);
  each((label, _at, x, y) => (tallies[label * owners + cells.at(x, y).owner]! += 1));
  // A mark that is nearly all one signature's is wholly its; one that is for the most part nobody's is nobody's.
  const whole = Array.from({ length: found.count + 1 }, (_, label) => {
    const tally = tallies.subarray(label * owners, (label + 1) * owners);
    const all = tally.reduce((sum, pixels) => sum + pixels, 0);
    const most = tally.indexOf(Math.max(...tally));
    if (tally[most]! < 0.85 * all) return -1;
    return most > 0 && !fits(found, label, boxes[most - 1]!, all) ? 0 : most;
  });
  const places = boxes.map((): number[] => []);
  each((label, at, x, y) => {
    const to = whole[label]! >= 0 ? whole[label]! : cells.at(x, y).owner;
    if (to > 0 && liesIn(x, y, boxes[to - 1]!)) places[to - 1]!.push(at);
  });
  return places
    .map((own, index) => groupOf(own, said, boxes[index]!, cells))
    .filter((group) => group !== null)
    .sort((one, other) => other.pixels - one.pixels);
}

/** Whether a pixel lies in a box, or so little outside as votes may miss it. */
function liesIn(x: number, y: number, { middleX, middleY, width, height }: VotedBox): boolean {
  const [wide, high] = [width / 2 + clip.share * width + clip.pixels, height / 2 + clip.share * height + clip.pixels];
  return Math.abs(x + 0.5 - middleX) <= wide && Math.abs(y + 0.5 - middleY) <= high;
}

/** Whether a mark lies where the box is that it votes for; small ones have to lie within it. */
function fits(found: ReturnType<typeof labelComponents>, label: number, box: VotedBox, pixels: number): boolean {
  const room = pixels >= leastMass ? 0.35 : 0.12;
  const [wide, high] = [box.width * (0.5 + room) + 4, box.height * (0.5 + room) + 4];
  const x = (found.left[label]! + found.right[label]! + 1) / 2;
  const y = (found.top[label]! + found.bottom[label]! + 1) / 2;
  return Math.abs(x - box.middleX) <= wide && Math.abs(y - box.middleY) <= high;
}

function groupOf(own: readonly number[], said: NetSaid, voted: VotedBox, cells: Cells): VotedGroup | null {
  const { width } = said;
  let [left, top, right, bottom, sum] = [Infinity, Infinity, -1, -1, 0];
  for (const at of own) {
    const y = Math.floor(at / width);
    const x = at - y * width;
    [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
    sum += likelihood(logOddsAt(said, x, y));
  }
  if (sum < leastMass) return null;
  const box = { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
  const mask = new Uint8Array(box.width * box.height);
  const distance = distanceFrom(voted);
  let spread = 0;
  for (const at of own) {
    const y = Math.floor(at / width);
    const x = at - y * width;
    mask[(y - top) * box.width + x - left] = 1;
    spread += distance(cells.at(x, y));
  }
  return {
    box,
    mask,
    pixels: own.length,
    sureness: sum / own.length,
    spread: spread / own.length,
    fit: overlap(box, voted),
  };
}

function overlap(box: Box, { middleX, middleY, width, height }: VotedBox): number {
  const across = Math.min(box.x + box.width, middleX + width / 2) - Math.max(box.x, middleX - width / 2);
  const down = Math.min(box.y + box.height, middleY + height / 2) - Math.max(box.y, middleY - height / 2);
  if (across <= 0 || down <= 0) return 0;
  return (across * down) / (box.width * box.height + width * height - across * down);
}
