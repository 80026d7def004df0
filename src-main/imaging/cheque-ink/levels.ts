/** Density that the strongest seventh of everything above the paper's noise reaches; 0 when hardly anything does. */
export function strongLevel(density: Uint8Array, floor: number): number {
  // Four histograms in turn: neighbours are often of one density, and adding to one place twice has to wait.
  const counts = new Uint32Array(4 * 256);
  for (let at = 0; at < density.length; at += 1) counts[((at & 3) << 8) | density[at]!]! += 1;
  for (let at = 0; at < 256; at += 1) counts[at]! += counts[256 + at]! + counts[512 + at]! + counts[768 + at]!;
  let above = 0;
  for (let value = floor; value < 256; value += 1) above += counts[value]!;
  if (above < 12) return 0;
  let left = above / 7;
  for (let value = 255; value >= floor; value -= 1) {
    left -= counts[value]!;
    if (left <= 0) return value;
  }
  return floor;
}
