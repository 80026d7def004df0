import type { GreyImage } from './image.ts';

/** Share of the canvas kept free round the ink, on each side of the tighter direction. */
const margin = 0.03;

/**
 * Lays clean ink on the canvas a model reads: cropped to the ink, scaled with its aspect kept, centred and padded. The
 * resolution of the scan drops out.
 *
 * @param clean ink on white (0 full ink … 255 paper), as `extractSignature` returns it.
 * @param size canvas in pixels.
 * @returns `width * height` samples, row by row, 0 paper … 255 full ink.
 */
export function toModelInput(clean: GreyImage, size: { readonly width: number; readonly height: number }): Uint8Array {
  const canvas = new Uint8Array(size.width * size.height);
  const box = inkExtent(clean);
  if (!box) return canvas;
  const room = { width: size.width * (1 - 2 * margin), height: size.height * (1 - 2 * margin) };
  const scale = Math.min(room.width / box.width, room.height / box.height);
  // Where each canvas pixel's edges fall in the clean image, with the ink's centre on the canvas's centre.
  const across = spans(size.width, box.x + box.width / 2, scale, clean.width);
  const down = spans(size.height, box.y + box.height / 2, scale, clean.height);
  // First across, then down; sums of weighted samples in floating point are the same on every machine.
  const middle = new Float64Array(size.width * clean.height);
  for (let row = 0; row < clean.height; row += 1) {
    const start = row * clean.width;
    for (let column = 0; column < size.width; column += 1) {
      const { first, weights } = across[column]!;
      let sum = 0;
      for (let step = 0; step < weights.length; step += 1)
        sum += (255 - clean.data[start + first + step]!) * weights[step]!;
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

/** For each canvas pixel the source pixels it covers and how much of each; at least one source pixel wide. */
function spans(length: number, centre: number, scale: number, sourceLength: number): Span[] {
  const result: Span[] = [];
  const reach = Math.max(1, 1 / scale) / 2;
  for (let at = 0; at < length; at += 1) {
    const middle = centre + (at + 0.5 - length / 2) / scale;
    const from = middle - reach;
    const to = middle + reach;
    const first = Math.max(0, Math.floor(from));
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
  let top = clean.height;
  let bottom = -1;
  for (let row = 0, at = 0; row < clean.height; row += 1) {
    for (let column = 0; column < clean.width; column += 1, at += 1) {
      if (clean.data[at]! > 127) continue;
      if (column < left) left = column;
      if (column > right) right = column;
      if (row < top) top = row;
      if (row > bottom) bottom = row;
    }
  }
  return right < 0 ? null : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}
