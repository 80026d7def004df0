import sharp from 'sharp';
import type { ChequeAccount } from './account.ts';
import { layPantograph } from './backgrounds/pantograph.ts';
import { drawPrintWear } from './conditions.ts';
import type { ScanCondition } from './conditions.ts';
import type { ChequeDraft, ChequeRequest } from './draft.ts';
import { crossingStrokes } from './entries.ts';
import { svgMatrix } from './geometry.ts';
import type { Area } from './geometry.ts';
import { inkPath, layPatch } from './ink.ts';
import type { Canvas, Ground, InkPatch } from './ink.ts';
import { layInScan } from './laid-in.ts';
import { codedLineLength, printCodedLine } from './micr-print.ts';
import { coverOf } from './overlay.ts';
import { drawSignedLines, pathExtent, placeSignature, roomAmong, writeSignature } from './signing.ts';
import type { SignatureFacts } from './signing.ts';
import { drawStamp, mottle } from './stamps.ts';

/** Paints the page with all that is printed and typed. @param covered whether paper covers all of it. */
export async function paintPage(
  drafts: readonly ChequeDraft[],
  grounds: readonly Ground[],
  covered: boolean,
  condition: ScanCondition,
): Promise<Canvas> {
  const [ground] = grounds;
  if (!ground) throw new RangeError('A page needs a cheque.');
  const { width, height } = ground;
  const sheets = drafts.map(({ account, svg }, at) => {
    const { paper } = account.layout;
    const own = grounds[at] ?? ground;
    const rect = `<rect width="${String(paper.width)}" height="${String(paper.height)}"`;
    const clip = `paper${String(at)}`;
    const defined = covered ? '' : `<clipPath id="${clip}">${rect}/></clipPath>`;
    const shadow = covered
      ? ''
      : `<rect x="-0.15" y="-0.1" width="${String(paper.width + 0.35)}" height="${String(paper.height + 0.35)}" fill="#777" fill-opacity="0.5"/>`;
    return `<g transform="${svgMatrix(own.toPage)}">${defined}${shadow}<g${covered ? '' : ` clip-path="url(#${clip})"`}>${rect} fill="#fff"/>${svg}</g></g>`;
  });
  const [red, green, blue] = condition.bed;
  const page =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${String(width)}" height="${String(height)}">` +
    `<rect width="100%" height="100%" fill="${covered ? '#fff' : `rgb(${String(red)},${String(green)},${String(blue)})`}"/>${sheets.join('')}</svg>`;
  const image = sharp(Buffer.from(page), { unlimited: true }).removeAlpha().toColourspace('srgb');
  const grey = condition.tone !== 'colour';
  const { data } = await (grey ? image.greyscale().toColourspace('b-w') : image)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width, height, channels: grey ? 1 : 3, data: new Uint8Array(data.buffer, data.byteOffset, data.length) };
}

/** A signature on the page. */
export interface LaidSignature extends SignatureFacts {
  readonly patch: InkPatch;
  readonly manner: string;
}

function signaturesOf(draft: ChequeDraft, request: ChequeRequest, ground: Ground): LaidSignature[] {
  const { account, random } = draft;
  const { layout } = account;
  const signing = random.child('signing');
  if (request.signature) {
    const line = signing.pick(layout.signatures);
    return [layInScan(request.signature, line, layout, ground, signing)];
  }
  const lines = drawSignedLines(layout, signing);
  return lines.map((line, at) => {
    const own = signing.child('signature', at);
    const { path, ...facts } = writeSignature(account, at, request.number, own);
    const share = roomAmong(lines, at, own.child('room'));
    const { place, manner } = placeSignature(pathExtent(path), line, layout, share, own.child('place'), true);
    return { ...facts, patch: inkPath(path, place, ground), manner };
  });
}

/** Lays on a cheque what has its own ink: coded line, handwriting, stamps and, last, signatures. In place. */
export async function inkCheque(
  canvas: Canvas,
  draft: ChequeDraft,
  request: ChequeRequest,
  ground: Ground,
): Promise<LaidSignature[]> {
  const { account, random, entries, line, wear } = draft;
  const { layout } = account;
  const heldOut = request.layouts === 'held-out';
  if (draft.pantograph) layPantograph(canvas, ground, draft.pantograph, sparedBy(layout));
  const printWear = drawPrintWear(random.child('print'), heldOut);
  const length = codedLineLength(line, printWear);
  const { micr } = layout;
  const left = micr.right === undefined ? (micr.left ?? 10) : micr.right - length;
  const base = micr.base + random.child('base').normal(0, 0.3);
  const svg = printCodedLine(line, left, base, printWear, random.child('line'));
  const band = { x: left - 1, y: base - 5, width: length + 2, height: 7 };
  layPatch(canvas, await coverOf(svg, band, [22, 22, 24], ground));
  for (const { path, place } of entries.written) layPatch(canvas, inkPath(path, place, ground));
  if (layout.crossing && random.child('crossing').chance(0.25)) crossByHand(canvas, draft, ground);
  for (let stamp = 0; stamp < wear.stamps; stamp++) {
    const own = random.child('stamp', stamp);
    const { svg: drawn, area, colour } = drawStamp(layout, account.names.holder, own);
    layPatch(canvas, mottle(await coverOf(drawn, area, colour, ground), own, ground.pixelsPerMillimetre));
  }
  const signatures = signaturesOf(draft, request, ground);
  for (const { patch } of signatures) layPatch(canvas, patch);
  return signatures;
}

/** Where a form's background isn't printed. */
function sparedBy({ amount, clearBand, micr, paper }: ChequeAccount['layout']): Area[] {
  const top = micr.base - 10;
  return clearBand ? [amount, { x: -5, y: top, width: paper.width + 10, height: paper.height }] : [amount];
}

function crossByHand(canvas: Canvas, { account, hand, random }: ChequeDraft, ground: Ground): void {
  for (const { path, place } of crossingStrokes(account.layout, hand, random.child('cross')))
    layPatch(canvas, inkPath(path, place, ground));
}
