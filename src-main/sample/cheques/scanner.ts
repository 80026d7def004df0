import sharp from 'sharp';
import type { Sharp } from 'sharp';
import { scan } from '../render.ts';
import type { SeededRandom } from '../seeded.ts';
import type { ScanCondition } from './conditions.ts';
import type { Canvas } from './ink.ts';

/** The picture as the scanner's optics and sensor see it: blur, tone, uneven light, noise. */
export async function throughScanner(canvas: Canvas, condition: ScanCondition, random: SeededRandom): Promise<Canvas> {
  const { width, height, channels } = canvas;
  let { data } = canvas;
  if (condition.blur > 0.3) {
    const { data: soft } = await sharp(data, { raw: { width, height, channels } })
      .blur(condition.blur)
      .toColourspace(channels === 1 ? 'b-w' : 'srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    data = new Uint8Array(soft.buffer, soft.byteOffset, soft.length);
  }
  const tones = Uint8Array.from({ length: 256 }, (_, level) =>
    Math.round(condition.black + ((condition.white - condition.black) * level) / 255),
  );
  const toned = data.map((level) => tones[level] ?? level);
  return scan(
    { width, height, channels, data: toned },
    {
      paper: [255, 255, 255],
      noise: condition.noise,
      shade: condition.shade,
      blur: condition.blur > 0.3 ? 0 : condition.blur,
    },
    random.integer(2 ** 31),
  ) as Canvas;
}

/** Mean of each pixel's surroundings, sampled on a grid of 8 by 8 pixels: what the paper is like there. */
function surroundings({ width, height, data }: Canvas, reach: number): { across: number; cells: Float32Array } {
  const across = Math.ceil(width / 8);
  const down = Math.ceil(height / 8);
  const sums = new Float64Array((across + 1) * (down + 1));
  const counts = new Float64Array((across + 1) * (down + 1));
  for (let cellY = 0; cellY < down; cellY++) {
    let rowSum = 0;
    let rowCount = 0;
    for (let cellX = 0; cellX < across; cellX++) {
      for (let y = cellY * 8; y < Math.min(height, cellY * 8 + 8); y += 2) {
        for (let x = cellX * 8; x < Math.min(width, cellX * 8 + 8); x += 2) {
          rowSum += data[y * width + x] ?? 0;
          rowCount++;
        }
      }
      const to = (cellY + 1) * (across + 1) + cellX + 1;
      sums[to] = (sums[to - across - 1] ?? 0) + rowSum;
      counts[to] = (counts[to - across - 1] ?? 0) + rowCount;
    }
  }
  const cells = new Float32Array(across * down);
  for (let cellY = 0; cellY < down; cellY++) {
    for (let cellX = 0; cellX < across; cellX++) {
      const [x0, x1] = [Math.max(0, cellX - reach), Math.min(across, cellX + reach + 1)];
      const [y0, y1] = [Math.max(0, cellY - reach), Math.min(down, cellY + reach + 1)];
      const part = (table: Float64Array) =>
        (table[y1 * (across + 1) + x1] ?? 0) -
        (table[y0 * (across + 1) + x1] ?? 0) -
        (table[y1 * (across + 1) + x0] ?? 0) +
        (table[y0 * (across + 1) + x0] ?? 0);
      cells[cellY * across + cellX] = part(sums) / Math.max(1, part(counts));
    }
  }
  return { across, cells };
}

/**
 * Black and white as a cheque scanner's own electronics make it: black is what is darker than its surroundings by a share.
 *
 * @param canvas grey.
 * @param cut share of the surroundings' level below which a pixel is black, 0 to 1.
 * @returns 0 and 255 only.
 */
export function toBitonal(canvas: Canvas, cut: number, dotsPerInch: number): Canvas {
  const { width, height, data } = canvas;
  const { across, cells } = surroundings(canvas, Math.max(2, Math.round(dotsPerInch / 50)));
  const bitonal = new Uint8Array(data.length);
  for (let y = 0, at = 0; y < height; y++) {
    const row = (y >> 3) * across;
    for (let x = 0; x < width; x++, at++) {
      const paper = cells[row + (x >> 3)] ?? 255;
      const level = data[at] ?? 255;
      bitonal[at] = level < Math.min(200, paper * cut) || level < 42 ? 0 : 255;
    }
  }
  return { ...canvas, data: bitonal };
}

/** The picture as a file, and the ending of its name. */
export async function encodeScan(
  canvas: Canvas,
  condition: ScanCondition,
): Promise<{ bytes: Uint8Array; ending: string }> {
  const { width, height, channels, data } = canvas;
  const { dotsPerInch, tone, format, quality } = condition;
  const raw = sharp(data, { raw: { width, height, channels } });
  const perMillimetre = dotsPerInch / 25.4;
  const file = async (image: Sharp, ending: string) => {
    const bytes = await image.toBuffer();
    return { bytes: new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length), ending };
  };
  if (tone === 'bitonal') {
    const options = { compression: 'ccittfax4', bitdepth: 1, xres: perMillimetre, yres: perMillimetre } as const;
    return file(raw.toColourspace('b-w').tiff(options), 'tif');
  }
  const dense = channels === 1 ? raw.withDensity(dotsPerInch).toColourspace('b-w') : raw.withDensity(dotsPerInch);
  if (format === 'jpeg') return file(dense.jpeg({ quality }), 'jpg');
  if (format === 'png') return file(dense.png({ compressionLevel: 4 }), 'png');
  const options = { compression: 'lzw', predictor: 'horizontal', xres: perMillimetre, yres: perMillimetre } as const;
  return file((channels === 1 ? raw.toColourspace('b-w') : raw).tiff(options), 'tif');
}

/** A mask as a PNG of one bit a pixel: white where it is 1. */
export async function encodeMask(mask: Uint8Array, width: number, height: number): Promise<Uint8Array> {
  const data = mask.map((value) => (value === 0 ? 0 : 255));
  const png = await sharp(data, { raw: { width, height, channels: 1 } })
    .toColourspace('b-w')
    .png({ palette: true, colours: 2, compressionLevel: 6 })
    .toBuffer();
  return new Uint8Array(png.buffer, png.byteOffset, png.length);
}
