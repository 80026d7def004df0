import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RasterImage } from '../../../src-main/imaging/image.ts';
import { asGroup4 } from '../../../src-main/sample/conditions/capture.ts';
import {
  blurred,
  inPerspective,
  rotated,
  scaled,
  slanted,
  toResolution,
} from '../../../src-main/sample/conditions/geometry.ts';
import { thickenPen } from '../../../src-main/sample/conditions/pen.ts';
import { inkBox, paperLevels, type Picture } from '../../../src-main/sample/conditions/picture.ts';
import { printLine, printText, textWidth, withPaper } from '../../../src-main/sample/conditions/print.ts';
import { addNoise, castShadow, fadeInk, tintPaper } from '../../../src-main/sample/conditions/tone.ts';
import { decodeScan } from '../../../src-main/imaging/decode.ts';
import { seededRandom } from '../../../src-main/sample/seeded.ts';

/** Paper of 240 with a rectangle of ink of 60. */
function sheet(
  width: number,
  height: number,
  ink: { x: number; y: number; width: number; height: number } | null,
  channels: 1 | 3 = 1,
): Picture {
  const data = new Uint8Array(width * height * channels).fill(240);
  if (ink) {
    for (let row = ink.y; row < ink.y + ink.height; row += 1) {
      data.fill(60, (row * width + ink.x) * channels, (row * width + ink.x + ink.width) * channels);
    }
  }
  return { image: { width, height, channels, data }, dotsPerInch: 300 };
}

const darkPixels = ({ data, channels }: RasterImage) =>
  data.reduce((count, level, at) => count + (at % channels === 0 && level < 150 ? 1 : 0), 0);

const anySheet = fc
  .record({
    width: fc.integer({ min: 12, max: 40 }),
    height: fc.integer({ min: 12, max: 40 }),
    channels: fc.constantFrom(1 as const, 3 as const),
    noise: fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 7, maxLength: 31 }),
  })
  .map(({ width, height, channels, noise }): Picture => {
    const data = Uint8Array.from({ length: width * height * channels }, (_, at) => noise[at % noise.length]!);
    return { image: { width, height, channels, data }, dotsPerInch: 300 };
  });

describe('the pen', () => {
  test.each([
    [1, 6],
    [2, 7],
    [-1, 4],
    [-2, 3],
    [0, 5],
  ])('changed by %i px makes a stroke of 5 px one of %i', (change, width) => {
    const { image } = thickenPen(sheet(30, 20, { x: 10, y: 0, width: 5, height: 20 }), change);
    expect(darkPixels(image)).toBe(width * 20);
  });

  test('thicker by half a pixel lies between', () => {
    const { image } = thickenPen(sheet(30, 20, { x: 10, y: 0, width: 5, height: 20 }), 0.5);
    expect([...image.data.subarray(8, 16)]).toEqual([240, 240, 60, 60, 60, 60, 60, 150]);
  });

  test('thicker never brightens, thinner never darkens', () => {
    fc.assert(
      fc.property(anySheet, fc.double({ min: 0.1, max: 2, noNaN: true }), (picture, change) => {
        const thick = thickenPen(picture, change).image.data;
        const thin = thickenPen(picture, -change).image.data;
        expect(picture.image.data.every((level, at) => thick[at]! <= level && thin[at]! >= level)).toBe(true);
      }),
    );
  });
});

describe('tones', () => {
  test('faint ink keeps its share of its darkness, and the paper its level', () => {
    const { image } = fadeInk(sheet(30, 20, { x: 10, y: 5, width: 5, height: 5 }), 0.4);
    expect(new Set(image.data)).toEqual(new Set([240, 240 - 0.4 * 180]));
  });

  test('noise has the deviation asked for, round what was there', () => {
    const data = new Uint8Array(200 * 200).fill(128);
    const noisy = addNoise({ image: { width: 200, height: 200, channels: 1, data }, dotsPerInch: 300 }, 1, 10);
    const mean = noisy.image.data.reduce((sum, level) => sum + level, 0) / data.length;
    const deviation = Math.sqrt(noisy.image.data.reduce((sum, level) => sum + (level - mean) ** 2, 0) / data.length);
    expect(Math.abs(mean - 128)).toBeLessThan(0.2);
    expect(Math.abs(deviation - 10)).toBeLessThan(0.2);
  });

  test('a tint takes no more than its depth of the light, and none of its own colour', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.999, noNaN: true }), (hue) => {
        const { image } = tintPaper(sheet(4, 4, null), hue, 0.25);
        const [red, green, blue] = [...image.data.subarray(0, 3)];
        expect(Math.min(red!, green!, blue!)).toBe(180);
        expect(Math.max(red!, green!, blue!)).toBe(240);
      }),
    );
    expect([...tintPaper(sheet(1, 1, null), 1 / 3, 0.25).image.data]).toEqual([180, 240, 180]);
  });

  test('a shadow takes nothing at one end and its depth at the other', () => {
    const { image } = castShadow(sheet(60, 60, null), seededRandom(3), 0.35);
    expect(Math.min(...image.data)).toBeGreaterThanOrEqual(Math.floor(240 * 0.65));
    expect(Math.min(...image.data)).toBeLessThan(180);
    expect(Math.max(...image.data)).toBeGreaterThan(230);
  });
});

