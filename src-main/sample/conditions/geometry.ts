import type { RasterImage } from '../../imaging/image.ts';
import { paperLevels, type Picture } from './picture.ts';

type Place = readonly [x: number, y: number];

/** The picture at another resolution: averaged down over areas, or enlarged by cubic interpolation. */
export function toResolution(picture: Picture, dotsPerInch: number): Picture {
  const factor = dotsPerInch / picture.dotsPerInch;
  return { image: resize(picture.image, factor), dotsPerInch };
}

/** As if scanned at `factor` times the resolution. */
export function scaled(picture: Picture, factor: number): Picture {
  return { image: resize(picture.image, factor), dotsPerInch: picture.dotsPerInch * factor };
}

function resize(image: RasterImage, factor: number): RasterImage {
  const width = Math.max(1, Math.round(image.width * factor));
  const height = Math.max(1, Math.round(image.height * factor));
  if (width === image.width && height === image.height) return image;
  if (factor < 1) return averageDown(image, width, height);
  const [across, down] = [image.width / width, image.height / height];
  return warp(image, { width, height }, (x, y) => [x * across, y * down]);
}

/** The picture turned clockwise about its middle, on paper large enough to hold all of it. */
export function rotated({ image, dotsPerInch }: Picture, degrees: number): Picture {
  const angle = (degrees * Math.PI) / 180;
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  const width = Math.ceil(Math.abs(image.width * cosine) + Math.abs(image.height * sine));
  const height = Math.ceil(Math.abs(image.width * sine) + Math.abs(image.height * cosine));
  const turned = warp(image, { width, height }, (x, y) => {
    const [right, below] = [x - width / 2, y - height / 2];
    return [image.width / 2 + right * cosine + below * sine, image.height / 2 - right * sine + below * cosine];
  });
  return { image: turned, dotsPerInch };
}

/** Writing that leans to the right: what lies above the middle is moved right. @param slope rise of the lean, 0.1 for 5.7°. */
export function slanted({ image, dotsPerInch }: Picture, slope: number): Picture {
  const { width, height } = image;
  const wider = width + Math.ceil(Math.abs(slope) * height);
  const leaned = warp(image, { width: wider, height }, (x, y) => [
    x - wider / 2 + width / 2 + slope * (y - height / 2),
    y,
  ]);
  return { image: leaned, dotsPerInch };
}

/**
 * The picture seen askew, at its own size: the projective map that takes the frame's corners to places round the picture.
 *
 * @param corners how far outside the picture each corner of the frame lies, as shares of its width and height, 0 and up:
 *   top left, top right, bottom right, bottom left.
 */
export function inPerspective(
  { image, dotsPerInch }: Picture,
  corners: readonly [Place, Place, Place, Place],
): Picture {
  const { width, height } = image;
  const [first, second, third, fourth] = corners;
  const quad: [Place, Place, Place, Place] = [
    [-first[0] * width, -first[1] * height],
    [width * (1 + second[0]), -second[1] * height],
    [width * (1 + third[0]), height * (1 + third[1])],
    [-fourth[0] * width, height * (1 + fourth[1])],
  ];
  const map = squareToQuad(quad);
  return { image: warp(image, image, (x, y) => map(x / width, y / height)), dotsPerInch };
}

/** The projective map from the unit square to a quadrangle (Heckbert, "Fundamentals of Texture Mapping", 1989, 2.2.3). */
function squareToQuad([a, b, c, d]: readonly [Place, Place, Place, Place]): (u: number, v: number) => Place {
  const [sumX, sumY] = [a[0] - b[0] + c[0] - d[0], a[1] - b[1] + c[1] - d[1]];
  const [x1, y1, x2, y2] = [b[0] - c[0], b[1] - c[1], d[0] - c[0], d[1] - c[1]];
  const determinant = x1 * y2 - x2 * y1;
  const g = (sumX * y2 - x2 * sumY) / determinant;
  const h = (x1 * sumY - sumX * y1) / determinant;
  return (u, v) => {
    const depth = g * u + h * v + 1;
    return [
      ((b[0] - a[0] + g * b[0]) * u + (d[0] - a[0] + h * d[0]) * v + a[0]) / depth,
      ((b[1] - a[1] + g * b[1]) * u + (d[1] - a[1] + h * d[1]) * v + a[1]) / depth,
    ];
  };
}

