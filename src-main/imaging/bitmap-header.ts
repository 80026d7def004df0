import { ScanError } from './errors.ts';

/**
 * Reads a BMP's size from its header, and refuses what the decoder behind gets wrong.
 *
 * @param view the whole file.
 * @returns width and height in pixels (a top-down picture's negative height made positive).
 * @throws ScanError `unsupported` for run-length and embedded compression, `damaged` for a colour depth or sizes no
 *   BMP has or when the rows aren't all there; RangeError when the header is cut off.
 */
export function readBitmapSize(view: DataView): { width: number; height: number } {
  const headerSize = view.getUint32(14, true);
  const core = headerSize === 12;
  const width = core ? view.getUint16(18, true) : view.getInt32(18, true);
  const height = Math.abs(core ? view.getUint16(20, true) : view.getInt32(22, true));
  const depth = view.getUint16(core ? 24 : 28, true);
  const compression = core || headerSize === 16 ? 0 : view.getUint32(30, true);
  if (compression !== 0 && compression !== 3 && compression !== 6) {
    const name = { 1: 'RLE8', 2: 'RLE4', 4: 'JPEG', 5: 'PNG' }[compression] ?? `kind ${compression}`;
    throw new ScanError(
      'unsupported',
      `This BMP is compressed (${name}), which can't be read reliably. Save it without compression, or as PNG or TIFF.`,
    );
  }
  if (width < 0 || ![1, 2, 4, 8, 16, 24, 32].includes(depth)) {
    throw new ScanError(
      'damaged',
      'The BMP header is damaged, so the picture was not used. Scan the cheque again or copy the file again.',
    );
  }
  // A header that claims more rows than the file holds would be padded with invented pixels.
  const rows = Math.ceil((width * depth) / 32) * 4 * height;
  const start = view.getUint32(10, true);
  if (width > 0 && height > 0 && width * height <= 120_000_000 && start + rows > view.byteLength + 3) {
    throw new ScanError(
      'damaged',
      'The BMP is cut off, so the picture was not used. Scan the cheque again or copy the file again.',
    );
  }
  return { width, height };
}
