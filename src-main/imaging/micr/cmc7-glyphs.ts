/**
 * The ten digits and five symbols of CMC-7 (ISO 1004-2). Each is seven upright bars; the six distances from bar to bar
 * carry the code, four short ones of 0.3 mm and two long ones of 0.5 mm. The bars are cut so that people see a digit.
 * Drawn from those dimensions and the digits' silhouettes, not taken from a font file. The code of every character and
 * the silhouettes of the digits, S I, S III and S V are as printed on cheques; those of S II and S IV, which no cheque
 * of our schemes carries, are our own (a reader goes by the code).
 */
import { micrPitch, outlinePath, type MicrGlyph, type MicrGlyphSet } from './glyph.ts';

/** From a bar's left edge to the next one's, in millimetres. */
export const cmc7ShortGap = 0.3;
export const cmc7LongGap = 0.5;
/** Width of a bar, in millimetres. */
export const cmc7Bar = 0.15;

const height = 3.2;
const width = 4 * cmc7ShortGap + 2 * cmc7LongGap + cmc7Bar;

/** Which characters stand for which pair of long gaps; symbols S I to S V are written A to E. */
export const cmc7Codes: Readonly<Record<string, string>> = {
  '0': '001100',
  '1': '100010',
  '2': '011000',
  '3': '101000',
  '4': '100100',
  '5': '000110',
  '6': '001010',
  '7': '110000',
  '8': '010010',
  '9': '010100',
  A: '100001',
  B: '010001',
  C: '001001',
  D: '000101',
  E: '000011',
};

/** Ink of each bar, left to right, as `from-to` in twelfths of the height from the top; more pieces after a blank. */
const bars: Readonly<Record<string, readonly string[]>> = {
  '0': ['0.7-11.3', '0-12', '0-3.6 8.6-12', '0-3.6 8.6-12', '0-3.6 8.6-12', '0-12', '0.7-11.3'],
  '1': ['3-6 9-12', '2-5 9-12', '1.2-4.2 9-12', '0.4-12', '0-12', '7.5-12', '7.5-12'],
  '2': [
    '2-5 9-12',
    '1-4.5 8.6-12',
    '0.3-3 7.3-12',
    '0-2 6-8.5 10-12',
    '0-2 5.5-7.8 10-12',
    '0.3-7.3 10-12',
    '1.3-6.4 10-12',
  ],
  '3': ['2-5 9-12', '1-4 9.5-12', '0.3-2.8 9.9-12', '0-2 5-7 10-12', '0-2 5-7 10-12', '0.3-11.7', '1.3-5.4 6.6-10.7'],
  '4': ['4.6-10.8', '3.8-10.8', '3-6.6 8.8-10.8', '2.2-5.6 8.8-10.8', '0.9-4.4 8.2-12', '0.3-4 8.2-12', '0-3.8 8.2-12'],
  '5': ['0-7 10-12', '0-7 10-12', '0-2 5-7 10-12', '0-2 5-7 10-12', '0-2 5-7 10-12', '0-2 5.2-11.8', '0-2 6-11'],
  '6': ['1-11', '0.2-11.8', '0-2 5-7 10-12', '0-2 5-7 10-12', '0-2 5-7 10-12', '0-2 5-11.8', '0-2 6-11'],
  '7': ['0-4.6 10-12', '0-2.8 8.4-12', '0-2.6 6.8-11', '0-2.6 5.6-9.8', '0-2.6 4.4-8.8', '0-7.6', '0-6.6'],
  '8': [
    '1.1-4.9 7.1-10.9',
    '0.2-5.2 6.8-11.8',
    '0-2 5-7 10-12',
    '0-2 5-7 10-12',
    '0-2 5-7 10-12',
    '0.2-5.2 6.8-11.8',
    '1.1-4.9 7.1-10.9',
  ],
  '9': ['1-6 10-12', '0.2-7 10-12', '0-2 5-7 10-12', '0-2 5-7 10-12', '0-2 5-7 10-12', '0.2-11.8', '1-11'],
  A: ['4.5-12', '4.1-11.7', '3.8-11.4', '3.5-11.1', '3.2-10.8', '2.9-10.5', '2.6-10.2'],
  B: ['4.6-7.4', '3.6-8.4', '2.8-5.6 6.4-9.2', '2-4.8 7.2-10', '1.3-4 8-10.7', '0.6-3.3 8.7-11.4', '0-2.6 9.4-12'],
  C: [
    '2-7.6 10.2-12',
    '2-7.6 10.2-12',
    '2-7.6 10.2-12',
    '2-7.6 10.2-12',
    '2-7.6 10.2-12',
    '2-7.6 10.2-12',
    '2-7.6 10.2-12',
  ],
  D: ['0-1.8 4.4-10', '0-1.8 4.4-10', '0-1.8 4.4-10', '0-1.8 4.4-10', '0-1.8 4.4-10', '0-1.8 4.4-10', '0-1.8 4.4-10'],
  E: ['4.4-7.4 9.4-11.4', '3.6-7.6 8.6-11.8', '3-11.2', '2.6-10.6', '2.2-10.4', '2.6-10.6', '3.8-6.4 8.4-11'],
};

function glyphOf(character: string, code: string): MicrGlyph {
  const rectangles: [number, number, number, number][] = [];
  let x = (micrPitch - width) / 2;
  for (const [index, pieces] of (bars[character] ?? []).entries()) {
    for (const piece of pieces.split(' ')) {
      const [from = 0, to = 0] = piece.split('-').map(Number);
      rectangles.push([x, (from * height) / 12, x + cmc7Bar, (to * height) / 12]);
    }
    x += code[index] === '1' ? cmc7LongGap : cmc7ShortGap;
  }
  const outlines = rectangles.map(
    ([x0, y0, x1, y1]) =>
      [
        [x0, y0],
        [x1, y0],
        [x1, y1],
        [x0, y1],
      ] as const,
  );
  return { character, path: outlinePath(outlines, 0), rectangles };
}

/** CMC-7: digits 0 to 9, then A to E for the symbols S I to S V. */
export const cmc7Glyphs: MicrGlyphSet = {
  font: 'cmc7',
  pitch: micrPitch,
  height,
  glyphs: Object.entries(cmc7Codes).map(([character, code]) => glyphOf(character, code)),
};
