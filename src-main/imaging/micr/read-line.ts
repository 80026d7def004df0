import type { Box, RasterImage } from '../image.ts';
import { withoutHook } from './fit-scheme.ts';
import type { MicrFont } from './glyph.ts';
import { toPicture, type InkStrip } from './ink-strip.ts';
import { isCertain, isDoubtful, judgeCells, longestRun } from './judge-cells.ts';
import { placeCells, type Cell } from './place-cells.ts';
import { glanceAt, readCell, type CellReading } from './read-cells.ts';
import type { MicrCharacter, MicrReading } from './reading.ts';
import type { LineFound } from './find-line.ts';
import { searchLine, type Candidate } from './search-line.ts';
import { bandHeight, bandMargin, bandPitch, straightenLine, type Band } from './straighten.ts';

export interface MicrOptions {
  /** What the file says of its resolution; a rough value will do, and none. */
  readonly dotsPerInch?: number | null;
  /** Where the line lies, in pixels of the picture, if that is known. */
  readonly where?: Box | null;
}

/** Lines with fewer characters are no MICR lines: the shortest (a UK cheque's without account) has more. */
const fewestCharacters = 8;

/** Every known line has a field of six digits or more; figures in a table stand in shorter groups. */
const fewestInRow = 6;
/** Less than this per place, of what agreement and confidence come to, and there's no need to read the others. */
const leastScore = 0.15;
/** By so much one font's sum leads where it is clearly the line's: two characters read well by the one, badly by the other. */
const clearLead = 1.2;
/** Share of a line's places that must be read for it to be a MICR line at all. */
const leastRead = 0.7;
/** And this share of them must be beyond doubt. */
const leastCertain = 0.5;
/** More of them where the marks stand less evenly than this: a mirrored line's noughts and eights read well by themselves. */
const clearlyEven = 0.85;
const leastCertainUneven = 0.8;
/** So many characters are read to each mark that the line was found by. */
const leastOfMarks = 0.6;
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
  let best: { readonly reading: MicrReading; readonly stage: number } | null = null;
  for (const candidate of searchLine(cheque, options.dotsPerInch ?? null, options.where ?? null)) {
    if (best && candidate.stage !== best.stage) break;
    const reading = readLine(candidate);
    if (!reading) continue;
    if (reading.sure) return reading;
    // Another look at the same print may tell more of it.
    if (!best || worth(reading) > worth(best.reading)) best = { reading, stage: candidate.stage };
  }
  return best?.reading ?? null;
}

/** How much of a line a reading tells. */
const worth = ({ characters }: MicrReading): number =>
  characters.reduce((sum, { doubtful, confidence }) => sum + (doubtful ? -1 : confidence), 0);

function readLine({ strip, line, upsideDown }: Candidate): MicrReading | null {
  const band = straightenLine(strip, line);
  const cells = placeCells(band);
  if (cells.length < fewestCharacters) return null;
  const font = fontOf(band, cells);
  if (!font) return null;
  const judged = judgeCells(
    cells.map((cell) => readCell(band, font, cell)),
    band.width,
  );
  const { settled } = judged;
  const characters = settled ? judged.characters : withoutHook(judged.characters, font);
  if (!isLine(characters, line)) return null;
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

/** Whether places that hold something are a MICR line rather than other print, a picture or a line that lies mirrored. */
function isLine(characters: readonly CellReading[], line: LineFound): boolean {
  if (longestRun(characters) < fewestInRow) return false;
  const clear = characters.filter((one) => !isDoubtful(one));
  if (clear.length < fewestCharacters || clear.length < characters.length * leastRead) return false;
  if (clear.length < line.edges.length * leastOfMarks) return false;
  const certain = characters.filter(isCertain).length / characters.length;
  if (certain < (line.evenness < clearlyEven ? leastCertainUneven : leastCertain)) return false;
  return clear.reduce((sum, one) => sum + one.agreement, 0) / clear.length >= leastAgreement;
}

/** The font by which the first places read better; null where hardly any reads by either. */
function fontOf(band: Band, cells: readonly Cell[]): MicrFont | null {
  const measured = cells.filter((cell) => cell.measured);
  const tried = (measured.length >= fewestCharacters ? measured : cells).slice(0, fewestCharacters);
  let [e13b, cmc7, read] = [0, 0, 0];
  for (const cell of tried) {
    e13b += glanceAt(band, 'e13b', cell);
    cmc7 += glanceAt(band, 'cmc7', cell);
    read += 1;
    if (Math.abs(e13b - cmc7) >= clearLead) break;
  }
  if (Math.max(e13b, cmc7) < leastScore * read) return null;
  return e13b >= cmc7 ? 'e13b' : 'cmc7';
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
