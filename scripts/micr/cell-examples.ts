import sharp from 'sharp';
import type { GreyImage } from '../../src-main/imaging/image.ts';
import { cellFeatures, cellSize } from '../../src-main/imaging/micr/cell-features.ts';
import { findLines } from '../../src-main/imaging/micr/find-line.ts';
import type { MicrFont } from '../../src-main/imaging/micr/glyph.ts';
import { cutInkStrip } from '../../src-main/imaging/micr/ink-strip.ts';
import { placeCells } from '../../src-main/imaging/micr/place-cells.ts';
import { bandPitch, straightenLine } from '../../src-main/imaging/micr/straighten.ts';
import { seededRandom, type SeededRandom } from '../../src-main/sample/seeded.ts';
import { randomConditions } from './print-conditions.ts';
import { printLine, randomText } from './print-line.ts';

/** Cells as the reader sees them, with what they hold. */
export interface CellExamples {
  readonly cells: readonly Float32Array[];
  /** A character of the font, or a space for a place that holds none. */
  readonly labels: readonly string[];
}

/**
 * Prints lines under many conditions and cuts their cells out by the reader's own means.
 *
 * @param harshest 0 to 1: how bad the worst conditions are.
 */
export async function cellExamples(
  font: MicrFont,
  lines: number,
  seed: string,
  harshest: number,
): Promise<CellExamples> {
  const cells: Float32Array[] = [];
  const labels: string[] = [];
  for (let index = 0; index < lines; index += 1) {
    const random = seededRandom(seed, font, index);
    const dotsPerInch = [100, 200, 200, 200, 240, 300][index % 6]!;
    const text = randomText(font, random);
    const conditions = randomConditions(font, dotsPerInch, random.uniform(0, harshest), random);
    const printed = printLine(font, text, conditions, random, { width: 34 + text.length * 3.175, height: 14 });
    const image = random.chance(0.5) ? printed.image : await asJpeg(printed.image, 30 + random.integer(60));
    const strip = cutInkStrip(image, { x: 0, y: 0, width: image.width, height: image.height }, 1, false);
    const looks = [false, true].map((smooth) => ({ level: 0.42, smooth }));
    const line = looks
      .flatMap((look) => findLines(strip, dotsPerInch, look))
      .find(({ pitch }) => Math.abs((pitch * 8) / dotsPerInch - 1) < 0.03);
    if (!line) continue;
    const band = straightenLine(strip, line);
    const truth = printed.edges.map(({ character, x, y }) => ({
      character,
      edge: (x - line.slope * (line.height / 2)) / band.across,
      off: Math.abs(y - (line.base + line.slope * x)),
    }));
    const add = (edge: number, lower: number): void => {
      const near = truth.find((one) => Math.abs(one.edge + 1 - edge) <= 5 && one.off < line.height * 0.25);
      const partly = truth.some((one) => Math.abs(one.edge + 1 - edge) < bandPitch * 0.35);
      if (!near && partly) return;
      const cell = new Float32Array(cellSize(font));
      cellFeatures(band, font, edge, lower, cell);
      cells.push(cell);
      labels.push(near?.character ?? ' ');
    };
    for (const cell of placeCells(band)) {
      add(cell.edge, shift(random, 1));
      // The place is not always found to a column, nor the height to a row.
      if (random.chance(0.5)) add(cell.edge + shift(random, 2), shift(random, 2));
    }
    // Between two places, and where there's nothing.
    for (let count = 0; count < 14; count += 1) add(random.uniform(0, band.width), shift(random, 5));
    // A pen's strokes and other print where there's no line at all.
    const base = conditions.dotsPerInch * 0.42;
    const scribble = printLine(
      font,
      ' '.repeat(30),
      { ...conditions, strokes: 3 + random.integer(9), otherPrint: 1 },
      random,
      {
        width: 110,
        height: 14,
      },
    ).image;
    const bare = cutInkStrip(scribble, { x: 0, y: 0, width: scribble.width, height: scribble.height }, 1, false);
    const nothing = straightenLine(bare, { ...line, slope: 0, base });
    for (let count = 0; count < 8; count += 1) {
      const cell = new Float32Array(cellSize(font));
      cellFeatures(nothing, font, random.uniform(bandPitch, nothing.width), 0, cell);
      cells.push(cell);
      labels.push(' ');
    }
  }
  return { cells, labels };
}

const shift = (random: SeededRandom, most: number): number => random.integer(2 * most + 1) - most;

/** The picture after JPEG at a quality of 1 to 100. */
export async function asJpeg(image: GreyImage, quality: number): Promise<GreyImage> {
  const raw = { width: image.width, height: image.height, channels: 1 as const };
  const jpeg = await sharp(image.data, { raw }).jpeg({ quality }).toBuffer();
  const data = await sharp(jpeg).toColourspace('b-w').raw().toBuffer();
  return { width: image.width, height: image.height, channels: 1, data: new Uint8Array(data) };
}
