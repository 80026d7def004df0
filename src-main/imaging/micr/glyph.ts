/** The shared form of the two MICR fonts: outlines as data, for the printer of samples and for the reader alike. */

/** `e13b`: North America, United Kingdom, India and others. `cmc7`: France, Italy, Spain, Latin America. */
export type MicrFont = 'e13b' | 'cmc7';

/**
 * One character. `path` is SVG path data in millimetres, filled by the non-zero rule or the even-odd rule alike; its
 * origin is the top left corner of the character's cell (x to the right, y down; the cell is one pitch wide and one
 * character high). `rectangles` is the same ink without rounded corners, as [left, top, right, bottom] in millimetres.
 */
export interface MicrGlyph {
  readonly character: string;
  readonly path: string;
  readonly rectangles: readonly (readonly [number, number, number, number])[];
}

/** A whole font. Lengths in millimetres; both fonts are set at eight characters to the inch. */
export interface MicrGlyphSet {
  readonly font: MicrFont;
  readonly pitch: number;
  readonly height: number;
  readonly glyphs: readonly MicrGlyph[];
}

/** Eight characters to the inch (ISO 1004-1 and ISO 1004-2), in millimetres. */
export const micrPitch = 3.175;

const written = (value: number): string => String(Math.round(value * 10_000) / 10_000);

/**
 * Closed outlines as SVG path data, each corner rounded by a quarter arc.
 * @param outlines corners in millimetres, one list per outline
 * @param radius of the corners in millimetres, at most half of the shorter edge beside a corner; 0 for sharp corners
 */
export function outlinePath(outlines: readonly (readonly (readonly [number, number])[])[], radius: number): string {
  const parts: string[] = [];
  for (const corners of outlines) {
    for (const [index, corner] of corners.entries()) {
      const before = corners[(index + corners.length - 1) % corners.length] ?? corner;
      const after = corners[(index + 1) % corners.length] ?? corner;
      const towards = (to: readonly [number, number]): string => {
        const length = Math.hypot(to[0] - corner[0], to[1] - corner[1]);
        const step = length === 0 ? 0 : Math.min(radius, length / 2) / length;
        return `${written(corner[0] + (to[0] - corner[0]) * step)} ${written(corner[1] + (to[1] - corner[1]) * step)}`;
      };
      const command = index === 0 ? 'M' : 'L';
      if (radius <= 0) parts.push(`${command}${written(corner[0])} ${written(corner[1])}`);
      else parts.push(`${command}${towards(before)}Q${written(corner[0])} ${written(corner[1])} ${towards(after)}`);
    }
    parts.push('Z');
  }
  return parts.join('');
}
