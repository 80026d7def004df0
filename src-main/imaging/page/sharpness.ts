import type { RasterImage } from '../image.ts';

/** Levels of ink and paper on a cheque, and how sharply they meet. */
export interface ScanTone {
  /** Level of the paper: four fifths of the samples are no brighter. */
  readonly paper: number;
  /** Level of the darkest ink: a two-hundredth of the samples is no brighter. */
  readonly ink: number;
  /** Pixels in which a strong edge rises, by its steepest step, in the middle of all: 1 for black and white; null where too few are seen. */
  readonly edgeWidth: number | null;
}

/** Rows looked at, at most. */
const rows = 90;
/** An edge is strong from this share of the way between ink and paper. */
const strongShare = 0.4;
const fewestEdges = 120;
/** Tenths of a pixel, and the widest edge told. */
const steps = 10;
const widest = 20;

/**
 * Measures tone and sharpness along rows spread over a picture. Of a coloured one the green channel counts, which is the
 * sharpest of a scanner's.
 */
export function scanTone(image: RasterImage): ScanTone {
  const { width, height, channels, data } = image;
  const step = Math.max(1, Math.floor(height / rows));
  const counts = new Uint32Array(256);
  const offset = channels === 3 ? 1 : 0;
  const line = new Uint8Array(width);
  const lineOf = (row: number): Uint8Array => {
    if (channels === 1) return data.subarray(row * width, (row + 1) * width);
    for (let column = 0, at = row * width * channels + offset; column < width; column += 1, at += channels)
      line[column] = data[at]!;
    return line;
  };
  let seen = 0;
  for (let row = step >> 1; row < height; row += step) {
    for (let at = row * width * channels + offset, end = (row + 1) * width * channels; at < end; at += channels)
      counts[data[at]!]! += 1;
    seen += width;
  }
  const paper = levelOf(counts, 0.8 * seen);
  const ink = levelOf(counts, 0.005 * seen);
  const widths = new Uint32Array(widest * steps + 1);
  const strong = Math.max(24, strongShare * (paper - ink));
  let edges = 0;
  for (let row = step >> 1; row < height; row += step) {
    edges += countEdges(lineOf(row), strong, widths);
  }
  if (edges < fewestEdges) return { paper, ink, edgeWidth: null };
  let left = edges / 2;
  for (let at = 0; at < widths.length; at += 1) {
    left -= widths[at]!;
    if (left <= 0) return { paper, ink, edgeWidth: at / steps };
  }
  return { paper, ink, edgeWidth: widest };
}

/** Adds the widths of a line's strong edges to a histogram: the whole rise over its steepest step. */
function countEdges(line: Uint8Array, strong: number, widths: Uint32Array): number {
  const least = Math.ceil(strong);
  // How far the line has risen or fallen without a break, whether it has risen, and its steepest step.
  let rise = 0;
  let up = 0;
  let steepest = 0;
  let edges = 0;
  let before = line[0]!;
  for (let at = 1; at < line.length; at += 1) {
    const here = line[at]!;
    const change = here - before;
    before = here;
    // Grain turns the line at every other pixel, so that branches would be guessed wrongly: masks of all ones or zeros instead.
    const changeUp = -change >>> 31;
    const size = (change ^ (change >> 31)) - (change >> 31);
    const goesOn = -((-size >>> 31) & ~(changeUp ^ up) & 1);
    if ((rise & ~goesOn) >= least) {
      widths[Math.min(widths.length - 1, Math.round((rise / steepest) * steps))]! += 1;
      edges += 1;
    }
    rise = (rise & goesOn) + size;
    const less = (steepest & goesOn) - size;
    steepest = size + (less & ~(less >> 31));
    up = changeUp;
  }
  return edges;
}

function levelOf(counts: Uint32Array, share: number): number {
  let left = share;
  for (let level = 0; level < 256; level += 1) {
    left -= counts[level]!;
    if (left <= 0) return level;
  }
  return 255;
}
