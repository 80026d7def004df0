import type { Crop } from '../../../src-main/contract/check.ts';
import type { Size } from '../scan/box-geometry.ts';

/** How several crops are drawn at one scale. */
export interface CompareLayout {
  /** `physical`: by the scans' resolution, a millimetre is as long in each. `ink-height`: each as high as the others. */
  readonly by: 'physical' | 'ink-height';
  /** Screen size of each crop at zoom 1, in CSS pixels, in the order given. */
  readonly sizes: readonly Size[];
  /** CSS pixels a millimetre at zoom 1; null where the scale isn't physical. */
  readonly perMillimetre: number | null;
}

const millimetresPerInch = 25.4;

/** Fits crops into frames of one size, all at the same scale: physical where every resolution is known. */
export function compareLayout(crops: readonly Crop[], frame: Size): CompareLayout {
  const physical = crops.length > 0 && crops.every((crop) => crop.dotsPerInch !== null && crop.dotsPerInch > 0);
  const units = crops.map((crop): Size => {
    if (physical && crop.dotsPerInch !== null) {
      const perUnit = crop.dotsPerInch / millimetresPerInch;
      return { width: crop.width / perUnit, height: crop.height / perUnit };
    }
    return { width: crop.width / Math.max(1, crop.height), height: 1 };
  });
  const scale = Math.min(
    ...units.map((unit) => Math.min(frame.width / unit.width, frame.height / unit.height)),
    Number.MAX_SAFE_INTEGER,
  );
  return {
    by: physical ? 'physical' : 'ink-height',
    sizes: units.map((unit) => ({ width: unit.width * scale, height: unit.height * scale })),
    perMillimetre: physical ? scale : null,
  };
}

/** The room a tile's caption and border take, and the least height of a tile, in CSS pixels. */
const captionHeight = 30;
const leastTile = 88;
const mostColumns = 4;

/**
 * In how many columns so many specimens show a picture of this aspect (width by height) largest, beside one column of the
 * same width for the questioned signature. Rows don't get lower than a readable tile: where no number of columns shows
 * all of them at once, the list gets the most columns and scrolls.
 * @param area the room for all of it, in CSS pixels
 */
export function tileColumns(count: number, aspect: number, area: Size, gap: number): number {
  let best = 1;
  let largest = 0;
  const most = Math.min(count, mostColumns);
  for (let columns = 1; columns <= most; columns++) {
    const rows = Math.ceil(count / columns);
    const scrolls = rows * leastTile + (rows - 1) * gap > area.height;
    if (scrolls && columns < most) continue;
    const width = (area.width - gap * columns) / (columns + 1);
    const height = Math.max(leastTile, (area.height - gap * (rows - 1)) / rows) - captionHeight;
    const size = Math.min(width / Math.max(aspect, 0.01), height);
    if (size > largest * 1.001) {
      largest = size;
      best = columns;
    }
  }
  return best;
}
