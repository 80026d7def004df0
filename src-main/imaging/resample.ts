interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Lays a picture on a canvas at any scale by area averaging (linear interpolation where it is enlarged). Sums are of
 * double precision numbers in a fixed order, so that every machine gets the same samples.
 *
 * @param source samples 0 to 255, `sourceSize.width * sourceSize.height`; outside it everything is 0.
 * @param centre point of the source, in its pixels, that comes to the canvas's centre.
 * @param scale canvas pixels to a source pixel.
 * @returns `canvasSize.width * canvasSize.height` samples, 0 to 255.
 */
export function averageOnto(
  source: Uint8Array,
  sourceSize: Size,
  canvasSize: Size,
  centre: { readonly x: number; readonly y: number },
  scale: number,
): Uint8Array {
  const canvas = new Uint8Array(canvasSize.width * canvasSize.height);
  const across = spans(canvasSize.width, centre.x, scale, sourceSize.width);
  const down = spans(canvasSize.height, centre.y, scale, sourceSize.height);
  // First across, then down.
  const middle = new Float64Array(canvasSize.width * sourceSize.height);
  for (let row = 0; row < sourceSize.height; row += 1) {
    const start = row * sourceSize.width;
    const to = row * canvasSize.width;
    for (let column = 0; column < canvasSize.width; column += 1) {
      const end = across.end[column]!;
      let from = start + across.first[column]!;
      let sum = 0;
      for (let weight = across.begin[column]!; weight < end; weight += 1, from += 1)
        sum += source[from]! * across.weights[weight]!;
      middle[to + column] = sum;
    }
  }
  const line = new Float64Array(canvasSize.width);
  for (let row = 0; row < canvasSize.height; row += 1) {
    line.fill(0);
    const end = down.end[row]!;
    let from = down.first[row]! * canvasSize.width;
    for (let weight = down.begin[row]!; weight < end; weight += 1, from += canvasSize.width) {
      const share = down.weights[weight]!;
      for (let column = 0; column < canvasSize.width; column += 1) line[column]! += middle[from + column]! * share;
    }
    const to = row * canvasSize.width;
    for (let column = 0; column < canvasSize.width; column += 1)
      canvas[to + column] = Math.min(255, Math.floor(line[column]! + 0.5));
  }
  return canvas;
}

/** For each canvas pixel: its first source pixel, and where its weights begin and end. */
interface Spans {
  readonly first: Int32Array;
  readonly begin: Int32Array;
  readonly end: Int32Array;
  readonly weights: Float64Array;
}

/** For each canvas pixel the source pixels it covers and how much of each; at least one source pixel wide. */
function spans(length: number, centre: number, scale: number, sourceLength: number): Spans {
  const reach = Math.max(1, 1 / scale) / 2;
  const most = Math.ceil(2 * reach) + 2;
  const result = {
    first: new Int32Array(length),
    begin: new Int32Array(length),
    end: new Int32Array(length),
    weights: new Float64Array(length * most),
  };
  let next = 0;
  for (let at = 0; at < length; at += 1) {
    const middle = centre + (at + 0.5 - length / 2) / scale;
    const from = middle - reach;
    const to = middle + reach;
    const first = Math.min(sourceLength, Math.max(0, Math.floor(from)));
    const last = Math.min(sourceLength, Math.ceil(to));
    result.first[at] = first;
    result.begin[at] = next;
    for (let pixel = first; pixel < last; pixel += 1, next += 1) {
      result.weights[next] = (Math.min(to, pixel + 1) - Math.max(from, pixel)) / (2 * reach);
    }
    result.end[at] = next;
  }
  return result;
}
