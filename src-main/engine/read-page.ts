/** From a decoded page to its cheques, MICR lines and signatures. No encoding. */
import { performance } from 'node:perf_hooks';
import { ScanError } from '../imaging/errors.ts';
import type { Box, RasterImage } from '../imaging/image.ts';
import type { MicrReading } from '../imaging/micr/reading.ts';
import { inverse, mapPoint, type ChequeOnPage, type Corners } from '../imaging/page/cheque-on-page.ts';
import { pageKind } from '../imaging/page/page-kind.ts';
import { overlappingFinding } from '../imaging/page/quality.ts';
import type { QualityFinding } from '../imaging/page/quality-finding.ts';
import { boxOnPage } from '../imaging/signatures/box-on-page.ts';
import type { ChequeLayout } from '../imaging/signatures/cheque-layout.ts';
import type { AskedCheque, InkNet } from '../imaging/signatures/ask-net.ts';
import { findingsOf } from '../imaging/signatures/findings.ts';
import { findSignatures } from '../imaging/signatures/find-signatures.ts';
import type { FoundSignature } from '../imaging/signatures/types.ts';
import { extractSignature, type ExtractedSignature } from '../imaging/signature.ts';
import { layPage } from './lay-page.ts';
import type { PageBeside } from './page-thread.ts';

/** A signature of a cheque, found or by a person's box. */
export interface PageSignature {
  /** In pixels of the straightened cheque. */
  readonly inkBox: Box;
  /** On the page, within it. */
  readonly pageBox: Box;
  readonly corners: Corners;
  /** null: by a person's box. */
  readonly confidence: number | null;
  readonly cutOff: boolean;
  readonly problem: string | null;
  readonly mask: FoundSignature['mask'] | null;
  readonly signature: ExtractedSignature;
}

/** A cheque of a page with all that was read of it; boxes in pixels of the straightened cheque. */
export interface PageCheque {
  readonly cheque: ChequeOnPage;
  readonly line: MicrReading | null;
  readonly layout: ChequeLayout | null;
  readonly signatures: readonly PageSignature[];
  readonly request: string | null;
  /** May still be going on. */
  readonly quality: Promise<readonly QualityFinding[]>;
}

/** All that was read of a page. */
export interface PageRead {
  readonly kind: 'cheque' | 'signature' | 'back' | 'blank' | 'other';
  /** What the clerk is asked for where papers lie over each other, so that nothing on the page may be judged; else null. */
  readonly overlapping: string | null;
  readonly cheques: readonly PageCheque[];
  /** Milliseconds. */
  readonly timings: { readonly page: number; readonly micr: number; readonly signatures: number };
}

export interface ReadPageOptions {
  readonly inkNet: InkNet;
  readonly dotsPerInch: number | null;
  /** The layout for a cheque by its line, or null. */
  readonly layoutFor: (line: MicrReading | null) => ChequeLayout | null;
  /** A person's box in pixels of the page, and the cheque that it is on. */
  readonly region: { readonly cheque: number; readonly box: Box } | null;
  /** Hands the page to another thread; null: there is none. */
  readonly beside: ((page: RasterImage, dotsPerInch: number | null) => PageBeside) | null;
}

/**
 * Reads a page: finds its cheques, turns each upright by its MICR line, finds its signatures.
 *
 * @throws ScanError where the signature in a person's box can't be taken out; its words are for the clerk
 */
export async function readPage(page: RasterImage, options: ReadPageOptions): Promise<PageRead> {
  const spent = { page: 0, micr: 0, signatures: 0 };
  const timed = async <Value>(part: keyof typeof spent, work: () => Value | Promise<Value>): Promise<Value> => {
    const from = performance.now();
    try {
      return await work();
    } finally {
      spent[part] += performance.now() - from;
    }
  };
  const {
    cheques: onPage,
    overlapping,
    looked,
  } = await layPage(page, options.dotsPerInch, options.inkNet, options.beside);
  spent.page += looked;
  if (overlapping) return { kind: 'other', overlapping: overlappingFinding.message, cheques: [], timings: spent };
  const cheques: PageCheque[] = [];
  for (const [at, laid] of onPage.entries()) {
    const { cheque, line, timings } = laid;
    spent.page += timings.page;
    spent.micr += timings.micr;
    spent.signatures += laid.asked;
    const layout = options.layoutFor(line);
    const own = options.region?.cheque === at ? options.region.box : null;
    const found = await timed('signatures', async () =>
      own ? byBox(cheque, page, own) : bySearch(cheque, page, line, layout, await laid.ask()),
    );
    const quality = laid.judge({
      page: { width: page.width, height: page.height },
      signatures: found.signatures.map(inkOf),
    });
    // Where reading fails first, nobody waits for it.
    quality.catch(() => undefined);
    cheques.push({ cheque, line, layout, quality, ...found });
  }
  const kind = await timed('page', () => kindOf(page, cheques));
  return { kind, overlapping: null, cheques: kind === 'cheque' ? cheques : [], timings: spent };
}

