import type { MicrFont } from './glyph.ts';
import { bandPitch, bandRows, type Band } from './straighten.ts';

/** Columns of a cell from its left to its character's right edge (the glyphs' own margin is 4.3 of 32 columns). */
const beforeEdge = 28;

/** How a cell is laid out as numbers: columns and rows of the band to one, and rows left out above and below. */
interface CellLayout {
  readonly wide: number;
  readonly tall: number;
  readonly skipped: number;
}
const layouts: Readonly<Record<MicrFont, CellLayout>> = {
  e13b: { wide: 2, tall: 2, skipped: 1 },
  // CMC-7's code lies across, and its silhouettes are plain.
  cmc7: { wide: 1, tall: 3, skipped: 2 },
};

/** How many numbers a cell of a font is. */
export function cellSize(font: MicrFont): number {
  const { wide, tall, skipped } = layouts[font];
  return (bandPitch / wide) * ((bandRows - 2 * skipped) / tall);
}

/** Ink fainter than this share of the line's darkest isn't brought up to full scale: it may be no print at all. */
const faintest = 0.4;

/**
 * A cell's ink as numbers for the classifier, 0 paper to 1 the cell's own full ink, row by row.
 *
 * @param edge column of the band after the character's right edge.
 * @param lower rows by which the character stands lower than the line.
 * @param into as long as the font's cell has numbers; overwritten.
 */
export function cellFeatures(
  band: Pick<Band, 'ink' | 'width'>,
  font: MicrFont,
  edge: number,
  lower: number,
  into: Float32Array,
): void {
  const { wide, tall, skipped } = layouts[font];
  const columns = bandPitch / wide;
  const left = Math.round(edge) - beforeEdge;
  const first = Math.max(0, -left);
  const last = Math.min(bandPitch, band.width - left);
  into.fill(0);
  for (let row = 0; row < bandRows - 2 * skipped; row += 1) {
    const from = row + skipped + lower;
    if (from < 0 || from >= bandRows) continue;
    const start = from * band.width + left;
    const to = Math.floor(row / tall) * columns;
    for (let column = first; column < last; column += 1)
      into[to + (wide === 2 ? column >> 1 : column)]! += band.ink[start + column]!;
  }
  scale(into, 1 / (255 * tall * wide));
}

/** Brings a cell's own darkest ink (all but its darkest thirtieth) to 1. */
function scale(cell: Float32Array, unit: number): void {
  const counts = new Uint16Array(65);
  for (let at = 0; at < cell.length; at += 1) {
    cell[at]! *= unit;
    counts[Math.min(64, Math.floor(cell[at]! * 64))]! += 1;
  }
  let left = cell.length / 30;
  let depth = 64;
  while (depth > 0 && (left -= counts[depth]!) > 0) depth -= 1;
  const gain = 1 / Math.max(faintest, (depth + 1) / 65);
  for (let at = 0; at < cell.length; at += 1) cell[at] = Math.min(1, cell[at]! * gain);
}
