import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitBox, fitPage, keepInSight, pagePoint, zoomAt } from '../../src-renderer/features/scan/viewport.ts';

const side = fc.integer({ min: 20, max: 4000 });
const size = fc.record({ width: side, height: side });
const margin = 10;

describe('how a page lies in its frame', () => {
  it('fits whole and centred', () => {
    fc.assert(
      fc.property(size, size, (page, frame) => {
        const view = fitPage(page, frame, margin);
        expect(view.x * 2 + page.width * view.scale).toBeCloseTo(frame.width, 6);
        expect(view.y * 2 + page.height * view.scale).toBeCloseTo(frame.height, 6);
        expect(page.width * view.scale).toBeLessThanOrEqual(Math.max(1, frame.width - 2 * margin) + 1e-6);
      }),
    );
  });

  it('keeps the point under the pointer where it was, unless the page would leave its frame', () => {
    fc.assert(
      fc.property(size, size, fc.double({ min: 1, max: 4, noNaN: true }), (page, frame, factor) => {
        const middle = { x: frame.width / 2, y: frame.height / 2 };
        const before = fitPage(page, frame, margin);
        const after = zoomAt(before, factor, middle, page, frame, margin);
        expect(pagePoint(after, middle).x).toBeCloseTo(pagePoint(before, middle).x, 3);
        expect(pagePoint(after, middle).y).toBeCloseTo(pagePoint(before, middle).y, 3);
      }),
    );
  });

  it('never gets smaller than the whole page, and is held in sight at any zoom', () => {
    fc.assert(
      fc.property(
        size,
        size,
        fc.double({ min: 0.01, max: 20, noNaN: true }),
        side,
        side,
        (page, frame, factor, x, y) => {
          const whole = fitPage(page, frame, margin);
          const view = zoomAt(whole, factor, { x, y }, page, frame, margin);
          expect(view.scale).toBeGreaterThanOrEqual(whole.scale * 0.999999);
          const held = keepInSight(view, page, frame, margin);
          expect(held.x).toBeCloseTo(view.x, 6);
          expect(held.y).toBeCloseTo(view.y, 6);
        },
      ),
    );
  });

  it('brings a box near', () => {
    const page = { width: 1600, height: 720 };
    const frame = { width: 800, height: 300 };
    const view = fitBox({ x: 1000, y: 400, width: 300, height: 100 }, page, frame, margin);
    expect(view.scale).toBeGreaterThan(fitPage(page, frame, margin).scale);
    const middle = pagePoint(view, { x: 400, y: 150 });
    expect(middle.x).toBeCloseTo(1150, 6);
    expect(middle.y).toBeCloseTo(450, 6);
  });
});