/** A signature's ink as quality is judged by it. */
function inkOf({ inkBox, mask }: PageSignature): { inkBox: Box; inkPixels?: number } {
  if (!mask) return { inkBox };
  let inkPixels = 0;
  for (let at = 0; at < mask.data.length; at += 1) inkPixels += mask.data[at]!;
  return { inkBox, inkPixels };
}

/** Confidence that a signature has at least on a sheet without a MICR line or a layout. */
const sureWithoutLine = 0.99;

type Found = Pick<PageCheque, 'signatures' | 'request'>;

function bySearch(
  cheque: ChequeOnPage,
  page: RasterImage,
  line: MicrReading | null,
  layout: ChequeLayout | null,
  asked: AskedCheque,
): Found {
  const found = findSignatures(cheque.image, asked, {
    layout,
    dotsPerInch: cheque.dotsPerInch,
  });
  // Without a line, ink alone has to make a cheque of the sheet: charts and maps have curves like a pen's. Surest come first.
  const known = line !== null || layout !== null;
  const signatures = found.signatures.filter(({ confidence }) => known || confidence >= sureWithoutLine);
  const findings = signatures.length === found.signatures.length ? found.findings : findingsOf(signatures);
  const cutOff = (at: number) =>
    findings.find((finding) => finding.kind === 'signature-cut-off' && finding.signature === at)?.message ?? null;
  return {
    signatures: signatures.map(({ inkBox, confidence, cutOff: cut, mask, signature }, at) => ({
      ...placed(inkBox, cheque),
      pageBox: withinPage(boxOnPage(mask, cheque.toPage), page),
      confidence,
      cutOff: cut,
      problem: cutOff(at),
      mask,
      signature,
    })),
    request: findings.find(({ kind }) => kind === 'no-signature')?.message ?? null,
  };
}

/** The signature in a person's box; on a straightened cheque the box round the turned one. */
function byBox(cheque: ChequeOnPage, page: RasterImage, own: Box): Found {
  const { image } = cheque;
  const back = inverse(cheque.toPage);
  const corners = cornersOf(own).map((corner) => mapPoint(back, corner));
  const region = withinPage(boxRound(corners), image);
  const signature = extractSignature(image, region);
  const { inkBox } = signature;
  const at = placed(inkBox, cheque);
  return {
    signatures: [
      {
        ...at,
        pageBox: withinPage(boxRound(at.corners), page),
        confidence: null,
        cutOff: false,
        problem: null,
        mask: null,
        signature,
      },
    ],
    request: null,
  };
}

function placed(inkBox: Box, { toPage }: ChequeOnPage): { inkBox: Box; corners: Corners } {
  const [one, two, three, four] = cornersOf(inkBox);
  const to = (corner: readonly [number, number]) => mapPoint(toPage, corner);
  return { inkBox, corners: [to(one), to(two), to(three), to(four)] };
}

/** The corners of a straight box, as a cheque's are told: top left, top right, bottom right, bottom left. */
export function cornersOf({ x, y, width, height }: Box): Corners {
  return [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ];
}

function boxRound(corners: readonly (readonly [number, number])[]): Box {
  const xs = corners.map(([x]) => x);
  const ys = corners.map(([, y]) => y);
  const [x, y] = [Math.floor(Math.min(...xs) + 1e-6), Math.floor(Math.min(...ys) + 1e-6)];
  return { x, y, width: Math.ceil(Math.max(...xs) - 1e-6) - x, height: Math.ceil(Math.max(...ys) - 1e-6) - y };
}

/** The part of a box that lies on a picture; at least a pixel at its edge. */
export function withinPage(
  { x, y, width, height }: Box,
  picture: { readonly width: number; readonly height: number },
): Box {
  const left = Math.min(picture.width - 1, Math.max(0, x));
  const top = Math.min(picture.height - 1, Math.max(0, y));
  return {
    x: left,
    y: top,
    width: Math.max(1, Math.min(picture.width, x + width) - left),
    height: Math.max(1, Math.min(picture.height, y + height) - top),
  };
}

/** What the page is: its cheques tell, else whether its ink can be one signature by itself. */
function kindOf(page: RasterImage, cheques: readonly PageCheque[]): PageRead['kind'] {
  if (cheques.length > 1 || cheques.some(({ line }) => line !== null)) return 'cheque';
  try {
    extractSignature(page);
    return 'signature';
  } catch (error) {
    if (!(error instanceof ScanError)) throw error;
    if (error.fault === 'no-ink') return 'blank';
    const kind = pageKind(page);
    // A front without a line on which nobody signed is still a cheque; so is what has a signature where the bank has its layout.
    const signed = cheques.some(({ layout, signatures }) => layout !== null && signatures.length > 0);
    return kind === 'front' || signed ? 'cheque' : kind;
  }
}
