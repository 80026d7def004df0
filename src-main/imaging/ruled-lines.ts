/** A line printed across the region, as it was removed. */
export interface RuledLine {
  readonly direction: 'across' | 'down';
  /** Where it starts and ends along its direction, and where it lies at the start; pixels of the mask. */
  readonly from: number;
  readonly to: number;
  readonly offset: number;
  readonly thickness: number;
  /** Whether it begins and ends inside the region, as a signature line may. */
  readonly inside: boolean;
}

/** Steepest printed line, as rise over run: a scan laid in askew by three degrees. */
const steepest = 0.055;

/**
 * How far a line that ends inside the region may stray, as root mean square in pixels, whatever the scan's resolution:
 * across, where it is longer than any hand's; down, where a hand's upstrokes are nearly as long.
 */
const insideStraightness = { across: 0.5, down: 0.2 };
/** Share of the region's length from which a line that ends inside the region may be a printed one. */
const rulerShare = 0.7;

/** A view of a mask with the direction of the line as "along". */
interface Lay {
  readonly mask: Uint8Array;
  readonly length: number;
  readonly breadth: number;
  readonly alongStep: number;
  readonly acrossStep: number;
  /** How far a line that ends inside the region may stray from straight, in pixels. */
  readonly inside: number;
}

/**
 * Takes printed lines (a signature line, a form's rule, a box's edge) out of an ink mask and leaves the strokes that
 * cross them whole: a line's pixels go only where nothing but the line is there, that is where the run of ink across
 * the line is no longer than the line is thick. A line counts as printed when it runs straight to half a pixel over
 * most of the region.
 *
 * @param mask 1 on ink; changed in place.
 * @param strokeWidth typical stroke width in pixels.
 * @param straightness how far a printed line may stray from straight, as root mean square in pixels: its pixels'
 *   rounding and no more; a hand's strays further.
 * @returns the lines taken out.
 */
export function dropRuledLines(
  mask: Uint8Array,
  width: number,
  height: number,
  strokeWidth: number,
  straightness: number,
): RuledLine[] {
  const gone: RuledLine[] = [];
  const thickest = Math.max(5, Math.round(1.2 * strokeWidth));
  const across: Lay = {
    mask,
    length: width,
    breadth: height,
    alongStep: 1,
    acrossStep: width,
    inside: insideStraightness.across,
  };
  const down: Lay = {
    mask,
    length: height,
    breadth: width,
    alongStep: width,
    acrossStep: 1,
    inside: insideStraightness.down,
  };
  for (const lay of [across, down]) {
    if (!reachesFar(lay)) continue;
    for (let tries = 0; tries < 6; tries += 1) {
      const line = removeOne(lay, thickest, straightness, lay === across ? 60 : 30);
      if (!line) break;
      gone.push({ direction: lay === across ? 'across' : 'down', ...line });
    }
  }
  return gone;
}

/** Whether ink reaches far enough along the region for a printed line to be there at all. */
function reachesFar(lay: Lay): boolean {
  const spare = Math.floor(lay.length * (1 - rulerShare));
  return anyInk(lay, 0, spare) && anyInk(lay, lay.length - 1 - spare, lay.length - 1);
}

function anyInk(lay: Lay, from: number, to: number): boolean {
  for (let position = from; position <= Math.min(to, lay.length - 1); position += 1) {
    for (let across = 0, at = position * lay.alongStep; across < lay.breadth; across += 1, at += lay.acrossStep) {
      if (lay.mask[at]) return true;
    }
  }
  return false;
}

interface Runs {
  /** Position along, middle (in half pixels) and length of each thin run across. */
  readonly along: Int32Array;
  readonly middle: Int32Array;
  readonly thickness: Int32Array;
  readonly count: number;
}

