import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignmentMap, composed, fitBoth, mapped } from '../../src-renderer/features/result/overlay-drawing.ts';

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const alignment = fc.record({
  scale: number(0.3, 3),
  rotation: number(-0.6, 0.6),
  dx: number(-200, 200),
  dy: number(-200, 200),
  overlap: number(0, 1),
});
const side = fc.integer({ min: 5, max: 2000 });
const size = fc.record({ width: side, height: side });

describe('the overlay', () => {
  it('scales, then turns clockwise, then shifts', () => {
    const map = alignmentMap({ scale: 2, rotation: Math.PI / 2, dx: 10, dy: 20, overlap: 0 });
    const { x, y } = mapped(map, 3, 0);
    // On a screen, whose y grows downward, a quarter turn clockwise takes right to down.
    expect(x).toBeCloseTo(10, 9);
    expect(y).toBeCloseTo(26, 9);
  });

  it('shows every corner of both pictures inside the canvas', () => {
    fc.assert(
      fc.property(size, size, alignment, size, (questioned, specimen, laid, canvas) => {
        const fit = fitBoth(questioned, specimen, laid, canvas, 0);
        const whole = composed(fit, alignmentMap(laid));
        const corners = [
          mapped(fit, 0, 0),
          mapped(fit, specimen.width, specimen.height),
          mapped(whole, 0, 0),
          mapped(whole, questioned.width, 0),
          mapped(whole, 0, questioned.height),
          mapped(whole, questioned.width, questioned.height),
        ];
        for (const { x, y } of corners) {
          expect(x).toBeGreaterThanOrEqual(-1e-6);
          expect(y).toBeGreaterThanOrEqual(-1e-6);
          expect(x).toBeLessThanOrEqual(canvas.width + 1e-6);
          expect(y).toBeLessThanOrEqual(canvas.height + 1e-6);
        }
      }),
    );
  });

  it('composes maps as one after the other', () => {
    fc.assert(
      fc.property(alignment, alignment, number(-99, 99), number(-99, 99), (one, other, x, y) => {
        const inner = mapped(alignmentMap(other), x, y);
        const expected = mapped(alignmentMap(one), inner.x, inner.y);
        const both = mapped(composed(alignmentMap(one), alignmentMap(other)), x, y);
        expect(both.x).toBeCloseTo(expected.x, 6);
        expect(both.y).toBeCloseTo(expected.y, 6);
      }),
    );
  });
});
