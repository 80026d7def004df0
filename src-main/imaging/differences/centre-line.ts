/**
 * Thins ink to its centre line, one pixel wide and as connected as the ink (Zhang and Suen, "A fast parallel algorithm
 * for thinning digital patterns", Communications of the ACM 27, 1984).
 *
 * @param mask `width * height`, 1 on ink, else 0; the outermost pixels are paper.
 * @returns the same shape, 1 on the centre line.
 */
export function centreLine(mask: Uint8Array, width: number, height: number): Uint8Array {
  const line = Uint8Array.from(mask);
  let ink: number[] = [];
  for (let row = 1; row < height - 1; row += 1) {
    for (let at = row * width + 1; at < row * width + width - 1; at += 1) if (line[at]) ink.push(at);
  }
  let changed = true;
  while (changed) {
    changed = false;
    for (const pass of [0, 1] as const) {
      const gone = ink.filter((at) => goes(line, at, width, pass));
      for (const at of gone) line[at] = 0;
      if (gone.length === 0) continue;
      changed = true;
      ink = ink.filter((at) => line[at] === 1);
    }
  }
  return line;
}

/** Whether a pixel goes in one of the two passes of a round: those from the south and east, then from the north and west. */
function goes(line: Uint8Array, at: number, width: number, pass: 0 | 1): boolean {
  const north = line[at - width]!;
  const northEast = line[at - width + 1]!;
  const east = line[at + 1]!;
  const southEast = line[at + width + 1]!;
  const south = line[at + width]!;
  const southWest = line[at + width - 1]!;
  const west = line[at - 1]!;
  const northWest = line[at - width - 1]!;
  const neighbours = north + northEast + east + southEast + south + southWest + west + northWest;
  if (neighbours < 2 || neighbours > 6) return false;
  if (pass === 0 ? north * east * south || east * south * west : north * east * west || north * south * west)
    return false;
  const steps =
    (1 - north) * northEast +
    (1 - northEast) * east +
    (1 - east) * southEast +
    (1 - southEast) * south +
    (1 - south) * southWest +
    (1 - southWest) * west +
    (1 - west) * northWest +
    (1 - northWest) * north;
  return steps === 1;
}

/** A stretch of centre line between two crossings or ends: pixel centres in order, x and y in pixels. */
export interface StrokePath {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/**
 * Cuts a centre line at its crossings and follows each stretch from end to end; a closed loop starts anywhere. Spurs,
 * which thinning leaves where an edge is rough, are taken off first.
 *
 * @param line `width * height`, 1 on the centre line; the outermost pixels are 0.
 * @param shortest stretches with fewer pixels are left out.
 * @param spur an end no further than this from a crossing is a spur, in pixels.
 */
export function strokePaths(line: Uint8Array, width: number, shortest: number, spur: number): StrokePath[] {
  const left = withoutSpurs(line, width, spur);
  const steps = stepsAround(width);
  const crossings: number[] = [];
  for (let at = left.indexOf(1); at >= 0; at = left.indexOf(1, at + 1)) {
    if (branches(left, at, width) > 2) crossings.push(at);
  }
  // With its neighbours, or two strokes would still touch round the corner.
  for (const at of crossings) for (const step of [0, ...steps]) left[at + step] = 0;
  const paths: StrokePath[] = [];
  const follow = (from: number): void => {
    const pixels: number[] = [];
    for (let at: number | undefined = from; at !== undefined;) {
      pixels.push(at);
      left[at] = 0;
      const here: number = at;
      const step = steps.find((each) => left[here + each] === 1);
      at = step === undefined ? undefined : here + step;
    }
    if (pixels.length < shortest) return;
    paths.push({
      x: Float64Array.from(pixels, (at) => (at % width) + 0.5),
      y: Float64Array.from(pixels, (at) => Math.floor(at / width) + 0.5),
    });
  };
  for (let at = left.indexOf(1); at >= 0; at = left.indexOf(1, at + 1)) if (branches(left, at, width) <= 1) follow(at);
  for (let at = left.indexOf(1); at >= 0; at = left.indexOf(1, at + 1)) follow(at);
  return paths;
}

/** To the eight neighbours, those that share a side first: so a step in a slanting line isn't cut short. */
const stepsAround = (width: number): readonly number[] => [
  -1,
  1,
  -width,
  width,
  -width - 1,
  -width + 1,
  width - 1,
  width + 1,
];

/** How many branches of the line leave a pixel: runs of line round it. 1 at an end, 2 along a stroke, more at a crossing. */
function branches(line: Uint8Array, at: number, width: number): number {
  const round = [-width, -width + 1, 1, width + 1, width, width - 1, -1, -width - 1];
  let count = 0;
  for (let turn = 0; turn < 8; turn += 1) if (line[at + round[turn]!] && !line[at + round[(turn + 1) % 8]!]) count += 1;
  return count;
}

/** A copy of a centre line without the ends that lie close to a crossing. */
function withoutSpurs(line: Uint8Array, width: number, spur: number): Uint8Array {
  const kept = Uint8Array.from(line);
  const steps = stepsAround(width);
  for (let end = line.indexOf(1); end >= 0; end = line.indexOf(1, end + 1)) {
    if (!kept[end] || branches(kept, end, width) !== 1) continue;
    const walked = [end];
    kept[end] = 0;
    let meets = false;
    for (let at = end; walked.length <= spur;) {
      const here = at;
      const step = steps.find((each) => kept[here + each] === 1);
      if (step === undefined) break;
      at += step;
      // With the walked pixels gone, a crossing of three has two branches left and is no end.
      if (branches(kept, at, width) > 1) {
        meets = true;
        break;
      }
      walked.push(at);
      kept[at] = 0;
    }
    if (!meets) for (const at of walked) kept[at] = 1;
  }
  return kept;
}
