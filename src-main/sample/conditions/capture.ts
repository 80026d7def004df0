import sharp from 'sharp';
import { encode, toGrey } from '../render.ts';
import { toResolution } from './geometry.ts';
import type { Picture } from './picture.ts';

/** The picture as a file, without loss; packed loosely, because it is read once and thrown away. */
export async function asPng({ image, dotsPerInch }: Picture): Promise<Uint8Array> {
  const { width, height, channels, data } = image;
  const file = sharp(data, { raw: { width, height, channels } }).withDensity(dotsPerInch);
  return plain(await (channels === 1 ? file.toColourspace('b-w') : file).png({ compressionLevel: 1 }).toBuffer());
}

/** The picture as a JPEG of the given quality, 1 to 100. */
export async function asJpeg({ image, dotsPerInch }: Picture, quality: number): Promise<Uint8Array> {
  return plain(await encode(image, { type: 'jpeg', quality }, dotsPerInch));
}

/** As clearing houses send grey images: a JPEG at the given resolution. */
export async function asGreyJpeg(picture: Picture, dotsPerInch: number, quality: number): Promise<Uint8Array> {
  const grey = { ...picture, image: toGrey(picture.image) };
  return asJpeg(toResolution(grey, dotsPerInch), quality);
}

/**
 * As cheque scanners write bitonal images: a Group 4 TIFF at the given resolution, black below the level that best parts
 * dark from bright (Otsu, "A Threshold Selection Method from Gray-Level Histograms", 1979).
 */
export async function asGroup4(picture: Picture, dotsPerInch: number): Promise<Uint8Array> {
  const { image } = toResolution({ ...picture, image: toGrey(picture.image) }, dotsPerInch);
  const level = partingLevel(image.data);
  const bitonal = Uint8Array.from(image.data, (sample) => (sample <= level ? 0 : 255));
  const perMillimetre = dotsPerInch / 25.4;
  return plain(
    await sharp(bitonal, { raw: { width: image.width, height: image.height, channels: 1 } })
      .toColourspace('b-w')
      .tiff({ compression: 'ccittfax4', bitdepth: 1, xres: perMillimetre, yres: perMillimetre })
      .toBuffer(),
  );
}

function partingLevel(data: Uint8Array): number {
  const counts = new Float64Array(256);
  let sum = 0;
  for (const sample of data) {
    counts[sample]! += 1;
    sum += sample;
  }
  let best = 0;
  let bestSpread = -1;
  let below = 0;
  let belowSum = 0;
  for (let level = 0; level < 255; level += 1) {
    below += counts[level]!;
    belowSum += level * counts[level]!;
    const above = data.length - below;
    if (below === 0 || above === 0) continue;
    const spread = below * above * (belowSum / below - (sum - belowSum) / above) ** 2;
    if (spread > bestSpread) {
      bestSpread = spread;
      best = level;
    }
  }
  return best;
}

function plain(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
