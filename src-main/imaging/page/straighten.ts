import type { RasterImage } from '../image.ts';
import type { Affine } from '../affine.ts';

/** Steps between pixels for which weights are held; a place is taken to the nearest. */
const phaseBits = 8;
const phases = 1 << phaseBits;
/** Weights are whole numbers of this sum. */
const unit = 1 << 10;
/** Between the passes levels have so many bits below the point; what each pass takes off again. */
const fineBits = 6;
const firstBits = 10 - fineBits;
const secondBits = 10 + fineBits;
/** Rows of the picture that are made at a time: few enough that a column of them stays near. */
const block = 64;
/** Phases over which places run on with the weights of the middle one: a sixty-fourth of a pixel to either side. */
const runPhases = 8;

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
 * In two passes, along the page's rows and then across them (Catmull and Smith 1980): eight samples a pixel, not sixteen, and
 * over long runs with the same weights, as a page hardly askew changes its pitch hardly. Rows of the first pass are held as
 * long as the second needs them.
 *
 * @param toPage from pixels of the picture to pixels of the page; a turn by up to 45 degrees and a shift, no change of scale.
 * @returns `width` by `height` pixels; what lies outside the page is taken from its edge.
 */
export function straighten(page: RasterImage, toPage: Affine, width: number, height: number): RasterImage {
  const { channels } = page;
  const data = new Uint8Array(width * height * channels);
  const { b, d, f } = toPage;
  const long = width * channels;
  const fall = b * (width - 1);
  const rows = new Int16Array((Math.ceil(Math.abs(fall) + block * d) + 8) * long);
  // Samples stand at pixels' centres.
  const firstPlace = (row: number): number => b * 0.5 + d * (row + 0.5) + f - 0.5;
  let [held, next] = [NaN, NaN];
  for (let row = 0; row < height; row += block) {
    const last = Math.min(height, row + block);
    const from = Math.floor(firstPlace(row) + Math.min(0, fall)) - 2;
    const to = Math.floor(firstPlace(last - 1) + Math.max(0, fall)) + 4;
    if (row === 0) next = from;
    else rows.copyWithin(0, (from - held) * long, (next - held) * long);
    held = from;
    for (; next < to; next += 1)
      alongRow(page, toPage, next, columnsOn(next, toPage, width, height), rows, (next - held) * long);
    acrossRows(rows, toPage, held, data, row, last, width, channels);
  }
  if (isBitonal(page)) for (let at = 0; at < data.length; at += 1) data[at] = data[at]! < 128 ? 0 : 255;
  return { width, height, channels, data };
}

/** Whether an image holds black and white alone. */
export function isBitonal({ channels, data }: RasterImage): boolean {
  if (channels !== 1) return false;
  for (let at = 0; at < data.length; at += 1) if (data[at] !== 0 && data[at] !== 255) return false;
  return true;
}

/** The columns of the picture that need a row of the page: from the first to before the last. */
function columnsOn(row: number, { b, d, f }: Affine, width: number, height: number): readonly [number, number] {
  if (Math.abs(b) < 1e-6) return [0, width];
  // A column runs down from the page's row `b * column + f`.
  const [one, other] = [(row + 4 - f) / b, (row - 4 - f - d * height) / b];
  return [Math.max(0, Math.floor(Math.min(one, other))), Math.min(width, Math.ceil(Math.max(one, other)))];
}

/** How many places in a row get the same weights. @param step from one to the next, in samples. */
function runOf(step: number): number {
  return Math.max(1, Math.floor(runPhases / phases / Math.max(1e-9, Math.abs(step - 1))));
}

/** The first pass: one row of the page, sampled where the picture's columns cross it. @param to where the row begins in `rows`. */
function alongRow(
  page: RasterImage,
  { a, b, c, d, e, f }: Affine,
  row: number,
  [first, last]: readonly [number, number],
  rows: Int16Array,
  to: number,
): void {
  if (last <= first) return;
  const { channels } = page;
  const step = a - (c * b) / d;
  const run = runOf(step);
  const start = step * (first + 0.5) + (c / d) * (row + 0.5 - f) + e - 0.5;
  const origin = Math.floor(start) - 1;
  const line = stretchOf(page, row, origin, Math.ceil((last - first) * step) + 6);
  const half = 1 << (firstBits - 1);
  for (let column = first; column < last;) {
    const end = Math.min(last, column + run);
    const drift = ((step - 1) * (end - column - 1)) / 2;
    const phase = Math.floor((start - origin + (column - first) * step + drift) * phases + 0.5);
    const at = (phase & (phases - 1)) << 2;
    const w0 = weights[at]!;
    const w1 = weights[at + 1]!;
    const w2 = weights[at + 2]!;
    const w3 = weights[at + 3]!;
    for (let channel = 0; channel < channels; channel += 1) {
      let from = ((phase >> phaseBits) - 1) * channels + channel;
      let one = line[from]!;
      let two = line[from + channels]!;
      let three = line[from + 2 * channels]!;
      from += 3 * channels;
      for (let here = to + column * channels + channel; here < to + end * channels; here += channels) {
        const four = line[from]!;
        rows[here] = (one * w0 + two * w1 + three * w2 + four * w3 + half) >> firstBits;
        one = two;
        two = three;
        three = four;
        from += channels;
      }
    }
    column = end;
  }
}

/** Samples of a page's row; those beyond its ends, and beyond its head and foot, are the last ones there. */
function stretchOf(
  { width, height, channels, data }: RasterImage,
  row: number,
  from: number,
  count: number,
): Uint8Array {
  const start = Math.min(height - 1, Math.max(0, row)) * width;
  if (from >= 0 && from + count <= width)
    return data.subarray((start + from) * channels, (start + from + count) * channels);
  const line = new Uint8Array(count * channels);
  for (let at = 0; at < count; at += 1) {
    const sample = (start + Math.min(width - 1, Math.max(0, from + at))) * channels;
    for (let channel = 0; channel < channels; channel += 1) line[at * channels + channel] = data[sample + channel]!;
  }
  return line;
}

/** The second pass: some rows of the picture, column by column. @param held the page's row with which `rows` begin. */
function acrossRows(
  rows: Int16Array,
  { b, d, f }: Affine,
  held: number,
  data: Uint8Array,
  top: number,
  bottom: number,
  width: number,
  channels: number,
): void {
  const long = width * channels;
  const run = runOf(d);
  const half = 1 << (secondBits - 1);
  for (let column = 0; column < width; column += 1) {
    const start = b * (column + 0.5) + d * (top + 0.5) + f - 0.5 - held;
    for (let row = top; row < bottom;) {
      const end = Math.min(bottom, row + run);
      const drift = ((d - 1) * (end - row - 1)) / 2;
      const phase = Math.floor((start + (row - top) * d + drift) * phases + 0.5);
      const at = (phase & (phases - 1)) << 2;
      const w0 = weights[at]!;
      const w1 = weights[at + 1]!;
      const w2 = weights[at + 2]!;
      const w3 = weights[at + 3]!;
      for (let here = column * channels; here < (column + 1) * channels; here += 1) {
        let from = ((phase >> phaseBits) - 1) * long + here;
        let one = rows[from]!;
        let two = rows[from + long]!;
        let three = rows[from + 2 * long]!;
        from += 3 * long;
        for (let to = row * long + here; to < end * long; to += long) {
          const four = rows[from]!;
          const level = (one * w0 + two * w1 + three * w2 + four * w3 + half) >> secondBits;
          data[to] = level < 0 ? 0 : level > 255 ? 255 : level;
          one = two;
          two = three;
          three = four;
          from += long;
        }
      }
      row = end;
    }
  }
}
