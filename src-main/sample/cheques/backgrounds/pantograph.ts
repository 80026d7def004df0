import { inverse } from '../../../imaging/affine.ts';
import sharp from 'sharp';
import type { SeededRandom } from '../../seeded.ts';
import type { Area } from '../geometry.ts';
import type { Canvas, Ground } from '../ink.ts';
import { boldFace, print } from '../type.ts';

/** A screen of fine dots or lines, with words in it of a coarser screen of the same darkness, which come out on a copy. */
export interface Pantograph {
  readonly lines: boolean;
  /** Distance of the dots in the ground and in the words, in millimetres. */
  readonly fine: number;
  readonly coarse: number;
  /** Of the screen, in radians. */
  readonly angle: number;
  /** sRGB, 0 to 255. */
  readonly colour: readonly [number, number, number];
  readonly words: {
    readonly data: Uint8Array;
    readonly width: number;
    readonly height: number;
    readonly scale: number;
  };
}

/** Pixels to a millimetre in which the words are kept: their edges are as rough as the screen anyway. */
const wordScale = 3;

/** Draws a pantograph. @param depth how dark it is where a dot is, 0 to 1. */
export async function drawPantograph(
  paper: { readonly width: number; readonly height: number },
  lines: boolean,
  colour: readonly [number, number, number],
  random: SeededRandom,
): Promise<Pantograph> {
  const fine = random.uniform(0.42, 0.62);
  const word = random.pick(['VOID', 'COPY', 'VOID', 'NULL']);
  const size = random.uniform(9, 16);
  let words = '';
  for (let row = 0, y = size * 0.9; y < paper.height + size; row++, y += size * 1.9) {
    for (let x = (row % 2) * size * 1.5 - size; x < paper.width; x += size * 4.3)
      words += print({ text: word, x, y, height: size, face: boldFace, colour: '#fff' });
  }
  const width = Math.ceil(paper.width * wordScale);
  const height = Math.ceil(paper.height * wordScale);
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${String(width)}" height="${String(height)}">` +
    `<g transform="scale(${String(wordScale)}) rotate(${random.uniform(-12, 0).toFixed(1)})">${words}</g></svg>`;
  const { data } = await sharp(Buffer.from(svg))
    .ensureAlpha()
    .extractChannel(3)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return {
    lines,
    fine,
    coarse: fine * random.uniform(1.6, 2.1),
    angle: random.uniform(0.3, 1),
    colour,
    words: { data: new Uint8Array(data), width, height, scale: wordScale },
  };
}

/** One period of a dot screen's profile, to be added across and down: a table of cosines. */
const waveSteps = 1024;
const wave = Float32Array.from({ length: waveSteps }, (_, step) => Math.cos((2 * Math.PI * step) / waveSteps));

/**
 * Prints a pantograph on a page in place; it darkens what is there.
 *
 * @param spared rectangles in millimetres that stay free.
 */
export function layPantograph(canvas: Canvas, ground: Ground, pantograph: Pantograph, spared: readonly Area[]): void {
  const back = inverse(ground.toPage);
  const { paper, pixelsPerMillimetre } = ground;
  const { width, height, channels, data } = canvas;
  const { lines, fine, coarse, angle, colour, words } = pantograph;
  const tones = channels === 3 ? colour : [0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]];
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  for (let row = 0, at = 0; row < height; row++) {
    for (let column = 0; column < width; column++, at += channels) {
      const x = back.a * (column + 0.5) + back.c * (row + 0.5) + back.e;
      const y = back.b * (column + 0.5) + back.d * (row + 0.5) + back.f;
      if (x < 0 || y < 0 || x >= paper.width || y >= paper.height) continue;
      if (spared.some((area) => x > area.x && y > area.y && x < area.x + area.width && y < area.y + area.height))
        continue;
      const inWord = (words.data[Math.floor(y * words.scale) * words.width + Math.floor(x * words.scale)] ?? 0) > 127;
      const period = inWord ? coarse : fine;
      // The words' screen runs across the ground's.
      const [u, v] =
        inWord && lines
          ? [y * cosine - x * sine, x * cosine + y * sine]
          : [x * cosine + y * sine, y * cosine - x * sine];
      const first = wave[((u / period) * waveSteps) & (waveSteps - 1)] ?? 0;
      const field = lines ? first - 0.3 : first + (wave[((v / period) * waveSteps) & (waveSteps - 1)] ?? 0) - 0.75;
      // How fast the profile changes over a pixel decides how sharp an edge can be.
      const cover = Math.max(0, Math.min(1, 0.5 + (field * period * pixelsPerMillimetre) / 6));
      for (let channel = 0; channel < channels; channel++) {
        const below = data[at + channel] ?? 255;
        const printed = ((tones[channel] ?? 0) * below) / 255;
        data[at + channel] = Math.round(below + (printed - below) * cover);
      }
    }
  }
}
