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
    for (let column = 0; column < canvasSize.width; column += 1) {
      const { first, weights } = across[column]!;
      let sum = 0;
      for (let step = 0; step < weights.length; step += 1) sum += source[start + first + step]! * weights[step]!;
      middle[row * canvasSize.width + column] = sum;
    }
  }
  for (let row = 0; row < canvasSize.height; row += 1) {
    const { first, weights } = down[row]!;
    for (let column = 0; column < canvasSize.width; column += 1) {
      let sum = 0;
      for (let step = 0; step < weights.length; step += 1)
        sum += middle[(first + step) * canvasSize.width + column]! * weights[step]!;
      canvas[row * canvasSize.width + column] = Math.min(255, Math.floor(sum + 0.5));
    }
  }
  return canvas;
}

interface Span {
  readonly first: number;
  readonly weights: Float64Array;
}

/** For each canvas pixel the source pixels it covers and how much of each; at least one source pixel wide. */
function spans(length: number, centre: number, scale: number, sourceLength: number): Span[] {
  const result: Span[] = [];
  const reach = Math.max(1, 1 / scale) / 2;
  for (let at = 0; at < length; at += 1) {
    const middle = centre + (at + 0.5 - length / 2) / scale;
    const from = middle - reach;
    const to = middle + reach;
    const first = Math.min(sourceLength, Math.max(0, Math.floor(from)));
    const last = Math.min(sourceLength, Math.ceil(to));
    const weights = new Float64Array(Math.max(0, last - first));
    for (let pixel = first; pixel < last; pixel += 1) {
      weights[pixel - first] = (Math.min(to, pixel + 1) - Math.max(from, pixel)) / (2 * reach);
    }
    result.push({ first, weights });
  }
  return result;
}
