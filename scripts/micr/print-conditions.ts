import type { MicrFont } from '../../src-main/imaging/micr/glyph.ts';
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
