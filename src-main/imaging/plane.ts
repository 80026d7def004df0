import type { Box, GreyImage, RasterImage } from './image.ts';

/** A larger region is averaged down by a whole factor until it has no more pixels than this. */
const workingPixels = 1_500_000;

/** Levels between a pixel's strongest and weakest channel from which its colour is no tint of paper any more. */
const strongColour = 72;

/** A region of a scan on one grey plane, ink dark on bright paper. */
export interface InkPlane {
  readonly image: GreyImage;
  /** Pixels of the scan to a pixel of the plane: 1 as a rule, 2 and up for a large region, 0.5 for a small one. */
  readonly factor: number;
  /** Whether the scan was white on black. */
  readonly inverted: boolean;
  /** How many of the six hues (red, yellow, green, cyan, blue, magenta) a fortieth of the region or more strongly shows. */
  readonly hues: number;
}

/**
 * Cuts a region out of a scan as it is.
 *
 * @param box must lie within the image.
 */
export function cropImage(image: RasterImage, box: Box): RasterImage {
  const { channels } = image;
  const data = new Uint8Array(box.width * box.height * channels);
  const rowLength = box.width * channels;
  for (let row = 0; row < box.height; row += 1) {
    const from = ((box.y + row) * image.width + box.x) * channels;
    data.set(image.data.subarray(from, from + rowLength), row * rowLength);
  }
  return { width: box.width, height: box.height, channels, data };
}

/**
 * Brings a region onto one grey plane in which pen ink is dark and printed tints are faint: the mean of the red channel
 * and the strongest channel. Blue and black pens absorb red (the "red drop-out" of form readers takes red, pink and
 * orange print away), and a pen leaves every channel darker than a pale tint of any hue does. A scan in greys keeps its
 * values to the bit. White on black is turned round.
 */
export function toInkPlane(region: RasterImage): InkPlane {
  const factor = Math.max(1, Math.ceil(Math.sqrt((region.width * region.height) / workingPixels)));
  const { plane, hues } = region.channels === 1 ? { plane: region.data, hues: 0 } : dropOut(region);
  const grey: GreyImage = { width: region.width, height: region.height, channels: 1, data: plane };
  const image = factor === 1 ? grey : averageDown(grey, factor);
  const inverted = isInverted(image.data);
  if (!inverted) return { image, factor, inverted, hues };
  const data = new Uint8Array(image.data.length);
  for (let at = 0; at < data.length; at += 1) data[at] = 255 - image.data[at]!;
  return { image: { ...image, data }, factor, inverted, hues };
}

/** The plane at twice its size, linear between pixel centres, for scans whose strokes are hardly two pixels wide. */
export function doubled(plane: InkPlane): InkPlane {
  const { width, height, data } = plane.image;
  const wide = new Uint16Array(width * 2 * height);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const here = data[row * width + column]!;
      const to = row * width * 2 + column * 2;
      wide[to] = 3 * here + data[row * width + Math.max(0, column - 1)]!;
      wide[to + 1] = 3 * here + data[row * width + Math.min(width - 1, column + 1)]!;
    }
  }
  const result = new Uint8Array(width * height * 4);
  const rowLength = width * 2;
  for (let row = 0; row < height; row += 1) {
    const above = Math.max(0, row - 1) * rowLength;
    const below = Math.min(height - 1, row + 1) * rowLength;
    for (let column = 0; column < rowLength; column += 1) {
      const here = 3 * wide[row * rowLength + column]!;
      result[row * 2 * rowLength + column] = (here + wide[above + column]! + 8) >> 4;
      result[(row * 2 + 1) * rowLength + column] = (here + wide[below + column]! + 8) >> 4;
    }
  }
  return {
    ...plane,
    image: { width: rowLength, height: height * 2, channels: 1, data: result },
    factor: plane.factor / 2,
  };
}

function dropOut(region: RasterImage): { plane: Uint8Array; hues: number } {
  const { data } = region;
  const count = region.width * region.height;
  const plane = new Uint8Array(count);
  const coloured = new Uint32Array(6);
  for (let at = 0, from = 0; at < count; at += 1, from += 3) {
    const red = data[from]!;
    const green = data[from + 1]!;
    const blue = data[from + 2]!;
    const high = red > green ? (red > blue ? red : blue) : green > blue ? green : blue;
    const low = red < green ? (red < blue ? red : blue) : green < blue ? green : blue;
    plane[at] = (red + high + 1) >> 1;
    if (high - low > strongColour) coloured[sextant(red, green, blue, high, low)]! += 1;
  }
  return { plane, hues: coloured.reduce((sum, pixels) => sum + (pixels * 40 >= count ? 1 : 0), 0) };
}

/** Which sixth of the colour circle a colour lies in, 0 round red. */
function sextant(red: number, green: number, blue: number, high: number, low: number): number {
  const range = high - low;
  const turn =
    high === red ? (green - blue) / range : high === green ? 2 + (blue - red) / range : 4 + (red - green) / range;
  return (Math.round(turn) + 6) % 6;
}

function averageDown(image: GreyImage, factor: number): GreyImage {
  const width = Math.max(1, Math.floor(image.width / factor));
  const height = Math.max(1, Math.floor(image.height / factor));
  const data = new Uint8Array(width * height);
  const sums = new Uint32Array(width);
  const area = factor * factor;
  for (let row = 0; row < height; row += 1) {
    sums.fill(0);
    for (let inner = 0; inner < factor && row * factor + inner < image.height; inner += 1) {
      let from = (row * factor + inner) * image.width;
      for (let column = 0; column < width; column += 1) {
        for (let step = 0; step < factor; step += 1, from += 1) sums[column]! += image.data[from]!;
      }
    }
    for (let column = 0; column < width; column += 1) data[row * width + column] = (sums[column]! + (area >> 1)) / area;
  }
  return { width, height, channels: 1, data };
}

/** The middle of all levels lies below this where most of a region is dark. */
const darkMiddle = 112;

/** White ink on black paper: most of the region is dark, and lies nearer to its darkest than to its brightest. */
function isInverted(data: Uint8Array): boolean {
  // Most scans are bright, which is told by less than a histogram.
  let dark = 0;
  for (let at = 0; at < data.length; at += 1) dark += (data[at]! - darkMiddle) >>> 31;
  if (dark < 0.5 * data.length) return false;
  const counts = new Uint32Array(256);
  for (let at = 0; at < data.length; at += 1) counts[data[at]!]! += 1;
  const level = (share: number): number => {
    let left = share * data.length;
    for (let value = 0; value < 256; value += 1) {
      left -= counts[value]!;
      if (left <= 0) return value;
    }
    return 255;
  };
  const middle = level(0.5);
  return middle < darkMiddle && level(0.995) - middle > 2 * (middle - level(0.005));
}
