import { ScanError } from '../errors.ts';
import { sniffFormat } from '../header.ts';
import type { Box, RasterImage } from '../image.ts';
import { mirroredImage, quarterTurned } from '../page/turn-cheque.ts';
import { imageOfBitmap, renderPage } from './pdf-bitmap.ts';
import { placedCorners, type Lay, type PdfImage } from './pdf-image.ts';
import { memoryAt, withMemory, type Pdfium } from './pdfium-library.ts';

/** A JPEG's picture and the decoder that made it. */
export type DecodeJpeg = (bytes: Uint8Array) => Promise<{ readonly image: RasterImage; readonly decoder: string }>;

/** A scan taken out of a PDF's page. */
export interface ScanInside {
  readonly image: RasterImage;
  /** The JPEG's decoder, or null where PDFium unpacked the scan. */
  readonly by: string | null;
}

/** A scan with a tenth more dots one way than the other is rendered, which makes its pixels square. */
const mostStretched = 1.1;
/** Side of the grid on which the scan is held against the page as it is shown. */
const gridSide = 32;
/** Mean difference there, in grey levels of 255, from which the page shows something else than the stored scan. */
const mostDifferent = 8;
/** Pixels of the page's long side when it is rendered for that. */
const checkSide = 640;

/**
 * Takes a page's one image out as it is stored, turned as the page shows it. It is held against the page as PDFium renders it,
 * so that a clip, an inversion, a mask or a wrong turn can't go unseen.
 *
 * @param page PDFium's handle, as `image.object`.
 * @param lay how the image lies on the page.
 * @returns null where the page must be rendered instead.
 */
export async function extractScan(
  pdfium: Pdfium,
  page: number,
  image: PdfImage,
  lay: Lay,
  decodeJpeg: DecodeJpeg,
): Promise<ScanInside | null> {
  const stretched = lay.across / lay.down;
  if (stretched > mostStretched || stretched < 1 / mostStretched) return null;
  const stored = (await storedJpeg(pdfium, image, decodeJpeg)) ?? unpacked(pdfium, image);
  if (!stored) return null;
  const turned = quarterTurned(lay.mirrored ? mirroredImage(stored.image) : stored.image, lay.turns);
  return showsThat(pdfium, page, image, turned) ? { image: turned, by: stored.by } : null;
}

/** The scan where it is stored as a JPEG in plain colours: its own bytes, decoded as any JPEG is. */
async function storedJpeg(pdfium: Pdfium, image: PdfImage, decodeJpeg: DecodeJpeg): Promise<ScanInside | null> {
  if (image.filters.length !== 1 || image.filters[0] !== 'DCTDecode' || !image.plainColours) return null;
  const size = pdfium._FPDFImageObj_GetImageDataRaw(image.object, 0, 0);
  if (size < 4) return null;
  const bytes = withMemory(pdfium, size, (address) => {
    pdfium._FPDFImageObj_GetImageDataRaw(image.object, address, size);
    return pdfium.HEAPU8.slice(address, address + size);
  });
  if (sniffFormat(bytes) !== 'jpeg') return null;
  try {
    const decoded = await decodeJpeg(bytes);
    const { width, height } = decoded.image;
    return width === image.width && height === image.height ? { image: decoded.image, by: decoded.decoder } : null;
  } catch (error) {
    // What the picture decoder finds damaged, PDFium may still show; then that is compared and said.
    if (error instanceof ScanError) return null;
    throw error;
  }
}

function unpacked(pdfium: Pdfium, { object }: PdfImage): ScanInside | null {
  const bitmap = pdfium._FPDFImageObj_GetBitmap(object);
  if (!bitmap) return null;
  try {
    const image = imageOfBitmap(pdfium, bitmap);
    return image ? { image, by: null } : null;
  } finally {
    pdfium._FPDFBitmap_Destroy(bitmap);
  }
}

/** Whether the page, as it is shown, shows this picture where the image lies. */
function showsThat(pdfium: Pdfium, page: number, image: PdfImage, picture: RasterImage): boolean {
  const width = pdfium._FPDF_GetPageWidthF(page);
  const height = pdfium._FPDF_GetPageHeightF(page);
  const scale = checkSide / Math.max(width, height);
  const wide = Math.max(1, Math.round(width * scale));
  const tall = Math.max(1, Math.round(height * scale));
  const area = areaOf(pdfium, page, image, wide, tall);
  if (area.width < gridSide || area.height < gridSide) return false;
  if (area.x < 0 || area.y < 0 || area.x + area.width > wide || area.y + area.height > tall) return false;
  const shown = gridOf(renderPage(pdfium, page, wide, tall), area);
  const expected = gridOf(picture, { x: 0, y: 0, width: picture.width, height: picture.height });
  let sum = 0;
  for (let cell = 0; cell < shown.length; cell += 1) sum += Math.abs(shown[cell]! - expected[cell]!);
  return sum / shown.length <= mostDifferent;
}

/** Where the image lies on the page as it is rendered; a pixel over the page's edge is taken for the edge. */
function areaOf(pdfium: Pdfium, page: number, image: PdfImage, wide: number, tall: number): Box {
  const corners = placedCorners(image).map(([x, y]) =>
    withMemory(pdfium, 8, (address) => {
      pdfium._FPDF_PageToDevice(page, 0, 0, wide, tall, 0, x, y, address, address + 4);
      const view = memoryAt(pdfium, address, 8);
      return [view.getInt32(0, true), view.getInt32(4, true)] as const;
    }),
  );
  const held = (value: number, end: number): number => (value === -1 ? 0 : value === end + 1 ? end : value);
  const across = corners.map(([x]) => held(x, wide));
  const down = corners.map(([, y]) => held(y, tall));
  const x = Math.min(...across);
  const y = Math.min(...down);
  return { x, y, width: Math.max(...across) - x, height: Math.max(...down) - y };
}

/** Mean grey of each cell of a grid laid over a part of a picture; at most 16 samples a cell each way are looked at. */
function gridOf(picture: RasterImage, area: Box): Float64Array {
  const { channels, data } = picture;
  const grid = new Float64Array(gridSide * gridSide);
  for (let row = 0, cell = 0; row < gridSide; row += 1) {
    const [top, bottom] = cellSpan(area.y, area.height, row);
    for (let column = 0; column < gridSide; column += 1, cell += 1) {
      const [left, right] = cellSpan(area.x, area.width, column);
      const stepDown = Math.ceil((bottom - top) / 16);
      const stepAcross = Math.ceil((right - left) / 16);
      let sum = 0;
      let count = 0;
      for (let y = top; y < bottom; y += stepDown) {
        for (let x = left; x < right; x += stepAcross) {
          const at = (y * picture.width + x) * channels;
          sum += channels === 1 ? data[at]! : (data[at]! + data[at + 1]! + data[at + 2]!) / 3;
          count += 1;
        }
      }
      grid[cell] = sum / count;
    }
  }
  return grid;
}

function cellSpan(start: number, length: number, cell: number): [number, number] {
  const from = Math.floor(start + (cell * length) / gridSide);
  return [from, Math.max(from + 1, Math.floor(start + ((cell + 1) * length) / gridSide))];
}