function removeOne(
  lay: Lay,
  thickest: number,
  straightness: number,
  shortest: number,
): Omit<RuledLine, 'direction'> | null {
  const runs = thinRuns(lay, thickest);
  const guess = strongestLine(lay, runs);
  if (!guess) return null;
  const near: number[] = [];
  for (let run = 0; run < runs.count; run += 1) {
    const stray = runs.middle[run]! / 2 - (guess.offset + guess.slope * runs.along[run]!);
    if (Math.abs(stray) <= 2) near.push(run);
  }
  const fitted = fitLine(runs, near);
  if (!fitted) return null;
  const kept = near.filter(
    (run) => Math.abs(runs.middle[run]! / 2 - (fitted.offset + fitted.slope * runs.along[run]!)) <= 1.25,
  );
  if (kept.length < lay.length * 0.4) return null;
  const line = fitLine(runs, kept) ?? fitted;
  let squares = 0;
  for (const run of kept) squares += (runs.middle[run]! / 2 - (line.offset + line.slope * runs.along[run]!)) ** 2;
  const strays = Math.sqrt(squares / kept.length);
  // Most near runs must follow the line: a wavering stroke has as many that leave it.
  if (kept.length < near.length * 0.9) return null;
  const from = runs.along[kept[0]!]!;
  const to = runs.along[kept.at(-1)!]!;
  const coverage = covered(lay, line, from, to);
  if (coverage < 0.9) return null;
  const sorted = kept.map((run) => runs.thickness[run]!).sort((one, other) => one - other);
  const thickness = sorted[sorted.length >> 1]!;
  const unevenness = sorted[Math.floor(sorted.length * 0.9)]! - sorted[Math.floor(sorted.length * 0.1)]!;
  if (unevenness > 2) return null;
  if (to - from < shortest * thickness) return null;
  // A printed line goes through the region from edge to edge; a hand's straight stroke begins and ends inside it. One that
  // ends inside counts as printed only where it is too long and even for a hand; several such lines tell a chart or a form.
  const throughout = from <= lay.length * 0.01 + 1 && to >= lay.length * 0.99 - 2;
  const ruler = to - from >= Math.max(lay.length * rulerShare, 1.5 * shortest * thickness) && coverage >= 0.97;
  const straight = (strays <= straightness && throughout) || (ruler && strays <= lay.inside);
  if (!straight) return null;
  erase(lay, line, from, to, thickness);
  return { from, to, offset: line.offset, thickness, inside: !throughout };
}

/** Runs across of no more than `thickest` pixels, in order along and then across; the mask is walked row by row. */
function thinRuns(lay: Lay, thickest: number): Runs {
  const { mask, length, breadth } = lay;
  const along: number[] = [];
  const middle: number[] = [];
  const thickness: number[] = [];
  const close = (position: number, start: number, end: number): void => {
    if (end - start > thickest) return;
    along.push(position);
    middle.push(start + end - 1);
    thickness.push(end - start);
  };
  if (lay.acrossStep === 1) {
    for (let position = 0; position < length; position += 1) {
      const row = position * breadth;
      for (let at = mask.indexOf(1, row); at >= 0 && at < row + breadth; at = mask.indexOf(1, at)) {
        const start = at;
        while (at < row + breadth && mask[at]) at += 1;
        close(position, start - row, at - row);
      }
    }
  } else {
    const starts = new Int32Array(length).fill(-1);
    for (let across = 0; across < breadth; across += 1) {
      const row = across * length;
      // What was ink in the row above and isn't any more ends; what is ink now and wasn't above begins.
      for (let at = across === 0 ? -1 : mask.indexOf(1, row - length); at >= 0 && at < row; at = mask.indexOf(1, at)) {
        for (; at < row && mask[at]; at += 1) {
          if (mask[at + length]) continue;
          const position = at + length - row;
          close(position, starts[position]!, across);
          starts[position] = -1;
        }
      }
      for (let at = mask.indexOf(1, row); at >= 0 && at < row + length; at = mask.indexOf(1, at)) {
        for (; at < row + length && mask[at]; at += 1) if (starts[at - row]! < 0) starts[at - row] = across;
      }
    }
    for (let position = 0; position < length; position += 1) {
      if (starts[position]! >= 0) close(position, starts[position]!, breadth);
    }
  }
  return inOrder(along, middle, thickness, length);
}

