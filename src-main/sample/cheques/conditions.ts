import type { SeededRandom } from '../seeded.ts';
import type { Lie } from './geometry.ts';
import type { PrintWear } from './micr-print.ts';

/** What a scan is saved as. */
export type ScanTone = 'grey' | 'colour' | 'bitonal';

/** What may be asked for instead of being drawn. */
export interface ScanWishes {
  readonly tone?: ScanTone | undefined;
  readonly dotsPerInch?: number | undefined;
}

/** How a cheque was scanned. */
export interface ScanCondition {
  readonly tone: ScanTone;
  readonly dotsPerInch: number;
  readonly lie: Lie;
  /** `cheque`: the page ends with the cheque; `larger`: it lies on a flat bed; `two`: with another one. */
  readonly page: 'cheque' | 'larger' | 'two';
  /** Colour of what lies behind the cheque, sRGB. */
  readonly bed: readonly [number, number, number];
  /** Deviation of the optics' blur, in pixels. */
  readonly blur: number;
  /** Deviation of the noise, in levels. */
  readonly noise: number;
  /** Fall of the light from one side to the other, in levels. */
  readonly shade: number;
  /** Level of white paper. */
  readonly white: number;
  /** Level of black print. */
  readonly black: number;
  readonly format: 'jpeg' | 'png' | 'tiff';
  /** Of a JPEG. */
  readonly quality: number;
  /** Of a bitonal scan: how much darker than its surroundings a pixel must be to come out black, as a share. */
  readonly cut: number;
}

/** What happened to the paper. */
export interface PaperWear {
  readonly folds: number;
  readonly staple: boolean;
  readonly shadow: boolean;
  /** How much of the back is seen: 0 (nothing) to 0.12. */
  readonly showThrough: number;
  readonly stamps: number;
}

const set2 = (random: SeededRandom, small: number, middle: number, large: number): number => {
  const draw = random.next();
  if (draw < 0.76) return random.normal(0, small);
  return draw < 0.92 ? random.uniform(-middle, middle) : random.uniform(-large, large);
};

function drawTone(random: SeededRandom): ScanTone {
  const draw = random.next();
  return draw < 0.45 ? 'grey' : draw < 0.75 ? 'colour' : 'bitonal';
}

function drawResolution(tone: ScanTone, random: SeededRandom): number {
  const draw = random.next();
  if (tone === 'bitonal') return draw < 0.85 ? 200 : draw < 0.9 ? 240 : 300;
  if (tone === 'grey' && draw < 0.12) return 100;
  return draw < 0.62 ? 200 : draw < 0.7 ? 240 : 300;
}

/** How the cheque lies: nearly always upright and nearly straight, as a feeder draws it in. */
function drawLie(random: SeededRandom, heldOut: boolean): Lie {
  const draw = random.next();
  const turn = draw < 0.035 ? 180 : draw < 0.05 ? 90 : draw < 0.065 ? 270 : 0;
  const skew = set2(random, heldOut ? 0.4 : 0.25, 3, 10);
  return { turn, mirrored: random.chance(0.02), skew: Math.abs(skew) < 0.04 ? 0 : Math.max(-10, Math.min(10, skew)) };
}

/**
 * Draws how a cheque is scanned. Held-out scans have another blur, noise, skew and tone than tuned ones.
 */
export function drawScan(random: SeededRandom, heldOut: boolean, wishes: ScanWishes): ScanCondition {
  const tone = wishes.tone ?? drawTone(random.child('tone'));
  const dotsPerInch = wishes.dotsPerInch ?? drawResolution(tone, random.child('resolution'));
  const paging = random.child('page').next();
  const bedding = random.child('bed');
  const bedLevel = bedding.pick([12, 24, 250, 244, 250, 150]);
  const optics = random.child('optics');
  const fine = dotsPerInch / 200;
  return {
    tone,
    dotsPerInch,
    lie: drawLie(random.child('lie'), heldOut),
    page: paging < 0.045 ? 'larger' : paging < 0.07 ? 'two' : 'cheque',
    bed: [bedLevel, bedLevel, Math.max(0, bedLevel - bedding.integer(6))],
    blur: fine * (heldOut ? optics.uniform(0.3, 0.95) : optics.uniform(0.25, 0.8)),
    noise: heldOut ? optics.uniform(1, 5) : optics.uniform(0.6, 3.6),
    shade: optics.chance(0.3) ? optics.uniform(2, heldOut ? 16 : 12) : optics.uniform(0, 3),
    white: optics.uniform(236, 254),
    black: heldOut ? optics.uniform(8, 56) : optics.uniform(4, 44),
    format: tone === 'bitonal' ? 'tiff' : optics.chance(0.85) ? 'jpeg' : optics.chance(0.7) ? 'png' : 'tiff',
    quality: (heldOut ? 50 : 58) + optics.integer(38),
    cut: heldOut ? optics.uniform(0.74, 0.84) : optics.uniform(0.72, 0.82),
  };
}

/** Draws what happened to the paper: on most cheques nothing. */
export function drawWear(random: SeededRandom, heldOut: boolean): PaperWear {
  return {
    folds: random.chance(0.1) ? 1 + random.integer(2) : 0,
    staple: random.chance(0.04),
    shadow: random.chance(heldOut ? 0.08 : 0.06),
    showThrough: random.chance(0.14) ? Math.round(random.uniform(30, heldOut ? 120 : 100)) / 1000 : 0,
    stamps: random.chance(0.2) ? (random.chance(0.2) ? 2 : 1) : 0,
  };
}

/** Draws how well the coded line is printed: nearly always as the standard asks. */
export function drawPrintWear(random: SeededRandom, heldOut: boolean): PrintWear {
  const bad = random.chance(heldOut ? 0.3 : 0.2);
  return {
    spread: random.chance(0.6) ? random.uniform(0, bad ? 0.05 : 0.025) : 0,
    wobble: random.uniform(0.005, bad ? 0.06 : 0.025),
    voids: bad ? random.uniform(0, heldOut ? 3.4 : 2.4) : random.chance(0.2) ? 0.3 : 0,
    specks: bad ? random.uniform(0, 0.7) : 0,
    density: bad ? random.uniform(0.66, 1) : random.uniform(0.85, 1),
    uneven: bad ? random.uniform(0, 0.25) : random.uniform(0, 0.06),
    pitch: 1 + random.normal(0, heldOut ? 0.006 : 0.004),
  };
}
