import { dropComponents, labelComponents } from '../components.ts';
import type { Box, GreyImage, RasterImage } from '../image.ts';
import { ScanError } from '../errors.ts';
import { levelPaper } from '../paper.ts';
import { cropImage, toInkPlane } from '../plane.ts';
import { checkRegion, takeSignature } from '../signature.ts';
import { measureMarks } from './component-measures.ts';
import { findPenMask } from './pen-mask.ts';
import type { CleanedSignature, CleanSignatureOptions, InkComponent } from './types.ts';

/** How far round the region print is looked at, in millimetres: enough to tell a rule or a row of letters by. */
const contextMargin = 5;

/**
 * Takes one signature's ink out of a whole cheque at full resolution: the pen's strokes alone, whole where they cross
 * print. What is print is wiped off the picture, and the signature taken out of what is left as `extractSignature` does, so
 * that a region without print gives the same to the bit. Same cheque, region and options, same result to the last bit.
 *
 * @param cheque grey or colour, upright.
 * @param region where the signature is, in pixels of the cheque, with a little paper round it.
 * @throws ScanError `region-outside`, `too-small`, `no-ink` or `not-a-signature`, as `extractSignature` does.
 */
export function cleanSignature(
  cheque: RasterImage,
  region: Box,
  options: CleanSignatureOptions = {},
): CleanedSignature {
  checkRegion(cheque, region);
  const { picture, density } = wiped(cheque, region, options);
  const { signature, refusal } = takeSignature(picture ?? cropImage(cheque, region));
  if (refusal && options.gate !== false) throw new ScanError(refusal.fault, refusal.message);
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

function wiped(cheque: RasterImage, region: Box, options: CleanSignatureOptions): Wiped {
  const millimetre = pixelsPerMillimetre(cheque, options);
  const margin = Math.round(contextMargin * millimetre);
  const context = grown(region, margin, cheque);
  const plane = toInkPlane(cropImage(cheque, context));
  if (plane.factor !== 1) return { picture: null, density: null };
  const levelled = levelPaper(plane.image);
  const bands = options.micr ? [within(options.micr, context)].filter((band) => band !== null) : [];
  const { pen, foreground } = findPenMask(levelled, millimetre, bands);
  const { width, height } = plane.image;
  dropOthers(pen, levelled.density, width, height, context, region, options.keep);
  const near = widened(pen, width, height);
  const data = new Uint8Array(region.width * region.height);
  const inside = new Uint8Array(data.length);
  let gone = 0;
  for (let row = 0; row < region.height; row += 1) {
    const from = (region.y - context.y + row) * width + region.x - context.x;
    const to = row * region.width;
    for (let column = 0; column < region.width; column += 1) {
      const at = from + column;
      const printed = foreground[at]! && !pen[at];
      if (printed) gone += 1;
      inside[to + column] = printed ? 0 : levelled.density[at]!;
      data[to + column] = near[at]! && !printed ? 255 - levelled.density[at]! : 255;
    }
  }
  const picture: GreyImage = { width: region.width, height: region.height, channels: 1, data };
  return { picture: gone === 0 ? null : picture, density: inside };
}

/** Takes out marks that lie for the most part outside the region, or that aren't the signature's as the caller knows. */
function dropOthers(
  pen: Uint8Array,
  density: Uint8Array,
  width: number,
  height: number,
  context: Box,
  region: Box,
  keep: CleanSignatureOptions['keep'],
): void {
  const found = labelComponents(pen, width, height);
  const inside = new Int32Array(found.count + 1);
  const left = region.x - context.x;
  const top = region.y - context.y;
  for (let run = 0; run < found.runLabel.length; run += 1) {
    const row = Math.floor(found.runStart[run]! / width);
    if (row < top || row >= top + region.height) continue;
    const from = Math.max(left, found.runStart[run]! - row * width);
    const to = Math.min(left + region.width, found.runEnd[run]! - row * width);
    if (to > from) inside[found.runLabel[run]!]! += to - from;
  }
  const drop = new Uint8Array(found.count + 1);
  const measures = keep ? measureMarks(pen, density, found, width) : null;
  for (let label = 1; label <= found.count; label += 1) {
    if (inside[label]! * 2 < found.area[label]!) drop[label] = 1;
    else if (keep && measures) {
      const box = {
        x: found.left[label]! + context.x,
        y: found.top[label]! + context.y,
        width: found.right[label]! - found.left[label]! + 1,
        height: found.bottom[label]! - found.top[label]! + 1,
      };
      const { strokeWidth, darkness, straight } = measures;
      const mark: InkComponent = {
        label,
        box,
        area: found.area[label]!,
        strokeWidth: strokeWidth[label]!,
        darkness: darkness[label]! / 255,
        hue: 'neutral',
        printed: Math.min(0.4, straight[label]!),
      };
      if (!keep(mark)) drop[label] = 1;
    }
  }
  dropComponents(pen, found, drop);
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

/** Where nothing else tells, a cheque is some seven and a half inches wide. */
function pixelsPerMillimetre(cheque: RasterImage, { dotsPerInch, ink }: CleanSignatureOptions): number {
  if (dotsPerInch) return dotsPerInch / 25.4;
  return ((ink ? ink.scale : cheque.width / 760) * 100) / 25.4;
}

function grown(box: Box, margin: number, cheque: RasterImage): Box {
  const x = Math.max(0, box.x - margin);
  const y = Math.max(0, box.y - margin);
  return {
    x,
    y,
    width: Math.min(cheque.width, box.x + box.width + margin) - x,
    height: Math.min(cheque.height, box.y + box.height + margin) - y,
  };
}

/** The part of a box that lies in a context, from the context's corner; null where none does. */
function within(box: Box, context: Box): Box | null {
  const x = Math.max(box.x, context.x);
  const y = Math.max(box.y, context.y);
  const width = Math.min(box.x + box.width, context.x + context.width) - x;
  const height = Math.min(box.y + box.height, context.y + context.height) - y;
  return width > 0 && height > 0 ? { x: x - context.x, y: y - context.y, width, height } : null;
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
  for (let row = 0; row < box.height; row += 1) {
    for (let column = 0; column < box.width; column += 1) {
      const x = Math.min(clean.width - 1, Math.floor((column + 0.5) / scale) + 2);
      const y = Math.min(clean.height - 1, Math.floor((row + 0.5) / scale) + 2);
      if (clean.data[y * clean.width + x]! < 128) data[row * box.width + column] = 1;
    }
  }
  return data;
}
