import type { ReducedPage } from './reduced-page.ts';

/** What lies behind the paper on a page: a scanner's lid or bed, or a larger sheet. */
export interface Bed {
  /** Its level at a place, in cells: `level + across * x + down * y`; the light may fall off over a page. */
  readonly level: number;
  readonly across: number;
  readonly down: number;
  /** How far a cell of it may be from that, in levels. */
  readonly slack: number;
  /** Whether paper is much brighter than it. */
  readonly dark: boolean;
  /** For each cell, 1 where the bed is: like it, and joined with the page's edge by such. */
  readonly cells: Uint8Array;
  /** How many they are. */
  readonly count: number;
}

/** A bed is darker than this share of the brightest paper to count as dark. */
const darkShare = 0.7;
/** Least share of the page's edge that a dark bed takes up. */
const leastEdgeShare = 0.02;
/** A dark bed's cells lie within so many levels of each other; print and pictures don't. */
const evenBed = 14;
const mostTilt = 30;
const mostDarkSlack = 28;
const leastSlack = 5;

/**
 * Finds a bed that is darker than paper: a black lid, a grey one.
 *
 * @returns null where nothing even and dark lies along the page's edge.
 */
export function findDarkBed(page: ReducedPage): Bed | null {
  const ring = ringOf(page);
  const bright = levelOfShare(page.levels, 0.97);
  const limit = bright * darkShare;
  const dark = ring.filter((at) => page.levels[at]! < limit);
  if (dark.length < Math.max(4, leastEdgeShare * ring.length)) return null;
  const levels = dark.map((at) => page.levels[at]!).sort((one, other) => one - other);
  // Where paper and bed share a cell it is neither; the bed's own level is the darker half's.
  const level = levels[Math.floor(levels.length * 0.35)]!;
  const close = dark.filter((at) => Math.abs(page.levels[at]! - level) <= evenBed);
  if (close.length < 0.5 * dark.length) return null;
  const plane = fitPlane(page, close);
  // A lid is even all over; what gets darker from one side to the other by so much is a picture.
  if (Math.abs(plane.across) * page.width + Math.abs(plane.down) * page.height > mostTilt) return null;
  return grown(page, { ...plane, slack: Math.min(mostDarkSlack, Math.max(8, (bright - level) / 2)), dark: true });
}

/**
 * Finds what is usual along a page's edge and bright: a white lid, or the paper's own margin.
 *
 * @returns null where the edge shows nothing of one tone.
 */
export function findBrightBed(page: ReducedPage): Bed | null {
  const ring = ringOf(page);
  const counts = new Uint32Array(256);
  for (const at of ring) counts[page.levels[at]!]! += 1;
  // The most usual level, over a window of five.
  let usual = 0;
  let most = -1;
  for (let level = 2; level < 254; level += 1) {
    const near = counts[level - 2]! + counts[level - 1]! + counts[level]! + counts[level + 1]! + counts[level + 2]!;
    if (near >= most) [most, usual] = [near, level];
  }
  const wide = ring.filter((at) => Math.abs(page.levels[at]! - usual) <= 20);
  if (wide.length < 0.3 * ring.length) return null;
  const rough = fitPlane(
    page,
    ring.filter((at) => Math.abs(page.levels[at]! - usual) <= 6),
  );
  const near = wide.filter((at) => Math.abs(awayFrom(page, rough, at)) <= 10);
  const plane = near.length >= 0.3 * ring.length ? fitPlane(page, near) : rough;
  const strays = near.map((at) => Math.abs(awayFrom(page, plane, at))).sort((one, other) => one - other);
  const slack = Math.max(leastSlack, 5 * (strays[Math.floor(strays.length / 2)] ?? 0));
  return grown(page, { ...plane, slack: Math.min(16, slack), dark: false });
}

type Plane = Pick<Bed, 'level' | 'across' | 'down'>;

/** The cells along the page's edge. */
function ringOf({ width, height }: ReducedPage): number[] {
  const ring: number[] = [];
  for (let column = 0; column < width; column += 1) ring.push(column, (height - 1) * width + column);
  for (let row = 1; row < height - 1; row += 1) ring.push(row * width, row * width + width - 1);
  return ring;
}

