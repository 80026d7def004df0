import type { Box, ShareBox } from '../../../src-main/contract/box.ts';

/** A corner or edge of the box, by compass point. */
export type Handle = 'n' | 'ne' | 'e' | 'se' | 's' | 'sw' | 'w' | 'nw';
export const handles: readonly Handle[] = ['nw', 'n', 'ne', 'e', 'se', 's', 'sw', 'w'];

export interface Size {
  readonly width: number;
  readonly height: number;
}
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The smallest side of a box, in pixels of the scan (or the page's own side where that is smaller). */
export const smallestSide = 8;

const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), Math.max(low, high));

/** The box that is the whole page. */
export function wholePage(page: Size): Box {
  return { x: 0, y: 0, width: page.width, height: page.height };
}

/** Whether two boxes are the same; null is the whole picture. */
export function sameBox(one: Box | null, other: Box | null): boolean {
  if (one === null || other === null) return one === other;
  return one.x === other.x && one.y === other.y && one.width === other.width && one.height === other.height;
}

/** The box between two edges on each axis, in whole pixels, inside the page and not smaller than the smallest side. */
function boxOfEdges(left: number, top: number, right: number, bottom: number, page: Size): Box {
  const x = clamp(Math.round(left), 0, page.width - Math.min(smallestSide, page.width));
  const y = clamp(Math.round(top), 0, page.height - Math.min(smallestSide, page.height));
  return {
    x,
    y,
    width: clamp(Math.round(right) - x, Math.min(smallestSide, page.width), page.width - x),
    height: clamp(Math.round(bottom) - y, Math.min(smallestSide, page.height), page.height - y),
  };
}

/** The box with two points as opposite corners. */
export function boxBetween(one: Point, other: Point, page: Size): Box {
  return boxOfEdges(
    Math.min(one.x, other.x),
    Math.min(one.y, other.y),
    Math.max(one.x, other.x),
    Math.max(one.y, other.y),
    page,
  );
}

/** The box shifted by so many pixels, held inside the page; its size stays. */
export function moveBox(box: Box, dx: number, dy: number, page: Size): Box {
  return {
    ...box,
    x: clamp(Math.round(box.x + dx), 0, page.width - box.width),
    y: clamp(Math.round(box.y + dy), 0, page.height - box.height),
  };
}

/** The box with one handle dragged by so many pixels. The opposite edge stays where it is. */
export function resizeBox(box: Box, handle: Handle, dx: number, dy: number, page: Size): Box {
  const least = { x: Math.min(smallestSide, page.width), y: Math.min(smallestSide, page.height) };
  let left = box.x;
  let top = box.y;
  let right = box.x + box.width;
  let bottom = box.y + box.height;
  if (handle.includes('w')) left = clamp(left + dx, 0, right - least.x);
  if (handle.includes('e')) right = clamp(right + dx, left + least.x, page.width);
  if (handle.includes('n')) top = clamp(top + dy, 0, bottom - least.y);
  if (handle.includes('s')) bottom = clamp(bottom + dy, top + least.y, page.height);
  return boxOfEdges(left, top, right, bottom, page);
}

/**
 * What a key does to the box: arrows move it, with Shift they move its right and lower edge, with Alt by one pixel.
 * Null where the key means nothing here.
 */
export function nudgeBox(box: Box, key: string, keys: { shift: boolean; alt: boolean }, page: Size): Box | null {
  const step = keys.alt ? 1 : Math.max(2, Math.round(page.width / 100));
  const directions: Record<string, readonly [number, number]> = {
    ArrowLeft: [-step, 0],
    ArrowRight: [step, 0],
    ArrowUp: [0, -step],
    ArrowDown: [0, step],
  };
  const direction = directions[key];
  if (!direction) return null;
  return keys.shift
    ? resizeBox(box, 'se', direction[0], direction[1], page)
    : moveBox(box, direction[0], direction[1], page);
}

/** The box as shares of the page, as a layout keeps it. */
export function shareOfPage(box: Box, page: Size): ShareBox {
  return {
    x: box.x / page.width,
    y: box.y / page.height,
    width: box.width / page.width,
    height: box.height / page.height,
  };
}

/** A layout's box on a page of this size. */
export function boxOfShare(share: ShareBox, page: Size): Box {
  return boxOfEdges(
    share.x * page.width,
    share.y * page.height,
    (share.x + share.width) * page.width,
    (share.y + share.height) * page.height,
    page,
  );
}
