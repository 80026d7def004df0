/** Writes 32-bit floats as base64 of their little-endian bytes, whatever this machine's own order; nothing for undefined. */
export function floatsToBase64(values: Float32Array | undefined): string {
  const bytes = Buffer.alloc((values?.length ?? 0) * 4);
  values?.forEach((value, index) => bytes.writeFloatLE(value, index * 4));
  return bytes.toString('base64');
}

/** Reads what `floatsToBase64` wrote; bytes left over after the last whole float are ignored. */
export function floatsFromBase64(text: string): Float32Array {
  const bytes = Buffer.from(text, 'base64');
  return Float32Array.from({ length: Math.floor(bytes.length / 4) }, (_, index) => bytes.readFloatLE(index * 4));
}
