import type { GreyImage, RasterImage } from '../image.ts';

/** A cheque averaged down to about 100 dots per inch. */
export interface ReducedPlane {
  /** Pen ink dark, pale tints of any hue faint: grey, or the mean of the red and the strongest channel (see `toInkPlane`). */
  readonly image: GreyImage;
  /** Red, green and blue in turn, `width * height * 3`; null for a scan in greys. */
  readonly colours: Uint8Array | null;
  /** Pixels of the cheque to a pixel of the plane. */
  readonly scale: number;
}

/** Width of a usual cheque (6 to 8 inches) in pixels of the plane. */
const usualWidth = 760;
/** Resolution of the plane in dots per inch. */
const wantedResolution = 100;
/** A plane has no more pixels than this, whatever the scan's size. */
const mostPixels = 900_000;

/** How many pixels of the cheque, across and down, are averaged to one of its plane. */
export function planeScale(cheque: RasterImage, dotsPerInch: number | null): number {
  const { width, height } = cheque;
  const wanted = dotsPerInch === null ? width / usualWidth : dotsPerInch / wantedResolution;
  const most = Math.max(1, Math.floor(Math.min(width, height) / 8));
  const least = Math.ceil(Math.sqrt((width * height) / mostPixels));
  return Math.min(most, Math.max(1, least, Math.round(wanted)));
}

/** Averages a cheque down by a whole factor; what is left over at the right and lower edge is dropped. */
export function reduceCheque(cheque: RasterImage, scale: number): ReducedPlane {
  const width = Math.max(1, Math.floor(cheque.width / scale));
  const height = Math.max(1, Math.floor(cheque.height / scale));
  if (cheque.channels === 3) {
    const colours = averageDown(cheque.data, cheque.width, 3, scale, width, height);
    return { image: { width, height, channels: 1, data: inkLevels(colours, width * height) }, colours, scale };
  }
  const data = scale === 1 ? cheque.data : averageDown(cheque.data, cheque.width, 1, scale, width, height);
  return { image: { width, height, channels: 1, data }, colours: null, scale };
}

function inkLevels(colours: Uint8Array, count: number): Uint8Array {
  const levels = new Uint8Array(count);
  for (let at = 0, from = 0; at < count; at += 1, from += 3) {
    const red = colours[from]!;
    const green = colours[from + 1]!;
    const blue = colours[from + 2]!;
    const high = red > green ? (red > blue ? red : blue) : green > blue ? green : blue;
    levels[at] = (red + high + 1) >> 1;
  }
  return levels;
}

function averageDown(
  data: Uint8Array,
  stride: number,
  channels: 1 | 3,
  scale: number,
  width: number,
  height: number,
): Uint8Array {
  if (scale === 2) return halved(data, stride, channels, width, height);
  const result = new Uint8Array(width * height * channels);
  const sums = new Uint32Array(width * channels);
  const half = (scale * scale) >> 1;
  const inverse = 1 / (scale * scale);
  for (let row = 0; row < height; row += 1) {
    sums.fill(0);
    for (let inner = 0; inner < scale; inner += 1) {
      let from = (row * scale + inner) * stride * channels;
      for (let to = 0; to < sums.length; to += channels) {
        for (let step = 0; step < scale; step += 1) {
          for (let channel = 0; channel < channels; channel += 1, from += 1) sums[to + channel]! += data[from]!;
        }
      }
    }
    const start = row * sums.length;
    for (let at = 0; at < sums.length; at += 1) result[start + at] = (sums[at]! + half) * inverse;
  }
  return result;
}

function halved(data: Uint8Array, stride: number, channels: 1 | 3, width: number, height: number): Uint8Array {
  if (channels === 1 && isInWords && stride % 4 === 0 && data.byteOffset % 4 === 0)
    return halvedByWords(data, stride, width, height);
  const result = new Uint8Array(width * height * channels);
  for (let row = 0, to = 0; row < height; row += 1) {
    let upper = 2 * row * stride * channels;
    let lower = upper + stride * channels;
    if (channels === 1) {
      for (let column = 0; column < width; column += 1, to += 1, upper += 2, lower += 2)
        result[to] = (data[upper]! + data[upper + 1]! + data[lower]! + data[lower + 1]! + 2) >> 2;
      continue;
    }
    for (let column = 0; column < width; column += 1, to += 3, upper += 6, lower += 6) {
      result[to] = (data[upper]! + data[upper + 3]! + data[lower]! + data[lower + 3]! + 2) >> 2;
      result[to + 1] = (data[upper + 1]! + data[upper + 4]! + data[lower + 1]! + data[lower + 4]! + 2) >> 2;
      result[to + 2] = (data[upper + 2]! + data[upper + 5]! + data[lower + 2]! + data[lower + 5]! + 2) >> 2;
    }
  }
  return result;
}

/** Whether the first byte of a word is its lowest one. */
const isInWords = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;
const everySecondByte = 0x00ff00ff;

/** As {@link halved} for greys, four pixels of a row in one word: two sums side by side. */
function halvedByWords(data: Uint8Array, stride: number, width: number, height: number): Uint8Array {
  const words = new Int32Array(data.buffer, data.byteOffset, data.length >> 2);
  const result = new Uint8Array(width * height);
  const pairs = width >> 1;
  for (let row = 0, to = 0; row < height; row += 1) {
    let upper = (2 * row * stride) >> 2;
    let lower = upper + (stride >> 2);
    for (let pair = 0; pair < pairs; pair += 1, to += 2, upper += 1, lower += 1) {
      const one = words[upper]!;
      const other = words[lower]!;
      const rows = (one & everySecondByte) + (other & everySecondByte);
      const sums = rows + ((one >>> 8) & everySecondByte) + ((other >>> 8) & everySecondByte) + 0x00020002;
      result[to] = (sums >>> 2) & 255;
      result[to + 1] = sums >>> 18;
    }
    if (width % 2 === 0) continue;
    const [above, below] = [4 * upper, 4 * lower];
    result[to] = (data[above]! + data[above + 1]! + data[below]! + data[below + 1]! + 2) >> 2;
    to += 1;
  }
  return result;
}
