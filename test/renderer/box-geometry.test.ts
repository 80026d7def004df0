import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  boxBetween,
  boxOfShare,
  handles,
  moveBox,
  nudgeBox,
  resizeBox,
  shareOfPage,
  smallestSide,
  type Size,
} from '../../src-renderer/features/scan/box-geometry.ts';
import type { Box } from '../../src-main/contract/box.ts';

const page = fc.record({ width: fc.integer({ min: 1, max: 5000 }), height: fc.integer({ min: 1, max: 5000 }) });
const reach = fc.double({ min: -9000, max: 9000, noNaN: true });
const point = fc.record({ x: reach, y: reach });
const boxed = page.chain((size) =>
  fc.tuple(point, point).map(([one, other]) => ({ size, box: boxBetween(one, other, size) })),
);

function expectInside(box: Box, size: Size): void {
  for (const value of Object.values(box)) expect(Number.isInteger(value)).toBe(true);
  expect(box.x).toBeGreaterThanOrEqual(0);
  expect(box.y).toBeGreaterThanOrEqual(0);
  expect(box.x + box.width).toBeLessThanOrEqual(size.width);
  expect(box.y + box.height).toBeLessThanOrEqual(size.height);
  expect(box.width).toBeGreaterThanOrEqual(Math.min(smallestSide, size.width));
  expect(box.height).toBeGreaterThanOrEqual(Math.min(smallestSide, size.height));
}

describe('the signature box', () => {
  it('drawn between any two points is whole pixels inside the page', () => {
    fc.assert(fc.property(boxed, ({ size, box }) => expectInside(box, size)));
  });

  it('moved keeps its size and stays inside', () => {
    fc.assert(
      fc.property(boxed, reach, reach, ({ size, box }, dx, dy) => {
        const moved = moveBox(box, dx, dy, size);
        expectInside(moved, size);
        expect([moved.width, moved.height]).toEqual([box.width, box.height]);
      }),
    );
  });

  it('resized by a handle stays inside, and the opposite edges stay where they are', () => {
    fc.assert(
      fc.property(boxed, fc.constantFrom(...handles), reach, reach, ({ size, box }, handle, dx, dy) => {
        const resized = resizeBox(box, handle, dx, dy, size);
        expectInside(resized, size);
        if (!handle.includes('w')) expect(resized.x).toBe(box.x);
        if (!handle.includes('n')) expect(resized.y).toBe(box.y);
        if (!handle.includes('e')) expect(resized.x + resized.width).toBe(box.x + box.width);
        if (!handle.includes('s')) expect(resized.y + resized.height).toBe(box.y + box.height);
      }),
    );
  });

  it('is found again from its shares of the page, on the same page', () => {
    fc.assert(
      fc.property(boxed, ({ size, box }) => {
        expect(boxOfShare(shareOfPage(box, size), size)).toEqual(box);
      }),
    );
  });

  it('takes arrows, with Shift as a resize and Alt as a single pixel; other keys mean nothing', () => {
    const size = { width: 1600, height: 720 };
    const box = { x: 800, y: 400, width: 300, height: 120 };
    const plain = { shift: false, alt: false };
    expect(nudgeBox(box, 'ArrowLeft', plain, size)).toEqual({ ...box, x: 784 });
    expect(nudgeBox(box, 'ArrowLeft', { shift: false, alt: true }, size)).toEqual({ ...box, x: 799 });
    expect(nudgeBox(box, 'ArrowDown', { shift: true, alt: true }, size)).toEqual({ ...box, height: 121 });
    expect(nudgeBox(box, 'Enter', plain, size)).toBeNull();
  });
});
