import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeScan } from '../../src-main/imaging/decode.ts';
import { inkFingerprint, inkLikeness, sameInk } from '../../src-main/imaging/fingerprint.ts';
import type { RasterImage } from '../../src-main/imaging/image.ts';
import { extractSignature } from '../../src-main/imaging/signature.ts';
import { drawSignature } from './drawing.ts';
import { noRealSignatures, realBytes, realImage, realSignatures } from './real-signatures.ts';

const fingerprint = (image: RasterImage): Uint8Array => inkFingerprint(extractSignature(image).clean);
const ofBytes = async (bytes: Uint8Array): Promise<Uint8Array> => fingerprint((await decodeScan(bytes)).image);

/** The same scan saved again in ways that a branch or a mail program would. */
async function savedAgain(bytes: Uint8Array): Promise<Record<string, Uint8Array>> {
  const { width } = await sharp(bytes).metadata();
  const sized = (share: number) => sharp(bytes).resize(Math.round(width * share));
  return {
    'JPEG of quality 30': await sharp(bytes).jpeg({ quality: 30 }).toBuffer(),
    WebP: await sharp(bytes).webp({ quality: 60 }).toBuffer(),
    GIF: await sharp(bytes).gif().toBuffer(),
    'grey LZW TIFF': await sharp(bytes).greyscale().tiff({ compression: 'lzw' }).toBuffer(),
    '0.7 of the resolution': await sized(0.7).png().toBuffer(),
    'half the resolution': await sized(0.5).jpeg({ quality: 80 }).toBuffer(),
    'twice the resolution': await sized(2).jpeg({ quality: 80 }).toBuffer(),
    'a darker copy': await sharp(bytes).linear(0.8, 10).jpeg().toBuffer(),
    'with a wider margin': await sharp(bytes)
      .extend({ top: 30, bottom: 70, left: 25, right: 160, background: '#ffffff' })
      .png()
      .toBuffer(),
  };
}

describe('inkFingerprint', () => {
  it('is the same for the same ink and another for other ink', () => {
    const one = fingerprint(drawSignature(1));
    expect(one).toEqual(fingerprint(drawSignature(1)));
    expect(inkLikeness(one, one)).toBeCloseTo(1, 12);
    for (let seed = 2; seed < 10; seed += 1) expect(sameInk(one, fingerprint(drawSignature(seed)))).toBe(false);
  });

  it('refuses bytes that are no fingerprint', () => {
    expect(() => inkLikeness(new Uint8Array(3), new Uint8Array(3))).toThrow(RangeError);
  });

  it('knows a scan that was saved again', async () => {
    const { width, height, data } = drawSignature(3);
    const bytes = await sharp(data, { raw: { width, height, channels: 1 } })
      .toColourspace('b-w')
      .png()
      .toBuffer();
    const own = await ofBytes(bytes);
    for (const [how, again] of Object.entries(await savedAgain(bytes)))
      expect(sameInk(own, await ofBytes(again)), how).toBe(true);
  });

  it('knows real scans that were saved again, and tells genuine signatures of one writer apart', async (context) => {
    const genuines = realSignatures()?.filter(({ kind }) => kind === 'genuine');
    if (!genuines) return context.skip(noRealSignatures);
    // The two writers whose signatures are most alike, and two others.
    for (const writer of ['dutch-014', 'cedar-029', 'cedar-001', 'dutch-040']) {
      const own = genuines.filter((signature) => signature.writer === writer).slice(0, 16);
      const fingerprints = await Promise.all(own.map(async (signature) => fingerprint(await realImage(signature))));
      fingerprints.forEach((one, index) => {
        for (const other of fingerprints.slice(index + 1)) expect(sameInk(one, other), own[index]!.path).toBe(false);
      });
      for (const [how, again] of Object.entries(await savedAgain(realBytes(own[0]!)))) {
        expect(sameInk(fingerprints[0]!, await ofBytes(again)), `${own[0]!.path} ${how}`).toBe(true);
      }
    }
  });
});
