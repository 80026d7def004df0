/**
 * Smooths by 1-2-1 in both directions, edges repeated.
 *
 * @param data `width * height` samples.
 */
export function binomial(data: Uint8Array, width: number, height: number): Uint8Array {
  const result = new Uint8Array(width * height);
  for (let row = 0, at = 0; row < height; row += 1) {
    const here = row * width;
    const above = row > 0 ? here - width : here;
    const below = row < height - 1 ? here + width : here;
    // Sums down of the column to the left, of this one and of the one to the right.
    let middle = data[above]! + 2 * data[here]! + data[below]!;
    let left = middle;
    for (let column = 1; column < width; column += 1, at += 1) {
      const right = data[above + column]! + 2 * data[here + column]! + data[below + column]!;
      result[at] = (left + 2 * middle + right + 8) >> 4;
      left = middle;
      middle = right;
    }
    result[at] = (left + 3 * middle + 8) >> 4;
    at += 1;
  }
  return result;
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
        const one = line[at]!;
        const less = one - line[at + span]!;
        // The greater one, without a branch that grain would send either way.
        line[at] = one - (less & (less >> 31));
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
