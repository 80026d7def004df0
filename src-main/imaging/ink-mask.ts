import { labelComponents } from './components.ts';
import { binomial, localMaximum } from './filters.ts';
import type { LevelledPlane } from './paper.ts';

/** Where the ink is. */
export interface InkMask {
  /** 1 on ink, 0 elsewhere. */
  readonly mask: Uint8Array;
  /** Density of the strong strokes, 0 to 255; 0 where there is no ink. */
  readonly inkLevel: number;
  /** Typical stroke width in pixels. */
  readonly strokeWidth: number;
}

/**
 * Separates ink from levelled paper. A pixel is ink where it takes away at least half of what the darkest point of its
 * own stroke does (full width at half maximum, so that neither a faint pen nor a soft scanner changes a stroke's
 * width), and where its stroke reaches, somewhere, half the density of the strong strokes (hysteresis, after Canny
 * 1986), which a background print doesn't.
 */
export function separateInk(plane: LevelledPlane): InkMask {
  const { width, height } = plane;
  const density = binomial(plane.density, width, height);
  const floor = Math.max(16, Math.round(4 * plane.noise));
  const inkLevel = strongLevel(density, floor);
  const empty = { mask: new Uint8Array(width * height), inkLevel: 0, strokeWidth: 0 };
  if (inkLevel === 0) return empty;
  const low = Math.max(floor, Math.round(inkLevel * 0.3));
  const high = Math.max(low + 2, Math.round(inkLevel * 0.5));

  const first = new Uint8Array(width * height);
  for (let at = 0; at < first.length; at += 1) if (density[at]! >= low) first[at] = 1;
  const strokeWidth = typicalWidth(first, width, height);
  const radius = Math.min(16, Math.max(2, Math.round(strokeWidth)));
  const peaks = localMaximum(density, width, height, radius);
  const mask = first;
  for (let at = 0; at < mask.length; at += 1) if (mask[at] && density[at]! * 2 < peaks[at]!) mask[at] = 0;

  const found = labelComponents(mask, width, height);
  const strong = new Int32Array(found.count + 1);
  for (let at = 0; at < mask.length; at += 1) if (mask[at] && density[at]! >= high) strong[found.labels[at]!]! += 1;
  for (let at = 0; at < mask.length; at += 1) {
    const label = found.labels[at]!;
    if (label && strong[label]! < 3) mask[at] = 0;
  }
  return { mask, inkLevel, strokeWidth: typicalWidth(mask, width, height) };
}

/** Density that the strongest seventh of everything above the paper's noise reaches; 0 when hardly anything does. */
function strongLevel(density: Uint8Array, floor: number): number {
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

/** Area over half the outline's length: the width of a long stroke. */
export function typicalWidth(mask: Uint8Array, width: number, height: number): number {
  let area = 0;
  let edges = 0;
  for (let row = 0, at = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1, at += 1) {
      if (!mask[at]) continue;
      area += 1;
      if (column === 0 || !mask[at - 1]) edges += 1;
      if (column === width - 1 || !mask[at + 1]) edges += 1;
      if (row === 0 || !mask[at - width]) edges += 1;
      if (row === height - 1 || !mask[at + width]) edges += 1;
    }
  }
  // An outline counted along pixel edges is 4/π times as long as the curve it follows, on average over directions.
  return edges === 0 ? 0 : (2 * area * 4) / (edges * Math.PI);
}
