/**
 * The share of the paper's light that a pixel takes away, 0 none … 255 all of it, at `paper << 8 | level` for levels of 0 to 255: 0
 * where the pixel is brighter than its paper. A table, since grain makes every second pixel brighter and every other one darker, so
 * that a branch would be guessed wrongly as often.
 */
export const takenLight: Uint8Array = Uint8Array.from({ length: 256 * 256 }, (_, at) => {
  const paper = at >> 8;
  const taken = paper - (at & 255);
  return taken > 0 ? (taken * Math.floor((255 * 65536) / paper)) >>> 16 : 0;
});
