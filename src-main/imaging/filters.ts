/**
 * Smooths by 1-2-1 in both directions, edges repeated.
 *
 * @param data `width * height` samples.
 */
export function binomial(data: Uint8Array, width: number, height: number): Uint8Array {
  const across = new Uint16Array(width * height);
  for (let row = 0; row < height; row += 1) {
    const start = row * width;
    const last = start + width - 1;
    if (width === 1) {
      across[start] = data[start]! * 4;
      continue;
    }
    across[start] = data[start]! * 3 + data[start + 1]!;
    for (let at = start + 1; at < last; at += 1) across[at] = data[at - 1]! + 2 * data[at]! + data[at + 1]!;
    across[last] = data[last]! * 3 + data[last - 1]!;
  }
  const result = new Uint8Array(width * height);
  for (let row = 0; row < height; row += 1) {
    const start = row * width;
    const above = row > 0 ? -width : 0;
    const below = row < height - 1 ? width : 0;
    for (let at = start; at < start + width; at += 1) {
      result[at] = (across[at + above]! + 2 * across[at]! + across[at + below]! + 8) >> 4;
    }
  }
  return result;
}

/**
 * Greatest sample within a square of side `2 * radius + 1` round each pixel, by doubling windows.
 *
 * @param radius at least 1.
 */
export function localMaximum(data: Uint8Array, width: number, height: number, radius: number): Uint8Array {
  const across = new Uint8Array(width * height);
  const side = 2 * radius + 1;
  const line = new Uint8Array(width + 2 * side);
  for (let row = 0; row < height; row += 1) {
    line.fill(0);
    line.set(data.subarray(row * width, (row + 1) * width), radius);
    let span = 1;
    const length = width + 2 * radius;
    while (span * 2 <= side) {
      for (let at = 0; at < length; at += 1) if (line[at + span]! > line[at]!) line[at] = line[at + span]!;
      span *= 2;
    }
    const rest = side - span;
    for (let at = 0; at < width; at += 1)
      across[row * width + at] = line[at]! > line[at + rest]! ? line[at]! : line[at + rest]!;
  }
  // Down the columns, whole rows at a time, so that memory is walked in order.
  const current = new Uint8Array(width * (height + 2 * radius));
  current.set(across, width * radius);
  let span = 1;
  while (span * 2 <= side) {
    const shift = span * width;
    const end = current.length - shift;
    for (let at = 0; at < end; at += 1) if (current[at + shift]! > current[at]!) current[at] = current[at + shift]!;
    span *= 2;
  }
  const shift = (side - span) * width;
  const result = across;
  for (let at = 0; at < result.length; at += 1)
    result[at] = current[at]! > current[at + shift]! ? current[at]! : current[at + shift]!;
  return result;
}
