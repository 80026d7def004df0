import type { Box, RasterImage } from '../image.ts';
import { findLines, type LineFound } from './find-line.ts';
import type { MicrFont } from './glyph.ts';
import { cutInkStrip, toPicture, type InkStrip } from './ink-strip.ts';
import { isCertain, isDoubtful, judgeCells, longestRun } from './judge-cells.ts';
import { placeCells, type Cell } from './place-cells.ts';
import { readCell, type CellReading } from './read-cells.ts';
import type { MicrCharacter, MicrReading } from './reading.ts';
import { bandHeight, bandMargin, bandPitch, straightenLine, type Band } from './straighten.ts';

export interface MicrOptions {
  /** What the file says of its resolution; a rough value will do, and none. */
  readonly dotsPerInch?: number | null;
  /** Where the line lies, in pixels of the picture, if that is known. */
  readonly where?: Box | null;
}

/** The lowest part of a cheque that a line is looked for in, as a share of its height. */
const stripShare = 0.3;
/** A cheque's usual width in inches, where nothing else tells the resolution. */
const usualWidth = 7.3;
const sharpest = 300;
/** Lines with fewer characters are no MICR lines: the shortest (a UK cheque's without account) has more. */
const fewestCharacters = 8;

/** Every known line has a field of six digits or more; figures in a table stand in shorter groups. */
const fewestInRow = 6;
/** Share of a line's places that must be read for it to be a MICR line at all. */
const leastRead = 0.7;
/** And this share of them must be beyond doubt. */
const leastCertain = 0.5;
/** Their mean correlation with their glyphs, at least: 0.8 and more on cheques, 0.6 at most on other print and pictures. */
const leastAgreement = 0.68;

/**
 * Reads the MICR line of a cheque: E-13B (ISO 1004-1) or CMC-7 (ISO 1004-2), along the lower edge or, where the cheque
 * lies upside down, along the upper one. The eight characters to the inch give the scale, so the resolution need not be
 * known. Nothing is guessed: a character in doubt is `?`, and where there is no MICR line there is no reading.
 *
 * @param cheque one cheque, level to within 2.5°, ink dark on bright paper; colour, grey or bitonal (0 and 255); from 200 dots
 *   per inch on, at 100 as well as it goes.
 */
export function readMicrLine(cheque: RasterImage, options: MicrOptions = {}): MicrReading | null {
  const { where } = options;
  const told = options.dotsPerInch ?? null;
  const guess = told !== null && told >= 50 && told <= 2400 ? told : cheque.width / usualWidth;
  const guesses = told === null ? [guess] : [guess, ...differing(guess, cheque.width / usualWidth)];
  for (const dotsPerInch of guesses) {
    for (const upsideDown of [false, true]) {
      const strip = cutStrip(cheque, where ?? null, dotsPerInch, upsideDown);
      const reading = strip ? readStrip(strip, dotsPerInch / strip.factor, upsideDown) : null;
      if (reading) return reading;
    }
  }
  return null;
}

/** A second guess, where it differs by so much that the first could not have stood for it. */
const differing = (guess: number, other: number): number[] =>
  Math.abs(Math.log(guess / other)) > Math.log(1.3) ? [other] : [];

function cutStrip(cheque: RasterImage, where: Box | null, dotsPerInch: number, upsideDown: boolean): InkStrip | null {
  const factor = Math.max(1, Math.round(dotsPerInch / sharpest));
  const height = Math.ceil(cheque.height * stripShare);
  const box = where ?? { x: 0, y: upsideDown ? 0 : cheque.height - height, width: cheque.width, height };
  const x = Math.max(0, Math.floor(box.x));
  const y = Math.max(0, Math.floor(box.y));
  const width = Math.min(cheque.width, Math.ceil(box.x + box.width)) - x;
  const tall = Math.min(cheque.height, Math.ceil(box.y + box.height)) - y;
  if (width < factor * 48 || tall < factor * 8) return null;
  return cutInkStrip(cheque, { x, y, width, height: tall }, factor, upsideDown);
}

