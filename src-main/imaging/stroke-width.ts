/**
 * Typical stroke width of an ink mask: twice its area over its outline's length, which is the width of a long stroke.
 *
 * @param mask `width * height`, 1 on ink, else 0.
 * @returns pixels; 0 for an empty mask.
 */
export function typicalWidth(mask: Uint8Array, width: number, height: number): number {
  let area = 0;
  let edges = 0;
  const lastRow = width * (height - 1);
  for (let at = mask.indexOf(1); at >= 0; at = mask.indexOf(1, at)) {
    const rowEnd = (Math.floor(at / width) + 1) * width;
    edges += 2;
    for (; at < rowEnd && mask[at]; at += 1) {
      area += 1;
      if (at < width || !mask[at - width]) edges += 1;
      if (at >= lastRow || !mask[at + width]) edges += 1;
    }
  }
  // An outline counted along pixel edges is 4/π times as long as the curve it follows, on average over directions.
  return edges === 0 ? 0 : (2 * area * 4) / (edges * Math.PI);
}
