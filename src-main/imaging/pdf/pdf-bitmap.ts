import { ScanError } from '../errors.ts';
import type { RasterImage } from '../image.ts';
import type { Pdfium } from './pdfium-library.ts';

/** PDFium's numbers for how a bitmap's samples lie. */
const bitmapKinds = { grey: 1, bgr: 2, bgrx: 3, bgra: 4 } as const;
const bytesAPixel: Readonly<Record<number, number>> = { 1: 1, 2: 3, 3: 4, 4: 4 };
const renderFlags = { annotations: 0x01 } as const;

/**
 * Copies a bitmap out of PDFium's memory, laid on white; grey where every pixel is.
 *
 * @param bitmap PDFium's handle; stays the caller's to destroy.
 * @returns null where the bitmap is of a kind that isn't known.
 */
export function imageOfBitmap(pdfium: Pdfium, bitmap: number): RasterImage | null {
  const width = pdfium._FPDFBitmap_GetWidth(bitmap);
  const height = pdfium._FPDFBitmap_GetHeight(bitmap);
  const stride = pdfium._FPDFBitmap_GetStride(bitmap);
  const kind = pdfium._FPDFBitmap_GetFormat(bitmap);
  const size = bytesAPixel[kind];
  const start = pdfium._FPDFBitmap_GetBuffer(bitmap);
  if (!size || !start || width < 1 || height < 1) return null;
  const source = pdfium.HEAPU8.subarray(start, start + stride * height);
  if (kind === bitmapKinds.grey) {
    const data = new Uint8Array(width * height);
    for (let row = 0; row < height; row += 1)
      data.set(source.subarray(row * stride, row * stride + width), row * width);
    return { width, height, channels: 1, data };
  }
  const channels = isGrey(source, width, height, stride, size) ? 1 : 3;
  const data = new Uint8Array(width * height * channels);
  for (let row = 0, to = 0; row < height; row += 1) {
    let from = row * stride;
    for (let column = 0; column < width; column += 1, from += size, to += channels) {
      const alpha = kind === bitmapKinds.bgra ? source[from + 3]! : 255;
      for (let channel = 0; channel < channels; channel += 1) {
        const value = source[from + 2 - channel]!;
        data[to + channel] = alpha === 255 ? value : ((value * alpha + 255 * (255 - alpha)) / 255 + 0.5) | 0;
      }
    }
  }
  return { width, height, channels, data };
}

function isGrey(source: Uint8Array, width: number, height: number, stride: number, size: number): boolean {
  for (let row = 0; row < height; row += 1) {
    const start = row * stride;
    for (let at = start; at < start + width * size; at += size)
      if (source[at] !== source[at + 1] || source[at] !== source[at + 2]) return false;
  }
  return true;
}

/**
 * Renders a page as a viewer shows it, annotations too, on white.
 *
 * @param page PDFium's handle.
 * @throws ScanError `too-many-pixels` where PDFium has no memory for it.
 */
export function renderPage(pdfium: Pdfium, page: number, width: number, height: number): RasterImage {
  const bitmap = pdfium._FPDFBitmap_CreateEx(width, height, bitmapKinds.bgrx, 0, 0);
  if (!bitmap) {
    throw new ScanError(
      'too-many-pixels',
      'The page of this PDF is too large to be read. Scan the cheque at 300 dots per inch and save it as JPEG.',
    );
  }
  try {
    pdfium._FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xffffffff);
    pdfium._FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, renderFlags.annotations);
    const image = imageOfBitmap(pdfium, bitmap);
    if (!image) throw new Error('PDFium rendered no picture');
    return image;
  } finally {
    pdfium._FPDFBitmap_Destroy(bitmap);
  }
}
