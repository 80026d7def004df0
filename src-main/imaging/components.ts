/** Connected marks of a mask, by their number from 1, and the runs of pixels along rows that they are made of. */
export interface Components {
  readonly count: number;
  /** First pixel of each run, its end (the pixel after the last) and its component; runs are in reading order. */
  readonly runStart: Int32Array;
  readonly runEnd: Int32Array;
  readonly runLabel: Int32Array;
  /** For each component (index 1 and up): pixels, and bounding box edges (inclusive). */
  readonly area: Int32Array;
  readonly left: Int32Array;
  readonly top: Int32Array;
  readonly right: Int32Array;
  readonly bottom: Int32Array;
}

/**
 * Labels 8-connected components, numbered in reading order of their first pixel, by joining the runs of neighbouring rows.
 *
 * @param mask `width * height`, 1 where marked, else 0.
 */
export function labelComponents(mask: Uint8Array, width: number, height: number): Components {
  const { starts, ends } = findRuns(mask, width, height);
  const count = starts.length;
  const parents = new Int32Array(count);
  const find = (run: number): number => {
    let root = run;
    while (parents[root]! !== root) root = parents[root]!;
    while (parents[run]! !== root) {
      const next = parents[run]!;
      parents[run] = root;
      run = next;
    }
    return root;
  };
  // `above` walks over the runs of the row before, `run` over this row's.
  let above = 0;
  for (let run = 0; run < count; run += 1) {
    parents[run] = run;
    const start = starts[run]! - width;
    const end = ends[run]! - width;
    const row = Math.floor(start / width) * width;
    while (above < run && ends[above]! < start) above += 1;
    for (let other = above; other < run && starts[other]! <= end; other += 1) {
      // Runs that only meet round the end of a row are no neighbours.
      if (starts[other]! < row || starts[other]! >= row + width || ends[other]! < start) continue;
      const one = find(run);
      const two = find(other);
      if (one < two) parents[two] = one;
      else parents[one] = two;
    }
  }
  const labels = new Int32Array(count);
  let marks = 0;
  for (let run = 0; run < count; run += 1) {
    const root = find(run);
    labels[run] = root === run ? ++marks : labels[root]!;
  }
  const area = new Int32Array(marks + 1);
  const left = new Int32Array(marks + 1).fill(width);
  const top = new Int32Array(marks + 1).fill(height);
  const right = new Int32Array(marks + 1).fill(-1);
  const bottom = new Int32Array(marks + 1).fill(-1);
  for (let run = 0; run < count; run += 1) {
    const label = labels[run]!;
    const row = Math.floor(starts[run]! / width);
    const first = starts[run]! - row * width;
    const last = ends[run]! - row * width - 1;
    area[label]! += last - first + 1;
    if (first < left[label]!) left[label] = first;
    if (last > right[label]!) right[label] = last;
    if (row < top[label]!) top[label] = row;
    if (row > bottom[label]!) bottom[label] = row;
  }
  return { count: marks, runStart: starts, runEnd: ends, runLabel: labels, area, left, top, right, bottom };
}

/** Runs of marked pixels along rows, in reading order. */
function findRuns(mask: Uint8Array, width: number, height: number): { starts: Int32Array; ends: Int32Array } {
  let starts = new Int32Array(1024);
  let ends = new Int32Array(1024);
  let count = 0;
  const size = width * height;
  for (let at = mask.indexOf(1); at >= 0; at = mask.indexOf(1, at)) {
    const rowEnd = (Math.floor(at / width) + 1) * width;
    if (count === starts.length) {
      starts = grown(starts);
      ends = grown(ends);
    }
    starts[count] = at;
    while (at < rowEnd && mask[at]) at += 1;
    ends[count] = at;
    count += 1;
    if (at >= size) break;
  }
  return { starts: starts.subarray(0, count), ends: ends.subarray(0, count) };
}

function grown(numbers: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const more = new Int32Array(numbers.length * 2);
  more.set(numbers);
  return more;
}

/**
 * Takes components out of a mask.
 *
 * @param mask changed in place: 0 where a dropped component was.
 * @param drop for each component, 1 where it goes.
 * @returns what stays, renumbered.
 */
export function dropComponents(mask: Uint8Array, found: Components, drop: Uint8Array): Components {
  if (!drop.includes(1)) return found;
  const numbers = new Int32Array(found.count + 1);
  let count = 0;
  for (let label = 1; label <= found.count; label += 1) if (!drop[label]) numbers[label] = ++count;
  for (let run = 0; run < found.runLabel.length; run += 1) {
    if (drop[found.runLabel[run]!]) mask.fill(0, found.runStart[run], found.runEnd[run]);
  }
  const pick = (values: Int32Array): Int32Array => values.filter((_value, label) => !drop[label]);
  const runs = (values: Int32Array): Int32Array => values.filter((_value, run) => !drop[found.runLabel[run]!]);
  return {
    count,
    runStart: runs(found.runStart),
    runEnd: runs(found.runEnd),
    runLabel: runs(found.runLabel).map((label) => numbers[label]!),
    area: pick(found.area),
    left: pick(found.left),
    top: pick(found.top),
    right: pick(found.right),
    bottom: pick(found.bottom),
  };
}