function readStrip(strip: InkStrip, dotsPerInch: number, upsideDown: boolean): MicrReading | null {
  for (const smooth of [false, true]) {
    for (const line of findLines(strip, dotsPerInch, smooth)) {
      const reading = readLine(strip, line, upsideDown);
      if (reading) return reading;
    }
  }
  return null;
}

function readLine(strip: InkStrip, line: LineFound, upsideDown: boolean): MicrReading | null {
  const band = straightenLine(strip, line);
  const cells = placeCells(band);
  if (cells.length < fewestCharacters) return null;
  const font = fontOf(band, cells);
  const { characters, settled } = judgeCells(
    cells.map((cell) => readCell(band, font, cell)),
    band.width,
  );
  if (longestRun(characters) < fewestInRow) return null;
  const clear = characters.filter((one) => !isDoubtful(one));
  if (clear.length < fewestCharacters || clear.length < characters.length * leastRead) return null;
  if (characters.filter(isCertain).length < characters.length * leastCertain) return null;
  const agreement = clear.reduce((sum, one) => sum + one.agreement, 0) / clear.length;
  if (agreement < leastAgreement) return null;
  const boxes = characters.map((one) => boxOf(strip, band, one.cell.edge));
  const shown = characters.map((one, index) => characterOf(one, boxes[index]!));
  return {
    font,
    box: around(boxes),
    characters: shown,
    text: textOf(shown, characters),
    sure: settled,
    dotsPerInch: line.pitch * strip.factor * 8,
    upsideDown,
  };
}

/** The font by which the first places read better. */
function fontOf(band: Band, cells: readonly Cell[]): MicrFont {
  const measured = cells.filter((cell) => cell.measured);
  const tried = (measured.length >= fewestCharacters ? measured : cells).slice(0, fewestCharacters);
  const score = (font: MicrFont): number =>
    tried.reduce((sum, cell) => {
      const { likely, agreement } = readCell(band, font, cell);
      return sum + (likely[0]?.character === ' ' ? 0 : agreement * (likely[0]?.confidence ?? 0));
    }, 0);
  return score('e13b') >= score('cmc7') ? 'e13b' : 'cmc7';
}

function characterOf(read: CellReading, box: Box): MicrCharacter {
  const likely = read.likely.filter(({ character }) => character !== ' ');
  const [first, ...rest] = likely;
  const confidence = first?.confidence ?? 0;
  return isDoubtful(read) || !first
    ? { character: '?', confidence, doubtful: true, box, alternatives: likely }
    : { character: first.character, confidence, doubtful: false, box, alternatives: rest };
}

function textOf(shown: readonly MicrCharacter[], read: readonly CellReading[]): string {
  let text = '';
  for (const [index, { character }] of shown.entries()) {
    const before = read[index - 1];
    const here = read[index];
    if (before && here && here.cell.edge - before.cell.edge > bandPitch * 1.5) text += ' ';
    text += character;
  }
  return text;
}

/** The place of a character in pixels of the picture. */
function boxOf(strip: InkStrip, band: Band, edge: number): Box {
  const { line, across, down } = band;
  const right = Math.min(strip.width, (edge + 3) * across);
  const left = Math.max(0, (edge + 3 - bandPitch) * across);
  const bottom = line.base + (line.slope * (left + right)) / 2;
  const [one, two] = [
    toPicture(strip, left, Math.max(0, bottom - (bandHeight + bandMargin / 2) * down)),
    toPicture(strip, right, Math.min(strip.height, bottom + (bandMargin / 2) * down)),
  ];
  const x = Math.floor(Math.min(one.x, two.x));
  const y = Math.floor(Math.min(one.y, two.y));
  return {
    x,
    y,
    width: Math.max(1, Math.ceil(Math.max(one.x, two.x)) - x),
    height: Math.max(1, Math.ceil(Math.max(one.y, two.y)) - y),
  };
}

function around(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  return {
    x,
    y,
    width: Math.max(...boxes.map((box) => box.x + box.width)) - x,
    height: Math.max(...boxes.map((box) => box.y + box.height)) - y,
  };
}
