import { borderRuns } from './background-print.ts';
import type { Components } from './components.ts';
import { ScanError } from './errors.ts';
import { binomial } from './filters.ts';
import type { Box, GreyImage, RasterImage } from './image.ts';
import { fineStraightness, type InkMask } from './ink-mask.ts';
import { letterRegularity, ringStray, solidShare, straightOutline, type InkMeasures } from './measures.ts';
import { levelPaper, type LevelledPlane } from './paper.ts';
import { judgePlausibility, type Implausibility } from './plausibility.ts';
import { cropImage, doubled, toInkPlane } from './plane.ts';
import { findPrintedRows } from './printed-text.ts';
import type { RuledLine } from './ruled-lines.ts';
import { dropSpecks } from './specks.ts';
import { separatePenInk } from './without-print.ts';

/** A signature taken out of a scan. */
export interface ExtractedSignature {
  /** The region that was searched, in pixels of the scan. */
  readonly region: Box;
  /** The ink's extent, in pixels of the scan. */
  readonly inkBox: Box;
  /** Ink alone, cropped to it with two pixels round it: 255 paper, 0 full ink, every stroke as dark as the next. */
  readonly clean: GreyImage;
  /** Pixels of the scan to a pixel of `clean`; its pixel (2, 2) is the ink box's corner. */
  readonly cleanScale: number;
  /** The region as scanned. */
  readonly crop: RasterImage;
  /** Printed lines that were taken out, in working pixels. */
  readonly ruledLines: readonly RuledLine[];
  /** How many lines of printed letters were taken out. */
  readonly printedRows: number;
  readonly measures: InkMeasures;
}

/** Smallest side of a region in pixels that can hold a signature. */
const smallestSide = 16;
/** Strokes thinner than this (a fax, a 100 dots per inch clearing image) are measured on a plane of twice the size. */
const thinnestStroke = 2.3;
const largestDoubled = 600_000;

/**
 * Takes the signature out of a region of a scan: levels the paper, separates the ink, drops specks, ruled lines and
 * printed text, crops to the ink and evens out its tone. Same image and region, same result to the last bit.
 *
 * @param region part of the scan to search; the whole scan when left out.
 * @throws ScanError `region-outside`, `too-small`, `no-ink` or `not-a-signature`.
 */
export function extractSignature(image: RasterImage, region?: Box): ExtractedSignature {
  const { signature, refusal } = takeSignature(image, region);
  if (refusal) throw new ScanError(refusal.fault, refusal.message);
  return signature;
}

/** Ink taken out of a region, and why it is hardly a signature's. */
export interface TakenSignature {
  readonly signature: ExtractedSignature;
  readonly refusal: Implausibility | null;
}

/**
 * Takes ink out of a region as `extractSignature` does, and leaves it to the caller what an implausible one means.
 *
 * @param region part of the scan to search; the whole scan when left out.
 * @throws ScanError `region-outside`, `too-small` or `no-ink`.
 */
export function takeSignature(image: RasterImage, region?: Box): TakenSignature {
  const box = region ?? { x: 0, y: 0, width: image.width, height: image.height };
  checkRegion(image, box);
  const crop = region ? cropImage(image, box) : image;
  let plane = toInkPlane(crop);
  let levelled = levelPaper(plane.image);
  let ink = separatePenInk(levelled);
  if (ink.strokeWidth < thinnestStroke && plane.image.data.length <= largestDoubled) {
    plane = doubled(plane);
    // Strokes lie close here, so that ink may fill most of a tile.
    levelled = levelPaper(plane.image, 0.8);
    ink = separatePenInk(levelled, fineStraightness);
  }
  const { width, height } = plane.image;
  const { mask } = ink;
  const { kept, gone } = dropSpecks(mask, ink.marks, width, height, ink.strokeWidth);
  const extent = extentOf(kept, width, height);
  if (!extent)
    throw new ScanError(
      'no-ink',
      'There is no ink in the region. Move the box over the signature, or scan the cheque again with more contrast.',
    );
  const measures = measure(ink, kept, levelled, extent, gone, plane.hues);
  const refusal = judgePlausibility(measures);
  const { factor } = plane;
  const signature: ExtractedSignature = {
    region: box,
    inkBox: {
      x: box.x + Math.floor(extent.x * factor),
      y: box.y + Math.floor(extent.y * factor),
      width: Math.ceil((extent.x + extent.width) * factor) - Math.floor(extent.x * factor),
      height: Math.ceil((extent.y + extent.height) * factor) - Math.floor(extent.y * factor),
    },
    clean: cleanInk(mask, width, extent),
    cleanScale: factor,
    crop,
    ruledLines: ink.ruledLines,
    printedRows: ink.printedRows.length,
    measures,
  };
  return { signature, refusal };
}

