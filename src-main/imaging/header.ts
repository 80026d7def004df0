import { readBitmapSize } from './bitmap-header.ts';
import { ScanError } from './errors.ts';
import { readTiffPages } from './tiff-pages.ts';

/** Picture formats that are read. */
export type PictureFormat = 'jpeg' | 'png' | 'tiff' | 'webp' | 'gif' | 'bmp';

/** File formats that are read: pictures, and documents that hold them. */
export type ScanFormat = PictureFormat | 'pdf';

/** What a file's first bytes say, before any decoder sees it. */
export interface ScanHeader {
  readonly format: ScanFormat;
  /** Size in pixels of each page the header tells of; a GIF or WebP counts as one here, a PDF's are told when it is opened. A TIFF's pages have their compression's number. */
  readonly pages: readonly { readonly width: number; readonly height: number; readonly compression?: number }[];
}

/** Most pixels a page may have; more is refused before anything is decoded. */
export const pixelLimit = 120_000_000;

/** Most bytes a file may have. */
export const byteLimit = 64 * 1024 * 1024;

const text = (bytes: Uint8Array, start: number, end: number): string =>
  String.fromCharCode(...bytes.subarray(start, end));

/**
 * Tells the format by its magic bytes, never by the file's name.
 *
 * @returns the format, or null when it is none of ours.
 * @throws ScanError `unsupported` for formats that are known but not read (HEIC, JPEG 2000 and the like), with advice.
 */
export function sniffFormat(bytes: Uint8Array): ScanFormat | null {
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpeg';
  if (text(bytes, 0, 8) === '\x89PNG\r\n\x1a\n') return 'png';
  const four = text(bytes, 0, 4);
  if (four === 'II*\0' || four === 'MM\0*') return 'tiff';
  if (four === 'RIFF' && text(bytes, 8, 12) === 'WEBP') return 'webp';
  if (four === 'GIF8' && (bytes[4] === 0x37 || bytes[4] === 0x39) && bytes[5] === 0x61) return 'gif';
  if (bytes[0] === 0x42 && bytes[1] === 0x4d && looksLikeBitmap(bytes)) return 'bmp';
  if (text(bytes, 0, 5) === '%PDF-') return 'pdf';
  const advice = 'Save the page as JPEG, PNG or TIFF and open that.';
  if (text(bytes, 4, 8) === 'ftyp')
    throw new ScanError('unsupported', `This is a HEIC, AVIF or video file, which can't be read here. ${advice}`);
  if (four === 'II+\0' || four === 'MM\0+')
    throw new ScanError('unsupported', `This is a BigTIFF file, which can't be read here. ${advice}`);
  if (four === '\0\0\0\x0c' || four === '\xffO\xffQ')
    throw new ScanError('unsupported', `This is a JPEG 2000 file, which can't be read here. ${advice}`);
  // Some programs write a line of their own before a PDF begins; readers look for it in the first kilobyte.
  if (text(bytes, 0, 1024).includes('%PDF-')) return 'pdf';
  return null;
}

/** "BM" alone also starts many a text; the header behind it must be one of the known sizes. */
function looksLikeBitmap(bytes: Uint8Array): boolean {
  if (bytes.length < 18) return false;
  const size = bytes[14]! | (bytes[15]! << 8) | (bytes[16]! << 16) | (bytes[17]! << 24);
  return [12, 16, 40, 52, 56, 64, 108, 124].includes(size);
}

/**
 * Looks at a file's header: format and size of its pages.
 *
 * @param bytes the whole file.
 * @throws ScanError `empty`, `too-large`, `unknown-format`, `unsupported`, `zero-size`, `too-many-pixels`, or `damaged`
 *   when the header itself is cut off or a TIFF's list of pages loops.
 */
