import type { RasterImage } from '../image.ts';
import type { Affine } from '../affine.ts';

/** Steps between pixels for which weights are held. */
const phases = 256;
/** Weights are whole numbers of this sum. */
const unit = 1 << 10;

/**
 * Weights of the four samples round a place between two of them, by cubic convolution (Keys 1981, a = -1/2), which keeps
 * strokes sharp and their edges where they are.
 */
const weights: Int16Array = (() => {
  const table = new Int16Array(phases * 4);
  for (let phase = 0; phase < phases; phase += 1) {
    const t = phase / phases;
    const exact = [
      ((-0.5 * t + 1) * t - 0.5) * t,
      (1.5 * t - 2.5) * t * t + 1,
      ((-1.5 * t + 2) * t + 0.5) * t,
      (0.5 * t - 0.5) * t * t,
    ];
    const whole = exact.map((weight) => Math.round(weight * unit));
    // What rounding takes or gives goes to the nearest sample, so that even paper stays as it is.
    whole[t < 0.5 ? 1 : 2]! += unit - whole.reduce((sum, weight) => sum + weight, 0);
    table.set(whole, phase * 4);
  }
  return table;
})();

/**
 * Cuts a straight picture out of a page on which it lies askew. A page in black and white alone stays so: there each pixel is
 * what most of the area round its place is.
 *
 * @param toPage from pixels of the picture to pixels of the page; turns and shifts, no change of scale.
 * @returns `width` by `height` pixels; what lies outside the page is taken from its edge.
 */
export function straighten(page: RasterImage, toPage: Affine, width: number, height: number): RasterImage {
  const { channels } = page;
  const data = new Uint8Array(width * height * channels);
  const bitonal = isBitonal(page);
  for (let row = 0; row < height; row += 1) {
    // Samples stand at pixels' centres.
    const startX = toPage.a * 0.5 + toPage.c * (row + 0.5) + toPage.e - 0.5;
    const startY = toPage.b * 0.5 + toPage.d * (row + 0.5) + toPage.f - 0.5;
    if (channels === 1) greyRow(page, data, row * width, width, startX, startY, toPage.a, toPage.b);
    else colourRow(page, data, row * width, width, startX, startY, toPage.a, toPage.b);
  }
  if (bitonal) for (let at = 0; at < data.length; at += 1) data[at] = data[at]! < 128 ? 0 : 255;
  return { width, height, channels, data };
}

/** Whether an image holds black and white alone. */
export function isBitonal({ channels, data }: RasterImage): boolean {
  if (channels !== 1) return false;
  for (let at = 0; at < data.length; at += 1) if (data[at] !== 0 && data[at] !== 255) return false;
  return true;
}

function greyRow(
  { width, height, data }: RasterImage,
  result: Uint8Array,
  start: number,
  count: number,
  startX: number,
  startY: number,
  stepX: number,
  stepY: number,
): void {
  for (let column = 0; column < count; column += 1) {
    const x = startX + column * stepX;
    const y = startY + column * stepY;
    const left = Math.floor(x);
    const top = Math.floor(y);
    const phase = (((x - left) * phases) | 0) << 2;
    const down = (((y - top) * phases) | 0) << 2;
    const w0 = weights[phase]!;
    const w1 = weights[phase + 1]!;
    const w2 = weights[phase + 2]!;
    const w3 = weights[phase + 3]!;
    let sum = 0;
    if (left >= 1 && top >= 1 && left < width - 2 && top < height - 2) {
      let at = (top - 1) * width + left - 1;
      for (let line = 0; line < 4; line += 1, at += width) {
        sum += (data[at]! * w0 + data[at + 1]! * w1 + data[at + 2]! * w2 + data[at + 3]! * w3) * weights[down + line]!;
      }
    } else {
      for (let line = 0; line < 4; line += 1) {
        const at = held(top - 1 + line, height) * width;
        sum +=
          (data[at + held(left - 1, width)]! * w0 +
            data[at + held(left, width)]! * w1 +
            data[at + held(left + 1, width)]! * w2 +
            data[at + held(left + 2, width)]! * w3) *
          weights[down + line]!;
      }
    }
    const level = (sum + (unit * unit) / 2) >> 20;
    result[start + column] = level < 0 ? 0 : level > 255 ? 255 : level;
  }
}

function colourRow(
  { width, height, data }: RasterImage,
  result: Uint8Array,
  start: number,
  count: number,
  startX: number,
  startY: number,
  stepX: number,
  stepY: number,
): void {
  for (let column = 0; column < count; column += 1) {
    const x = startX + column * stepX;
    const y = startY + column * stepY;
    const left = Math.floor(x);
    const top = Math.floor(y);
    const phase = (((x - left) * phases) | 0) << 2;
    const down = (((y - top) * phases) | 0) << 2;
    let [red, green, blue] = [0, 0, 0];
    for (let line = 0; line < 4; line += 1) {
      const row = held(top - 1 + line, height) * width;
      const ofLine = weights[down + line]!;
      for (let place = 0; place < 4; place += 1) {
        const at = (row + held(left - 1 + place, width)) * 3;
        const weight = weights[phase + place]! * ofLine;
        red += data[at]! * weight;
        green += data[at + 1]! * weight;
        blue += data[at + 2]! * weight;
      }
    }
    const to = (start + column) * 3;
    result[to] = clamped(red);
    result[to + 1] = clamped(green);
    result[to + 2] = clamped(blue);
  }
}

function held(at: number, length: number): number {
  return at < 0 ? 0 : at >= length ? length - 1 : at;
}

function clamped(sum: number): number {
  const level = (sum + (unit * unit) / 2) >> 20;
  return level < 0 ? 0 : level > 255 ? 255 : level;
}
