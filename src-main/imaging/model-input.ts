import { evenStroke } from './even-stroke.ts';
import type { GreyImage } from './image.ts';
import { averageOnto } from './resample.ts';
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
  const placed = placeInk(clean, size);
  if (!placed) return new Uint8Array(size.width * size.height);
  const { box, bare, strokeWidth, wanted, scale } = placed;
  const pad = Math.min(16, Math.max(2, Math.ceil((wanted / scale - strokeWidth) / 2) + 2));
  const width = box.width + 2 * pad;
  const height = box.height + 2 * pad;
  const ink = new Uint8Array(width * height);
  for (let row = 0; row < box.height; row += 1) {
    const from = (box.y + row) * clean.width + box.x;
    ink.set(bare.subarray(from, from + box.width), (row + pad) * width + pad);
  }
  const coverage = evenStroke(ink, width, height, strokeWidth, wanted / scale);
  return averageOnto(coverage, { width, height }, size, { x: width / 2, y: height / 2 }, scale);
}

/**
 * Where the canvas of {@link toModelInput} lies on the clean ink.
 *
 * @returns its box in pixels of the clean ink, not whole ones; it reaches past the ink's edges. null without ink.
 */
export function modelCanvas(
  clean: GreyImage,
  size: { readonly width: number; readonly height: number },
): { x: number; y: number; width: number; height: number } | null {
  const placed = placeInk(clean, size);
  if (!placed) return null;
  const { box, scale } = placed;
  const width = size.width / scale;
  const height = size.height / scale;
  return { x: box.x + (box.width - width) / 2, y: box.y + (box.height - height) / 2, width, height };
}

/** The ink's extent, itself, its stroke's width as it is and as it is wanted on the canvas, and the scale to the canvas. */
function placeInk(clean: GreyImage, size: { readonly width: number; readonly height: number }) {
  const box = inkExtent(clean);
  if (!box) return null;
  const wanted = Math.sqrt(size.width * size.height) * strokeShare;
  const bare = new Uint8Array(clean.width * clean.height);
  for (let at = 0; at < bare.length; at += 1) if (clean.data[at]! < 128) bare[at] = 1;
  const strokeWidth = typicalWidth(bare, clean.width, clean.height);
  // The strokes' middle lines fill the room, whatever the pen's width.
  const scale = Math.min(
    (size.width * (1 - 2 * margin) - wanted) / Math.max(1, box.width - strokeWidth),
    (size.height * (1 - 2 * margin) - wanted) / Math.max(1, box.height - strokeWidth),
  );
  return { box, bare, strokeWidth, wanted, scale };
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
