import type { Box } from '../../../src-main/contract/box.ts';
import type { Point, Size } from './box-geometry.ts';

/** How a page lies in its frame: screen = page · scale + offset. */
export interface Viewport {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** The most a page is magnified: this many screen pixels a pixel of the scan. */
const largestScale = 8;

/** The whole page in the middle of the frame, with a margin in screen pixels. */
export function fitPage(page: Size, frame: Size, margin: number): Viewport {
  const scale = Math.min(
    Math.max(1, frame.width - 2 * margin) / page.width,
    Math.max(1, frame.height - 2 * margin) / page.height,
  );
  return { scale, x: (frame.width - page.width * scale) / 2, y: (frame.height - page.height * scale) / 2 };
}

/** A box of the page in the middle of the frame, with some of the page round it. */
export function fitBox(box: Box, page: Size, frame: Size, margin: number): Viewport {
  const whole = fitPage(page, frame, margin);
  const near = fitPage({ width: box.width * 1.6, height: box.height * 1.8 }, frame, 0);
  const scale = Math.min(largestScale, Math.max(whole.scale, near.scale));
  const centred = {
    scale,
    x: frame.width / 2 - (box.x + box.width / 2) * scale,
    y: frame.height / 2 - (box.y + box.height / 2) * scale,
  };
  return keepInSight(centred, page, frame, margin);
}

/** Holds the page in its frame: centred where it is smaller than the frame, without gaps where it is larger. */
export function keepInSight(viewport: Viewport, page: Size, frame: Size, margin: number): Viewport {
  const hold = (offset: number, length: number, room: number) =>
    length <= room - 2 * margin ? (room - length) / 2 : Math.min(margin, Math.max(room - margin - length, offset));
  return {
    scale: viewport.scale,
    x: hold(viewport.x, page.width * viewport.scale, frame.width),
    y: hold(viewport.y, page.height * viewport.scale, frame.height),
  };
}

/** Magnifies by a factor about a point of the frame; not below the whole page, not above the largest scale. */
export function zoomAt(
  viewport: Viewport,
  factor: number,
  at: Point,
  page: Size,
  frame: Size,
  margin: number,
): Viewport {
  const least = fitPage(page, frame, margin).scale;
  const scale = Math.min(Math.max(viewport.scale * factor, least), Math.max(least, largestScale));
  const ratio = scale / viewport.scale;
  return keepInSight(
    { scale, x: at.x - (at.x - viewport.x) * ratio, y: at.y - (at.y - viewport.y) * ratio },
    page,
    frame,
    margin,
  );
}

/** The point of the page under a point of the frame. */
export function pagePoint(viewport: Viewport, at: Point): Point {
  return { x: (at.x - viewport.x) / viewport.scale, y: (at.y - viewport.y) / viewport.scale };
}
