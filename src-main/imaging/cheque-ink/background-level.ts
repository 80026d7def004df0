import { localMaximum } from '../filters.ts';

/** A stroke is nowhere wider than this in millimetres, so that its densest point lies so near. */
const strokeReach = 0.3;
/** A pixel of a stroke is at least this share as dense as the densest near it; less is a soft edge, or what is printed below. */
const flankShare = 0.42;
/** A background's typical density is at most this share of the pen's. */
const mostRatio = 0.68;
/** Share of the foreground from which what is weak is a background, not the pen's weaker strokes. */
const leastShare = 0.12;

/**
 * Takes away what is printed behind the ink (guilloche, screens, show-through): pixels whose own stroke is nowhere dense,
 * below the level that best parts weak from strong (Otsu 1979), where the two differ clearly.
 *
 * @param pen 1 on foreground; changed in place.
 */
export function partBackground(
  pen: Uint8Array,
  density: Uint8Array,
  width: number,
  height: number,
  millimetre: number,
): void {
  const peaks = localMaximum(density, width, height, Math.max(2, Math.round(strokeReach * millimetre)));
  const counts = new Uint32Array(256);
  for (let at = 0; at < pen.length; at += 1) {
    if (!pen[at]) continue;
    if (density[at]! < flankShare * peaks[at]!) pen[at] = 0;
    else counts[peaks[at]!]! += 1;
  }
  const { level, weak, strong, share } = partLevels(counts);
  if (weak > mostRatio * strong || share < leastShare) return;
  for (let at = 0; at < pen.length; at += 1) if (pen[at] && peaks[at]! <= level) pen[at] = 0;
}

/** Otsu's level over a histogram, the mean of what lies at or below it and above it, and the share below. */
function partLevels(counts: Uint32Array): { level: number; weak: number; strong: number; share: number } {
  let total = 0;
  let sum = 0;
  for (let value = 0; value < 256; value += 1) {
    total += counts[value]!;
    sum += value * counts[value]!;
  }
  let below = 0;
  let belowSum = 0;
  let best = -1;
  let found = { level: 0, weak: 0, strong: 1, share: 0 };
  for (let value = 0; value < 255; value += 1) {
    below += counts[value]!;
    belowSum += value * counts[value]!;
    if (below === 0 || below === total) continue;
    const weak = belowSum / below;
    const strong = (sum - belowSum) / (total - below);
    const between = below * (total - below) * (strong - weak) ** 2;
    if (between > best) {
      best = between;
      found = { level: value, weak, strong, share: below / total };
    }
  }
  return found;
}
