import { chain } from '../affine.ts';
import type { Box, RasterImage } from '../image.ts';
import type { MicrReading } from '../micr/reading.ts';
import { cornersOf, type ChequeOnPage } from './cheque-on-page.ts';
import { isChequeShaped } from './cheque-shape.ts';
import { printLay } from './print-skew.ts';
import { reducedOf } from './reduced-page.ts';
import { quarters, quarterTurned, turnCheque, turnedBack } from './turn-cheque.ts';

/** Reads a MICR line; finds one that lies upside down too. */
export type ReadLine = (cheque: RasterImage, options: { readonly dotsPerInch: number | null }) => MicrReading | null;

/** A cheque the right way up, with its MICR line in pixels of its image, where it has one. */
export interface UprightCheque {
  readonly cheque: ChequeOnPage;
  readonly reading: MicrReading | null;
}

/** Fewest characters of a line that says that a cheque lies mirrored or on its side, and most of them in doubt. */
const fewestTelling = 10;
const mostDoubtful = 0.2;
/** A file's resolution that is off the line's pitch by more than this share is wrong. */
const wrongTag = 0.15;
/** Print runs down a picture where it lies so much more clearly that way. */
const clearlyDown = 1.25;

/**
 * Turns a cheque the right way up by its MICR line. As a rule one reading is enough: the line is found along the foot, or
 * along the head of a cheque that lies upside down. Only where there is none a mirrored scan and, where print runs down the
 * picture, a quarter turn are tried. The line's pitch also tells the resolution, where the file doesn't or is wrong.
 *
 * @param read finds and reads the line of a picture, grey or colour.
 * @returns the cheque as it is where no way shows a line.
 */
export function uprightCheque(cheque: ChequeOnPage, read: ReadLine): UprightCheque {
  const first = readIn(cheque, read);
  if (first) return upright(cheque, first);
  for (const other of otherWays(cheque)) {
    const reading = readIn(other, read);
    if (reading && isTelling(reading)) return upright(other, reading);
  }
  return { cheque, reading: null };
}

function readIn({ image, dotsPerInch }: ChequeOnPage, read: ReadLine): MicrReading | null {
  return read(image, { dotsPerInch });
}

/** The ways in which a cheque may lie besides, made as they are asked for. */
function* otherWays(cheque: ChequeOnPage): Generator<ChequeOnPage> {
  yield turnCheque(cheque, 'mirror');
  if (isChequeShaped(cheque.image) || !runsDown(cheque.image)) return;
  const turned = onItsSide(cheque);
  yield turned;
  yield turnCheque(turned, 'mirror');
}

/** Whether the rows of print run down a picture. */
function runsDown(image: RasterImage): boolean {
  const page = reducedOf(image);
  const box = { left: 0, top: 0, right: page.width, bottom: page.height };
  return printLay(page, box, false).clearness > clearlyDown * printLay(page, box, true).clearness;
}

function onItsSide(cheque: ChequeOnPage): ChequeOnPage {
  const image = quarterTurned(cheque.image, 3);
  const toPage = chain(turnedBack(3, cheque.image.width, cheque.image.height), cheque.toPage);
  return {
    ...cheque,
    image,
    toPage,
    corners: cornersOf(toPage, image.width, image.height),
    quarterTurns: quarters(cheque.quarterTurns + 1),
  };
}

/** Whether a line is long and sure enough to be none by chance. */
function isTelling({ characters, sure }: MicrReading): boolean {
  const doubtful = characters.filter((character) => character.doubtful).length;
  return sure || (characters.length >= fewestTelling && doubtful <= mostDoubtful * characters.length);
}

function upright(laid: ChequeOnPage, reading: MicrReading): UprightCheque {
  const cheque = withResolution(laid, reading);
  if (!reading.upsideDown) return { cheque, reading };
  const { width, height } = laid.image;
  const turned = (box: Box): Box => ({
    ...box,
    x: width - box.x - box.width,
    y: height - box.y - box.height,
  });
  return {
    cheque: turnCheque(cheque, 'half-turn'),
    reading: {
      ...reading,
      upsideDown: false,
      box: turned(reading.box),
      characters: reading.characters.map((character) => ({ ...character, box: turned(character.box) })),
    },
  };
}

function withResolution(cheque: ChequeOnPage, { dotsPerInch, sure }: MicrReading): ChequeOnPage {
  const known = cheque.dotsPerInch;
  const wrong = known !== null && sure && Math.abs(known / dotsPerInch - 1) > wrongTag;
  if (known !== null && !wrong && cheque.resolutionFrom === 'tag') return cheque;
  return { ...cheque, dotsPerInch, resolutionFrom: 'micr' };
}
