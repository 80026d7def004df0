import sharp from 'sharp';
import type { Box } from '../../imaging/image.ts';
import { seededRandom } from '../seeded.ts';
import type { SeededRandom } from '../seeded.ts';
import { accountCount, chequeAccount } from './account.ts';
import type { ChequeAccount } from './account.ts';
import { printBackground } from './backgrounds/background.ts';
import { drawPantograph, layPantograph } from './backgrounds/pantograph.ts';
import type { Pantograph } from './backgrounds/pantograph.ts';
import { sheetColour } from './backgrounds/lines.ts';
import { drawPrintWear, drawScan, drawWear } from './conditions.ts';
import type { PaperWear, ScanCondition, ScanWishes } from './conditions.ts';
import { crossingStrokes, fillIn } from './entries.ts';
import { printForm } from './form.ts';
import { cornersOf, svgMatrix } from './geometry.ts';
import type { Area } from './geometry.ts';
import { inkPath, layPatch, markPatch } from './ink.ts';
import type { Canvas, Ground, InkPatch } from './ink.ts';
import { layInScan } from './laid-in.ts';
import type { LaidInSignature } from './laid-in.ts';
import { layoutsOf } from './layouts/layouts.ts';
import { codedLine, lineText } from './micr-line.ts';
import type { CodedLine } from './micr-line.ts';
import { codedLineLength, printCodedLine } from './micr-print.ts';
import { coverOf } from './overlay.ts';
import { planPage } from './page.ts';
import { encodeScan, throughScanner, toBitonal } from './scanner.ts';
import { drawSignedLines, pathExtent, placeSignature, writeSignature } from './signing.ts';
import type { SignatureFacts } from './signing.ts';
import { drawStamp, mottle } from './stamps.ts';
import { backSvg, stapleSvg, wearPaper } from './wear.ts';

/** Which cheque to make. The same request gives the same bytes, on the same versions of the libraries. */
export interface ChequeRequest extends ScanWishes {
  readonly seed: number | string;
  /** Which of the seed's cheques, 1 and up; it depends on no other. */
  readonly number: number;
  readonly layouts: 'tuned' | 'held-out';
  /** A scanned signature to lay on instead of synthetic ones; it is the only one. */
  readonly signature?: LaidInSignature | undefined;
}

/** A signature on a generated cheque, as ground truth has it. */
export interface GeneratedSignature extends SignatureFacts {
  /** Of the ink, in pixels of the page. */
  readonly box: Box;
  readonly cutOff: boolean;
}

/** One cheque of a page, as ground truth has it. */
export interface GeneratedTruth {
  /** Of the upright cheque, clockwise from its top left, in pixels of the page. */
  readonly corners: [[number, number], [number, number], [number, number], [number, number]];
  readonly micr: { readonly font: 'e13b' | 'cmc7'; readonly text: string; readonly fields: Record<string, string> };
  readonly account: string;
  readonly signatures: GeneratedSignature[];
  /** 1 where the pen of a signature left ink, for each pixel of the page. */
  readonly inkMask: Uint8Array;
}

/** A scan of a cheque that was never drawn on any bank. */
export interface GeneratedCheque {
  readonly bytes: Uint8Array;
  /** Of the file's name, as in `jpg`. */
  readonly ending: string;
  readonly width: number;
  readonly height: number;
  readonly dotsPerInch: number;
  readonly tone: ScanCondition['tone'];
  /** Of the first cheque on the page. */
  readonly layout: string;
  readonly cheques: readonly GeneratedTruth[];
  /** How it was made. */
  readonly condition: Record<string, string | number | boolean>;
}

/** What one cheque of a page is to be. */
interface ChequeDraft {
  readonly account: ChequeAccount;
  readonly random: SeededRandom;
  readonly wear: PaperWear;
  readonly line: CodedLine;
  readonly hand: string;
  readonly entries: ReturnType<typeof fillIn>;
  readonly family: string;
  readonly svg: string;
  readonly pantograph: Pantograph | null;
}

async function draftCheque(request: ChequeRequest, random: SeededRandom, plain: boolean): Promise<ChequeDraft> {
  const { seed, layouts, signature } = request;
  const heldOut = layouts === 'held-out';
  const key = signature ? ['writer', signature.writer] : [seed, random.child('account').integer(accountCount)];
  const account = chequeAccount([layouts, ...key], layoutsOf(layouts));
  const { layout, printing } = account;
  const wear = plain
    ? { folds: 0, staple: false, shadow: false, showThrough: 0, stamps: 0 }
    : drawWear(random.child('wear'), heldOut);
  const hand = `${layouts} hand ${String(random.integer(14))}`;
  const entries = fillIn(account, hand, random.child('entries'), heldOut);
  const numbering = random.child('number');
  const number = 1 + numbering.integer(9000);
  const coded = account.coded.scheme.startsWith('us') && numbering.chance(0.12) ? entries.sum : null;
  const line = codedLine(account.coded, number, coded);
  const family = printing.child('family').pick(layout.backgrounds);
  const hue = printing.child('hue').pick(layout.hues) + printing.child('hue').uniform(-12, 12);
  const strength = printing.child('strength').uniform(heldOut ? 0.6 : 0.7, heldOut ? 1.4 : 1.25);
  const background = await printBackground(family, { ...layout.paper, hue, strength }, printing.child('background'));
  const pantograph =
    family === 'void' || family === 'void screen'
      ? await drawPantograph(
          layout.paper,
          family === 'void screen',
          sheetColour(hue, 0.2 * strength),
          printing.child('pantograph'),
        )
      : null;
  const style = {
    ink: printing.child('ink').pick(['#333', '#444', `hsl(${String(Math.round(hue))},40%,28%)`, '#2a2a2a']),
    accent: printing
      .child('accent')
      .pick([`hsl(${String(Math.round(hue))},60%,30%)`, `hsl(${String(Math.round(hue))},50%,38%)`, '#333']),
    logo: printing.child('logo').integer(5),
    whiteAmount: printing.child('amount').chance(0.6),
  };
  const form = printForm(
    layout,
    { ...account.names, number: String(number).padStart(6, '0'), year: '20' },
    style,
    printing.child('form'),
  );
  const back = wear.showThrough > 0 ? backSvg(layout.paper, wear.showThrough, random.child('back')) : '';
  const staple = wear.staple ? stapleSvg(random.child('staple')) : '';
  return {
    account,
    random,
    wear,
    line,
    hand,
    entries,
    family,
    pantograph,
    svg: background + back + form + entries.typed + staple,
  };
}

