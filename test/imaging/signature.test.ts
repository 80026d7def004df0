import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeScan } from '../../src-main/imaging/decode.ts';
import type { GreyImage, RasterImage } from '../../src-main/imaging/image.ts';
import { toModelInput } from '../../src-main/imaging/model-input.ts';
import { extractSignature } from '../../src-main/imaging/signature.ts';
import { imagingVersion } from '../../src-main/imaging/version.ts';
import { changed, correlation, drawSignature, grain, seeded, valueNoise } from './drawing.ts';

const size = { width: 176, height: 96 };
const tensor = (image: RasterImage): Uint8Array => toModelInput(extractSignature(image).clean, size);
const inkOf = (clean: GreyImage): number => clean.data.reduce((sum, sample) => sum + (sample < 128 ? 1 : 0), 0);
const anySeed = fc.integer({ min: 1, max: 10_000 });

/** The image laid at another place on a larger sheet of the same paper. */
function moved(image: RasterImage, width: number, height: number, x: number, y: number): RasterImage {
  const data = new Uint8Array(width * height).fill(image.data[0]!);
  for (let row = 0; row < image.height; row += 1) {
    data.set(image.data.subarray(row * image.width, (row + 1) * image.width), (row + y) * width + x);
  }
  return { width, height, channels: 1, data };
}

