import type { DecodedScan } from '../decode.ts';
import { ScanError } from '../errors.ts';
import { damaged, pixelLimit } from '../header.ts';
import type { RasterImage } from '../image.ts';
import { extractScan, type DecodeJpeg } from './one-scan.ts';
import { renderPage } from './pdf-bitmap.ts';
import { layOf, pageContents, type PdfImage } from './pdf-image.ts';
import { pdfiumVersion, startPdfium, type Pdfium } from './pdfium-library.ts';

/** More pages than a day's cheques have. */
const pageLimit = 1000;
/** Dots per inch of a page that is rendered and holds no image. */
const usualResolution = 300;
const finestResolution = 600;
/** A page that can't be rendered at this many dots per inch is too large. */
const leastResolution = 100;
/** Most pixels of a rendered page; PDFium holds four bytes of each. */
const renderLimit = 60_000_000;
const pointsAnInch = 72;
/** PDFium's numbers for why a document didn't open: a password is missing, or the way it is locked isn't known. */
const locked: readonly number[] = [4, 5];

/**
 * Decodes one page of a PDF. Where the page is one scan, that is taken out as it is stored, without resampling (a JPEG goes
 * to the picture decoder byte for byte); every other page is rendered, at the resolution of its finest image.
 *
 * @param page 0 for the first.
 * @param decodeJpeg decodes a JPEG that the file holds.
 * @throws ScanError `damaged`, `unsupported` (locked by a password; PDFium doesn't load), `no-such-page`, `too-large`,
 *   `too-many-pixels`; nothing else for any input.
 */
export async function decodeWithPdfium(bytes: Uint8Array, page: number, decodeJpeg: DecodeJpeg): Promise<DecodedScan> {
  const pdfium = await startPdfium().catch((error: unknown) => {
    throw new ScanError(
      'unsupported',
      'The PDF decoder did not load on this computer. Save the page as JPEG, PNG or TIFF and open that.',
      { cause: error },
    );
  });
  // Nothing is given back to PDFium at the end: its whole memory goes with it.
  try {
    const document = openDocument(pdfium, bytes);
    const pages = pdfium._FPDF_GetPageCount(document);
    requirePage(page, pages);
    const handle = pdfium._FPDF_LoadPage(document, page);
    if (!handle) throw damaged('the page does not load');
    const { image, dotsPerInch, by } = await decodePage(pdfium, handle, decodeJpeg);
    return { image, format: 'pdf', page, pages, dotsPerInch, decoder: by ? `${pdfiumVersion}, ${by}` : pdfiumVersion };
  } catch (error) {
    throw error instanceof ScanError ? error : damaged(error);
  }
}

/** @throws ScanError `unsupported` or `damaged` */
function openDocument(pdfium: Pdfium, bytes: Uint8Array): number {
  const address = pdfium.wasmExports.malloc(bytes.length);
  if (!address) throw new Error('PDFium has no memory for the file');
  pdfium.HEAPU8.set(bytes, address);
  const document = pdfium._FPDF_LoadMemDocument(address, bytes.length, 0);
  if (document) return document;
  const why = pdfium._FPDF_GetLastError();
  if (!locked.includes(why)) throw damaged(`PDFium's error ${why}`);
  throw new ScanError(
    'unsupported',
    "This PDF is locked with a password, so it can't be read here. Save it without a password, or scan the cheque again.",
  );
}

/** @throws ScanError `damaged`, `too-large` or `no-such-page` */
function requirePage(page: number, pages: number): void {
  if (pages < 1) throw damaged('no pages');
  if (pages > pageLimit) {
    throw new ScanError(
      'too-large',
      `The PDF has ${pages} pages; at most ${pageLimit} are read. Save the cheques' pages as a file of their own.`,
    );
  }
  if (Number.isInteger(page) && page >= 0 && page < pages) return;
  const has = pages === 1 ? 'The file has one page' : `The file has ${pages} pages`;
  throw new ScanError('no-such-page', `${has}; page ${page + 1} was asked for. Choose a page that is there.`);
}

interface DecodedPage {
  readonly image: RasterImage;
  readonly dotsPerInch: number | null;
  /** The decoder of the JPEG inside, or null where PDFium did it all. */
  readonly by: string | null;
}

async function decodePage(pdfium: Pdfium, page: number, decodeJpeg: DecodeJpeg): Promise<DecodedPage> {
  const width = pdfium._FPDF_GetPageWidthF(page);
  const height = pdfium._FPDF_GetPageHeightF(page);
  if (!(width > 0 && height > 0)) throw damaged('the page has no size');
  const { images, other } = pageContents(pdfium, page);
  for (const image of images) requireSize(image);
  const turns = pdfium._FPDFPage_GetRotation(page);
  const [only] = images;
  const lay = only && images.length === 1 && !other ? layOf(only, turns) : null;
  if (only && lay) {
    const scan = await extractScan(pdfium, page, only, lay, decodeJpeg);
    if (scan) return { ...scan, dotsPerInch: knownResolution((lay.across + lay.down) / 2) };
  }
  const resolution = renderResolution(width, height, images, turns);
  const image = renderPage(
    pdfium,
    page,
    Math.max(1, Math.round((width * resolution) / pointsAnInch)),
    Math.max(1, Math.round((height * resolution) / pointsAnInch)),
  );
  return { image, dotsPerInch: knownResolution(resolution), by: null };
}

/** @throws ScanError `too-many-pixels` or `damaged` */
function requireSize({ width, height }: PdfImage): void {
  if (width < 1 || height < 1) throw damaged('an image without a size');
  if (width * height <= pixelLimit) return;
  throw new ScanError(
    'too-many-pixels',
    `The PDF holds a picture of ${width} by ${height} pixels (${Math.round((width * height) / 1e6)} million); at most 120 million are read. Scan the cheque at 300 dots per inch.`,
  );
}

/**
 * Dots per inch at which a page is rendered: its finest image's, within limits, and no more than memory allows.
 *
 * @throws ScanError `too-many-pixels`
 */
function renderResolution(width: number, height: number, images: readonly PdfImage[], turns: number): number {
  let finest = 0;
  for (const image of images) {
    const lay = layOf(image, turns);
    if (lay) finest = Math.max(finest, lay.across, lay.down);
  }
  const wanted = Math.min(finestResolution, finest > 0 ? Math.max(finest, usualResolution / 2) : usualResolution);
  const area = (width / pointsAnInch) * (height / pointsAnInch);
  const possible = Math.sqrt(renderLimit / area);
  if (possible >= leastResolution) return Math.min(wanted, possible);
  const metres = (points: number): string => ((points / pointsAnInch) * 0.0254).toFixed(1);
  throw new ScanError(
    'too-many-pixels',
    `The PDF's page is ${metres(width)} by ${metres(height)} metres, too large to be read. Scan the cheque alone at 300 dots per inch.`,
  );
}

/** Dots per inch where they can be meant: 72 is what a page gets whose maker didn't know. */
function knownResolution(dotsPerInch: number): number | null {
  const whole = Math.round(dotsPerInch);
  return whole < 50 || whole > 4800 || whole === 72 ? null : whole;
}