/** Puts runs that were found row by row into the order of their positions along (counting sort, stable). */
function inOrder(
  along: readonly number[],
  middle: readonly number[],
  thickness: readonly number[],
  length: number,
): Runs {
  const count = along.length;
  const runs = { along: new Int32Array(count), middle: new Int32Array(count), thickness: new Int32Array(count), count };
  const next = new Int32Array(length + 1);
  for (const position of along) next[position + 1]! += 1;
  for (let position = 0; position < length; position += 1) next[position + 1]! += next[position]!;
  for (let run = 0; run < count; run += 1) {
    const to = next[along[run]!]!++;
    runs.along[to] = along[run]!;
    runs.middle[to] = middle[run]!;
    runs.thickness[to] = thickness[run]!;
  }
  return runs;
}

/** The slope and offset that most thin runs vote for (Hough), if at least 40 % of the region's length does. */
function strongestLine(lay: Lay, runs: Runs): { slope: number; offset: number } | null {
  const needed = lay.length * 0.4;
  if (runs.count < needed) return null;
  const steps = Math.max(1, Math.ceil(steepest * lay.length * 0.7));
  const reach = Math.ceil(steepest * lay.length) + 2;
  const votes = new Uint16Array(lay.breadth + 2 * reach);
  let best: { slope: number; offset: number; votes: number } | null = null;
  for (let step = -steps; step <= steps; step += 1) {
    const slope = (steepest * step) / steps;
    votes.fill(0);
    for (let run = 0; run < runs.count; run += 1)
      votes[((runs.middle[run]! + 1) >> 1) - Math.round(slope * runs.along[run]!) + reach]! += 1;
    for (let bin = 1; bin < votes.length; bin += 1) {
      const sum = votes[bin]! + votes[bin - 1]!;
      if (sum >= needed && (!best || sum > best.votes)) best = { slope, offset: bin - reach - 0.5, votes: sum };
    }
  }
  return best;
}

function fitLine(runs: Runs, chosen: readonly number[]): { slope: number; offset: number } | null {
  if (chosen.length < 2) return null;
  let sumAlong = 0;
  let sumMiddle = 0;
  for (const run of chosen) {
    sumAlong += runs.along[run]!;
    sumMiddle += runs.middle[run]! / 2;
  }
  const meanAlong = sumAlong / chosen.length;
  const meanMiddle = sumMiddle / chosen.length;
  let square = 0;
  let product = 0;
  for (const run of chosen) {
    const distance = runs.along[run]! - meanAlong;
    square += distance * distance;
    product += distance * (runs.middle[run]! / 2 - meanMiddle);
  }
  if (square === 0) return null;
  const slope = product / square;
  return { slope, offset: meanMiddle - slope * meanAlong };
}

/** Share of the line's length that has ink on it. */
function covered(lay: Lay, line: { slope: number; offset: number }, from: number, to: number): number {
  let inked = 0;
  for (let position = from; position <= to; position += 1) {
    const across = Math.round(line.offset + line.slope * position);
    const at = position * lay.alongStep + across * lay.acrossStep;
    const on = across >= 0 && across < lay.breadth && lay.mask[at];
    const before = across > 0 && lay.mask[at - lay.acrossStep];
    const after = across < lay.breadth - 1 && lay.mask[at + lay.acrossStep];
    if (on || before || after) inked += 1;
  }
  return inked / (to - from + 1);
}

function erase(lay: Lay, line: { slope: number; offset: number }, from: number, to: number, thickness: number): void {
  const { mask, breadth, alongStep, acrossStep } = lay;
  for (let position = from; position <= to; position += 1) {
    const centre = Math.round(line.offset + line.slope * position);
    for (let across = Math.max(0, centre - 1); across <= Math.min(breadth - 1, centre + 1); across += 1) {
      const start = position * alongStep;
      if (!mask[start + across * acrossStep]) continue;
      let first = across;
      while (first > 0 && mask[start + (first - 1) * acrossStep]) first -= 1;
      let last = across;
      while (last < breadth - 1 && mask[start + (last + 1) * acrossStep]) last += 1;
      if (last - first + 1 <= thickness + 1) {
        for (let pixel = first; pixel <= last; pixel += 1) mask[start + pixel * acrossStep] = 0;
      }
    }
  }
}