function measure(
  ink: InkMask,
  found: Components,
  levelled: LevelledPlane,
  extent: Extent,
  specks: number,
  hues: number,
): InkMeasures {
  const { mask, strokeWidth } = ink;
  const { width, height } = levelled;
  let largest = 0;
  for (let label = 1; label <= found.count; label += 1) largest = Math.max(largest, found.area[label]!);
  let darkest = 255;
  let brightest = 1;
  for (const level of levelled.tiles) {
    if (level < darkest) darkest = level;
    if (level > brightest) brightest = level;
  }
  const straight = straightOutline(mask, width, Math.max(12, 2 * strokeWidth), extent);
  return {
    inkPixels: extent.pixels,
    inkWidth: extent.width,
    inkHeight: extent.height,
    inkShare: extent.pixels / (extent.width * extent.height),
    strokeWidth,
    strokeLength: extent.pixels / Math.max(1, strokeWidth) / (extent.width + extent.height),
    inkLevel: ink.inkLevel / 255,
    paperNoise: levelled.noise / 255,
    marks: found.count,
    largestMark: largest / extent.pixels,
    straightOutline: straight.share,
    longestStraight: straight.longest / Math.max(extent.width, extent.height),
    ringStray: ringStray(mask, width, extent),
    solidShare: solidShare(mask, width, extent, Math.min(extent.width, extent.height) / 10),
    hues,
    speckShare: specks / extent.pixels,
    linesInside: ink.ruledLines.filter(({ inside }) => inside).length,
    borderRuns: borderRuns(mask, width, height),
    paperEvenness: darkest / brightest,
    ...letterRegularity(found, strokeWidth),
    printedLetters: findPrintedRows(mask, found, width).reduce((sum, { marks }) => sum + marks.length, 0),
  };
}

/** @throws ScanError `region-outside` or `too-small` where a region can't hold a signature of the image. */
export function checkRegion(image: RasterImage, box: Box): void {
  const whole = [box.x, box.y, box.width, box.height].every(Number.isInteger);
  if (
    !whole ||
    box.x < 0 ||
    box.y < 0 ||
    box.width < 1 ||
    box.height < 1 ||
    box.x + box.width > image.width ||
    box.y + box.height > image.height
  ) {
    throw new ScanError(
      'region-outside',
      `The region ${box.x},${box.y},${box.width},${box.height} doesn't lie within the picture of ${image.width} by ${image.height} pixels. Draw the box round the signature again.`,
    );
  }
  if (box.width < smallestSide || box.height < smallestSide) {
    throw new ScanError(
      'too-small',
      `The region is ${box.width} by ${box.height} pixels, too small for a signature. Draw a larger box, or scan the cheque at 200 dots per inch or more.`,
    );
  }
}

interface Extent extends Box {
  readonly pixels: number;
}

function extentOf(found: Components, width: number, height: number): Extent | null {
  let left = width;
  let right = -1;
  let top = height;
  let bottom = -1;
  let pixels = 0;
  for (let label = 1; label <= found.count; label += 1) {
    pixels += found.area[label]!;
    left = Math.min(left, found.left[label]!);
    right = Math.max(right, found.right[label]!);
    top = Math.min(top, found.top[label]!);
    bottom = Math.max(bottom, found.bottom[label]!);
  }
  return right < 0 ? null : { x: left, y: top, width: right - left + 1, height: bottom - top + 1, pixels };
}

/** Every edge is given the same softness, so that the scanner's own drops out. */
function cleanInk(mask: Uint8Array, width: number, extent: Box): GreyImage {
  const border = 2;
  const cleanWidth = extent.width + 2 * border;
  const cleanHeight = extent.height + 2 * border;
  const paper = new Uint8Array(cleanWidth * cleanHeight).fill(255);
  for (let row = 0; row < extent.height; row += 1) {
    const from = (extent.y + row) * width + extent.x;
    const to = (row + border) * cleanWidth + border;
    for (let column = 0; column < extent.width; column += 1) paper[to + column] = (mask[from + column]! - 1) & 255;
  }
  return { width: cleanWidth, height: cleanHeight, channels: 1, data: binomial(paper, cleanWidth, cleanHeight) };
}
