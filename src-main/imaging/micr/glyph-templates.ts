import { cmc7Glyphs } from './cmc7-glyphs.ts';
import { e13bGlyphs } from './e13b-glyphs.ts';
import { cellFeatures, cellSize } from './cell-features.ts';
import type { MicrFont } from './glyph.ts';
import { bandHeight, bandMargin, bandPitch, bandRows, type Band } from './straighten.ts';

/** A glyph as a cell should look like in perfect print: numbers with mean 0 and length 1. */
interface Template {
  readonly character: string;
  readonly shape: Float32Array;
}

const made = new Map<MicrFont, readonly Template[]>();
/** Softness of the templates, in columns and rows of the band: that of a scan at 200 dots per inch. */
const softness = 1.3;
/** The reader's measure of a right edge lies so many columns after the nominal one: blur carries ink over it. */
const overshoot = 1;

/**
 * How well a cell agrees with each glyph of its font as the standard draws it: the coefficient of correlation, −1 to 1.
 * It knows nothing of what the trained classifier has learnt, and so is a second opinion on it.
 */
export function correlateWithGlyphs(font: MicrFont, cell: Float32Array): ReadonlyMap<string, number> {
  // The templates' mean is 0, so the cell's own mean need not be taken off it; only its spread counts.
  let [total, square, inked] = [0, 0, 0];
  const places = new Uint16Array(cell.length);
  for (let at = 0; at < cell.length; at += 1) {
    const value = cell[at]!;
    if (value === 0) continue;
    total += value;
    square += value * value;
    places[inked] = at;
    inked += 1;
  }
  const spread = Math.sqrt(Math.max(1e-9, square - total ** 2 / cell.length));
  const result = new Map<string, number>();
  for (const template of templatesOf(font)) {
    let sum = 0;
    const { shape } = template;
    for (let index = 0; index < inked; index += 1) sum += cell[places[index]!]! * shape[places[index]!]!;
    result.set(template.character, sum / spread);
  }
  return result;
}

function templatesOf(font: MicrFont): readonly Template[] {
  const known = made.get(font);
  if (known) return known;
  const { glyphs, pitch, height } = font === 'e13b' ? e13bGlyphs : cmc7Glyphs;
  // Every glyph's ink ends at the same column of its cell, as far as the reader's own measuring of edges is concerned.
  const end = Math.max(...glyphs.flatMap((glyph) => glyph.rectangles.map(([, , right]) => right)));
  const templates = glyphs.map(({ character, rectangles }) => {
    const ink = new Uint8Array(bandPitch * 2 * bandRows);
    for (let row = 0; row < bandRows; row += 1) {
      for (let column = 0; column < bandPitch * 2; column += 1) {
        const x = ((column + 0.5 - bandPitch * 1.5 + overshoot) * pitch) / bandPitch + end;
        const y = ((row + 0.5 - bandMargin) * height) / bandHeight;
        const [wide, tall] = [(softness * pitch) / bandPitch, (softness * height) / bandHeight];
        let share = 0;
        for (const [left, top, right, bottom] of rectangles)
          share +=
            (below((x - left) / wide) - below((x - right) / wide)) *
            (below((y - top) / tall) - below((y - bottom) / tall));
        ink[row * bandPitch * 2 + column] = Math.min(255, share * 255);
      }
    }
    const band: Pick<Band, 'ink' | 'width'> = { ink, width: bandPitch * 2 };
    const cell = new Float32Array(cellSize(font));
    cellFeatures(band, font, bandPitch * 1.5, 0, cell);
    return { character, shape: normalised(cell) };
  });
  made.set(font, templates);
  return templates;
}

const below = (deviation: number): number => 1 / (1 + Math.exp(-1.702 * deviation));

function normalised(cell: Float32Array): Float32Array {
  const shape = cell.slice();
  const mean = shape.reduce((sum, value) => sum + value, 0) / shape.length;
  let square = 0;
  for (let at = 0; at < shape.length; at += 1) {
    shape[at]! -= mean;
    square += shape[at]! ** 2;
  }
  const length = Math.sqrt(square) || 1;
  for (let at = 0; at < shape.length; at += 1) shape[at]! /= length;
  return shape;
}
