/** TIFF files put together by hand, for what no encoder here writes. */

/** Chains one-page little-endian TIFF files into one of several pages; each page keeps its compression. */
export function joinTiffs(files: readonly Uint8Array[]): Uint8Array {
  const start = files.map((_file, index) => files.slice(0, index).reduce((sum, file) => sum + even(file.length), 0));
  const whole = new Uint8Array(files.reduce((sum, file) => sum + even(file.length), 0));
  const view = new DataView(whole.buffer);
  let link = 4;
  files.forEach((file, index) => {
    const base = start[index]!;
    whole.set(file, base);
    const directory = base + new DataView(file.buffer, file.byteOffset).getUint32(4, true);
    view.setUint32(link, directory, true);
    const entries = view.getUint16(directory, true);
    for (let entry = 0; entry < entries; entry += 1) moveEntry(view, directory + 2 + entry * 12, base);
    link = directory + 2 + entries * 12;
  });
  view.setUint32(link, 0, true);
  return whole;
}

function even(length: number): number {
  return length + (length % 2);
}

const sizes: Readonly<Record<number, number>> = {
  1: 1,
  2: 1,
  3: 2,
  4: 4,
  5: 8,
  6: 1,
  7: 1,
  8: 2,
  9: 4,
  10: 8,
  11: 4,
  12: 8,
};
const stripOffsets = 273;

function moveEntry(view: DataView, at: number, base: number): void {
  const tag = view.getUint16(at, true);
  const type = view.getUint16(at + 2, true);
  const count = view.getUint32(at + 4, true);
  const inline = (sizes[type] ?? 1) * count <= 4;
  const values = inline ? at + 8 : view.getUint32(at + 8, true) + base;
  if (!inline) view.setUint32(at + 8, values, true);
  if (tag !== stripOffsets) return;
  for (let value = 0; value < count; value += 1) {
    if (type === 3) view.setUint16(values + value * 2, view.getUint16(values + value * 2, true) + base, true);
    else view.setUint32(values + value * 4, view.getUint32(values + value * 4, true) + base, true);
  }
}

/** A TIFF of two 8 by 8 grey pages whose list runs back to its first page. */
export function loopingTiff(): Uint8Array {
  const bytes = new Uint8Array(8 + 2 * 64 + 2 * (2 + 8 * 12 + 4));
  const view = new DataView(bytes.buffer);
  bytes.set([0x49, 0x49, 42, 0]);
  const first = 8 + 128;
  const length = 2 + 8 * 12 + 4;
  view.setUint32(4, first, true);
  [first, first + length].forEach((directory, page) => {
    view.setUint16(directory, 8, true);
    const tags: [number, number][] = [
      [256, 8],
      [257, 8],
      [258, 8],
      [259, 1],
      [262, 1],
      [273, 8 + page * 64],
      [278, 8],
      [279, 64],
    ];
    tags.forEach(([tag, value], index) => {
      const at = directory + 2 + index * 12;
      view.setUint16(at, tag, true);
      view.setUint16(at + 2, 4, true);
      view.setUint32(at + 4, 1, true);
      view.setUint32(at + 8, value, true);
    });
    view.setUint32(directory + length - 4, page === 0 ? first + length : first, true);
  });
  return bytes;
}
