/**
 * Typical stroke width of an ink mask: twice its area over its outline's length, which is the width of a long stroke.
 *
 * @param mask `width * height`, non-zero on ink.
 * @returns pixels; 0 for an empty mask.
 */
export function typicalWidth(mask: Uint8Array, width: number, height: number): number {
  let area = 0;
  let edges = 0;
  for (let row = 0, at = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1, at += 1) {
      if (!mask[at]) continue;
      area += 1;
      if (column === 0 || !mask[at - 1]) edges += 1;
      if (column === width - 1 || !mask[at + 1]) edges += 1;
      if (row === 0 || !mask[at - width]) edges += 1;
      if (row === height - 1 || !mask[at + width]) edges += 1;
    }
  }
  // An outline counted along pixel edges is 4/π times as long as the curve it follows, on average over directions.
  return edges === 0 ? 0 : (2 * area * 4) / (edges * Math.PI);
}
