import { chain, identity, mapPoint, type Affine, type Point } from '../affine.ts';
import { memoryAt, withMemory, type Pdfium } from './pdfium-library.ts';

/** An image that a PDF's page shows. */
export interface PdfImage {
  /** PDFium's handle. */
  readonly object: number;
  /** Size in pixels as stored. */
  readonly width: number;
  readonly height: number;
  /** How its samples are packed, outermost first: DCTDecode, CCITTFaxDecode, FlateDecode … */
  readonly filters: readonly string[];
  /** Whether it is stored in greys, or red, green and blue: what a JPEG means without more ado. */
  readonly plainColours: boolean;
  /** From the unit square (origin at the image's bottom left) to the page's user space, in points, y upwards. */
  readonly placed: Affine;
}

/** What a page is made of, as far as it matters here. */
export interface PageContents {
  readonly images: readonly PdfImage[];
  /** Whether it shows anything but images: text that is visible, paths, shadings, annotations. */
  readonly other: boolean;
}

const objectTypes = { text: 1, image: 3, form: 5 } as const;
const invisibleText = 3;
/** Grey, RGB and their calibrated and profiled kinds, by PDFium's numbers. */
const plainSpaces: readonly number[] = [1, 2, 4, 5, 7];
/** More objects than this aren't looked through: such a page isn't one scan. */
const mostObjects = 2000;
const deepestForm = 5;

/**
 * Looks at what a page is made of. Invisible text (which text recognition lays over a scan) doesn't count.
 *
 * @param page PDFium's handle.
 */
export function pageContents(pdfium: Pdfium, page: number): PageContents {
  const images: PdfImage[] = [];
  let other = pdfium._FPDFPage_GetAnnotCount(page) > 0;
  let left = mostObjects;
  const look = (object: number, outer: Affine, depth: number): void => {
    left -= 1;
    const type = pdfium._FPDFPageObj_GetType(object);
    if (left < 0 || depth > deepestForm) other = true;
    else if (type === objectTypes.image) images.push(imageOf(pdfium, page, object, outer));
    else if (type === objectTypes.form) {
      const placed = chain(matrixOf(pdfium, object), outer);
      const count = pdfium._FPDFFormObj_CountObjects(object);
      for (let index = 0; index < count && left >= 0; index += 1)
        look(pdfium._FPDFFormObj_GetObject(object, index), placed, depth + 1);
    } else if (type !== objectTypes.text || pdfium._FPDFTextObj_GetTextRenderMode(object) !== invisibleText)
      other = true;
  };
  const count = pdfium._FPDFPage_CountObjects(page);
  for (let index = 0; index < count && left >= 0; index += 1)
    look(pdfium._FPDFPage_GetObject(page, index), identity, 0);
  return { images, other };
}

function matrixOf(pdfium: Pdfium, object: number): Affine {
  return withMemory(pdfium, 24, (address) => {
    if (!pdfium._FPDFPageObj_GetMatrix(object, address)) return identity;
    const view = memoryAt(pdfium, address, 24);
    const [a, b, c, d, e, f] = [0, 4, 8, 12, 16, 20].map((at) => view.getFloat32(at, true));
    return { a: a!, b: b!, c: c!, d: d!, e: e!, f: f! };
  });
}

function imageOf(pdfium: Pdfium, page: number, object: number, outer: Affine): PdfImage {
  // Width, height, two resolutions, bits a pixel, colour space, number of its mark: four bytes each.
  const [width, height, space] = withMemory(pdfium, 28, (address) => {
    if (!pdfium._FPDFImageObj_GetImageMetadata(object, page, address)) return [0, 0, 0];
    const view = memoryAt(pdfium, address, 28);
    return [view.getUint32(0, true), view.getUint32(4, true), view.getInt32(20, true)];
  }) as [number, number, number];
  return {
    object,
    width,
    height,
    filters: filtersOf(pdfium, object),
    plainColours: plainSpaces.includes(space),
    placed: chain(matrixOf(pdfium, object), outer),
  };
}

function filtersOf(pdfium: Pdfium, object: number): string[] {
  const count = Math.min(8, pdfium._FPDFImageObj_GetImageFilterCount(object));
  return Array.from({ length: Math.max(0, count) }, (_unused, index) => {
    const size = Math.min(64, pdfium._FPDFImageObj_GetImageFilter(object, index, 0, 0));
    return withMemory(pdfium, size, (address) => {
      pdfium._FPDFImageObj_GetImageFilter(object, index, address, size);
      return String.fromCharCode(...pdfium.HEAPU8.slice(address, address + Math.max(0, size - 1)));
    });
  });
}

/** How a stored image lies on the page as it is shown. */
export interface Lay {
  /** Mirrored left to right first, then turned clockwise by so many quarters. */
  readonly mirrored: boolean;
  readonly turns: 0 | 1 | 2 | 3;
  /** Dots per inch along the stored image's rows and columns. */
  readonly across: number;
  readonly down: number;
}

/**
 * How an image lies on its page.
 *
 * @param pageTurns quarter turns clockwise by which the whole page is shown turned.
 * @returns null where it lies askew or is squeezed to nothing.
 */
export function layOf(image: PdfImage, pageTurns: number): Lay | null {
  const { a, b, c, d } = image.placed;
  const wide = Math.hypot(a, b);
  const tall = Math.hypot(c, d);
  if (!(wide > 0.01 && tall > 0.01)) return null;
  const slack = 0.002;
  const along = Math.abs(b) < slack * wide && Math.abs(c) < slack * tall;
  const upended = Math.abs(a) < slack * wide && Math.abs(d) < slack * tall;
  if (!along && !upended) return null;
  const mirrored = a * d - b * c < 0;
  // Where the image's rows run to: right, down, left, up. Mirrored first, they run the other way.
  const heading = along ? (a > 0 ? 0 : 2) : b > 0 ? 3 : 1;
  const turns = ((heading + (mirrored ? 2 : 0) + pageTurns) % 4) as 0 | 1 | 2 | 3;
  return { mirrored, turns, across: (image.width / wide) * 72, down: (image.height / tall) * 72 };
}

/** The corners of an image on the page, in points of user space, bottom left first. */
export function placedCorners({ placed }: PdfImage): readonly Point[] {
  return [mapPoint(placed, [0, 0]), mapPoint(placed, [1, 0]), mapPoint(placed, [1, 1]), mapPoint(placed, [0, 1])];
}