describe('extractSignature', () => {
  it('finds the ink where it was drawn', () => {
    const { inkBox, region, clean, cleanScale } = extractSignature(drawSignature(2));
    expect(region).toEqual({ x: 0, y: 0, width: 560, height: 260 });
    expect(inkBox.x).toBeGreaterThan(45);
    expect(inkBox.x + inkBox.width).toBeLessThan(500);
    expect(cleanScale).toBe(1);
    expect([clean.width, clean.height]).toEqual([inkBox.width + 4, inkBox.height + 4]);
  });

  it('keeps the region as scanned beside the clean ink', () => {
    const image = drawSignature(2);
    const { crop } = extractSignature(image, { x: 30, y: 20, width: 500, height: 220 });
    expect(crop).toMatchObject({ width: 500, height: 220, channels: 1 });
    expect(crop.data[0]).toBe(image.data[20 * 560 + 30]);
    expect(crop.data.at(-1)).toBe(image.data[239 * 560 + 529]);
  });

  it('gives every stroke one tone', () => {
    const { clean } = extractSignature(drawSignature(5, { ink: 150, pen: 6 }));
    let [dark, bright] = [0, 0];
    for (const sample of clean.data) {
      if (sample === 0) dark += 1;
      if (sample === 255) bright += 1;
    }
    expect(dark).toBeGreaterThan(inkOf(clean) * 0.4);
    expect(dark + bright).toBeGreaterThan(clean.data.length * 0.85);
  });

  it('gives the same tensor for the same image, to the bit', () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        const image = drawSignature(seed);
        expect(tensor({ ...image, data: image.data.slice() })).toEqual(tensor(image));
      }),
      { numRuns: 5 },
    );
  });

  it('gives the same tensor for a grey scan saved in colour', () => {
    const image = drawSignature(4);
    const data = new Uint8Array(image.data.length * 3);
    image.data.forEach((sample, at) => data.fill(sample, at * 3, at * 3 + 3));
    expect(tensor({ ...image, channels: 3, data })).toEqual(tensor(image));
  });

  it('gives the same tensor wherever the ink lies on an even sheet', () => {
    fc.assert(
      fc.property(anySeed, fc.nat({ max: 90 }), fc.nat({ max: 60 }), (seed, x, y) => {
        const image = drawSignature(seed);
        expect(correlation(tensor(moved(image, 660, 330, x, y)), tensor(image))).toBeGreaterThan(0.999);
      }),
      { numRuns: 6 },
    );
  });

  it('gives the same tensor from any region that holds the ink', () => {
    fc.assert(
      fc.property(anySeed, fc.nat({ max: 30 }), fc.nat({ max: 30 }), (seed, across, down) => {
        const image = drawSignature(seed);
        const region = { x: across, y: down, width: 560 - 2 * across, height: 260 - down };
        expect(correlation(toModelInput(extractSignature(image, region).clean, size), tensor(image))).toBeGreaterThan(
          0.99,
        );
      }),
      { numRuns: 6 },
    );
  });

  it('hardly changes with brightness, contrast and gamma', () => {
    fc.assert(
      fc.property(
        anySeed,
        fc.double({ min: 0.55, max: 1.05, noNaN: true }),
        fc.double({ min: 0.6, max: 1.7, noNaN: true }),
        (seed, gain, gamma) => {
          const image = drawSignature(seed, { paper: 225, ink: 70 });
          const other = changed(image, (sample) => 255 * (sample / 255) ** gamma * gain);
          expect(correlation(tensor(other), tensor(image))).toBeGreaterThan(0.97);
        },
      ),
      { numRuns: 8 },
    );
  });

  it('hardly changes with the pen and with grain', () => {
    const usual = tensor(drawSignature(8, { pen: 4 }));
    for (const pen of [3, 5, 6]) expect(correlation(tensor(drawSignature(8, { pen })), usual)).toBeGreaterThan(0.9);
    const grainy = drawSignature(8);
    grain(grainy, seeded(1), 12);
    expect(correlation(tensor(grainy), usual)).toBeGreaterThan(0.97);
  });

  it('levels uneven light', () => {
    const image = drawSignature(9);
    const shade = valueNoise(seeded(3), image.width, image.height, 260);
    const other = changed(image, (sample, at) => sample * (0.6 + 0.4 * shade[at]!));
    expect(correlation(tensor(other), tensor(image))).toBeGreaterThan(0.97);
  });

  it('reads white ink on black paper as black on white', () => {
    const image = drawSignature(10, { paper: 255, ink: 40 });
    expect(correlation(tensor(changed(image, (sample) => 255 - sample)), tensor(image))).toBeGreaterThan(0.99);
  });

  it.each([
    ['blue', [20, 40, 150]],
    ['black', [35, 35, 35]],
  ])('parts %s ink from printed tints', (_name, ink) => {
    const image = drawSignature(11, { paper: 255, ink: 0 });
    const data = new Uint8Array(image.data.length * 3);
    image.data.forEach((sample, at) => {
      const share = (255 - sample) / 255;
      const wave = Math.sin(((at % 560) + 30 * Math.sin(Math.floor(at / 560) / 9)) / 4) > 0.6;
      const paper = wave ? [236, 186, 190] : [238, 232, 214];
      for (let channel = 0; channel < 3; channel += 1)
        data[at * 3 + channel] = paper[channel]! * (1 - share) + ink[channel]! * share;
    });
    expect(correlation(tensor({ ...image, channels: 3, data }), tensor(image))).toBeGreaterThan(0.95);
  });

  it('takes a printed line through a signature and leaves the strokes that cross it', () => {
    fc.assert(
      fc.property(
        anySeed,
        fc.integer({ min: 120, max: 150 }),
        fc.double({ min: -0.02, max: 0.02, noNaN: true }),
        (seed, y, slope) => {
          const image = drawSignature(seed);
          const lined = { ...image, data: image.data.slice() };
          for (let column = 0; column < image.width; column += 1) {
            const row = Math.round(y + slope * column);
            for (const part of [0, 1, 2]) lined.data[(row + part) * image.width + column] = 50;
          }
          const plain = extractSignature(image);
          const cleaned = extractSignature(lined);
          expect(cleaned.ruledLines).toHaveLength(1);
          const left = inkOf(cleaned.clean) / inkOf(plain.clean);
          expect(left).toBeGreaterThan(0.9);
          expect(left).toBeLessThan(1.15);
        },
      ),
      { numRuns: 8 },
    );
  });

  it("leaves a hand's own underline", () => {
    const image = drawSignature(12);
    expect(extractSignature(image).ruledLines).toEqual([]);
    const { clean } = extractSignature(image);
    // The lowest tenth of the ink is the flourish: it reaches across most of the width.
    const columns = new Set<number>();
    for (let row = Math.floor(clean.height * 0.85); row < clean.height; row += 1) {
      for (let column = 0; column < clean.width; column += 1)
        if (clean.data[row * clean.width + column]! < 128) columns.add(column);
    }
    expect(columns.size).toBeGreaterThan(clean.width * 0.6);
  });

  it('drops specks and keeps the dot', () => {
    const image = drawSignature(2);
    const dirty = { ...image, data: image.data.slice() };
    const random = seeded(5);
    for (let speck = 0; speck < 60; speck += 1) {
      const at = Math.floor(random() * 250) * 560 + Math.floor(random() * 550);
      dirty.data[at] = 60;
      dirty.data[at + 1] = 60;
    }
    expect(inkOf(extractSignature(dirty).clean) / inkOf(extractSignature(image).clean)).toBeLessThan(1.02);
    expect(extractSignature(image).measures.marks).toBe(3);
  });

  it('keeps faint strokes of the same pen', () => {
    const image = drawSignature(6, { ink: 40 });
    // The right half is written with a third of the pressure.
    const faint = changed(image, (sample, at) => (at % 560 < 280 ? sample : 235 - (235 - sample) * 0.35));
    expect(correlation(tensor(faint), tensor(image))).toBeGreaterThan(0.97);
  });

  it('averages a very large region down and still finds the same ink', () => {
    const image = drawSignature(3, { width: 1680, height: 1200, size: 3, pen: 12, x: 180, y: 600 });
    const { cleanScale, clean } = extractSignature(image);
    expect(cleanScale).toBe(2);
    expect(correlation(toModelInput(clean, size), tensor(drawSignature(3)))).toBeGreaterThan(0.93);
  });

  it('reads a coarse scan on a finer plane', () => {
    const { cleanScale, clean } = extractSignature(
      drawSignature(3, { width: 190, height: 90, size: 1 / 3, pen: 1, x: 20, y: 45 }),
    );
    expect(cleanScale).toBe(0.5);
    expect(correlation(toModelInput(clean, size), tensor(drawSignature(3)))).toBeGreaterThan(0.8);
  });

  it('makes the tensors of this imaging version from the golden scans', async () => {
    const hashes: Record<string, string> = {};
    for (const name of ['grey.png', 'inverted.png', 'palette.png', 'lzw.tif', 'two-pages.tif', 'lossless.webp']) {
      const { image } = await decodeScan(readFileSync(new URL(`../fixtures/images/${name}`, import.meta.url)));
      hashes[name] = createHash('sha256').update(tensor(image)).digest('hex').slice(0, 16);
    }
    // When this fails, the same scan gives other pixels than before: raise imagingVersion, and say so in the change.
    expect({ imagingVersion, hashes }).toMatchInlineSnapshot(`
      {
        "hashes": {
          "grey.png": "d01ec9efb8be831c",
          "inverted.png": "d01ec9efb8be831c",
          "lossless.webp": "d01ec9efb8be831c",
          "lzw.tif": "d01ec9efb8be831c",
          "palette.png": "6b50ff5df5ee2fb4",
          "two-pages.tif": "eec763302b6945f7",
        },
        "imagingVersion": "1",
      }
    `);
  });
});
