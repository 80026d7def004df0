/** Density that the strongest seventh of everything above the paper's noise reaches; 0 when hardly anything does. */
export function strongLevel(density: Uint8Array, floor: number): number {
  const counts = new Uint32Array(256);
  for (let at = 0; at < density.length; at += 1) counts[density[at]!]! += 1;
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
