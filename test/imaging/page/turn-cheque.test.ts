import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chain, inverse, mapPoint, type Affine } from '../../../src-main/imaging/affine.ts';
import type { RasterImage } from '../../../src-main/imaging/image.ts';
import { wholePage } from '../../../src-main/imaging/page/cheque-on-page.ts';
import { quarterTurned, turnCheque, turnedBack } from '../../../src-main/imaging/page/turn-cheque.ts';

const images = fc
  .record({
    width: fc.integer({ min: 1, max: 9 }),
    height: fc.integer({ min: 1, max: 9 }),
    channels: fc.constantFrom<1 | 3>(1, 3),
  })
  .chain(({ width, height, channels }) =>
    fc
      .uint8Array({ minLength: width * height * channels, maxLength: width * height * channels })
      .map((data): RasterImage => ({ width, height, channels, data: Uint8Array.from(data) })),
  );

const samplesAt = (image: RasterImage, x: number, y: number): number[] => {
  const at = (Math.floor(y) * image.width + Math.floor(x)) * image.channels;
  return [...image.data.subarray(at, at + image.channels)];
};

/** Whether each pixel of `turned` shows what lies under it on `page`. */
function showsPage(turned: RasterImage, page: RasterImage, toPage: Affine): boolean {
  for (let y = 0; y < turned.height; y += 1) {
    for (let x = 0; x < turned.width; x += 1) {
      const [pageX, pageY] = mapPoint(toPage, [x + 0.5, y + 0.5]);
      if (String(samplesAt(turned, x, y)) !== String(samplesAt(page, pageX, pageY))) return false;
    }
  }
  return true;
}

describe('turning', () => {
  it('a quarter turn is clockwise', () => {
    const image: RasterImage = { width: 2, height: 1, channels: 1, data: Uint8Array.of(1, 2) };
    expect(quarterTurned(image, 1)).toEqual({ width: 1, height: 2, channels: 1, data: Uint8Array.of(1, 2) });
    expect(quarterTurned(image, 3)).toEqual({ width: 1, height: 2, channels: 1, data: Uint8Array.of(2, 1) });
    expect(quarterTurned(image, 0)).toBe(image);
  });

  it('the map back leads from every turned pixel to the one it came from', () => {
    fc.assert(
      fc.property(images, fc.constantFrom(0, 1, 2, 3), (image, turns) => {
        const turned = quarterTurned(image, turns);
        expect(showsPage(turned, image, turnedBack(turns, image.width, image.height))).toBe(true);
      }),
    );
  });

  it('a turned cheque keeps telling where it lay on the page', () => {
    fc.assert(
      fc.property(images, fc.array(fc.constantFrom('half-turn', 'mirror'), { maxLength: 5 }), (page, steps) => {
        let cheque = wholePage(page);
        for (const step of steps) cheque = turnCheque(cheque, step);
        expect(showsPage(cheque.image, page, cheque.toPage)).toBe(true);
        expect(cheque.mirrored).toBe(steps.filter((step) => step === 'mirror').length % 2 === 1);
        expect(cheque.quarterTurns).toBe((steps.filter((step) => step === 'half-turn').length % 2) * 2);
        expect(cheque.corners[0]).toEqual(mapPoint(cheque.toPage, [0, 0]));
        expect(cheque.corners[2]).toEqual(mapPoint(cheque.toPage, [cheque.image.width, cheque.image.height]));
      }),
    );
  });
});

describe('maps', () => {
  const turns = fc.record({
    a: fc.integer({ min: 1, max: 5 }),
    b: fc.integer({ min: -5, max: 0 }),
    c: fc.integer({ min: 0, max: 5 }),
    d: fc.integer({ min: 1, max: 5 }),
    e: fc.integer({ min: -50, max: 50 }),
    f: fc.integer({ min: -50, max: 50 }),
  });

  it('there and back is where it was', () => {
    fc.assert(
      fc.property(turns, fc.integer({ min: -99, max: 99 }), fc.integer({ min: -99, max: 99 }), (map, x, y) => {
        const [backX, backY] = mapPoint(chain(map, inverse(map)), [x, y]);
        expect(backX).toBeCloseTo(x, 6);
        expect(backY).toBeCloseTo(y, 6);
      }),
    );
  });

  it('a map that flattens everything has no way back', () => {
    expect(() => inverse({ a: 0, b: 0, c: 0, d: 0, e: 1, f: 1 })).toThrow(RangeError);
  });
});
