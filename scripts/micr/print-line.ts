import type { GreyImage } from '../../src-main/imaging/image.ts';
import { cmc7Glyphs } from '../../src-main/imaging/micr/cmc7-glyphs.ts';
import { e13bGlyphs } from '../../src-main/imaging/micr/e13b-glyphs.ts';
import { micrPitch, type MicrFont } from '../../src-main/imaging/micr/glyph.ts';
import type { SeededRandom } from '../../src-main/sample/seeded.ts';

/** How a MICR line is printed and scanned. Lengths in millimetres unless they say otherwise. */
export interface PrintConditions {
  readonly dotsPerInch: number;
  /** Degrees, clockwise. */
  readonly skew: number;
  /** By how much ink spreads (or, below 0, misses) at each edge. */
  readonly spread: number;
  /** Standard deviation of print and optics together, in pixels. */
  readonly blur: number;
  /** Grey levels of paper and of full ink. */
  readonly paper: number;
  readonly ink: number;
  /** Standard deviation of the sensor's noise, in grey levels. */
  readonly noise: number;
  /** Share of the ink that is there, at the left and at the right end of the line. */
  readonly strength: readonly [number, number];
  /** By how much a character may be fainter than the line, as a share. */
  readonly uneven: number;
  /** Missing spots and stray spots, how many to a character. */
  readonly voids: number;
  readonly specks: number;
  /** Strokes of a pen or lines of a stamp across the band, and how dark they are (0 to 1). */
  readonly strokes: number;
  readonly strokeInk: number;
  /** Printed rules and rows of small print along the band. */
  readonly otherPrint: number;
  /** Standard deviation of each character's place along and across the line. */
  readonly jitter: number;
  /** Amplitude of a printed pattern on the paper, in grey levels. */
  readonly pattern: number;
  /** CMC-7 is printed 2.7 to 3.2 high; share of the glyphs' height. */
  readonly tall: number;
  /** Grey share between ink and paper from which a pixel turns white, or null for grey. */
  readonly bitonal: number | null;
}

export const cleanPrint: PrintConditions = {
  dotsPerInch: 200,
  skew: 0,
  spread: 0,
  blur: 0.6,
  paper: 235,
  ink: 30,
  noise: 2,
  strength: [1, 1],
  uneven: 0,
  voids: 0,
  specks: 0,
  strokes: 0,
  strokeInk: 0.8,
  otherPrint: 0,
  jitter: 0,
  pattern: 0,
  tall: 1,
  bitonal: null,
};

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
  spoil(ink, width, rows, conditions, random, {
    left: start * scale,
    right: (start + characters.length * micrPitch) * scale,
    top: (base - height - 1) * scale,
    bottom: (base + 1) * scale,
    characters: edges.length,
    scale,
  });
  return { image: scan(ink, width, rows, conditions, random), text, edges };
}

/** The share of a normal distribution below a deviation (logistic, right to a hundredth). */
const below = (deviation: number): number => 1 / (1 + Math.exp(-1.702 * deviation));

interface Rectangle {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly pivot: number;
  readonly slope: number;
  readonly blur: number;
  readonly strength: number;
}

function layRectangle(ink: Float32Array, width: number, rows: number, rectangle: Rectangle): void {
  const { left, right, top, bottom, pivot, slope, blur, strength } = rectangle;
  if (right <= left || bottom <= top) return;
  const deviation = Math.hypot(blur, 0.29);
  const reach = 3 * deviation;
  for (let row = Math.max(0, Math.floor(top - reach)); row <= Math.min(rows - 1, bottom + reach); row += 1) {
    const y = row + 0.5;
    const down = below((y - top) / deviation) - below((y - bottom) / deviation);
    const shift = -slope * (y - pivot);
    const first = Math.max(0, Math.floor(left + shift - reach));
    for (let column = first; column <= Math.min(width - 1, right + shift + reach); column += 1) {
      const x = column + 0.5 - shift;
      const across = below((x - left) / deviation) - below((x - right) / deviation);
      ink[row * width + column]! += strength * down * across;
    }
  }
}

interface Band {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly characters: number;
  readonly scale: number;
}

