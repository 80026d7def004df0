import type { GreyImage } from './image.ts';

/** Paper round turned ink, as round the ink that `extractSignature` cuts out, in pixels. */
const border = 2;
/** Ink darker than this is what the picture is cropped to, as where a model's input is made. */
const inked = 127;

/**
 * Turns clean ink about its middle and crops it to its ink again. Samples are interpolated by cubic convolution (Keys 1981,
 * a = −1/2), which keeps the edge of a stroke where it is and a thin stroke dark; sums are of double precision numbers in
 * a fixed order, so that the same ink gives the same picture.
 *
 * @param clean ink on white (0 full ink … 255 paper), as `extractSignature` returns it.
 * @param degrees clockwise on the screen; negative: the other way.
 * @returns the turned ink with two pixels of paper round it; the picture itself for 0 degrees or without ink.
 */
export function turnInk(clean: GreyImage, degrees: number): GreyImage {
  if (degrees === 0) return clean;
  const cos = Math.cos((degrees * Math.PI) / 180);
  const sin = Math.sin((degrees * Math.PI) / 180);
  const room = roomFor(clean, cos, sin);
  const turned = new Uint8Array(room.width * room.height).fill(255);
  const framed = frameInk(clean);
  const [fromX, fromY] = [(clean.width - 1) / 2, (clean.height - 1) / 2];
  const [toX, toY] = [(room.width - 1) / 2, (room.height - 1) / 2];
  for (let row = 0, at = 0; row < room.height; row += 1) {
    for (let column = 0; column < room.width; column += 1, at += 1) {
      const x = fromX + (column - toX) * cos + (row - toY) * sin;
      const y = fromY - (column - toX) * sin + (row - toY) * cos;
      if (x <= -1 || y <= -1 || x >= clean.width || y >= clean.height) continue;
      const ink = inkAt(framed, x, y);
      if (ink > 0) turned[at] = 255 - ink;
    }
  }
  return cropToInk({ ...room, channels: 1, data: turned }) ?? clean;
}

/** The size that holds a picture turned by an angle. */
function roomFor({ width, height }: GreyImage, cos: number, sin: number): { width: number; height: number } {
  // A cosine of 90 degrees isn't quite 0: less a trifle, so that quarter turns keep whole pixels.
  const room = (length: number): number => Math.ceil(length - 1e-6) + 2;
  return {
    width: room(width * Math.abs(cos) + height * Math.abs(sin)),
    height: room(width * Math.abs(sin) + height * Math.abs(cos)),
  };
}

/** Ink (255 less the sample) with three pixels of paper round it, so that no place has to ask where the picture ends. */
interface FramedInk {
  readonly width: number;
  readonly ink: Uint8Array;
}

const frame = 3;

function frameInk({ width, height, data }: GreyImage): FramedInk {
  const wide = width + 2 * frame;
  const ink = new Uint8Array(wide * (height + 2 * frame));
  for (let row = 0, at = 0; row < height; row += 1) {
    const to = (row + frame) * wide + frame;
    for (let column = 0; column < width; column += 1, at += 1) ink[to + column] = 255 - data[at]!;
  }
  return { width: wide, ink };
}

/** The ink at a place between pixels, 0 to 255, from the four by four round it. */
function inkAt({ width, ink }: FramedInk, x: number, y: number): number {
  const left = Math.floor(x);
  const top = Math.floor(y);
  const first = (top - 1 + frame) * width + left - 1 + frame;
  // Most places are paper, far from any ink.
  let any = 0;
  for (let row = 0, from = first; row < 4; row += 1, from += width)
    any |= ink[from]! | ink[from + 1]! | ink[from + 2]! | ink[from + 3]!;
  if (any === 0) return 0;
  const [across, down] = [x - left, y - top];
  const [one, two, three, four] = [weightAt(across + 1), weightAt(across), weightAt(1 - across), weightAt(2 - across)];
  let sum = 0;
  for (let row = 0, from = first; row < 4; row += 1, from += width) {
    const line = ink[from]! * one + ink[from + 1]! * two + ink[from + 2]! * three + ink[from + 3]! * four;
    sum += line * weightAt(down + 1 - row);
  }
  return Math.min(255, Math.max(0, Math.floor(sum + 0.5)));
}

/** The weight of a sample at a distance of up to two pixels. */
function weightAt(distance: number): number {
  const far = Math.abs(distance);
  if (far < 1) return (1.5 * far - 2.5) * far * far + 1;
  if (far < 2) return ((-0.5 * far + 2.5) * far - 4) * far + 2;
  return 0;
}

function cropToInk(image: GreyImage): GreyImage | null {
  const { width, height, data } = image;
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (let row = 0, at = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1, at += 1) {
      if (data[at]! > inked) continue;
      left = Math.min(left, column);
      right = Math.max(right, column);
      top = Math.min(top, row);
      bottom = row;
    }
  }
  if (right < 0) return null;
  const size = { width: right - left + 1 + 2 * border, height: bottom - top + 1 + 2 * border };
  const cropped = new Uint8Array(size.width * size.height).fill(255);
  for (let row = 0; row < size.height; row += 1) {
    const y = top - border + row;
    if (y < 0 || y >= height) continue;
    const x = Math.max(0, left - border);
    const end = Math.min(width, right + border + 1);
    cropped.set(data.subarray(y * width + x, y * width + end), row * size.width + x - (left - border));
  }
  return { ...size, channels: 1, data: cropped };
}
