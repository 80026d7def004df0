import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GreyImage, RasterImage } from '../../src-main/imaging/image.ts';
import { toModelInput } from '../../src-main/imaging/model-input.ts';
import { levelPaper } from '../../src-main/imaging/paper.ts';
import { extractSignature } from '../../src-main/imaging/signature.ts';
import { castShadow } from '../../src-main/sample/conditions/tone.ts';
import { seededRandom } from '../../src-main/sample/seeded.ts';
import { correlation, drawSignature } from './drawing.ts';

const tensor = (image: RasterImage): Uint8Array =>
  toModelInput(extractSignature(image).clean, { width: 176, height: 96 });

/** A low scan: a flat signature with hardly any paper above and below it. */
function lowScan(seed: number): RasterImage {
  const { width, data, ...image } = drawSignature(seed, { height: 110, y: 62, size: 0.5, width: 320, pen: 3 });
  return { ...image, width, height: 110, data };
}

describe('a shadow over a low scan', () => {
  it('leaves the model input nearly as it was, from whatever side it falls', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 5000 }), (seed, fall) => {
        const image = lowScan(seed);
        const shadowed = castShadow({ image, dotsPerInch: 300 }, seededRandom('shadow', fall), 0.35).image;
        expect(correlation(tensor(shadowed), tensor(image))).toBeGreaterThan(0.93);
      }),
      { numRuns: 20, endOnFailure: true },
    );
  });

  it('is followed to the edge: bare paper under it takes away less light than the faintest ink', () => {
    const [width, height] = [480, 96];
    const data = new Uint8Array(width * height);
    for (let at = 0; at < data.length; at += 1) {
      const part = Math.min(1, Math.max(0, (Math.floor(at / width) / height - 0.2) / 0.6));
      data[at] = Math.round(240 * (1 - 0.35 * part * part * (3 - 2 * part)));
    }
    const paper: GreyImage = { width, height, channels: 1, data };
    expect(Math.max(...levelPaper(paper).density)).toBeLessThan(16);
  });
});