/** Missing ink, stray ink and strokes across the line. */
function spoil(
  ink: Float32Array,
  width: number,
  rows: number,
  conditions: PrintConditions,
  random: SeededRandom,
  band: Band,
): void {
  const spot = (times: number, amount: number, most: number): void => {
    const x = random.uniform(band.left, band.right);
    const y = random.uniform(band.top, band.bottom);
    const radius = Math.max(0.4, random.uniform(0.06, most) * band.scale);
    for (let count = 0; count < times; count += 1) {
      for (let row = Math.max(0, Math.floor(y - 2 * radius)); row <= Math.min(rows - 1, y + 2 * radius); row += 1) {
        for (
          let column = Math.max(0, Math.floor(x - 2 * radius));
          column <= Math.min(width - 1, x + 2 * radius);
          column += 1
        ) {
          const far = Math.hypot(column + 0.5 - x, row + 0.5 - y) / radius;
          const share = Math.exp(-far * far * far);
          const at = row * width + column;
          ink[at] = amount < 0 ? ink[at]! * (1 - share) : Math.max(ink[at]!, amount * share);
        }
      }
    }
  };
  for (let at = 0; at < ink.length; at += 1) if (ink[at]! > 1) ink[at] = 1;
  for (let count = Math.round(conditions.voids * band.characters); count > 0; count -= 1) spot(1, -1, 0.22);
  for (let count = Math.round(conditions.specks * band.characters); count > 0; count -= 1)
    spot(1, random.uniform(0.3, 1), 0.16);
  for (let count = 0; count < conditions.otherPrint; count += 1) layOtherPrint(ink, width, rows, random, band);
  for (let count = 0; count < conditions.strokes; count += 1)
    layStroke(ink, width, rows, conditions.strokeInk, random, band);
}

/** A rule along the band, or a row of small print above, below or beside the line. */
function layOtherPrint(ink: Float32Array, width: number, rows: number, random: SeededRandom, band: Band): void {
  const { scale } = band;
  const y = random.chance(0.5)
    ? band.top + random.uniform(-1.2, 0.3) * scale
    : band.bottom + random.uniform(-0.6, 1) * scale;
  const strength = random.uniform(0.3, 1);
  const common = { pivot: y, slope: 0, blur: 0.6, strength };
  if (random.chance(0.4)) {
    layRectangle(ink, width, rows, {
      ...common,
      left: 0,
      right: width,
      top: y,
      bottom: y + random.uniform(0.08, 0.35) * scale,
    });
    return;
  }
  const size = random.uniform(0.7, 2.6) * scale;
  let x = random.uniform(0, width * 0.8);
  for (let letter = 3 + random.integer(14); letter > 0; letter -= 1) {
    const wide = size * random.uniform(0.35, 0.7);
    for (const piece of [0, 1, 2]) {
      const upright = random.chance(0.6);
      const left = x + random.uniform(0, 0.7) * wide;
      const top = y - size * random.uniform(0, upright ? 0.2 : 1);
      const thick = size * random.uniform(0.1, 0.2);
      if (piece < 2 || upright)
        layRectangle(ink, width, rows, {
          ...common,
          left,
          right: left + (upright ? thick : wide * 0.7),
          top: top - (upright ? size * 0.8 : 0),
          bottom: top + (upright ? 0 : thick),
        });
    }
    x += wide + size * 0.15;
  }
}

/** A pen's stroke: a bow or a loop across the line, or beside its ends. */
function layStroke(
  ink: Float32Array,
  width: number,
  rows: number,
  darkest: number,
  random: SeededRandom,
  band: Band,
): void {
  const { scale } = band;
  const x = random.chance(0.3)
    ? random.uniform(band.right, band.right + 12 * scale)
    : random.uniform(band.left - 20, band.right);
  const [wide, tall] = [random.uniform(-8, 14) * scale, random.uniform(1, 7) * scale];
  const points = [
    [x, random.uniform(band.top - tall, band.bottom + 1.2 * scale)],
    [x + random.uniform(-0.2, 0.9) * wide, random.uniform(band.top - tall, band.bottom + 2.5 * scale)],
    [x + random.uniform(-0.5, 1.2) * wide, random.uniform(band.top - tall, band.bottom + 2.5 * scale)],
    random.chance(0.4)
      ? [x, band.top - random.uniform(0, 2) * scale]
      : [x + wide, random.uniform(band.top - tall, band.bottom + 2.5 * scale)],
  ] as const;
  const half = (random.uniform(0.25, 0.9) * scale) / 2;
  const strength = darkest * random.uniform(0.7, 1);
  const steps = Math.ceil(
    2 *
      points
        .slice(1)
        .reduce(
          (sum, [px = 0, py = 0], at) => sum + Math.hypot(px - (points[at]?.[0] ?? 0), py - (points[at]?.[1] ?? 0)),
          10,
        ),
  );
  for (let step = 0; step <= steps; step += 1) {
    const t = step / steps;
    const [a, b, c, d] = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t ** 3];
    const at = (axis: 0 | 1): number =>
      a * (points[0][axis] ?? 0) + b * (points[1][axis] ?? 0) + c * (points[2][axis] ?? 0) + d * (points[3][axis] ?? 0);
    const [px, py] = [at(0), at(1)];
    for (let row = Math.max(0, Math.floor(py - half - 1)); row <= Math.min(rows - 1, py + half + 1); row += 1) {
      for (
        let column = Math.max(0, Math.floor(px - half - 1));
        column <= Math.min(width - 1, px + half + 1);
        column += 1
      ) {
        const far = Math.hypot(column + 0.5 - px, row + 0.5 - py);
        const share = strength * Math.min(1, Math.max(0, half + 0.5 - far));
        if (share > ink[row * width + column]!) ink[row * width + column] = share;
      }
    }
  }
}

