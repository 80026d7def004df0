import type { Reading, ReadCheque, ReadMicr } from '../contract/reading.ts';
import type { Box } from '../contract/box.ts';
import type { ReadPageCheque, ReadPageMicr } from '../engine/cheque-protocol.ts';
import { parseMicrText, type OwnScheme } from '../engine/micr-text.ts';
import type { ReferenceStore } from '../store/reference-store.ts';
import { chequeAccount, type MendedLine } from './cheque-account.ts';
import { pngSize } from './png-size.ts';
import type { PageReading } from './read-scan.ts';

/** Skew below this many degrees is nothing to tell of. */
const noticeableSkew = 1;

/** What was put right of a cheque before it was read, one sentence each. */
export function putRight({
  quarterTurns,
  skew,
  mirrored,
}: Pick<ReadPageCheque, 'quarterTurns' | 'skew' | 'mirrored'>): string[] {
  const told: string[] = [];
  if (quarterTurns === 2) told.push('The scan was upside down; it was turned.');
  else if (quarterTurns !== 0) told.push('The scan lay on its side; it was turned.');
  if (mirrored) told.push('The scan was mirrored; it was put right.');
  if (Math.abs(skew) >= noticeableSkew)
    told.push(`The scan lay askew by ${Math.round(Math.abs(skew))}°; it was straightened.`);
  return told;
}

/**
 * A MICR line as the window shows it.
 *
 * @param mended what a clerk made of it; null: nothing
 * @param own the bank's own MICR schemes
 * @throws Error where the engine wasn't asked for the line's picture
 */
export function micrView(micr: ReadPageMicr, mended: MendedLine | null, own: readonly OwnScheme[]): ReadMicr {
  const { font, text, sure, characters, strip, corners } = micr;
  if (!strip) throw new Error('The engine left out the picture of the MICR line.');
  const parsed = mended ? parseMicrText(mended.text, own) : micr.parsed;
  const onStrip = ({ x, y, width, height }: Box): Box => ({
    x: Math.max(0, x - strip.box.x),
    y: Math.max(0, y - strip.box.y),
    width,
    height,
  });
  return {
    font,
    text: mended?.text ?? text,
    readText: text,
    mended: mended !== null,
    sure: mended ? !mended.text.includes('?') : sure,
    characters: characters.map((character) => ({ ...character, box: onStrip(character.box) })),
    parsed: parsed && { scheme: parsed.scheme, fields: parsed.fields },
    strip: { png: strip.png, ...pngSize(strip.png) },
    corners,
  };
}

async function chequeView(
  store: ReferenceStore,
  cheque: ReadPageCheque,
  mended: MendedLine | null,
  fileNameAccount: string | null,
  own: readonly OwnScheme[],
): Promise<ReadCheque> {
  const { corners, toPage, width, height, dotsPerInch, upright, micr, signatures, request, quality } = cheque;
  return {
    corners,
    toPage,
    width,
    height,
    dotsPerInch,
    upright: upright ? { picture: upright.bytes, pictureType: upright.mediaType } : null,
    putRight: putRight(cheque),
    micr: micr && micrView(micr, mended, own),
    account: await chequeAccount(store, micr?.parsed ?? null, mended, fileNameAccount, own),
    signatures: signatures.map(({ pageBox, corners: at, confidence, cutOff, problem }) => ({
      box: pageBox,
      corners: at,
      confidence: confidence ?? 1,
      cutOff,
      problem,
    })),
    request,
    quality,
  };
}

/**
 * What was read of a page, as the window shows it.
 *
 * @param fileNameAccount the account that the file's name gives, for cheques without a line of their own; null: none
 */
export async function readingView(
  store: ReferenceStore,
  { page, mended, micrSchemes }: PageReading,
  fileNameAccount: string | null,
): Promise<Reading> {
  const cheques: ReadCheque[] = [];
  for (const [at, cheque] of page.cheques.entries())
    cheques.push(await chequeView(store, cheque, mended.get(at) ?? null, fileNameAccount, micrSchemes));
  return { kind: page.kind, cheques };
}
