import type { Box } from '../../imaging/image.ts';
import { seededRandom } from '../seeded.ts';
import { drawScan } from './conditions.ts';
import type { ScanCondition } from './conditions.ts';
import { draftCheque } from './draft.ts';
import type { ChequeDraft, ChequeRequest } from './draft.ts';
import { cornersOf } from './geometry.ts';
import { markPatch } from './ink.ts';
import type { Ground } from './ink.ts';
import { lineText } from './micr-line.ts';
import { planPage } from './page.ts';
import { inkCheque, paintPage } from './painting.ts';
import type { LaidSignature } from './painting.ts';
import { encodeScan, throughScanner, toBitonal } from './scanner.ts';
import type { SignatureFacts } from './signing.ts';
import { wearPaper } from './wear.ts';

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
  const canvas = await paintPage(drafts, grounds, page.covered, condition);
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