function scan(
  ink: Float32Array,
  width: number,
  rows: number,
  conditions: PrintConditions,
  random: SeededRandom,
): GreyImage {
  const data = new Uint8Array(width * rows);
  // Noise from a table: a normal number a pixel would take longer than all the rest.
  const grain = Float32Array.from({ length: 8191 }, () => random.normal(0, conditions.noise));
  const scale = conditions.dotsPerInch / 25.4;
  const period = random.uniform(0.8, 3.5) * scale;
  const angle = random.uniform(0, Math.PI);
  const [across, down] = [(Math.cos(angle) * 2 * Math.PI) / period, (Math.sin(angle) * 2 * Math.PI) / period];
  const fineness = random.pick([2, 4, 10, 24]);
  const bend = random.uniform(0, 0.4) * period;
  const limit =
    conditions.bitonal === null ? 0 : conditions.ink + (conditions.paper - conditions.ink) * conditions.bitonal;
  let grainAt = random.integer(8191);
  for (let row = 0, at = 0; row < rows; row += 1) {
    for (let column = 0; column < width; column += 1, at += 1) {
      let paper = conditions.paper;
      if (conditions.pattern > 0) {
        const wave = Math.sin(column * across + row * down + bend * Math.sin((column * 0.7 - row) / (3 * period)));
        paper -= conditions.pattern * Math.max(0, wave) ** fineness;
      }
      const level = paper - (paper - conditions.ink) * Math.min(1, ink[at]!) + grain[grainAt]!;
      grainAt = (grainAt * 31 + 7 + (at & 1023)) % 8191;
      data[at] = conditions.bitonal === null ? Math.max(0, Math.min(255, level)) : level > limit ? 255 : 0;
    }
  }
  return { width, height: rows, channels: 1, data };
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

/** Conditions as a branch's scanner and a bank's printer make them; `harsh` from 0 (clean) to 1 (as bad as they come). */
export function randomConditions(
  font: MicrFont,
  dotsPerInch: number,
  harsh: number,
  random: SeededRandom,
): PrintConditions {
  const pixel = 25.4 / dotsPerInch;
  const bitonal = random.chance(0.3) && dotsPerInch >= 200;
  // CMC-7's bars are hardly a pixel wide at 200 dots per inch: printers hold them darker, scanners set their level for them.
  const strength = random.uniform(1 - (font === 'cmc7' ? 0.3 : 0.55) * harsh, 1);
  return {
    dotsPerInch,
    skew: random.uniform(-1.5, 1.5),
    spread: random.normal(0.01, 0.035 * harsh) * (font === 'cmc7' ? 0.6 : 1),
    blur: random.uniform(0.3, 0.5 + 0.6 * harsh * Math.max(1, 0.12 / pixel)),
    paper: random.uniform(185, 252),
    ink: random.uniform(15, 85),
    noise: random.uniform(1, 3 + 9 * harsh),
    strength: [strength, Math.min(1, strength * random.uniform(0.85, 1.2))],
    uneven: random.chance(0.5) ? random.uniform(0, 0.35 * harsh) : 0,
    voids: random.chance(0.5) ? random.uniform(0, 3 * harsh) : 0,
    specks: random.chance(0.4) ? random.uniform(0, 1.5 * harsh) : 0,
    strokes: random.chance(0.45 * harsh) ? 1 + random.integer(3) : 0,
    otherPrint: random.chance(0.3 * harsh) ? 1 + random.integer(2) : 0,
    strokeInk: random.uniform(0.3, 1),
    jitter: random.uniform(0, 0.09 * harsh),
    pattern: random.chance(0.5) ? random.uniform(0, 70 * harsh) : 0,
    tall: font === 'cmc7' ? random.uniform(0.86, 1) : random.uniform(0.98, 1.02),
    bitonal: bitonal ? (font === 'cmc7' ? random.uniform(0.6, 0.8) : random.uniform(0.35, 0.65)) : null,
  };
}
