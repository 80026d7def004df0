import { ScanError } from './errors.ts';
import { damaged, pixelLimit, readHeader, type ScanFormat, type ScanHeader } from './header.ts';
import type { RasterImage } from './image.ts';
import { decodeWithJimp } from './jimp-decoder.ts';
import { loadSharp, type Sharp } from './sharp-decoder.ts';

/** A decoded page of a scan. */
export interface DecodedScan {
  /** Grey where the file is grey, sRGB otherwise; upright, on white where the file was transparent. */
  readonly image: RasterImage;
  readonly format: ScanFormat;
  /** The page that was decoded, 0 for the first. */
  readonly page: number;
  /** How many pages (or frames) the file has. */
  readonly pages: number;
  /** Dots per inch, or null where the file doesn't tell. */
  readonly dotsPerInch: number | null;
  /** Decoder and version, such as "sharp 0.35.5". */
  readonly decoder: string;
}

export interface DecodeOptions {
  /** Page to decode, 0 for the first (default). */
  readonly page?: number;
  /** Decoder to use; by default sharp where it loads and reads the format, else jimp. */
  readonly decoder?: 'sharp' | 'jimp';
}

/**
 * Decodes one page of a scan: JPEG, PNG, TIFF (Group 4, LZW, JPEG inside), WebP, GIF, BMP. Orientation from EXIF is
 * applied, 16-bit samples become 8-bit, palettes and CMYK become grey or sRGB, transparency is laid on white.
 *
 * @param bytes the whole file, at most 64 MB.
 * @throws ScanError with a message for the clerk; nothing else for any input.
 */
export async function decodeScan(bytes: Uint8Array, options: DecodeOptions = {}): Promise<DecodedScan> {
  const header = readHeader(bytes);
  const page = options.page ?? 0;
  const sharp = await loadSharp();
  const wanted = options.decoder ?? (header.format === 'bmp' || !sharp.module ? 'jimp' : 'sharp');
  if (wanted === 'jimp') return decodeWithJimp(bytes, header, page);
  if (header.format === 'bmp')
    throw new ScanError('unsupported', 'BMP files are not read by sharp. Save the scan as PNG or TIFF.');
  if (!sharp.module) {
    throw new ScanError(
      'unsupported',
      `The picture decoder did not load on this computer (${sharp.reason}). Run "countersign doctor" and tell support.`,
    );
  }
  return decodeWithSharp(sharp.module, bytes, header, page);
}

async function decodeWithSharp(
  sharp: Sharp,
  bytes: Uint8Array,
  header: ScanHeader,
  page: number,
): Promise<DecodedScan> {
  const input = {
    failOn: header.format === 'tiff' ? ('error' as const) : ('warning' as const),
    limitInputPixels: pixelLimit,
    ...(page > 0 ? { page } : {}),
  };
  try {
    const metadata = await sharp(bytes, { ...input, page: 0 }).metadata();
    const pages = Math.max(metadata.pages ?? 1, header.format === 'tiff' ? header.pages.length : 1);
    requirePage(page, pages);
    const grey =
      page === 0 ? metadata.space === 'b-w' || metadata.space === 'grey16' : await isGrey(sharp, bytes, input);
    const pipeline = sharp(bytes, input)
      .autoOrient()
      .flatten({ background: '#ffffff' })
      .toColourspace(grey ? 'b-w' : 'srgb');
    const { data, info } = await pipeline.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
    const image: RasterImage = {
      width: info.width,
      height: info.height,
      channels: info.channels === 1 ? 1 : 3,
      data: plain(data),
    };
    if (info.channels !== image.channels) throw new Error(`unexpected channel count ${info.channels}`);
    return {
      image,
      format: header.format,
      page,
      pages,
      dotsPerInch: knownDensity(metadata.density),
      decoder: `sharp ${sharp.versions.sharp}`,
    };
  } catch (error) {
    if (error instanceof ScanError) throw error;
    if (error instanceof Error && /exceeds pixel limit/i.test(error.message)) {
      throw new ScanError(
        'too-many-pixels',
        'The picture has more than 120 million pixels. Scan the cheque at 300 dots per inch.',
        { cause: error },
      );
    }
    throw damaged(error);
  }
}

async function isGrey(sharp: Sharp, bytes: Uint8Array, input: object): Promise<boolean> {
  const { space } = await sharp(bytes, input).metadata();
  return space === 'b-w' || space === 'grey16';
}

/** @throws ScanError `no-such-page` */
function requirePage(page: number, pages: number): void {
  if (Number.isInteger(page) && page >= 0 && page < pages) return;
  const has = pages === 1 ? 'The file has one page' : `The file has ${pages} pages`;
  throw new ScanError('no-such-page', `${has}; page ${page + 1} was asked for. Choose a page that is there.`);
}

function plain(data: Uint8Array): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** Dots per inch where the file really tells: 72 is what decoders fill in when it doesn't. */
function knownDensity(density: number | undefined): number | null {
  return density === undefined || density < 50 || density > 4800 || density === 72 ? null : density;
}
