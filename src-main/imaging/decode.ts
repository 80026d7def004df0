import { ScanError } from './errors.ts';
import { proveDecoder } from './decoder-proof.ts';
import { readHeader, type ScanFormat, type ScanHeader } from './header.ts';
import type { RasterImage } from './image.ts';
import { decodeWithJimp } from './jimp-decoder.ts';
import { decodeWithPdfium } from './pdf/pdf-decoder.ts';
import { decodeWithSharp, loadSharp } from './sharp-decoder.ts';

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
  /** Decoder to use; by default sharp where it loads and reads the format, else jimp. For a PDF: of the JPEGs in it. */
  readonly decoder?: 'sharp' | 'jimp';
}

/**
 * Decodes one page of a scan: JPEG, PNG, TIFF (Group 4, LZW, JPEG inside), WebP, GIF, BMP, PDF. Orientation from EXIF is
 * applied, 16-bit samples become 8-bit, palettes and CMYK become grey or sRGB, transparency is laid on white.
 * A PDF's page that is one scan comes as it is stored, any other is rendered.
 *
 * @param bytes the whole file, at most 64 MB.
 * @throws ScanError with a message for the clerk; nothing else for any input.
 */
export async function decodeScan(bytes: Uint8Array, options: DecodeOptions = {}): Promise<DecodedScan> {
  const header = readHeader(bytes);
  const page = options.page ?? 0;
  if (header.format === 'pdf') {
    return decodeWithPdfium(bytes, page, (jpeg) =>
      decodeScan(jpeg, options.decoder ? { decoder: options.decoder } : {}),
    );
  }
  const sharp = await loadSharp();
  if (options.decoder === 'jimp') return decodeWithJimp(bytes, header, page);
  if (header.format === 'bmp' && !options.decoder) return decodeWithJimp(bytes, header, page);
  if (!sharp.module && !options.decoder) return decodeInstead(bytes, header, page, sharp.reason);
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

/** jimp stands in for sharp, where it reads the golden scans right on this machine. */
async function decodeInstead(
  bytes: Uint8Array,
  header: ScanHeader,
  page: number,
  why: string | null,
): Promise<DecodedScan> {
  const proof = await proveDecoder('jimp');
  if (proof.works) return decodeWithJimp(bytes, header, page);
  throw new ScanError(
    'unsupported',
    `No picture decoder works on this computer (sharp: ${why}; jimp: ${proof.reason}). Run "countersign doctor" and tell support.`,
  );
}