describe('geometry', () => {
  test('half the scale keeps the mean, twice the scale keeps the ink’s share', () => {
    const picture = sheet(40, 30, { x: 11, y: 7, width: 10, height: 6 });
    const mean = ({ data }: RasterImage) => data.reduce((sum, level) => sum + level, 0) / data.length;
    const half = scaled(picture, 0.5);
    expect([half.image.width, half.image.height, half.dotsPerInch]).toEqual([20, 15, 150]);
    expect(Math.abs(mean(half.image) - mean(picture.image))).toBeLessThan(0.5);
    const double = scaled(picture, 2);
    expect([double.image.width, double.image.height, double.dotsPerInch]).toEqual([80, 60, 600]);
    expect(Math.abs(mean(double.image) - mean(picture.image))).toBeLessThan(0.5);
  });

  test('a picture that has the resolution stays as it is', () => {
    const picture = sheet(10, 10, { x: 2, y: 2, width: 3, height: 3 });
    expect(toResolution(picture, 300).image).toBe(picture.image);
  });

  test('a quarter turn is clockwise', () => {
    const { image } = rotated(sheet(20, 10, { x: 0, y: 4, width: 3, height: 2 }), 90);
    // What was at the left is at the top.
    expect(inkBox(image)).toMatchObject({ y: 0, height: 3 });
    expect(Math.abs(image.width - 10)).toBeLessThanOrEqual(1);
    expect(Math.abs(image.height - 20)).toBeLessThanOrEqual(1);
  });

  test('no turn, no lean and no perspective change nothing', () => {
    fc.assert(
      fc.property(anySheet, (picture) => {
        expect(rotated(picture, 0).image).toEqual(picture.image);
        expect(slanted(picture, 0).image).toEqual(picture.image);
        const corner = [0, 0] as const;
        const flat = inPerspective(picture, [corner, corner, corner, corner]).image;
        expect(flat.data.every((level, at) => Math.abs(level - picture.image.data[at]!) <= 1)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  test('a lean to the right moves what is at the top to the right', () => {
    const top = inkBox(slanted(sheet(40, 40, { x: 18, y: 2, width: 4, height: 3 }), 0.2).image);
    const bottom = inkBox(slanted(sheet(40, 40, { x: 18, y: 35, width: 4, height: 3 }), 0.2).image);
    expect(top.x - bottom.x).toBeGreaterThan(4);
  });

  test('perspective holds the whole picture', () => {
    const corners = [
      [0.1, 0.02],
      [0, 0.1],
      [0.06, 0],
      [0.1, 0.1],
    ] as const;
    const ink = sheet(100, 80, { x: 3, y: 3, width: 94, height: 74 });
    const { image } = inPerspective(
      { ...ink, image: withPaper(ink, { left: 40, right: 40, top: 40, bottom: 40 }).image },
      corners,
    );
    const box = inkBox(image);
    expect(box.x).toBeGreaterThan(20);
    expect(box.x + box.width).toBeLessThan(image.width - 20);
  });

  test('blur keeps the light', () => {
    const picture = sheet(40, 40, { x: 18, y: 18, width: 4, height: 4 });
    const { image } = blurred(picture, 1.5);
    const light = ({ data }: RasterImage) => data.reduce((sum, level) => sum + level, 0);
    expect(Math.abs(light(image) - light(picture.image))).toBeLessThan(200);
    expect(Math.min(...image.data)).toBeGreaterThan(60);
  });
});

describe('print', () => {
  test('darkens, and never lightens', () => {
    fc.assert(
      fc.property(anySheet, fc.integer({ min: 0, max: 20 }), (picture, y) => {
        const line = printLine(picture, { from: { x: -5, y }, to: { x: 60, y: y + 1 }, thickness: 2 });
        const { image } = printText(line, { text: 'Date', x: 1, y, height: 9 });
        expect(image.data.every((level, at) => level <= picture.image.data[at]!)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  test('a line is as thick as it was asked to be', () => {
    const { image } = printLine(sheet(50, 20, null), { from: { x: -9, y: 10 }, to: { x: 60, y: 10 }, thickness: 4 });
    expect(darkPixels(image)).toBe(4 * 50);
  });

  test('a text stands where it was put, as wide as it said', () => {
    const { image } = printText(sheet(200, 40, null), { text: 'Bank', x: 20, y: 30, height: 18 });
    const box = inkBox(image);
    expect(Math.abs(box.x - 20)).toBeLessThan(3);
    expect(Math.abs(box.width - textWidth('Bank', 18))).toBeLessThan(5);
    expect(Math.abs(box.y + box.height - 30)).toBeLessThan(3);
  });

  test('added paper is the paper’s own tone', () => {
    const { image } = withPaper(sheet(10, 10, { x: 2, y: 2, width: 3, height: 3 }, 3), {
      left: 5,
      right: 0,
      top: 1,
      bottom: 0,
    });
    expect([image.width, image.height, ...paperLevels(image)]).toEqual([15, 11, 240, 240, 240]);
    expect(darkPixels(image)).toBe(9);
  });
});

describe('Group 4', () => {
  test('parts ink from paper, faint or strong, by the level between them', async () => {
    for (const share of [1, 0.3]) {
      const picture = fadeInk(sheet(60, 40, { x: 20, y: 10, width: 12, height: 9 }), share);
      const { image, dotsPerInch } = await decodeScan(await asGroup4(picture, 300));
      expect(dotsPerInch).toBe(300);
      expect(darkPixels(image)).toBe(12 * 9);
    }
  });
});

test('the ink’s box leaves specks out and is the whole picture where there is no ink', () => {
  const picture = sheet(100, 80, { x: 30, y: 20, width: 40, height: 30 });
  picture.image.data[5] = 0;
  const box = inkBox(picture.image);
  expect(Math.abs(box.x - 30)).toBeLessThan(2);
  expect(Math.abs(box.width - 40)).toBeLessThan(3);
  expect(inkBox(sheet(9, 7, null).image)).toEqual({ x: 0, y: 0, width: 9, height: 7 });
});
