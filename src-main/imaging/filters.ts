/**
 * Smooths by 1-2-1 in both directions, edges repeated.
 *
 * @param data `width * height` samples.
 */
export function binomial(data: Uint8Array, width: number, height: number): Uint8Array {
  const result = new Uint8Array(width * height);
  // Three rows smoothed across, of which the middle one is written.
  let above = new Uint16Array(width);
  let here = new Uint16Array(width);
  let below = new Uint16Array(width);
  smoothAcross(data, 0, width, here);
  above.set(here);
  for (let row = 0; row < height; row += 1) {
    if (row < height - 1) smoothAcross(data, (row + 1) * width, width, below);
    else below.set(here);
    const start = row * width;
    for (let column = 0; column < width; column += 1) {
      result[start + column] = (above[column]! + 2 * here[column]! + below[column]! + 8) >> 4;
    }
    [above, here, below] = [here, below, above];
  }
  return result;
}

/** 1-2-1 along one row, edges repeated, times four. */
function smoothAcross(data: Uint8Array, start: number, width: number, row: Uint16Array): void {
  let left = data[start]!;
  let middle = left;
  for (let column = 0; column < width - 1; column += 1) {
    const right = data[start + column + 1]!;
    row[column] = left + 2 * middle + right;
    left = middle;
    middle = right;
  }
  row[width - 1] = left + 3 * middle;
}

/** Greatest sample within `radius` to either side in the same row, by doubling windows. */
export function rowMaximum(data: Uint8Array, width: number, height: number, radius: number): Uint8Array {
  const result = new Uint8Array(width * height);
  const side = 2 * radius + 1;
  const length = width + 2 * radius;
  const line = new Uint8Array(length + side);
  for (let row = 0; row < height; row += 1) {
    line.fill(0);
    line.set(data.subarray(row * width, (row + 1) * width), radius);
    let span = 1;
    while (span * 2 <= side) {
      for (let at = 0; at < length; at += 1) {
        const other = line[at + span]!;
        if (other > line[at]!) line[at] = other;
      }
      span *= 2;
    }
    const rest = side - span;
    for (let at = 0, to = row * width; at < width; at += 1, to += 1) {
      const one = line[at]!;
      const other = line[at + rest]!;
      result[to] = one > other ? one : other;
    }
  }
  return result;
}

/**
 * Greatest sample within a square of side `2 * radius + 1` round each pixel.
 *
 * @param radius at least 1.
 */
export function localMaximum(data: Uint8Array, width: number, height: number, radius: number): Uint8Array {
  const across = rowMaximum(data, width, height, radius);
  const result = across.slice();
  for (let row = 0; row < height; row += 1) {
    const to = row * width;
    for (let other = Math.max(0, row - radius); other <= Math.min(height - 1, row + radius); other += 1) {
      const from = other * width;
      for (let column = 0; column < width; column += 1) {
        if (across[from + column]! > result[to + column]!) result[to + column] = across[from + column]!;
      }
    }
  }
  return result;
}
