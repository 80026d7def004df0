import { borderRuns } from '../background-print.ts';
import { rowMaximum } from '../filters.ts';

/** A stroke is nowhere wider than this in millimetres, so that its densest point lies so near. */
const strokeReach = 0.3;
/** A pixel of a stroke is at least this share as dense as the densest near it; less is a soft edge, or what is printed below. */
const flankShare = 0.42;
/** A background's typical density is at most this share of the pen's. */
const mostRatio = 0.6;
/**
 * What is paler than this share of the pen is no stroke of it; what is darker may be, unless so many marks of it run out of
 * the picture.
 */
const surelyPale = 0.4;
const fewestRuns = 4;
/** Share of the foreground from which what is weak is a background, not the pen's weaker strokes. */
const leastShare = 0.12;

/**
 * Takes away what is printed behind the ink (guilloche, screens, show-through): pixels whose own stroke is nowhere dense,
 * below the level that best parts weak from strong (Otsu 1979), where the two differ clearly.
 *
 * @param pen 1 on foreground; changed in place.
 * @param foreground 1 on foreground; the soft edges of strokes, which are neither pen nor print, are taken out of it.
 */
export function partBackground(
  pen: Uint8Array,
  foreground: Uint8Array,
  density: Uint8Array,
  width: number,
  height: number,
  millimetre: number,
): void {
  const radius = Math.max(2, Math.round(strokeReach * millimetre));
  const across = rowMaximum(density, width, height, radius);
  const peaks = new Uint8Array(pen.length);
  const counts = new Uint32Array(256);
  for (let at = pen.indexOf(1); at >= 0; at = pen.indexOf(1, at + 1)) {
    const row = Math.floor(at / width);
    const last = at + Math.min(radius, height - 1 - row) * width;
    let peak = 0;
    for (let other = at - Math.min(radius, row) * width; other <= last; other += width)
      if (across[other]! > peak) peak = across[other]!;
    peaks[at] = peak;
    if (density[at]! < flankShare * peak) {
      pen[at] = 0;
      foreground[at] = 0;
    } else counts[peak]! += 1;
  }
  const { level, weak, strong, share } = partLevels(counts);
  if (weak > mostRatio * strong || share < leastShare) return;
  const faint = pen.map((on, at) => (on && peaks[at]! <= level ? 1 : 0));
  if (weak > surelyPale * strong && borderRuns(faint, width, height) < fewestRuns) return;
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