async function paint(
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

interface LaidSignature extends SignatureFacts {
  readonly patch: InkPatch;
  readonly manner: string;
}

function signaturesOf(draft: ChequeDraft, request: ChequeRequest, ground: Ground): LaidSignature[] {
  const { account, random } = draft;
  const { layout } = account;
  const signing = random.child('signing');
  if (request.signature) {
    const line = signing.pick(layout.signatures as [(typeof layout.signatures)[0], ...typeof layout.signatures]);
    return [layInScan(request.signature, line, layout, ground, signing)];
  }
  const lines = drawSignedLines(layout, signing);
  return lines.map((line, at) => {
    const own = signing.child('signature', at);
    const { path, ...facts } = writeSignature(account, at, request.number, own);
    const sharing = lines.filter((other) => other === line).length;
    const share = { at: sharing > 1 ? at : 0, of: sharing };
    const { place, manner } = placeSignature(pathExtent(path), line, layout, share, own.child('place'), true);
    return { ...facts, patch: inkPath(path, place, ground), manner };
  });
}

async function inkCheque(
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

/** Makes one cheque, with the scan's flaws, and what is known of it. */
export async function generateCheque(request: ChequeRequest): Promise<GeneratedCheque> {
  const { seed, number, layouts } = request;
  const heldOut = layouts === 'held-out';
  const random = seededRandom('generated cheque', seed, layouts, number);
  const condition = drawScan(random.child('scan'), heldOut, request);
  const drafts = [await draftCheque(request, random.child('cheque', 0), false)];
  if (condition.page === 'two' && !request.signature)
    drafts.push(await draftCheque(request, random.child('cheque', 1), true));
  const papers = drafts.map(({ account }) => account.layout.paper);
  const page = planPage(papers, condition, random.child('page'));
  const { width, height } = page;
  const grounds = papers.map((paper, at): Ground => ({
    paper,
    toPage: page.maps[at] ?? page.maps[0]!,
    width,
    height,
    pixelsPerMillimetre: condition.dotsPerInch / 25.4,
  }));
  const canvas = await paint(drafts, grounds, page.covered, condition);
  const signed: LaidSignature[][] = [];
  for (const [at, draft] of drafts.entries()) {
    const ground = grounds[at] ?? grounds[0]!;
    signed.push(await inkCheque(canvas, draft, request, ground));
    if (draft.wear.folds > 0 || draft.wear.shadow) wearPaper(canvas, ground, draft.wear, draft.random.child('paper'));
  }
  let picture = await throughScanner(canvas, condition, random.child('sensor'));
  if (condition.tone === 'bitonal') picture = toBitonal(picture, condition.cut, condition.dotsPerInch);
  const file = await encodeScan(picture, condition);
  const seen = condition.tone === 'bitonal' ? picture.data : undefined;
  const cheques = drafts.map((draft, at) => truthOf(draft, grounds[at] ?? grounds[0]!, signed[at] ?? [], seen));
  const [first] = drafts;
  return {
    ...file,
    width,
    height,
    dotsPerInch: condition.dotsPerInch,
    tone: condition.tone,
    layout: first?.account.layout.id ?? '',
    cheques,
    condition: {
      ...describe(condition),
      ...first?.wear,
      background: first?.family ?? '',
      typed: first?.entries.typed !== '',
      placed: (signed[0] ?? []).map(({ manner }) => manner).join(' '),
    },
  };
}

const tenth = (value: number) => Math.round(value * 10) / 10;

function describe({
  lie,
  page,
  blur,
  noise,
  shade,
  format,
  quality,
}: ScanCondition): Record<string, string | number | boolean> {
  return {
    skew: Math.round(lie.skew * 100) / 100,
    turn: lie.turn,
    mirrored: lie.mirrored,
    blur: Math.round(blur * 100) / 100,
    noise: tenth(noise),
    shade: tenth(shade),
    page,
    format,
    ...(format === 'jpeg' ? { quality } : {}),
  };
}

function truthOf(
  draft: ChequeDraft,
  ground: Ground,
  signed: readonly LaidSignature[],
  seen: Uint8Array | undefined,
): GeneratedTruth {
  const inkMask = new Uint8Array(ground.width * ground.height);
  const signatures: GeneratedSignature[] = [];
  for (const { patch, signer, kind, source } of signed) {
    const box = markPatch(inkMask, ground.width, patch, seen);
    if (box) signatures.push({ box, signer, kind, source, cutOff: patch.lost > 0.02 });
  }
  const { line, account } = draft;
  const [a, b, c, d] = cornersOf(ground.toPage, account.layout.paper).map(({ x, y }): [number, number] => [
    tenth(x),
    tenth(y),
  ]);
  return {
    corners: [a!, b!, c!, d!],
    micr: { font: line.font, text: lineText(line), fields: { ...line.fields } },
    account: line.account,
    signatures,
    inkMask,
  };
}
