import { seededRandom, type SeededRandom } from '../seeded.ts';
import { paperLevels, withData, type Picture } from './picture.ts';

/**
 * Paper of a pale colour: each channel is multiplied, as ink lets the tint through to the light no more than white paper.
 * The picture is in colour afterwards.
 *
 * @param depth how much of its weakest channel's light the tint takes, 0 to 1.
 * @param hue round the colour circle, 0 to 1.
 */
export function tintPaper({ image, dotsPerInch }: Picture, hue: number, depth: number): Picture {
  const { width, height, channels, data } = image;
  const shares = [0, 2 / 3, 1 / 3].map((turn) => {
    const away = Math.abs(((hue + turn + 0.5) % 1) - 0.5);
    return 1 - depth * Math.min(1, Math.max(0, 6 * away - 1));
  });
  const tinted = new Uint8Array(width * height * 3);
  for (let at = 0; at < width * height; at += 1) {
    for (let channel = 0; channel < 3; channel += 1) {
      const source = data[at * channels + (channels === 3 ? channel : 0)]!;
      tinted[at * 3 + channel] = Math.floor(source * shares[channel]! + 0.5);
    }
  }
  return { image: { width, height, channels: 3, data: tinted }, dotsPerInch };
}

/**
 * A shadow with a soft edge over part of the picture, its direction and place drawn from `random`.
 *
 * @param depth how much of the light it takes where it is deepest, 0 to 1.
 */
export function castShadow(picture: Picture, random: SeededRandom, depth: number): Picture {
  const { width, height, channels, data } = picture.image;
  const [x, y] = [random.uniform(-1, 1), random.uniform(-1, 1)];
  const length = Math.max(1e-6, Math.sqrt(x * x + y * y));
  const middle = random.uniform(-0.1, 0.1);
  const shadowed = new Uint8Array(data.length);
  for (let row = 0, at = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const along = ((column / width - 0.5) * x + (row / height - 0.5) * y) / length;
      const part = Math.min(1, Math.max(0, (along - middle + 0.3) / 0.6));
      const light = 1 - depth * part * part * (3 - 2 * part);
      for (let channel = 0; channel < channels; channel += 1, at += 1)
        shadowed[at] = Math.floor(data[at]! * light + 0.5);
    }
  }
  return withData(picture, shadowed);
}

/**
 * Ink that leaves less on the paper: what is darker than the paper keeps a share of its darkness.
 *
 * @param share 0 (no ink) to 1 (as it was).
 */
export function fadeInk(picture: Picture, share: number): Picture {
  const { channels, data } = picture.image;
  const papers = paperLevels(picture.image);
  const faded = new Uint8Array(data.length);
  for (let at = 0; at < data.length; at += 1) {
    const paper = papers[at % channels]!;
    const level = data[at]!;
    faded[at] = level >= paper ? level : Math.floor(paper - (paper - level) * share + 0.5);
  }
  return withData(picture, faded);
}

/** Noise of a normal distribution, apart for each sample. @param sigma standard deviation, in levels. */
export function addNoise(picture: Picture, seed: number | string, sigma: number): Picture {
  const { data } = picture.image;
  const random = seededRandom('noise', seed);
  const noisy = new Uint8Array(data.length);
  for (let at = 0; at < data.length; at += 1) {
    noisy[at] = Math.min(255, Math.max(0, Math.floor(data[at]! + random.normal(0, sigma) + 0.5)));
  }
  return withData(picture, noisy);
}
