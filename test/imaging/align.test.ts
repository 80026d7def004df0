import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { alignSignatures } from '../../src-main/imaging/align.ts';
import { encodePng, encodePreview } from '../../src-main/imaging/encode.ts';
import { composeEvidence, evidenceTints } from '../../src-main/imaging/evidence.ts';
import type { GreyImage, RasterImage } from '../../src-main/imaging/image.ts';
import { extractSignature } from '../../src-main/imaging/signature.ts';
import { drawSignature } from './drawing.ts';

/** The picture scaled and turned round its middle, on paper of its own tone, and where a point of it goes. */
function transformed(
  image: RasterImage,
  scale: number,
  turn: number,
): { image: RasterImage; place: (x: number, y: number) => { x: number; y: number } } {
  const [width, height] = [Math.round(image.width * scale) + 60, Math.round(image.height * scale) + 160];
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const data = new Uint8Array(width * height).fill(image.data[0]!);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const [x, y] = [(column + 0.5 - width / 2) / scale, (row + 0.5 - height / 2) / scale];
      const sourceX = Math.floor(x * cos + y * sin + image.width / 2);
      const sourceY = Math.floor(-x * sin + y * cos + image.height / 2);
      if (sourceX < 0 || sourceY < 0 || sourceX >= image.width || sourceY >= image.height) continue;
      data[row * width + column] = image.data[sourceY * image.width + sourceX]!;
    }
  }
  const place = (x: number, y: number): { x: number; y: number } => {
    const [dx, dy] = [x - image.width / 2, y - image.height / 2];
    return { x: scale * (dx * cos - dy * sin) + width / 2, y: scale * (dx * sin + dy * cos) + height / 2 };
  };
  return { image: { width, height, channels: 1, data }, place };
}

describe('alignSignatures', () => {
  it('lays a scaled and turned copy over its original', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.double({ min: 0.75, max: 1.5, noNaN: true }),
        fc.double({ min: -0.25, max: 0.25, noNaN: true }),
        (seed, scale, turn) => {
          const original = drawSignature(seed);
          const copy = transformed(original, scale, turn);
          const reference = extractSignature(original);
          const questioned = extractSignature(copy.image);
          const found = alignSignatures(reference.clean, questioned.clean);
          expect(found.scale * scale).toBeCloseTo(1, 1);
          expect(found.rotation).toBeCloseTo(-turn, 1);
          expect(found.overlap).toBeGreaterThan(0.85);
          // A point of the writing, in both pictures' clean ink, must come to itself.
          const point = { x: 250, y: 140 };
          const there = copy.place(point.x, point.y);
          const x = (there.x - questioned.inkBox.x) / questioned.cleanScale + 2;
          const y = (there.y - questioned.inkBox.y) / questioned.cleanScale + 2;
          const [cos, sin] = [Math.cos(found.rotation), Math.sin(found.rotation)];
          const laid = {
            x: found.scale * (x * cos - y * sin) + found.dx,
            y: found.scale * (x * sin + y * cos) + found.dy,
          };
          expect(
            Math.hypot(laid.x - (point.x - reference.inkBox.x + 2), laid.y - (point.y - reference.inkBox.y + 2)),
          ).toBeLessThan(6);
        },
      ),
      { numRuns: 8, seed: 11 },
    );
  });

  it('overlaps itself wholly, others partly, and nothing where there is no ink', () => {
    const one = extractSignature(drawSignature(1)).clean;
    const itself = alignSignatures(one, one);
    expect(itself).toMatchObject({ scale: 1, rotation: 0 });
    expect(itself.overlap).toBeGreaterThan(0.95);
    const other = alignSignatures(one, extractSignature(drawSignature(5)).clean);
    expect(other.overlap).toBeLessThan(0.75);
    const blank: GreyImage = { width: 30, height: 20, channels: 1, data: new Uint8Array(600).fill(255) };
    expect(alignSignatures(one, blank).overlap).toBe(0);
  });

  it('gives the same placing every time', () => {
    const [one, other] = [extractSignature(drawSignature(1)).clean, extractSignature(drawSignature(2)).clean];
    expect(alignSignatures(one, other)).toEqual(alignSignatures(one, other));
  });
});

describe('pictures for people', () => {
  it('writes a lossless PNG', async () => {
    const image = drawSignature(1);
    const { data, info } = await sharp(await encodePng(image))
      .toColourspace('b-w')
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ width: image.width, height: image.height, channels: 1 });
    expect(new Uint8Array(data)).toEqual(image.data);
    const colour: RasterImage = { width: 2, height: 1, channels: 3, data: Uint8Array.of(200, 10, 20, 1, 2, 3) };
    const read = await sharp(await encodePng(colour))
      .raw()
      .toBuffer();
    expect([...read]).toEqual([200, 10, 20, 1, 2, 3]);
  });

  it('writes previews no wider than asked', async () => {
    const image = drawSignature(1, { width: 900, height: 600 });
    expect(await sharp(await encodePreview(image, 300)).metadata()).toMatchObject({
      format: 'png',
      width: 300,
      height: 200,
    });
    expect(await sharp(await encodePreview(image, 5000)).metadata()).toMatchObject({ format: 'jpeg', width: 900 });
  });

  it('composes the evidence picture: both scans side by side, and both inks in their tints', async () => {
    const [specimen, questioned] = [
      extractSignature(drawSignature(1)),
      extractSignature(drawSignature(1, { pen: 5, x: 40 })),
    ];
    const alignment = alignSignatures(specimen.clean, questioned.clean);
    const bytes = await composeEvidence(questioned, specimen, alignment);
    expect(await composeEvidence(questioned, specimen, alignment)).toEqual(bytes);
    const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    const near = (tint: readonly number[]): number => {
      let count = 0;
      for (let at = 0; at < data.length; at += 3) {
        if (tint.every((value, channel) => Math.abs(value - data[at + channel]!) < 12)) count += 1;
      }
      return count;
    };
    expect(info.width).toBeGreaterThan(1000);
    for (const tint of Object.values(evidenceTints)) expect(near(tint)).toBeGreaterThan(600 * 8);
    const both = evidenceTints.questioned.map((value, channel) => (value * evidenceTints.specimen[channel]!) / 255);
    expect(near(both)).toBeGreaterThan(1000);
  });
});