export function readHeader(bytes: Uint8Array): ScanHeader {
  if (bytes.length === 0)
    throw new ScanError('empty', 'The file is empty. Scan the cheque again or choose another file.');
  if (bytes.length > byteLimit) {
    const size = Math.round(bytes.length / 1024 / 1024);
    throw new ScanError(
      'too-large',
      `The file has ${size} MB; at most 64 MB are read. Scan the cheque at 300 dots per inch and save it as JPEG.`,
    );
  }
  const format = sniffFormat(bytes);
  if (!format)
    throw new ScanError(
      'unknown-format',
      "The file isn't a picture that can be read here. Use JPEG, PNG, TIFF, PDF, WebP, GIF or BMP.",
    );
  const pages = pageSizes(bytes, format);
  for (const { width, height } of pages) {
    if (width === 0 || height === 0) {
      throw new ScanError(
        'zero-size',
        `The picture is ${width} by ${height} pixels: there is nothing in it. Scan the cheque again.`,
      );
    }
    if (width * height > pixelLimit) {
      const millions = Math.round((width * height) / 1e6);
      throw new ScanError(
        'too-many-pixels',
        `The picture is ${width} by ${height} pixels (${millions} million); at most 120 million are read. Scan the cheque at 300 dots per inch.`,
      );
    }
  }
  return { format, pages };
}

function pageSizes(bytes: Uint8Array, format: ScanFormat): ScanHeader['pages'] {
  if (format === 'pdf') return [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (format === 'png') return [{ width: view.getUint32(16), height: view.getUint32(20) }];
    if (format === 'gif') return [gifSize(view)];
    if (format === 'bmp') return [readBitmapSize(view)];
    if (format === 'tiff') return readTiffPages(view);
    if (format === 'webp') return [webpSize(view)];
    return [jpegSize(view)];
  } catch (error) {
    if (error instanceof RangeError) throw damaged(error);
    throw error;
  }
}

/** The refusal for a file whose content doesn't hold together. */
export function damaged(cause: unknown): ScanError {
  return new ScanError(
    'damaged',
    'The picture is damaged or cut off, so it was not used. Scan the cheque again or copy the file again.',
    { cause },
  );
}

/** The larger of the screen and the first frame: a 45-byte GIF can claim a screen of 30,000 by 30,000 in either. */
function gifSize(view: DataView): { width: number; height: number } {
  let width = view.getUint16(6, true);
  let height = view.getUint16(8, true);
  const flags = view.getUint8(10);
  let at = 13 + (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0);
  while (at < view.byteLength) {
    const kind = view.getUint8(at);
    if (kind === 0x2c) {
      width = Math.max(width, view.getUint16(at + 1, true) + view.getUint16(at + 5, true));
      height = Math.max(height, view.getUint16(at + 3, true) + view.getUint16(at + 7, true));
      const local = view.getUint8(at + 9);
      at += 11 + (local & 0x80 ? 3 << ((local & 7) + 1) : 0);
    } else if (kind === 0x21) at += 2;
    else break;
    while (at < view.byteLength) {
      const length = view.getUint8(at);
      at += 1 + length;
      if (length === 0) break;
    }
  }
  return { width, height };
}

function webpSize(view: DataView): { width: number; height: number } {
  const kind = view.getUint32(12);
  const three = (at: number): number => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
  if (kind === 0x56503858) return { width: three(24) + 1, height: three(27) + 1 };
  if (kind === 0x5650384c) {
    const bits = view.getUint32(21, true);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
}

function jpegSize(view: DataView): { width: number; height: number } {
  let at = 2;
  for (;;) {
    while (view.getUint8(at) !== 0xff) at += 1;
    while (view.getUint8(at) === 0xff) at += 1;
    const marker = view.getUint8(at);
    at += 1;
    const frame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (frame) return { width: view.getUint16(at + 5), height: view.getUint16(at + 3) };
    if (marker === 0xd9 || marker === 0xda) throw damaged('no frame header');
    const alone = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    if (!alone) at += view.getUint16(at);
  }
}
