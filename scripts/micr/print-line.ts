import type { GreyImage } from '../../src-main/imaging/image.ts';
import { cmc7Glyphs } from '../../src-main/imaging/micr/cmc7-glyphs.ts';
import { e13bGlyphs } from '../../src-main/imaging/micr/e13b-glyphs.ts';
import { micrPitch, type MicrFont } from '../../src-main/imaging/micr/glyph.ts';
import type { SeededRandom } from '../../src-main/sample/seeded.ts';
import { layRectangle } from './lay-ink.ts';
import type { PrintConditions } from './print-conditions.ts';
import { scanPrint } from './scan-print.ts';
import { spoilPrint } from './spoil-print.ts';

/** A printed line with where each of its characters' right edges lies, in pixels. */
export interface PrintedLine {
  readonly image: GreyImage;
  readonly text: string;
  readonly edges: readonly { readonly character: string; readonly x: number; readonly y: number }[];
}

/** Ink between a glyph's right edge and its cell's, the same for every E-13B glyph and nearly so for CMC-7. */
const rightMargin = { e13b: micrPitch - (micrPitch + 14 * 0.1651) / 2, cmc7: (micrPitch - 2.35) / 2 };

/**
 * Prints one line along the lower edge of a strip of paper.
 *
 * @param text characters of the font; a space leaves a place empty.
 * @param paperSize width and height in millimetres.
 */
export function printLine(
  font: MicrFont,
  text: string,
  conditions: PrintConditions,
  random: SeededRandom,
  paperSize: { readonly width: number; readonly height: number } = { width: 203, height: 23 },
): PrintedLine {
  const { glyphs, height } = font === 'e13b' ? e13bGlyphs : cmc7Glyphs;
  const scale = conditions.dotsPerInch / 25.4;
  const width = Math.round(paperSize.width * scale);
  const rows = Math.round(paperSize.height * scale);
  const ink = new Float32Array(width * rows);
  const slope = Math.tan((conditions.skew * Math.PI) / 180);
  const start = random.uniform(6, Math.max(7, paperSize.width - text.length * micrPitch - 6));
  const base = paperSize.height - random.uniform(5.5, 8);
  const edges: { character: string; x: number; y: number }[] = [];
  const characters = [...text];
  for (const [index, character] of characters.entries()) {
    if (character === ' ') continue;
    const glyph = glyphs.find((one) => one.character === character);
    if (!glyph) throw new Error(`No glyph for ${character}`);
    const x = start + index * micrPitch + random.normal(0, conditions.jitter);
    const up = random.normal(0, conditions.jitter * 0.7);
    const along = index / Math.max(1, characters.length - 1);
    const evenly = conditions.strength[0] * (1 - along) + conditions.strength[1] * along;
    const strength = evenly * (1 - random.uniform(0, conditions.uneven));
    const middle = x + micrPitch / 2;
    const top = base - height * conditions.tall + up + slope * (middle - paperSize.width / 2);
    for (const [x0, y0, x1, y1] of glyph.rectangles) {
      layRectangle(ink, width, rows, {
        left: (x + x0 - conditions.spread) * scale,
        right: (x + x1 + conditions.spread) * scale,
        top: (top + y0 * conditions.tall - conditions.spread) * scale,
        bottom: (top + y1 * conditions.tall + conditions.spread) * scale,
        pivot: (top + (height * conditions.tall) / 2) * scale,
        slope,
        blur: conditions.blur,
        strength,
      });
    }
    edges.push({
      character,
      x: (x + micrPitch - rightMargin[font]) * scale,
      y: (top + height * conditions.tall) * scale,
    });
  }
  spoilPrint(ink, width, rows, conditions, random, {
    left: start * scale,
    right: (start + characters.length * micrPitch) * scale,
    top: (base - height - 1) * scale,
    bottom: (base + 1) * scale,
    characters: edges.length,
    scale,
  });
  return { image: scanPrint(ink, width, rows, conditions, random), text, edges };
}

/** A line that means nothing: groups of digits between symbols, every character of the font about as often. */
export function randomText(font: MicrFont, random: SeededRandom): string {
  const symbols = font === 'e13b' ? ['⑆', '⑇', '⑈', '⑉'] : ['A', 'B', 'C', 'D', 'E'];
  let text = '';
  const groups = 3 + random.integer(3);
  for (let group = 0; group < groups; group += 1) {
    if (random.chance(0.8)) text += symbols[random.integer(symbols.length)]!;
    const digits = 3 + random.integer(10);
    for (let count = 0; count < digits; count += 1)
      text += random.chance(0.06) ? symbols[random.integer(symbols.length)]! : String(random.integer(10));
    if (random.chance(0.7)) text += symbols[random.integer(symbols.length)]!;
    if (group < groups - 1 && random.chance(0.6)) text += ' '.repeat(1 + random.integer(3));
  }
  return text.slice(0, 58).trim();
}
