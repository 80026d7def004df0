import type { RasterImage } from './image.ts';
import { loadSharp } from './sharp-decoder.ts';

/**
 * Encodes an image as PNG, without loss.
 *
 * @returns the bytes of a PNG file: 8-bit grey for one channel, RGB for three.
 */
export async function encodePng(image: RasterImage): Promise<Uint8Array> {
  const { module: sharp } = await loadSharp();
  if (!sharp) return encodeWithJimp(image, image.width, 'image/png');
  const grey = image.channels === 1;
  const input = sharp(image.data, { raw: { width: image.width, height: image.height, channels: image.channels } });
  return plain(await (grey ? input.toColourspace('b-w') : input).png({ compressionLevel: 6 }).toBuffer());
}

/**
 * Encodes an image for the window, at most so wide: PNG where it is grey and small (ink stays crisp), JPEG otherwise.
 *
 * @param maxWidth pixels; a narrower image keeps its size.
 */
export async function encodePreview(image: RasterImage, maxWidth: number): Promise<Uint8Array> {
  const { module: sharp } = await loadSharp();
  const width = Math.max(1, Math.min(image.width, Math.floor(maxWidth)));
  const asPng = image.channels === 1 && width * image.height <= 400_000;
  if (!sharp) return encodeWithJimp(image, width, asPng ? 'image/png' : 'image/jpeg');
  const input = sharp(image.data, { raw: { width: image.width, height: image.height, channels: image.channels } });
  const sized = width < image.width ? input.resize({ width, kernel: 'cubic' }) : input;
  if (asPng) return plain(await sized.toColourspace('b-w').png({ compressionLevel: 6 }).toBuffer());
  return plain(await sized.jpeg({ quality: 85 }).toBuffer());
}

async function encodeWithJimp(
  image: RasterImage,
  width: number,
  type: 'image/png' | 'image/jpeg',
): Promise<Uint8Array> {
  const picture = await toJimp(image);
  if (width < image.width) picture.resize({ w: width });
  return plain(
    type === 'image/png'
      ? await picture.getBuffer('image/png')
      : await picture.getBuffer('image/jpeg', { quality: 85 }),
  );
}

/** The image as jimp holds it: red, green, blue, alpha. */
export async function toJimp(image: RasterImage) {
  const { Jimp } = await import('jimp');
  const { width, height, channels, data } = image;
  const samples = Buffer.alloc(width * height * 4, 255);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    for (let channel = 0; channel < 3; channel += 1)
      samples[pixel * 4 + channel] = data[pixel * channels + (channels === 3 ? channel : 0)]!;
  }
  return new Jimp({ width, height, data: samples });
}

function plain(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
