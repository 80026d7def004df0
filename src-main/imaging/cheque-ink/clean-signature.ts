import type { Box, GreyImage, RasterImage } from '../image.ts';
import { levelPaper } from '../paper.ts';
import { cropImage, toInkPlane } from '../plane.ts';
import { checkRegion, takeSignature } from '../signature.ts';
import { foregroundOf } from './foreground.ts';
import type { CleanedSignature } from './types.ts';

/**
 * Takes one signature's ink out of a whole cheque at full resolution: the pen's strokes alone, as the caller knows them, whole
 * where they cross print. What is print is wiped off the picture, and the signature taken out of what is left as
 * `extractSignature` does, so that a region without print gives the same to the bit. Same input, same result to the last bit.
 *
 * @param cheque grey or colour, upright.
 * @param region where the signature is, in pixels of the cheque, with a little paper round it.
 * @param own which pixels of the region are the signature's if they are ink: 1, else 0; `region.width * region.height`.
 * @throws ScanError `region-outside`, `too-small` or `no-ink`, as `extractSignature` does.
 */
export function cleanSignature(cheque: RasterImage, region: Box, own: Uint8Array): CleanedSignature {
  checkRegion(cheque, region);
  const { picture, density } = wiped(cheque, region, own);
  const { signature, refusal } = takeSignature(picture ?? cropImage(cheque, region));
  const inkBox = { ...signature.inkBox, x: signature.inkBox.x + region.x, y: signature.inkBox.y + region.y };
  const mask = maskOf(signature.clean, signature.cleanScale, inkBox);
  return {
    ...signature,
    region,
    inkBox,
    crop: picture ? cropImage(cheque, region) : signature.crop,
    refusal,
    mask: { box: inkBox, data: density ? withoutFlanks(mask, density, region, inkBox) : mask },
  };
}

interface Wiped {
  /** The region with bare paper where print is; null where there is no print. */
  readonly picture: GreyImage | null;
  /** Density of each of its pixels, 0 to 255; null where the region is too large to be looked at pixel by pixel. */
  readonly density: Uint8Array | null;
}

function wiped(cheque: RasterImage, region: Box, own: Uint8Array): Wiped {
  const plane = toInkPlane(cropImage(cheque, region));
  if (plane.factor !== 1) return { picture: null, density: null };
  const levelled = levelPaper(plane.image);
  const { width, height } = plane.image;
  const foreground = foregroundOf(levelled);
  const pen = new Uint8Array(own.length);
  for (let at = 0; at < pen.length; at += 1) pen[at] = own[at]! & foreground[at]!;
  const near = widened(pen, width, height);
  const data = new Uint8Array(width * height);
  const inside = new Uint8Array(data.length);
  let gone = 0;
  for (let at = 0; at < data.length; at += 1) {
    const printed = foreground[at]! ^ pen[at]!;
    gone += printed;
    const density = levelled.density[at]! & (printed - 1);
    inside[at] = density;
    data[at] = 255 - (density & -near[at]!);
  }
  const picture: GreyImage = { width, height, channels: 1, data };
  return { picture: gone === 0 ? null : picture, density: inside };
}

/** A mask grown by two pixels to every side. */
function widened(mask: Uint8Array, width: number, height: number): Uint8Array {
  const result = new Uint8Array(mask.length);
  for (let at = mask.indexOf(1); at >= 0; at = mask.indexOf(1, at)) {
    const row = Math.floor(at / width);
    const first = at - row * width;
    let last = first;
    while (last < width - 1 && mask[row * width + last + 1]) last += 1;
    for (let y = Math.max(0, row - 2); y <= Math.min(height - 1, row + 2); y += 1)
      result.fill(1, y * width + Math.max(0, first - 2), y * width + Math.min(width, last + 3));
    at = row * width + last + 1;
  }
  return result;
}

/** A pixel belongs to a stroke where it is at least this share as dense as the densest pixel of the stroke near it. */
const edgeShare = 0.5;

/** The mask without the soft edges of its strokes: half their density is where the pen's line ends. */
function withoutFlanks(mask: Uint8Array, density: Uint8Array, region: Box, box: Box): Uint8Array {
  const { width, height } = box;
  const own = new Uint8Array(mask.length);
  for (let row = 0, at = 0; row < height; row += 1) {
    const from = (box.y - region.y + row) * region.width + box.x - region.x;
    for (let column = 0; column < width; column += 1, at += 1) if (mask[at]) own[at] = density[from + column]!;
  }
  const result = own.slice();
  for (let row = 0, at = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1, at += 1) {
      if (!mask[at]) continue;
      const limit = own[at]! / edgeShare;
      result[at] = 1;
      if (limit >= 255) continue;
      for (let y = Math.max(0, row - 2); y <= Math.min(height - 1, row + 2) && result[at]; y += 1) {
        const last = y * width + Math.min(width - 1, column + 2);
        for (let other = y * width + Math.max(0, column - 2); other <= last; other += 1) {
          if (own[other]! <= limit) continue;
          result[at] = 0;
          break;
        }
      }
    }
  }
  return result;
}

/** Clean ink at the cheque's own resolution. */
function maskOf(clean: GreyImage, scale: number, box: Box): Uint8Array {
  const data = new Uint8Array(box.width * box.height);
  const columns = Int32Array.from({ length: box.width }, (_, column) =>
    Math.min(clean.width - 1, Math.floor((column + 0.5) / scale) + 2),
  );
  for (let row = 0, at = 0; row < box.height; row += 1) {
    const from = Math.min(clean.height - 1, Math.floor((row + 0.5) / scale) + 2) * clean.width;
    // 1 for levels below 128.
    for (let column = 0; column < box.width; column += 1, at += 1)
      data[at] = (clean.data[from + columns[column]!]! >> 7) ^ 1;
  }
  return data;
}
