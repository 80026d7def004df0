import { ScanError } from './errors.ts';

const widthTag = 256;
const heightTag = 257;
const compressionTag = 259;
/** More pages than any cheque file has; a list this long is nonsense or an attack. */
const pageLimit = 10_000;

/** What a TIFF's directory says of a page. */
export interface TiffPage {
  readonly width: number;
  readonly height: number;
  /** The compression's number: 1 none, 4 Group 4, 5 LZW, 7 JPEG … */
  readonly compression: number;
}

/**
 * Walks a TIFF's list of pages (its chain of directories) without decoding any.
 *
 * @param view the whole file, classic TIFF in either byte order.
 * @returns each page's size in pixels and compression, in file order.
 * @throws ScanError `damaged` when the list loops, points outside the file, is empty or endless.
 */
export function readTiffPages(view: DataView): TiffPage[] {
  const little = view.getUint16(0) === 0x4949;
  const pages: TiffPage[] = [];
  const seen = new Set<number>();
  let at = view.getUint32(4, little);
  while (at !== 0) {
    if (seen.has(at)) throw broken("The TIFF's list of pages runs in a circle");
    if (at + 2 > view.byteLength) throw broken("The TIFF's list of pages points outside the file: it is cut off");
    if (pages.length >= pageLimit) throw broken(`The TIFF's list has more than ${pageLimit} pages`);
    seen.add(at);
    const entries = view.getUint16(at, little);
    const end = at + 2 + entries * 12;
    if (end + 4 > view.byteLength) throw broken("The TIFF's list of pages points outside the file: it is cut off");
    let width = 0;
    let height = 0;
    let compression = 1;
    for (let entry = at + 2; entry < end; entry += 12) {
      const tag = view.getUint16(entry, little);
      if (tag !== widthTag && tag !== heightTag && tag !== compressionTag) continue;
      const short = view.getUint16(entry + 2, little) === 3;
      const value = short ? view.getUint16(entry + 8, little) : view.getUint32(entry + 8, little);
      if (tag === widthTag) width = value;
      else if (tag === heightTag) height = value;
      else compression = value;
    }
    pages.push({ width, height, compression });
    at = view.getUint32(end, little);
  }
  if (pages.length === 0) throw broken('The TIFF has no pages');
  return pages;
}

function broken(what: string): ScanError {
  return new ScanError(
    'damaged',
    `${what}, so it was not used. Scan the cheque again or save the file again as TIFF or PNG.`,
  );
}
