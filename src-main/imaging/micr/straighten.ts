import type { InkStrip } from './ink-strip.ts';
import type { LineFound } from './find-line.ts';

/** Columns to a pitch, rows to a character's height, and rows above and below, on the straightened band. */
export const bandPitch = 32;
export const bandHeight = 28;
export const bandMargin = 6;
export const bandRows = bandHeight + 2 * bandMargin;

/** A line laid straight at a fixed size, so that one classifier fits every resolution. */
export interface Band {
  readonly width: number;
  /** Ink, 0 to 255 for the line's darkest; `width * bandRows`. */
  readonly ink: Uint8Array;
  /** Right edges of the marks that the line was found by, in columns of the band, ascending. */
  readonly edges: readonly number[];
  /** Pixels of the strip to a column and to a row of the band. */
  readonly across: number;
  readonly down: number;
  readonly line: LineFound;
}

/** Lays a line straight: a shear (it is all but level already) and a change of size, linear between pixels. */
export function straightenLine(strip: InkStrip, line: LineFound): Band {
  const across = line.pitch / bandPitch;
  const down = line.height / bandHeight;
  const width = Math.max(bandPitch, Math.ceil(strip.width / across));
  const ink = new Uint8Array(width * bandRows);
  // Where a band's pixel covers more than one of the strip, two samples each way are averaged.
  const finer = across > 1.3 || down > 1.3;
  const offsets = finer ? [-0.25, 0.25] : [0];
  for (let row = 0; row < bandRows; row += 1) {
    const to = row * width;
    for (let column = 0; column < width; column += 1) {
      let sum = 0;
      for (const rise of offsets) {
        const up = bandMargin + bandHeight - (row + 0.5 + rise);
        for (const shift of offsets) {
          const x = (column + 0.5 + shift) * across + line.slope * up * down;
          const y = line.base + line.slope * x - up * down;
          sum += sample(strip, x - 0.5, y - 0.5);
        }
      }
      ink[to + column] = sum / (offsets.length * offsets.length);
    }
  }
  scaleToDepth(ink, width);
  const edges = line.edges.map((edge) => (edge - (line.slope * line.height) / 2) / across);
  return { width, ink, edges, across, down, line };
}

function sample({ width, height, ink }: InkStrip, x: number, y: number): number {
  if (x < -1 || y < -1 || x >= width || y >= height) return 0;
  const left = Math.floor(x);
  const top = Math.floor(y);
  const share = x - left;
  const fall = y - top;
  const right = left + 1 < width ? left + 1 : left;
  const from = left < 0 ? 0 : left;
  const upper = (top < 0 ? 0 : top) * width;
  const lower = (top + 1 < height ? top + 1 : top) * width;
  const above = ink[upper + from]! * (1 - share) + ink[upper + right]! * share;
  const below = ink[lower + from]! * (1 - share) + ink[lower + right]! * share;
  return above * (1 - fall) + below * fall;
}

/** Brings the ink of the characters' rows to full scale: the level that only a thirtieth of the printed part exceeds. */
function scaleToDepth(ink: Uint8Array, width: number): void {
  const counts = new Uint32Array(256);
  let inked = 0;
  for (let at = bandMargin * width; at < (bandMargin + bandHeight) * width; at += 1) {
    if (ink[at]! < 24) continue;
    counts[ink[at]!]! += 1;
    inked += 1;
  }
  let left = inked * 0.1;
  let depth = 255;
  while (depth > 40 && (left -= counts[depth]!) > 0) depth -= 1;
  for (let at = 0; at < ink.length; at += 1) ink[at] = Math.min(255, (ink[at]! * 255) / depth);
}