/** A soft lens: a normal distribution. @param sigma in pixels. */
export function blurred(picture: Picture, sigma: number): Picture {
  const { image } = picture;
  const reach = Math.max(1, Math.ceil(3 * sigma));
  const weights = Array.from({ length: 2 * reach + 1 }, (_, at) => Math.exp(-((at - reach) ** 2) / (2 * sigma ** 2)));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const { width, height, channels } = image;
  const middle = new Float64Array(image.data.length);
  const data = new Uint8Array(image.data.length);
  const held = (at: number, length: number) => Math.min(length - 1, Math.max(0, at));
  for (let row = 0, at = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      for (let channel = 0; channel < channels; channel += 1, at += 1) {
        let total = 0;
        for (let step = -reach; step <= reach; step += 1) {
          const from = (row * width + held(column + step, width)) * channels + channel;
          total += image.data[from]! * weights[step + reach]!;
        }
        middle[at] = total / sum;
      }
    }
  }
  const line = width * channels;
  for (let row = 0, at = 0; row < height; row += 1) {
    for (let column = 0; column < line; column += 1, at += 1) {
      let total = 0;
      for (let step = -reach; step <= reach; step += 1)
        total += middle[held(row + step, height) * line + column]! * weights[step + reach]!;
      data[at] = Math.floor(total / sum + 0.5);
    }
  }
  return { ...picture, image: { ...image, data } };
}

/**
 * Fills a frame from the places of a picture that `place` names, by cubic convolution (Keys 1981, a = −½); outside the
 * picture is its paper.
 */
function warp(
  image: RasterImage,
  size: { readonly width: number; readonly height: number },
  place: (x: number, y: number) => Place,
): RasterImage {
  const { width, height, channels, data } = image;
  const papers = paperLevels(image);
  const filled = new Uint8Array(size.width * size.height * channels);
  const across = new Float64Array(4);
  const down = new Float64Array(4);
  for (let row = 0, to = 0; row < size.height; row += 1) {
    for (let column = 0; column < size.width; column += 1, to += channels) {
      const [placeX, placeY] = place(column + 0.5, row + 0.5);
      const outside = placeX < -0.5 || placeY < -0.5 || placeX > width + 0.5 || placeY > height + 0.5;
      const [left, top] = [Math.floor(placeX - 0.5), Math.floor(placeY - 0.5)];
      cubicWeights(placeX - 0.5 - left, across);
      cubicWeights(placeY - 0.5 - top, down);
      for (let channel = 0; channel < channels; channel += 1) {
        if (outside) {
          filled[to + channel] = papers[channel]!;
          continue;
        }
        let sum = 0;
        for (let y = 0; y < 4; y += 1) {
          const line = Math.min(height - 1, Math.max(0, top + y - 1)) * width;
          let part = 0;
          for (let x = 0; x < 4; x += 1) {
            const from = line + Math.min(width - 1, Math.max(0, left + x - 1));
            part += data[from * channels + channel]! * across[x]!;
          }
          sum += part * down[y]!;
        }
        filled[to + channel] = Math.min(255, Math.max(0, Math.floor(sum + 0.5)));
      }
    }
  }
  return { width: size.width, height: size.height, channels, data: filled };
}

function cubicWeights(along: number, weights: Float64Array): void {
  const square = along * along;
  const cube = square * along;
  weights[0] = -0.5 * along + square - 0.5 * cube;
  weights[1] = 1 - 2.5 * square + 1.5 * cube;
  weights[2] = 0.5 * along + 2 * square - 1.5 * cube;
  weights[3] = -0.5 * square + 0.5 * cube;
}

/** Each pixel the mean of the area it covers. */
function averageDown(image: RasterImage, width: number, height: number): RasterImage {
  const { channels } = image;
  const narrow = new Float64Array(width * image.height * channels);
  for (let column = 0; column < width; column += 1) {
    const covered = coveredBy(column, width, image.width);
    for (let row = 0; row < image.height; row += 1) {
      for (const [from, share] of covered) {
        for (let channel = 0; channel < channels; channel += 1)
          narrow[(row * width + column) * channels + channel]! +=
            image.data[(row * image.width + from) * channels + channel]! * share;
      }
    }
  }
  const data = new Uint8Array(width * height * channels);
  const line = width * channels;
  for (let row = 0; row < height; row += 1) {
    const covered = coveredBy(row, height, image.height);
    for (let column = 0; column < line; column += 1) {
      let sum = 0;
      for (const [from, share] of covered) sum += narrow[from * line + column]! * share;
      data[row * line + column] = Math.floor(sum + 0.5);
    }
  }
  return { width, height, channels, data };
}

/** The pixels of a longer line that one pixel of a shorter one covers, and each one's share of it. */
function coveredBy(at: number, length: number, source: number): [number, number][] {
  const from = (at * source) / length;
  const to = ((at + 1) * source) / length;
  const covered: [number, number][] = [];
  for (let pixel = Math.floor(from); pixel < Math.min(source, Math.ceil(to)); pixel += 1) {
    covered.push([pixel, (Math.min(to, pixel + 1) - Math.max(from, pixel)) / (to - from)]);
  }
  return covered;
}
