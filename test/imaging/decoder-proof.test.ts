import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeScan } from '../../src-main/imaging/decode.ts';
import { proveDecoder } from '../../src-main/imaging/decoder-proof.ts';
import { toModelInput } from '../../src-main/imaging/model-input.ts';
import { extractSignature } from '../../src-main/imaging/signature.ts';
import { correlation } from './drawing.ts';

const fixture = (name: string): Uint8Array => readFileSync(new URL(`../fixtures/images/${name}`, import.meta.url));

describe('proveDecoder', () => {
  it.each(['sharp', 'jimp'] as const)('%s reads the golden scans right', async (name) => {
    const proof = await proveDecoder(name);
    expect(proof).toMatchObject({ name, works: true, reason: null, decoder: expect.stringMatching(`^${name} `) });
    expect(proof.worst).toBeLessThan(24);
  });

  it.each([
    ['grey.png', 1],
    ['sixteen-bit.png', 0.99],
    ['grey.jpg', 0.99],
    ['turned.jpg', 0.99],
    ['colour.jpg', 0.98],
    ['palette.png', 1],
    ['alpha.png', 0.99],
    ['cmyk.jpg', 0.95],
    ['inverted.png', 1],
    ['lzw.tif', 1],
    ['two-pages.tif', 1],
    ['grey.gif', 1],
  ])('jimp and sharp give the model the same picture of %s, as nearly as %d', async (name, least) => {
    const tensors = await Promise.all(
      (['sharp', 'jimp'] as const).map(async (decoder) => {
        const { image } = await decodeScan(fixture(name), { decoder });
        return toModelInput(extractSignature(image).clean, { width: 176, height: 96 });
      }),
    );
    expect(correlation(tensors[0]!, tensors[1]!)).toBeGreaterThanOrEqual(least - 1e-12);
  });
});
