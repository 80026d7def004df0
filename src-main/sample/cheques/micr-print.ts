import { cmc7Glyphs } from '../../imaging/micr/cmc7-glyphs.ts';
import { e13bGlyphs } from '../../imaging/micr/e13b-glyphs.ts';
import type { SeededRandom } from '../seeded.ts';
import type { CodedLine } from './micr-line.ts';

/** How well a line is printed. Lengths in millimetres. */
export interface PrintWear {
  /** How much wider every stroke is on each side; 0 to 0.06. */
  readonly spread: number;
  /** Deviation of each character's place from the line and the pitch. */
  readonly wobble: number;
  /** Small white spots in the print, for each character; 0 to 6. */
  readonly voids: number;
  /** Specks of ink beside the print, for each character; 0 to 2. */
  readonly specks: number;
  /** How dark the print is: 0.6 (faint) to 1. */
  readonly density: number;
  /** How much the density changes from character to character; 0 to 0.3. */
  readonly uneven: number;
  /** The printed pitch as a share of the nominal one; 0.985 to 1.015. */
  readonly pitch: number;
}

/** The length of a coded line from the first place to the last, in millimetres. */
export function codedLineLength(line: CodedLine, wear: PrintWear): number {
  return line.places.length * e13bGlyphs.pitch * wear.pitch;
}

const short = (value: number) => value.toFixed(3);

/**
 * A coded line as SVG, in millimetres: black on nothing, so that its cover is its opacity.
 *
 * @param left left edge of the first place. @param base the characters' lower edge.
 */
export function printCodedLine(
  line: CodedLine,
  left: number,
  base: number,
  wear: PrintWear,
  random: SeededRandom,
): string {
  const set = line.font === 'e13b' ? e13bGlyphs : cmc7Glyphs;
  const pitch = set.pitch * wear.pitch;
  const top = base - set.height;
  let drawn = '';
  let voids = '';
  let specks = '';
  for (const [place, character] of [...line.places].entries()) {
    const glyph = set.glyphs.find((other) => other.character === character);
    if (!glyph) continue;
    const x = left + place * pitch + random.normal(0, wear.wobble);
    const y = top + random.normal(0, wear.wobble);
    const opacity = Math.max(0.35, Math.min(1, wear.density + random.uniform(-1, 0.4) * wear.uneven));
    drawn += `<path transform="translate(${short(x)} ${short(y)})" d="${glyph.path}" fill-opacity="${short(opacity)}" stroke-opacity="${short(opacity)}"/>`;
    const spots = (expected: number, colour: string, most: number) => {
      let svg = '';
      for (let left = expected; left > 0; left--) {
        if (!random.chance(left)) continue;
        const radius = most * random.uniform(0.3, 1);
        svg += `<circle cx="${short(x + random.uniform(-0.3, pitch + 0.3))}" cy="${short(y + random.uniform(-0.3, set.height + 0.3))}" r="${short(radius)}" fill="${colour}"/>`;
      }
      return svg;
    };
    voids += spots(wear.voids, '#000', 0.17);
    specks += spots(wear.specks, '#000', 0.11);
  }
  const stroke = wear.spread > 0 ? ` stroke="#000" stroke-width="${short(2 * wear.spread)}"` : '';
  const print = `<g fill="#000"${stroke}>${drawn}</g>`;
  if (voids === '') return print + specks;
  // White lets the print through, black keeps it out.
  const room = `x="${short(left - 5)}" y="${short(top - 3)}" width="${short(line.places.length * pitch + 10)}" height="${short(set.height + 6)}"`;
  return (
    `<defs><mask id="voids" maskUnits="userSpaceOnUse" ${room}><rect ${room} fill="#fff"/>${voids}</mask></defs>` +
    `<g mask="url(#voids)">${print}</g>${specks}`
  );
}
