/**
 * Distance from each pixel's centre to that of the nearest marked pixel (Felzenszwalb and Huttenlocher, "Distance
 * transforms of sampled functions", Theory of Computing 8, 2012).
 *
 * @param mask `width * height`; pixels with the value `marked` count.
 * @returns pixels, exact; Infinity everywhere where nothing is marked.
 */
export function distanceField(mask: Uint8Array, width: number, height: number, marked: 0 | 1): Float64Array {
  const far = 1e12;
  const squares = new Float64Array(mask.length);
  for (let at = 0; at < mask.length; at += 1) squares[at] = mask[at] === marked ? 0 : far;
  const longest = Math.max(width, height);
  const line = new Float64Array(longest);
  const places = new Int32Array(longest);
  const borders = new Float64Array(longest + 1);
  const sweep = (start: number, step: number, length: number): void => {
    for (let at = 0; at < length; at += 1) line[at] = squares[start + at * step]!;
    lowerEnvelope(line, length, places, borders);
    for (let at = 0, parabola = 0; at < length; at += 1) {
      while (borders[parabola + 1]! < at) parabola += 1;
      const away = at - places[parabola]!;
      squares[start + at * step] = away * away + line[places[parabola]!]!;
    }
  };
  for (let column = 0; column < width; column += 1) sweep(column, width, height);
  for (let row = 0; row < height; row += 1) sweep(row * width, 1, width);
  for (let at = 0; at < squares.length; at += 1)
    squares[at] = squares[at]! >= far ? Number.POSITIVE_INFINITY : Math.sqrt(squares[at]!);
  return squares;
}

/** The parabolas, one over each sample, that are lowest somewhere: their places, and where each takes over. */
function lowerEnvelope(line: Float64Array, length: number, places: Int32Array, borders: Float64Array): void {
  let last = 0;
  places[0] = 0;
  borders[0] = Number.NEGATIVE_INFINITY;
  borders[1] = Number.POSITIVE_INFINITY;
  for (let at = 1; at < length; at += 1) {
    let cross = crossing(line, places[last]!, at);
    while (cross <= borders[last]!) {
      last -= 1;
      cross = crossing(line, places[last]!, at);
    }
    last += 1;
    places[last] = at;
    borders[last] = cross;
    borders[last + 1] = Number.POSITIVE_INFINITY;
  }
}

function crossing(line: Float64Array, one: number, other: number): number {
  return (line[other]! + other * other - line[one]! - one * one) / (2 * (other - one));
}
