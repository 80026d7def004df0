import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundsOf, busynessOf, cornersOf, labelPlace, type Place } from '../../src-renderer/features/scan/marks.ts';

const page = { width: 1000, height: 500 };
const frame = { width: 1000, height: 500 };
const view = { scale: 1, x: 0, y: 0 };
const label = { width: 60, height: 17 };
const apart = (one: Place, other: Place) =>
  one.left + one.width <= other.left ||
  other.left + other.width <= one.left ||
  one.top + one.height <= other.top ||
  other.top + other.height <= one.top;

describe('the label of a mark', () => {
  it('lies inside the frame and off the mark wherever there is room for it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 70, max: 600 }),
        fc.integer({ min: 20, max: 350 }),
        fc.integer({ min: 10, max: 300 }),
        fc.integer({ min: 10, max: 100 }),
        (left, top, width, height) => {
          const mark = { left, top, width, height };
          const place = labelPlace(mark, label, frame, [], page, view, null);
          expect(place.left).toBeGreaterThanOrEqual(0);
          expect(place.left + place.width).toBeLessThanOrEqual(frame.width);
          expect(place.top).toBeGreaterThanOrEqual(0);
          expect(place.top + place.height).toBeLessThanOrEqual(frame.height);
          expect(apart(place, mark)).toBe(true);
        },
      ),
    );
  });

  it('keeps off ink: it goes where the paper is quiet', () => {
    const size = { width: 200, height: 100 };
    const pixels = new Uint8ClampedArray(size.width * size.height * 4).fill(255);
    // Stripes of ink over the whole band above the mark.
    for (let y = 30; y < 40; y++) {
      for (let x = 0; x < size.width; x += 2) pixels.set([0, 0, 0], (y * size.width + x) * 4);
    }
    const mark = { left: 400, top: 200, width: 200, height: 80 };
    const before = labelPlace(mark, label, frame, [], page, view, null);
    expect(before.top).toBeLessThan(mark.top);
    const after = labelPlace(mark, label, frame, [], page, view, busynessOf(pixels, size));
    expect(after.top).toBeGreaterThan(mark.top + mark.height - 1);
  });

  it('keeps off what is taken already', () => {
    const mark = { left: 400, top: 200, width: 200, height: 80 };
    const first = labelPlace(mark, label, frame, [], page, view, null);
    const second = labelPlace(mark, label, frame, [first], page, view, null);
    expect(apart(first, second)).toBe(true);
  });
});

describe('the picture under the marks', () => {
  it('is quiet where it is even, and busy where it changes', () => {
    const even = busynessOf(new Uint8ClampedArray(4 * 12).fill(128), { width: 4, height: 3 });
    expect([...even.cells]).toEqual(Array.from({ length: 12 }, () => 0));
    const edge = busynessOf(new Uint8ClampedArray([0, 0, 0, 255, 255, 255, 255, 255]), { width: 2, height: 1 });
    expect(edge.cells[0]).toBeCloseTo(255 * 255, -1);
    expect(edge.cells[1]).toBe(0);
  });

  it('has bounds round corners in any order', () => {
    const box = { x: 3, y: 4, width: 10, height: 20 };
    expect(boundsOf(cornersOf(box).reverse())).toEqual(box);
  });
});
