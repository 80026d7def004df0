import { labelComponents } from '../components.ts';
import type { RasterImage } from '../image.ts';
import { isChequeShaped } from './cheque-shape.ts';
import { printLay } from './print-skew.ts';
import { reducedOf, type ReducedPage } from './reduced-page.ts';

/** What a page of a scan is, by cheap measures. */
export type PageKind = 'front' | 'back' | 'blank' | 'other';

/** Measures of a page that tell its kind. */
export interface PageMeasures {
  /** Share of the page's cells that are ink. */
  readonly inkShare: number;
  /** Share of the page's rows of cells, parted in 24 bands, that hold ink. */
  readonly bands: number;
  /** The longest level rule, as a share of the page's width. */
  readonly longestRule: number;
  /** How wide the marks spread that lie in the band along the foot, as a share of the page's width. */
  readonly footPrint: number;
  /** How clearly rows lie across; see `printLay`. */
  readonly clearness: number;
}

/** Cells darker than the paper round them by so many levels are ink. */
const inkStep = 36;
const bandCount = 24;
const leastInk = 0.0012;
const footBand = 0.2;

/**
 * Tells a cheque's front from its back, and both from a blank page and anything else. A cheque whose MICR line was read is a front
 * without asking here.
 */
export function pageKind(page: RasterImage): PageKind {
  const reduced = reducedOf(page);
  const { inkShare, bands, longestRule, footPrint, clearness } = measurePage(reduced);
  if (inkShare < leastInk) return 'blank';
  if (!isChequeShaped(page) || inkShare > 0.45) return 'other';
  const signs = [inkShare >= 0.02, bands >= 0.7, longestRule >= 0.25, footPrint >= 0.3, clearness >= 1.3].filter(
    Boolean,
  ).length;
  return signs >= 4 ? 'front' : 'back';
}

/** Measures a page for {@link pageKind}. */
export function measurePage(page: ReducedPage): PageMeasures {
  const { width, height } = page;
  const ink = inkCells(page);
  const marks = labelComponents(ink, width, height);
  const held = new Uint8Array(bandCount);
  let count = 0;
  let longestRule = 0;
  const foot = { left: width, right: 0 };
  for (let label = 1; label <= marks.count; label += 1) {
    if (marks.area[label]! < 3) continue;
    count += marks.area[label]!;
    const [left, right, top, bottom] = [
      marks.left[label]!,
      marks.right[label]!,
      marks.top[label]!,
      marks.bottom[label]!,
    ];
    for (let row = top; row <= bottom; row += 1) held[Math.floor((row * bandCount) / height)] = 1;
    if (bottom - top < Math.max(4, 0.03 * height)) longestRule = Math.max(longestRule, (right - left + 1) / width);
    if (top < (1 - footBand) * height || bottom - top > 0.09 * height) continue;
    foot.left = Math.min(foot.left, left);
    foot.right = Math.max(foot.right, right);
  }
  return {
    inkShare: count / (width * height),
    bands: held.reduce((sum, band) => sum + band, 0) / bandCount,
    longestRule,
    footPrint: Math.max(0, foot.right - foot.left) / width,
    clearness: printLay(page, { left: 0, top: 0, right: width, bottom: height }, true).clearness,
  };
}

/** Cells darker than the brightest of their surroundings, 17 cells square, by a step. */
function inkCells({ width, height, levels }: ReducedPage): Uint8Array {
  const tile = 16;
  const columns = Math.ceil(width / tile);
  const rows = Math.ceil(height / tile);
  const paper = new Uint8Array(columns * rows);
  const counts = new Uint32Array(256);
  for (let tileRow = 0; tileRow < rows; tileRow += 1) {
    for (let tileColumn = 0; tileColumn < columns; tileColumn += 1) {
      counts.fill(0);
      let all = 0;
      for (let row = tileRow * tile; row < Math.min(height, (tileRow + 1) * tile); row += 1) {
        for (let column = tileColumn * tile; column < Math.min(width, (tileColumn + 1) * tile); column += 1) {
          counts[levels[row * width + column]!]! += 1;
          all += 1;
        }
      }
      let left = all * 0.8;
      let level = 0;
      while (level < 255 && (left -= counts[level]!) > 0) level += 1;
      paper[tileRow * columns + tileColumn] = level;
    }
  }
  const ink = new Uint8Array(width * height);
  for (let row = 0, at = 0; row < height; row += 1) {
    const ofRow = Math.floor(row / tile) * columns;
    for (let column = 0; column < width; column += 1, at += 1) {
      if (paper[ofRow + Math.floor(column / tile)]! - levels[at]! >= inkStep) ink[at] = 1;
    }
  }
  return ink;
}
