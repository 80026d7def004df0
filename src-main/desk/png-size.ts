/**
 * Width and height in pixels from a PNG's header, without decoding it. For pictures the app made itself.
 * @throws Error where the bytes are no PNG
 */
export function pngSize(png: Uint8Array): { width: number; height: number } {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  if (png.byteLength < 24 || view.getUint32(0) !== 0x89504e47 || view.getUint32(12) !== 0x49484452) {
    throw new Error('A stored picture is not a PNG.');
  }
  return { width: view.getUint32(16), height: view.getUint32(20) };
}
