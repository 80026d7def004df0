import type { DecodedScan } from './decode.ts';
import { ScanError } from './errors.ts';
import { damaged, type ScanHeader } from './header.ts';
import type { RasterImage } from './image.ts';

/** TIFF compressions that jimp decodes right: none, Group 4, LZW, Deflate, PackBits. Grey JPEG inside TIFF comes out wrong. */
const tiffCompressions: readonly number[] = [1, 4, 5, 8, 32946, 32773];

/**
 * Decodes by jimp: BMP always, and JPEG, PNG, GIF and TIFF (first page) where sharp's native library doesn't load. The
 * header must have been looked at before: jimp has no pixel limit of its own.
 *
 * @throws ScanError `unsupported` for WebP, for JPEG inside TIFF and for pages after the first, `damaged` for what jimp can't decode.
 */
export async function decodeWithJimp(bytes: Uint8Array, header: ScanHeader, page: number): Promise<DecodedScan> {
  const pages = header.format === 'tiff' ? header.pages.length : 1;
  if (!Number.isInteger(page) || page < 0 || page >= pages) {
    throw new ScanError(
      'no-such-page',
      `The file has ${pages === 1 ? 'one page' : `${pages} pages`}; page ${page + 1} was asked for. Choose a page that is there.`,
    );
  }
  if (page > 0 || header.format === 'webp') {
    const what = page > 0 ? 'pages after the first' : 'WebP files';
    throw new ScanError(
      'unsupported',
      `On this computer ${what} can't be read. Save the page as PNG or JPEG and open that.`,
    );
  }
  const compression = header.pages[0]?.compression;
  if (compression !== undefined && !tiffCompressions.includes(compression)) {
    throw new ScanError(
      'unsupported',
      "On this computer TIFF files with JPEG inside can't be read. Save the page as PNG or JPEG and open that.",
    );
  }
  const { Jimp } = await import('jimp');
  let bitmap: { width: number; height: number; data: Uint8Array };
  try {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    bitmap = (await Jimp.fromBuffer(buffer, { 'image/jpeg': { maxResolutionInMP: 120, maxMemoryUsageInMB: 2048 } }))
      .bitmap;
  } catch (error) {
    throw damaged(error);
  }
  if (bitmap.width < 1 || bitmap.height < 1 || bitmap.data.length < bitmap.width * bitmap.height * 4)
    throw damaged('short bitmap');
  return {
    image: fromRgba(bitmap, header.format === 'bmp'),
    format: header.format,
    page,
    pages,
    dotsPerInch: null,
    decoder: 'jimp 1.6.1',
  };
}

/** Red, green, blue, alpha on white; grey where every pixel is. A BMP whose alpha is 0 everywhere has no alpha. */
function fromRgba(
  { width, height, data }: { width: number; height: number; data: Uint8Array },
  bitmapFile: boolean,
): RasterImage {
  const count = width * height;
  let grey = true;
  let opaque = true;
  let clear = true;
  for (let at = 0; at < count * 4; at += 4) {
    if (data[at] !== data[at + 1] || data[at] !== data[at + 2]) grey = false;
    if (data[at + 3] !== 255) opaque = false;
    if (data[at + 3] !== 0) clear = false;
  }
  const ignoreAlpha = opaque || (bitmapFile && clear);
  const channels = grey ? 1 : 3;
  const samples = new Uint8Array(count * channels);
  for (let pixel = 0; pixel < count; pixel += 1) {
    const alpha = ignoreAlpha ? 255 : data[pixel * 4 + 3]!;
    for (let channel = 0; channel < channels; channel += 1) {
      const value = data[pixel * 4 + channel]!;
      samples[pixel * channels + channel] = ((value * alpha + 255 * (255 - alpha)) / 255 + 0.5) | 0;
    }
  }
  return { width, height, channels, data: samples };
}
