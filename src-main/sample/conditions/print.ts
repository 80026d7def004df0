import type { RasterImage } from '../../imaging/image.ts';
import { setText, type GlyphRun } from '../print-font.ts';
import { paperLevels, type Picture } from './picture.ts';

/** Level of printer's black on paper, 0 to 255. */
const printTone = 45;

/** A straight printed line, in pixels. */
export interface PrintedLine {
  readonly from: { readonly x: number; readonly y: number };
  readonly to: { readonly x: number; readonly y: number };
  readonly thickness: number;
  /** Level of the print, 0 black to 255. */
  readonly tone?: number;
}

/** Prints a straight line with blunt ends. Print darkens what is there and never lightens it. */
export function printLine(picture: Picture, line: PrintedLine): Picture {
  const data = Uint8Array.from(picture.image.data);
  const canvas = { ...picture.image, data };
  drawStroke(canvas, line.from, line.to, line.thickness / 2, line.tone ?? printTone);
  return { ...picture, image: canvas };
}

/** A line of printed text, in pixels. */
export interface PrintedText {
  readonly text: string;
  /** Left end of the base line. */
  readonly x: number;
  readonly y: number;
  /** Height of the capitals. */
  readonly height: number;
  /** Width of a stroke as a share of the height; 0.12 unless told. */
  readonly weight?: number;
  readonly tone?: number;
}

/** Width in pixels of a text with capitals of a height. */
export function textWidth(text: string, height: number): number {
  return (setText(text).width * height) / 6;
}

/** Prints a line of text in the typeface of the sample cheques; what falls outside the picture is cut off. */
export function printText(picture: Picture, { text, x, y, height, weight = 0.12, tone }: PrintedText): Picture {
  const data = Uint8Array.from(picture.image.data);
  const canvas = { ...picture.image, data };
  const unit = height / 6;
  for (const run of setText(text).runs) {
    const points = pointsOf(run).map((point) => ({ x: x + point.x * unit, y: y - point.y * unit }));
    for (let at = 1; at < points.length; at += 1)
      drawStroke(canvas, points[at - 1]!, points[at]!, (weight * height) / 2, tone ?? printTone);
  }
  return { ...picture, image: canvas };
}

/** A glyph's run as straight pieces; smooth ones are Catmull-Rom splines in eight pieces a span. */
function pointsOf({ points, smooth }: GlyphRun): GlyphRun['points'] {
  if (!smooth || points.length < 3) return points;
  const at = (index: number) => points[Math.max(0, Math.min(points.length - 1, index))]!;
  const pieces = [at(0)];
  for (let span = 1; span < points.length; span += 1) {
    const [before, from, to, after] = [at(span - 2), at(span - 1), at(span), at(span + 1)];
    for (let piece = 1; piece <= 8; piece += 1) {
      const t = piece / 8;
      const spline = (a: number, b: number, c: number, d: number) =>
        0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t);
      pieces.push({ x: spline(before.x, from.x, to.x, after.x), y: spline(before.y, from.y, to.y, after.y) });
    }
  }
  return pieces;
}

/** Draws a straight stroke with round ends, anti-aliased, in place. */
function drawStroke(
  { width, height, channels, data }: RasterImage,
  from: { readonly x: number; readonly y: number },
  to: { readonly x: number; readonly y: number },
  radius: number,
  tone: number,
): void {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const square = Math.max(1e-9, dx * dx + dy * dy);
  const reach = radius + 1;
  const left = Math.max(0, Math.floor(Math.min(from.x, to.x) - reach));
  const right = Math.min(width - 1, Math.ceil(Math.max(from.x, to.x) + reach));
  const top = Math.max(0, Math.floor(Math.min(from.y, to.y) - reach));
  const bottom = Math.min(height - 1, Math.ceil(Math.max(from.y, to.y) + reach));
  for (let y = top; y <= bottom; y += 1) {
    for (let x = left; x <= right; x += 1) {
      const [px, py] = [x + 0.5 - from.x, y + 0.5 - from.y];
      const along = Math.max(0, Math.min(1, (px * dx + py * dy) / square));
      const away = Math.sqrt((px - along * dx) ** 2 + (py - along * dy) ** 2);
      // A line thinner than a pixel covers no more of it than its width.
      const cover = Math.min(1, 2 * radius, Math.max(0, radius - away + 0.5));
      if (cover === 0) continue;
      for (let at = (y * width + x) * channels, channel = 0; channel < channels; channel += 1, at += 1) {
        const level = data[at]!;
        const darkened = Math.floor(level * (1 - cover) + tone * cover + 0.5);
        if (darkened < level) data[at] = darkened;
      }
    }
  }
}

/** The picture with paper added at its edges, in pixels. */
export function withPaper(
  picture: Picture,
  added: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number },
): Picture {
  const { image } = picture;
  const { channels } = image;
  const width = image.width + added.left + added.right;
  const height = image.height + added.top + added.bottom;
  const papers = paperLevels(image);
  const data = new Uint8Array(width * height * channels);
  for (let at = 0; at < data.length; at += 1) data[at] = papers[at % channels]!;
  const line = image.width * channels;
  for (let row = 0; row < image.height; row += 1) {
    data.set(image.data.subarray(row * line, (row + 1) * line), ((row + added.top) * width + added.left) * channels);
  }
  return { ...picture, image: { width, height, channels, data } };
}
