import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Crop } from '../../src-main/contract/check.ts';
import { compareLayout, tileColumns } from '../../src-renderer/features/result/compare-layout.ts';

const png = new Uint8Array();
const crop = (width: number, height: number, dotsPerInch: number | null): Crop => ({ png, width, height, dotsPerInch });
const side = fc.integer({ min: 1, max: 3000 });
const dots = fc.option(fc.integer({ min: 50, max: 1200 }), { nil: null });
const crops = fc.array(
  fc.tuple(side, side, dots).map(([width, height, dpi]) => crop(width, height, dpi)),
  {
    minLength: 1,
    maxLength: 6,
  },
);
const frame = { width: 240, height: 90 };

describe('signatures side by side', () => {
  it('fit the frame, keep their aspect and share one scale', () => {
    fc.assert(
      fc.property(crops, (all) => {
        const { sizes, by } = compareLayout(all, frame);
        expect(by).toBe(all.every((one) => one.dotsPerInch !== null) ? 'physical' : 'ink-height');
        sizes.forEach((size, index) => {
          const original = all[index] ?? crop(1, 1, null);
          expect(size.width).toBeLessThanOrEqual(frame.width * 1.000001);
          expect(size.height).toBeLessThanOrEqual(frame.height * 1.000001);
          expect(size.width / size.height).toBeCloseTo(original.width / original.height, 6);
          if (by === 'ink-height') expect(size.height).toBeCloseTo(sizes[0]?.height ?? 0, 6);
        });
      }),
    );
  });

  it('show twice the pixels at twice the resolution equally large', () => {
    const { sizes, perMillimetre } = compareLayout([crop(300, 100, 200), crop(600, 200, 400)], frame);
    expect(sizes[1]).toEqual(sizes[0]);
    expect((perMillimetre ?? 0) * 12.7).toBeCloseTo(sizes[0]?.height ?? 0, 6);
  });

  it('get as many columns as show them largest', () => {
    expect(tileColumns(1, 3, { width: 715, height: 335 }, 8)).toBe(1);
    expect(tileColumns(5, 3, { width: 715, height: 335 }, 8)).toBe(2);
    expect(tileColumns(2, 3, { width: 715, height: 120 }, 8)).toBe(2);
  });
});