function levelOfShare(levels: Uint8Array, share: number): number {
  const counts = new Uint32Array(256);
  for (let at = 0; at < levels.length; at += 1) counts[levels[at]!]! += 1;
  let left = share * levels.length;
  for (let level = 0; level < 256; level += 1) {
    left -= counts[level]!;
    if (left <= 0) return level;
  }
  return 255;
}

/** Least squares over cells; a plane that they don't hold down stays level. */
function fitPlane({ width, levels }: ReducedPage, cells: readonly number[]): Plane {
  const count = cells.length;
  if (count === 0) return { level: 255, across: 0, down: 0 };
  let [sumX, sumY, sumLevel] = [0, 0, 0];
  for (const at of cells) {
    sumX += at % width;
    sumY += Math.floor(at / width);
    sumLevel += levels[at]!;
  }
  const [meanX, meanY, mean] = [sumX / count, sumY / count, sumLevel / count];
  let [xx, xy, yy, xl, yl] = [0, 0, 0, 0, 0];
  for (const at of cells) {
    const x = (at % width) - meanX;
    const y = Math.floor(at / width) - meanY;
    const level = levels[at]! - mean;
    xx += x * x;
    xy += x * y;
    yy += y * y;
    xl += x * level;
    yl += y * level;
  }
  const held = xx * yy - xy * xy;
  if (count < 24 || held <= 1e-6 * xx * yy) return { level: mean, across: 0, down: 0 };
  const across = (xl * yy - yl * xy) / held;
  const down = (yl * xx - xl * xy) / held;
  return { level: mean - across * meanX - down * meanY, across, down };
}

/** How much brighter than a bed a cell is. */
function awayFrom({ width, levels }: ReducedPage, { level, across, down }: Plane, at: number): number {
  const row = Math.floor(at / width);
  return levels[at]! - (level + across * (at - row * width) + down * row);
}

/** The bed's cells: from the page's edge inwards over what is like it. */
function grown(page: ReducedPage, bed: Omit<Bed, 'cells' | 'count'>): Bed {
  const { width, height, levels } = page;
  const like = new Uint8Array(width * height);
  for (let row = 0, at = 0; row < height; row += 1) {
    let expected = bed.level + bed.down * row;
    for (let column = 0; column < width; column += 1, at += 1, expected += bed.across) {
      const away = levels[at]! - expected;
      if (away <= bed.slack && away >= -bed.slack) like[at] = 1;
    }
  }
  // A paper's edge may show as a faint line that is broken here and there: through a gap of one cell the lid doesn't reach in.
  if (!bed.dark) openUp(like, width, height);
  const cells = new Uint8Array(width * height);
  const queue = new Int32Array(width * height);
  let count = 0;
  // What is taken isn't like it any more, so that nothing is taken twice.
  const take = (at: number): void => {
    like[at] = 0;
    cells[at] = 1;
    queue[count] = at;
    count += 1;
  };
  for (const at of ringOf(page)) if (like[at]) take(at);
  const lastRow = width * (height - 1);
  for (let next = 0; next < count; next += 1) {
    const at = queue[next]!;
    if (like[at - 1] && at % width > 0) take(at - 1);
    if (like[at + 1] && (at + 1) % width > 0) take(at + 1);
    if (at >= width && like[at - width]) take(at - width);
    if (at < lastRow && like[at + width]) take(at + width);
  }
  if (!bed.dark) count = spreadBack(cells, width, height);
  return { ...bed, cells, count };
}

/** Keeps a cell where it and those to the right, below and between are marked. */
function openUp(cells: Uint8Array, width: number, height: number): void {
  const all = width * height;
  for (let at = 0; at < all - width - 1; at += 1)
    cells[at]! &= cells[at + 1]! & cells[at + width]! & cells[at + width + 1]!;
}

/** Takes back what {@link openUp} took along the edges of what is left. @returns how many cells are marked. */
function spreadBack(cells: Uint8Array, width: number, height: number): number {
  let count = 0;
  for (let at = width * height - 1; at > width; at -= 1) {
    cells[at]! |= cells[at - 1]! | cells[at - width]! | cells[at - width - 1]!;
    count += cells[at]!;
  }
  for (let at = width; at > 0; at -= 1) {
    cells[at]! |= cells[at - 1]! | (at === width ? cells[0]! : 0);
    count += cells[at]!;
  }
  return count + cells[0]!;
}
