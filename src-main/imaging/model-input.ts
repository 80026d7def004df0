import { evenStroke } from './even-stroke.ts';
import type { GreyImage } from './image.ts';
import { typicalWidth } from './stroke-width.ts';

/** Share of the canvas kept free of ink on each side of the tighter direction. */
const margin = 0.03;
/** Typical stroke width on the canvas, as a share of the side of a square of the canvas's area: 2.4 on 256 by 128. */
const strokeShare = 1 / 75;

/**
 * Lays clean ink on the canvas a model reads: cropped to the ink, scaled with its aspect kept, centred and padded, its
 * typical stroke brought to one width. Scan resolution, signature size and the pen's width drop out; how a stroke
 * swells and thins along its way stays.
 *
 * @param clean ink on white (0 full ink … 255 paper), as `extractSignature` returns it.
 * @param size canvas in pixels.
 * @returns `width * height` samples, row by row, 0 paper … 255 full ink; all 0 when there is no ink.
 */
export function toModelInput(clean: GreyImage, size: { readonly width: number; readonly height: number }): Uint8Array {
  const canvas = new Uint8Array(size.width * size.height);
  const box = inkExtent(clean);
  if (!box) return canvas;
  const wanted = Math.sqrt(size.width * size.height) * strokeShare;
  const bare = new Uint8Array(clean.width * clean.height);
  for (let at = 0; at < bare.length; at += 1) if (clean.data[at]! < 128) bare[at] = 1;
  const strokeWidth = typicalWidth(bare, clean.width, clean.height);
  // The strokes' middle lines fill the room, whatever the pen's width.
  const scale = Math.min(
    (size.width * (1 - 2 * margin) - wanted) / Math.max(1, box.width - strokeWidth),
    (size.height * (1 - 2 * margin) - wanted) / Math.max(1, box.height - strokeWidth),
  );
  const pad = Math.min(16, Math.max(2, Math.ceil((wanted / scale - strokeWidth) / 2) + 2));
  const width = box.width + 2 * pad;
  const height = box.height + 2 * pad;
  const ink = new Uint8Array(width * height);
  for (let row = 0; row < box.height; row += 1) {
    const from = (box.y + row) * clean.width + box.x;
    ink.set(bare.subarray(from, from + box.width), (row + pad) * width + pad);
  }
  const coverage = evenStroke(ink, width, height, strokeWidth, wanted / scale);
  const across = spans(size.width, width, scale);
  const down = spans(size.height, height, scale);
  // First across, then down; sums of weighted samples in double precision are the same on every machine.
  const middle = new Float64Array(size.width * height);
  for (let row = 0; row < height; row += 1) {
    const start = row * width;
    for (let column = 0; column < size.width; column += 1) {
      const { first, weights } = across[column]!;
      let sum = 0;
      for (let step = 0; step < weights.length; step += 1) sum += coverage[start + first + step]! * weights[step]!;
      middle[row * size.width + column] = sum;
    }
  }
  for (let row = 0; row < size.height; row += 1) {
    const { first, weights } = down[row]!;
    for (let column = 0; column < size.width; column += 1) {
      let sum = 0;
      for (let step = 0; step < weights.length; step += 1)
        sum += middle[(first + step) * size.width + column]! * weights[step]!;
      canvas[row * size.width + column] = Math.min(255, Math.floor(sum + 0.5));
    }
  }
  return canvas;
}

interface Span {
  readonly first: number;
  readonly weights: Float64Array;
}

/**
 * For each canvas pixel the source pixels it covers and how much of each, the source's centre on the canvas's centre;
 * at least one source pixel wide, so that enlarging is smooth.
 */
function spans(length: number, sourceLength: number, scale: number): Span[] {
  const result: Span[] = [];
  const reach = Math.max(1, 1 / scale) / 2;
  for (let at = 0; at < length; at += 1) {
    const middle = sourceLength / 2 + (at + 0.5 - length / 2) / scale;
    const from = middle - reach;
    const to = middle + reach;
    const first = Math.min(sourceLength, Math.max(0, Math.floor(from)));
    const last = Math.min(sourceLength, Math.ceil(to));
    const weights = new Float64Array(Math.max(0, last - first));
    for (let pixel = first; pixel < last; pixel += 1) {
      weights[pixel - first] = (Math.min(to, pixel + 1) - Math.max(from, pixel)) / (2 * reach);
    }
    result.push({ first, weights });
  }
  return result;
}

function inkExtent(clean: GreyImage): { x: number; y: number; width: number; height: number } | null {
  let left = clean.width;
  let right = -1;
  let top = -1;
  let bottom = -1;
  for (let row = 0, at = 0; row < clean.height; row += 1) {
    for (let column = 0; column < clean.width; column += 1, at += 1) {
      if (clean.data[at]! > 127) continue;
      if (column < left) left = column;
      if (column > right) right = column;
      if (top < 0) top = row;
      bottom = row;
    }
  }
  return right < 0 ? null : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}
