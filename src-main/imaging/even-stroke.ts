/** Largest shift of an outline in pixels; further than that the picture would be of another pen's making. */
const furthest = 12;

/**
 * Brings a signature's typical stroke width to a given one by moving every outline in or out by the same distance, so
 * that the pen (and the scan's scale) drops out while the pressure pattern, where a stroke swells or thins, stays.
 *
 * @param ink 1 on ink, `width * height`.
 * @param strokeWidth its typical stroke width in pixels.
 * @param wanted the typical stroke width to reach, in pixels; an outline moves in by at most a quarter of the stroke.
 * @returns coverage 0 to 255 of each pixel; ink that would grow past the picture's edge is cut there.
 */
export function evenStroke(
  ink: Uint8Array,
  width: number,
  height: number,
  strokeWidth: number,
  wanted: number,
): Uint8Array {
  const shift = Math.min(furthest, Math.max(-strokeWidth / 4, (wanted - strokeWidth) / 2));
  const coverage = new Uint8Array(width * height);
  const outward = shift >= 0;
  const reach = Math.ceil(Math.abs(shift)) + 1;
  const squares = squaredDistances(ink, width, height, reach, outward ? 1 : 0);
  // Coverage by squared distance: distances are between pixel centres, half a pixel from the outline.
  const levels = new Uint8Array((reach + 1) * (reach + 1) + 1);
  for (let square = 0; square < levels.length; square += 1) {
    const beyond = Math.sqrt(square) - 0.5;
    const share = square === 0 ? 1 : Math.min(1, Math.max(0, 0.5 + Math.abs(shift) - beyond));
    levels[square] = Math.round(255 * (outward ? share : 1 - share));
  }
  for (let at = 0; at < coverage.length; at += 1) coverage[at] = levels[squares[at]!]!;
  return coverage;
}

/**
 * Squared distance from each pixel to the nearest pixel of the given value, in whole pixels, exact up to `reach`;
 * `(reach + 1)²` stands for anything further. (Separable, after Felzenszwalb and Huttenlocher 2012, cut at the reach.)
 */
function squaredDistances(ink: Uint8Array, width: number, height: number, reach: number, value: 0 | 1): Uint16Array {
  const far = reach + 1;
  const down = new Uint8Array(width * height);
  for (let at = 0; at < width; at += 1) down[at] = ink[at] === value ? 0 : far;
  for (let at = width; at < down.length; at += 1) {
    if (ink[at] === value) continue;
    const above = down[at - width]! + 1;
    down[at] = above < far ? above : far;
  }
  for (let at = down.length - width - 1; at >= 0; at -= 1) {
    const below = down[at + width]! + 1;
    if (below < down[at]!) down[at] = below;
  }
  const squares = new Uint16Array(width * height).fill(far * far);
  for (let row = 0; row < height; row += 1) {
    const start = row * width;
    for (let column = 0; column < width; column += 1) {
      const distance = down[start + column]!;
      if (distance >= far) continue;
      const base = distance * distance;
      const first = Math.max(0, column - reach);
      const last = Math.min(width - 1, column + reach);
      for (let other = first; other <= last; other += 1) {
        const square = base + (other - column) * (other - column);
        if (square < squares[start + other]!) squares[start + other] = square;
      }
    }
  }
  return squares;
}
