import { chain, identity, type Affine } from '../affine.ts';
import type { RasterImage } from '../image.ts';
import { cornersOf, type ChequeOnPage } from './cheque-on-page.ts';

/**
 * Turns a cheque that lies upside down, or was scanned mirrored. Where it lay on the page stays told: corners and map follow.
 *
 * @param how `half-turn`: by 180 degrees. `mirror`: left and right change places.
 */
export function turnCheque(cheque: ChequeOnPage, how: 'half-turn' | 'mirror'): ChequeOnPage {
  const { image } = cheque;
  const { width, height } = image;
  const half = how === 'half-turn';
  const back: Affine = half
    ? { a: -1, b: 0, c: 0, d: -1, e: width, f: height }
    : { a: -1, b: 0, c: 0, d: 1, e: width, f: 0 };
  const toPage = chain(back, cheque.toPage);
  return {
    ...cheque,
    image: half ? halfTurned(image) : mirroredImage(image),
    toPage,
    corners: cornersOf(toPage, width, height),
    quarterTurns: half ? quarters(cheque.quarterTurns + 2) : cheque.quarterTurns,
    mirrored: half ? cheque.mirrored : !cheque.mirrored,
  };
}

/** A number of quarter turns, brought between 0 and 3. */
export function quarters(turns: number): 0 | 1 | 2 | 3 {
  return (((turns % 4) + 4) % 4) as 0 | 1 | 2 | 3;
}

function halfTurned(image: RasterImage): RasterImage {
  const { channels, data } = image;
  if (channels === 1) return { ...image, data: data.slice().reverse() };
  const turned = new Uint8Array(data.length);
  for (let from = 0, to = data.length - 3; to >= 0; from += 3, to -= 3) {
    turned[to] = data[from]!;
    turned[to + 1] = data[from + 1]!;
    turned[to + 2] = data[from + 2]!;
  }
  return { ...image, data: turned };
}

/** An image with left and right changed. */
export function mirroredImage(image: RasterImage): RasterImage {
  const { width, height, channels, data } = image;
  const turned = new Uint8Array(data.length);
  const rowLength = width * channels;
  for (let row = 0; row < height; row += 1) {
    let from = row * rowLength;
    let to = from + rowLength - channels;
    for (let column = 0; column < width; column += 1, from += channels, to -= channels) {
      for (let channel = 0; channel < channels; channel += 1) turned[to + channel] = data[from + channel]!;
    }
  }
  return { ...image, data: turned };
}

/**
 * Turns an image by quarter turns, clockwise.
 *
 * @returns the very image where `turns` is 0.
 */
export function quarterTurned(image: RasterImage, turns: 0 | 1 | 2 | 3): RasterImage {
  if (turns === 0) return image;
  if (turns === 2) return halfTurned(image);
  const { width, height, channels, data } = image;
  const turned = new Uint8Array(data.length);
  // Pixel (x, y) goes to (height - 1 - y, x) clockwise, to (y, width - 1 - x) the other way.
  const step = (turns === 1 ? height : -height) * channels;
  for (let row = 0; row < height; row += 1) {
    let from = row * width * channels;
    let to = turns === 1 ? (height - 1 - row) * channels : ((width - 1) * height + row) * channels;
    for (let column = 0; column < width; column += 1, from += channels, to += step) {
      for (let channel = 0; channel < channels; channel += 1) turned[to + channel] = data[from + channel]!;
    }
  }
  return { width: height, height: width, channels, data: turned };
}

/**
 * The map from an image turned by {@link quarterTurned} back to the image as it was.
 *
 * @param width of the image as it was, as `height`.
 */
export function turnedBack(turns: 0 | 1 | 2 | 3, width: number, height: number): Affine {
  if (turns === 0) return identity;
  if (turns === 1) return { a: 0, b: -1, c: 1, d: 0, e: 0, f: height };
  if (turns === 2) return { a: -1, b: 0, c: 0, d: -1, e: width, f: height };
  return { a: 0, b: 1, c: -1, d: 0, e: width, f: 0 };
}
