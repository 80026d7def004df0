import type { Box, RasterImage } from '../image.ts';
import { findLines, type LineFound, type Look } from './find-line.ts';
import { cutInkStrip, type InkStrip } from './ink-strip.ts';

/** A row of marks that may be the line, with the strip that it stands on. */
export interface Candidate {
  readonly strip: InkStrip;
  readonly line: LineFound;
  readonly upsideDown: boolean;
  /** Candidates of one stage are other looks at one part of the picture; stages count up. */
  readonly stage: number;
}

type Part = 'clear band' | 'lower third';

/** A cheque's usual width in inches, where nothing else tells the resolution. */
const usualWidth = 7.3;
/** Finer pictures are averaged down to about this resolution. */
const sharpest = 300;
/**
 * How far up from the edge a line is looked for: first in the clear band that the standards keep for it (16 mm; a picture
 * may begin a little below the paper), where nothing else is printed, then in so much of the height.
 */
const clearBand = 0.8;
const heightShare = 0.3;
/** How marks are told from the paper, the likeliest to do and cheapest first. */
const plainLooks: readonly Look[] = [
  { level: 0.42, smooth: false },
  { level: 0.42, smooth: true },
];
const otherLooks: readonly Look[] = [
  // Faint print beside something darker.
  { level: 0.2, smooth: false },
  // Print on a pattern that runs from character to character.
  { level: 0.62, smooth: false },
  { level: 0.62, smooth: true },
  { level: 0.42, smooth: false, upright: true },
  { level: 0.42, smooth: true, upright: true },
];

/**
 * Rows of marks that may be a cheque's MICR line, the likeliest first: along the lower edge, then along the upper one of a
 * cheque that lies upside down.
 *
 * @param dotsPerInch what the file says; right to a third, or the cheque's width is taken to tell it.
 * @param where looks only there, in pixels of the picture.
 */
export function* searchLine(cheque: RasterImage, dotsPerInch: number | null, where: Box | null): Generator<Candidate> {
  const guesses = guessesOf(cheque.width, dotsPerInch);
  // What costs little is tried at both edges before what costs more is tried at all.
  const rounds = [
    { part: 'clear band', looks: plainLooks },
    { part: 'clear band', looks: otherLooks },
    ...(where ? [] : [{ part: 'lower third', looks: plainLooks } as const]),
  ] as const;
  let stage = 0;
  for (const { part, looks } of rounds) {
    for (const guess of guesses) {
      for (const upsideDown of [false, true]) {
        const box = where ?? bandAt(cheque, guess, part, upsideDown);
        yield* searchBand(cheque, box, guess, looks, { upsideDown, stage });
        stage += 1;
      }
    }
  }
}

function* searchBand(
  cheque: RasterImage,
  box: Box,
  dotsPerInch: number,
  looks: readonly Look[],
  marked: Pick<Candidate, 'upsideDown' | 'stage'>,
): Generator<Candidate> {
  const factor = Math.max(1, Math.round(dotsPerInch / sharpest));
  const strip = cutStrip(cheque, box, factor, marked.upsideDown);
  if (!strip) return;
  for (const look of looks) {
    for (const line of findLines(strip, dotsPerInch / factor, look)) yield { ...marked, strip, line };
  }
}

/** The resolution by the file, and by the paper's width where that differs so much that the first can't have stood for it. */
function guessesOf(width: number, told: number | null): number[] {
  const byWidth = width / usualWidth;
  if (told === null || told < 50 || told > 2400) return [byWidth];
  return Math.abs(Math.log(told / byWidth)) > Math.log(1.3) ? [told, byWidth] : [told];
}

/** The part of a cheque along its lower or upper edge that is searched in one step. */
function bandAt(cheque: RasterImage, dotsPerInch: number, part: Part, upsideDown: boolean): Box {
  const tall = part === 'clear band' ? clearBand * dotsPerInch : heightShare * cheque.height;
  const height = Math.min(cheque.height, Math.ceil(tall));
  return { x: 0, y: upsideDown ? 0 : cheque.height - height, width: cheque.width, height };
}

function cutStrip(cheque: RasterImage, box: Box, factor: number, upsideDown: boolean): InkStrip | null {
  const x = Math.max(0, Math.floor(box.x));
  const y = Math.max(0, Math.floor(box.y));
  const width = Math.min(cheque.width, Math.ceil(box.x + box.width)) - x;
  const height = Math.min(cheque.height, Math.ceil(box.y + box.height)) - y;
  if (width < factor * 48 || height < factor * 8) return null;
  return cutInkStrip(cheque, { x, y, width, height }, factor, upsideDown);
}
