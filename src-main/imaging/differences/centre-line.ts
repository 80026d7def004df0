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
 * Cuts a centre line at its crossings and follows each stretch from end to end; a closed loop starts anywhere.
 *
 * @param line `width * height`, 1 on the centre line; the outermost pixels are 0.
 * @param shortest stretches with fewer pixels are left out.
 */
export function strokePaths(line: Uint8Array, width: number, shortest: number): StrokePath[] {
  const around = [-1, 1, -width, width, -width - 1, -width + 1, width - 1, width + 1];
  const left = Uint8Array.from(line);
  for (let at = line.indexOf(1); at >= 0; at = line.indexOf(1, at + 1)) {
    let neighbours = 0;
    for (const step of around) neighbours += line[at + step]!;
    if (neighbours > 2) left[at] = 0;
  }
  const paths: StrokePath[] = [];
  const follow = (from: number): void => {
    const pixels: number[] = [];
    for (let at: number | undefined = from; at !== undefined;) {
      pixels.push(at);
      left[at] = 0;
      const here: number = at;
      const step = around.find((each) => left[here + each] === 1);
      at = step === undefined ? undefined : here + step;
    }
    if (pixels.length < shortest) return;
    paths.push({
      x: Float64Array.from(pixels, (at) => (at % width) + 0.5),
      y: Float64Array.from(pixels, (at) => Math.floor(at / width) + 0.5),
    });
  };
  const ends = (at: number): number => around.reduce((sum, step) => sum + left[at + step]!, 0);
  for (let at = left.indexOf(1); at >= 0; at = left.indexOf(1, at + 1)) if (ends(at) <= 1) follow(at);
  for (let at = left.indexOf(1); at >= 0; at = left.indexOf(1, at + 1)) follow(at);
  return paths;
}
