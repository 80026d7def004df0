import type { Affine } from '../../imaging/affine.ts';
import type { Box } from '../../imaging/image.ts';
import { mapPoint } from './geometry.ts';
import type { PenPath } from './handwriting.ts';

/** Ink on a part of a page. */
export interface InkPatch extends Box {
  /** How much of each pixel's light the ink takes, 0 to 1. */
  readonly cover: Float32Array;
  /** How much of each pixel lies under the pen's line, 0 to 1, however dark it is there. */
  readonly under: Float32Array;
  /** sRGB, 0 to 255. */
  readonly colour: readonly [number, number, number];
  /** Share of the pen's way that went beside the paper: 0 to 1. */
  readonly lost: number;
}

interface Extent {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

function extentOf(places: Float32Array): Extent {
  const extent = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (let at = 0; at < places.length; at += 3) {
    if ((places[at + 2] ?? 0) <= 0) continue;
    const x = places[at] ?? 0;
    const y = places[at + 1] ?? 0;
    if (x < extent.left) extent.left = x;
    if (x > extent.right) extent.right = x;
    if (y < extent.top) extent.top = y;
    if (y > extent.bottom) extent.bottom = y;
  }
  return extent;
}

/** A page that a cheque lies on. */
export interface Ground {
  /** Of the cheque, in millimetres. */
  readonly paper: { readonly width: number; readonly height: number };
  /** From the cheque's millimetres to the page's pixels. */
  readonly toPage: Affine;
  /** Of the page, in pixels. */
  readonly width: number;
  readonly height: number;
  readonly pixelsPerMillimetre: number;
}

/**
 * Draws a pen's way as ink, anti-aliased: the line's width and density follow the pressure. What goes beside the paper or the
 * page is lost.
 *
 * @param place from the path's millimetres to the cheque's.
 */
export function inkPath(path: PenPath, place: Affine, ground: Ground): InkPatch {
  const { points, pen } = path;
  const { paper, toPage, pixelsPerMillimetre } = ground;
  const places = new Float32Array(points.length);
  let down = 0;
  let lost = 0;
  for (let at = 0; at < points.length; at += 3) {
    const on = mapPoint(place, { x: points[at] ?? 0, y: points[at + 1] ?? 0 });
    const { x, y } = mapPoint(toPage, on);
    places[at] = x;
    places[at + 1] = y;
    const pressure = points[at + 2] ?? 0;
    const beside = on.x < 0 || on.y < 0 || on.x > paper.width || on.y > paper.height;
    places[at + 2] = beside ? 0 : pressure;
    if (pressure <= 0) continue;
    down++;
    if (beside) lost++;
  }
  const extent = extentOf(places);
  const edge = pen.width * pixelsPerMillimetre + 2;
  const none = extent.right < extent.left;
  const x0 = none ? 0 : Math.max(0, Math.floor(extent.left - edge));
  const y0 = none ? 0 : Math.max(0, Math.floor(extent.top - edge));
  const width = none ? 0 : Math.max(0, Math.min(ground.width, Math.ceil(extent.right + edge)) - x0);
  const height = none ? 0 : Math.max(0, Math.min(ground.height, Math.ceil(extent.bottom + edge)) - y0);
  const cover = new Float32Array(width * height);
  const under = new Float32Array(width * height);
  for (let at = 3; at < places.length; at += 3) {
    const pressure = ((places[at - 1] ?? 0) + (places[at + 2] ?? 0)) / 2;
    if ((places[at - 1] ?? 0) <= 0 || (places[at + 2] ?? 0) <= 0) continue;
    // Never thinner than a scanner's dot can show as a line.
    const radius = Math.max(0.35, (pen.width * pixelsPerMillimetre * (0.5 + 0.8 * pressure)) / 2);
    const density = Math.min(1, 0.5 + 0.75 * pressure);
    const ax = (places[at - 3] ?? 0) - x0;
    const ay = (places[at - 2] ?? 0) - y0;
    const dx = (places[at] ?? 0) - x0 - ax;
    const dy = (places[at + 1] ?? 0) - y0 - ay;
    const square = Math.max(1e-9, dx * dx + dy * dy);
    const reach = radius + 0.5;
    const left = Math.max(0, Math.floor(Math.min(ax, ax + dx) - reach));
    const right = Math.min(width - 1, Math.ceil(Math.max(ax, ax + dx) + reach));
    const top = Math.max(0, Math.floor(Math.min(ay, ay + dy) - reach));
    const bottom = Math.min(height - 1, Math.ceil(Math.max(ay, ay + dy) + reach));
    for (let y = top; y <= bottom; y++) {
      for (let x = left; x <= right; x++) {
        const px = x + 0.5 - ax;
        const py = y + 0.5 - ay;
        const along = Math.max(0, Math.min(1, (px * dx + py * dy) / square));
        const away = Math.sqrt((px - along * dx) ** 2 + (py - along * dy) ** 2);
        const amount = Math.max(0, Math.min(1, radius - away + 0.5));
        const to = y * width + x;
        if (amount > (under[to] ?? 0)) under[to] = amount;
        if (amount * density > (cover[to] ?? 0)) cover[to] = amount * density;
      }
    }
  }
  return { x: x0, y: y0, width, height, cover, under, colour: pen.colour, lost: down === 0 ? 0 : lost / down };
}

/** A canvas that ink is laid on in place. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
}

/** Rec. 601 luma. */
export function luma([red, green, blue]: readonly [number, number, number]): number {
  return Math.round(0.299 * red + 0.587 * green + 0.114 * blue);
}

/** Lays ink on a canvas in place, as a pen does: it darkens, and never lightens, what is printed below. */
export function layPatch(canvas: Canvas, patch: InkPatch): void {
  const { channels, data } = canvas;
  const tones = channels === 3 ? patch.colour : [luma(patch.colour)];
  for (let row = 0, at = 0; row < patch.height; row++) {
    let to = ((patch.y + row) * canvas.width + patch.x) * channels;
    for (let column = 0; column < patch.width; column++, at++, to += channels) {
      const amount = patch.cover[at] ?? 0;
      if (amount === 0) continue;
      for (let channel = 0; channel < channels; channel++) {
        const below = data[to + channel] ?? 255;
        const tone = tones[channel] ?? 0;
        if (tone < below) data[to + channel] = Math.round(below + (tone - below) * amount);
      }
    }
  }
}

/** Where the pen's line covers at least this share of a pixel, the pixel is ink. */
export const inkShare = 0.5;

/** A mask of a page: 1 where a pixel is ink. @param mask of the page's size, changed in place. @returns the ink's box. */
export function markPatch(mask: Uint8Array, width: number, patch: InkPatch, seen?: Uint8Array): Box | null {
  let [left, top, right, bottom] = [Infinity, Infinity, -1, -1];
  for (let row = 0, at = 0; row < patch.height; row++) {
    for (let column = 0; column < patch.width; column++, at++) {
      const to = (patch.y + row) * width + patch.x + column;
      // On a bitonal scan, ink is what came out black.
      const ink = seen ? (patch.under[at] ?? 0) >= 0.2 && seen[to] === 0 : (patch.under[at] ?? 0) >= inkShare;
      if (!ink) continue;
      mask[to] = 1;
      const x = patch.x + column;
      const y = patch.y + row;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      if (y > bottom) bottom = y;
    }
  }
  return right < 0 ? null : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}
