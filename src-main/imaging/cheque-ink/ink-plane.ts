import type { RasterImage } from '../image.ts';
import { strongLevel } from './levels.ts';
import { localDensity } from './local-paper.ts';
import { planeScale, reduceCheque } from './reduced-plane.ts';

/** A whole cheque at about 100 dots per inch, as the ink net takes it. */
export interface InkPlane {
  /** Pixels of the cheque to a pixel of this plane, a whole number from 1. */
  readonly scale: number;
  readonly width: number;
  readonly height: number;
  /** 0 paper … 255 no light at all, `width * height`: what each pixel takes away of the light of the paper round it. */
  readonly density: Uint8Array;
  /** Density that the cheque's strong marks have; 0 where there are hardly any. */
  readonly strongest: number;
  /** Red, green and blue in turn, `width * height * 3`; null for a scan in greys. */
  readonly colours: Uint8Array | null;
}

/** Density above which a pixel counts as a mark while the strong marks' density is looked for; the paper's grain lies below. */
const leastMark = 14;
const textureShare = 2.2;

/**
 * Averages a cheque down and levels its paper.
 *
 * @param cheque grey or colour, upright, at 100 to 300 dots per inch.
 */
export function inkPlane(cheque: RasterImage, dotsPerInch: number | null): InkPlane {
  const { image, colours, scale } = reduceCheque(cheque, planeScale(cheque, dotsPerInch));
  const { width, height } = image;
  const { density, texture } = localDensity(image);
  const floor = Math.max(leastMark, Math.round(textureShare * texture));
  return { scale, width, height, density, strongest: strongLevel(density, floor), colours };
}

/** Level in 255 that the strong marks of every cheque are brought to. */
const wantedStrength = 200;

/**
 * The three channels that the ink net sees, each `width * height`: density with the strong marks of every cheque alike dark
 * (0 to 255), red less green, and blue less the mean of both (-127 to 127; null for a scan in greys: all 0).
 */
export function inkChannels({ density, strongest, colours }: InkPlane): {
  readonly ink: Uint8Array;
  readonly red: Int8Array | null;
  readonly blue: Int8Array | null;
} {
  const levels = new Uint8Array(256);
  const gain = strongest === 0 ? 1 : wantedStrength / strongest;
  for (let level = 0; level < 256; level += 1) levels[level] = Math.min(255, Math.round(level * gain));
  const ink = new Uint8Array(density.length);
  for (let at = 0; at < density.length; at += 1) ink[at] = levels[density[at]!]!;
  if (!colours) return { ink, red: null, blue: null };
  const red = new Int8Array(density.length);
  const blue = new Int8Array(density.length);
  for (let at = 0, from = 0; at < density.length; at += 1, from += 3) {
    const [r, g, b] = [colours[from]!, colours[from + 1]!, colours[from + 2]!];
    red[at] = Math.max(-127, Math.min(127, r - g));
    blue[at] = Math.max(-127, Math.min(127, b - ((r + g) >> 1)));
  }
  return { ink, red, blue };
}
