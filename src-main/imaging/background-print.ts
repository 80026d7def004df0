import { localMaximum } from './filters.ts';

/** As many marks that run out of the region no signature has: the region lies on a printed pattern. */
const printRuns = 12;

/**
 * Takes away a pattern printed behind the ink (guilloche, fine lines), told by how often it runs out of the region: all
 * marks weaker than the level that best parts weak from strong (Otsu 1979) go, if the parts differ clearly.
 *
 * @param mask changed in place.
 * @param density of each pixel.
 * @param radius within which a pixel's own stroke is densest.
 */
export function dropBackgroundPrint(
  mask: Uint8Array,
  density: Uint8Array,
  width: number,
  height: number,
  radius: number,
): void {
  if (borderRuns(mask, width, height) < printRuns) return;
  const peaks = localMaximum(density, width, height, radius);
  const counts = new Uint32Array(256);
  for (let at = 0; at < mask.length; at += 1) if (mask[at]) counts[peaks[at]!]! += 1;
  const { level, weak, strong } = partLevels(counts);
  if (weak * 20 > strong * 13) return;
  const kept = mask.slice();
  for (let at = 0; at < mask.length; at += 1) if (kept[at] && peaks[at]! <= level) kept[at] = 0;
  // A signature cut off by the region's edge runs out of it too; what is printed runs out by its weak part alone.
  if (borderRuns(kept, width, height) * 2 > borderRuns(mask, width, height)) return;
  mask.set(kept);
}

/** How many separate marks touch the region's border. */
export function borderRuns(mask: Uint8Array, width: number, height: number): number {
  let runs = 0;
  const walk = (start: number, step: number, count: number): void => {
    let on = 0;
    for (let at = start, left = count; left > 0; at += step, left -= 1) {
      if (mask[at] && !on) runs += 1;
      on = mask[at]!;
    }
  };
  walk(0, 1, width);
  walk((height - 1) * width, 1, width);
  walk(0, width, height);
  walk(width - 1, width, height);
  return runs;
}

/** Otsu's level over a histogram, and the mean of what lies at or below and above it. */
function partLevels(counts: Uint32Array): { level: number; weak: number; strong: number } {
  let total = 0;
  let sum = 0;
  for (let value = 0; value < 256; value += 1) {
    total += counts[value]!;
    sum += value * counts[value]!;
  }
  let below = 0;
  let belowSum = 0;
  let best = -1;
  let found = { level: 0, weak: 0, strong: 0 };
  for (let value = 0; value < 255; value += 1) {
    below += counts[value]!;
    belowSum += value * counts[value]!;
    if (below === 0 || below === total) continue;
    const weak = belowSum / below;
    const strong = (sum - belowSum) / (total - below);
    const between = below * (total - below) * (strong - weak) ** 2;
    if (between > best) {
      best = between;
      found = { level: value, weak, strong };
    }
  }
  return found;
}
