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
  const offsets = across > 1.3 || down > 1.3 ? [-0.25, 0.25] : [0];
  const sums = new Float64Array(width);
  for (let row = 0; row < bandRows; row += 1) {
    sums.fill(0);
    for (const rise of offsets) {
      const up = (bandMargin + bandHeight - (row + 0.5 + rise)) * down;
      for (const shift of offsets) {
        const x = (0.5 + shift) * across + line.slope * up;
        addSamples(strip, { x: x - 0.5, y: line.base + line.slope * x - up - 0.5 }, across, line.slope * across, sums);
      }
    }
    const share = 1 / (offsets.length * offsets.length);
    for (let column = 0, to = row * width; column < width; column += 1, to += 1) ink[to] = sums[column]! * share;
  }
  scaleToDepth(ink, width);
  const edges = line.edges.map((edge) => (edge - (line.slope * line.height) / 2) / across);
  return { width, ink, edges, across, down, line };
}

/** Adds samples along a straight line of the strip, linear between pixels, nothing outside. */
function addSamples(
  { width, height, ink }: InkStrip,
  start: { readonly x: number; readonly y: number },
  across: number,
  fall: number,
  sums: Float64Array,
): void {
  let { x, y } = start;
  for (let column = 0; column < sums.length; column += 1, x += across, y += fall) {
    if (x < 0 || y < 0 || x >= width - 1 || y >= height - 1) continue;
    const left = x | 0;
    const top = y | 0;
    const at = top * width + left;
    const share = x - left;
    const above = ink[at]! + (ink[at + 1]! - ink[at]!) * share;
    const below = ink[at + width]! + (ink[at + width + 1]! - ink[at + width]!) * share;
    sums[column]! += above + (below - above) * (y - top);
  }
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
