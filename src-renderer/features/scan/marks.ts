import type { Box } from '../../../src-main/contract/box.ts';
import type { Point, Size } from './box-geometry.ts';
import type { Viewport } from './viewport.ts';

/** What a mark on the scan stands for. */
type MarkKind = 'signature' | 'micr' | 'cheque' | 'zone';

/** Something that was found on the scan, or set up on it, drawn where it lies. */
export interface Mark {
  readonly id: string;
  readonly kind: MarkKind;
  /** Corners in pixels of the picture, in order round. */
  readonly corners: readonly Point[];
  /** The few characters on its label; '' for none. */
  readonly label: string;
  /** The same in words, for the pointer and for those who hear it. */
  readonly words: string;
  /** Drawn stronger than the others. */
  readonly chosen: boolean;
}

/** A rectangle on the screen, in CSS pixels of the frame. */
export interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** How busy a picture is, cell by cell: a small grey picture's changes from pixel to pixel. */
export interface Busyness {
  readonly width: number;
  readonly height: number;
  /** Row by row, 0 (even) and up. */
  readonly cells: Float32Array;
}

/** The corners of a box, in order round from the top left. */
export function cornersOf(box: Box): Point[] {
  const right = box.x + box.width;
  const bottom = box.y + box.height;
  return [
    { x: box.x, y: box.y },
    { x: right, y: box.y },
    { x: right, y: bottom },
    { x: box.x, y: bottom },
  ];
}

/** The smallest upright rectangle round points. */
export function boundsOf(points: readonly Point[]): { x: number; y: number; width: number; height: number } {
  const xs = points.map((point) => point.x);
  const ys = points.map((point) => point.y);
  const x = Math.min(...xs);
  const y = Math.min(...ys);
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/**
 * How busy a picture is, from its pixels (RGBA, 4 bytes each, row by row): ink and print change from pixel to pixel,
 * paper doesn't.
 */
export function busynessOf(pixels: Uint8ClampedArray, size: Size): Busyness {
  const { width, height } = size;
  const grey = new Float32Array(width * height);
  for (let at = 0; at < grey.length; at++) {
    grey[at] = 0.3 * (pixels[at * 4] ?? 0) + 0.59 * (pixels[at * 4 + 1] ?? 0) + 0.11 * (pixels[at * 4 + 2] ?? 0);
  }
  const cells = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const here = grey[at] ?? 0;
      const across = x + 1 < width ? Math.abs((grey[at + 1] ?? 0) - here) : 0;
      const down = y + 1 < height ? Math.abs((grey[at + width] ?? 0) - here) : 0;
      // Squared, so that a few strong strokes of a pen count for more than the fine lines of a background.
      cells[at] = across * across + down * down;
    }
  }
  return { width, height, cells };
}

/** Sum of a picture's busyness under a rectangle given in shares (0 to 1) of the picture. */
function busyUnder(busyness: Busyness, left: number, top: number, right: number, bottom: number): number {
  let sum = 0;
  const from = Math.max(0, Math.floor(left * busyness.width));
  const to = Math.min(busyness.width, Math.ceil(right * busyness.width));
  const last = Math.min(busyness.height, Math.ceil(bottom * busyness.height));
  for (let y = Math.max(0, Math.floor(top * busyness.height)); y < last; y++) {
    for (let x = from; x < to; x++) sum += busyness.cells[y * busyness.width + x] ?? 0;
  }
  return sum;
}

const overlap = (one: Place, other: Place) =>
  Math.max(0, Math.min(one.left + one.width, other.left + other.width) - Math.max(one.left, other.left)) *
  Math.max(0, Math.min(one.top + one.height, other.top + other.height) - Math.max(one.top, other.top));

/**
 * Where a mark's label goes: outside the mark, inside the frame, on the quietest paper, away from the other marks and
 * labels. Tried are the places above, below and beside the mark; the first of the equals wins.
 *
 * @param mark bounds of the mark in the frame
 * @param label size of the label in CSS pixels
 * @param taken rectangles of the frame that are to be kept clear, beside the mark itself
 * @param busyness of the picture, or null where it isn't known (then the first free place)
 */
export function labelPlace(
  mark: Place,
  label: Size,
  frame: Size,
  taken: readonly Place[],
  page: Size,
  viewport: Viewport,
  busyness: Busyness | null,
): Place {
  const gap = 2;
  const right = mark.left + mark.width;
  const bottom = mark.top + mark.height;
  const spots: readonly (readonly [number, number])[] = [
    [mark.left, mark.top - label.height - gap],
    [right - label.width, mark.top - label.height - gap],
    [mark.left, bottom + gap],
    [right - label.width, bottom + gap],
    [right + gap, mark.top],
    [mark.left - label.width - gap, mark.top],
    [right + gap, bottom - label.height],
    [mark.left - label.width - gap, bottom - label.height],
  ];
  const width = page.width * viewport.scale;
  const height = page.height * viewport.scale;
  let best: { place: Place; cost: number } | null = null;
  for (const [left, top] of spots) {
    const place: Place = {
      left: Math.min(Math.max(left, 0), Math.max(0, frame.width - label.width)),
      top: Math.min(Math.max(top, 0), Math.max(0, frame.height - label.height)),
      ...label,
    };
    const share = (x: number, y: number) => [(x - viewport.x) / width, (y - viewport.y) / height] as const;
    const [fromX, fromY] = share(place.left, place.top);
    const [toX, toY] = share(place.left + place.width, place.top + place.height);
    const covered = [mark, ...taken].reduce((sum, other) => sum + overlap(place, other), 0);
    // Lying on another mark is worse than lying on any print.
    const cost = covered * 1e7 + (busyness === null ? 0 : busyUnder(busyness, fromX, fromY, toX, toY));
    if (best === null || cost < best.cost) best = { place, cost };
  }
  return best?.place ?? { left: 0, top: 0, ...label };
}
