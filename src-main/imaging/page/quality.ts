import type { Box, RasterImage } from '../image.ts';
import type { MicrReading } from '../micr/reading.ts';
import { findDarkBed, type Bed } from './bed.ts';
import type { ChequeOnPage } from './cheque-on-page.ts';
import { foldThrough } from './folds.ts';
import type { QualityFinding } from './quality-finding.ts';
import { reducedOf, type ReducedPage } from './reduced-page.ts';
import { scanTone, type ScanTone } from './sharpness.ts';

/** What a scan of a cheque shows by itself, whatever is found on it. */
export interface ScanLook {
  readonly tone: ScanTone;
  readonly reduced: ReducedPage;
  /** A dark bed behind the paper, where one shows in the cheque's own picture. */
  readonly bed: Bed | null;
}

/** Looks at a cheque's scan before anything is known of it. */
export function lookAtScan(image: RasterImage): ScanLook {
  const reduced = reducedOf(image);
  return { tone: scanTone(image), reduced, bed: findDarkBed(reduced) };
}

/** What is known of a cheque besides, when its scan is judged. */
export interface QualityHints {
  /** What `lookAtScan` saw of the cheque's image, where it was looked at before. */
  readonly look?: ScanLook;
  /** The page's size in pixels, in which the cheque's corners are told. */
  readonly page: { readonly width: number; readonly height: number };
  readonly reading?: MicrReading | null;
  /** The signatures' ink, in pixels of the cheque, and how many of those are ink, where that is known. */
  readonly signatures?: readonly { readonly inkBox: Box; readonly inkPixels?: number }[];
}

/** Dots per inch below which strokes can't be compared, and below which it should be scanned finer. */
const fewestDots = { refuse: 85, warn: 140 };
/** Widths of edges in millimetres, and in pixels: at few dots per inch two pixels are many. */
const widestEdge = { refuse: { millimetres: 0.62, pixels: 4.2 }, warn: { millimetres: 0.46, pixels: 3.4 } };
/** Levels between paper and ink. */
const leastContrast = { refuse: 45, warn: 75 };
const darkestPaper = 90;
/** A cheque's corner lies outside the page by this share of its width where a part is cut off. */
const cutOffShare = 0.02;
/** Share of a cheque that is bed where a piece is torn off. */
const tornShare = 0.012;
/** Ink of a signature in square millimetres, below which little can be told. */
const leastInk = 1.6;
const millimetresAnInch = 25.4;

/** The finding for a page on which papers lie over each other, so that no cheque can be told. */
export const overlappingFinding: QualityFinding = {
  kind: 'overlapping',
  severity: 'refuse',
  message: 'Papers lie over each other on this page. Lay each cheque apart and scan them again.',
};

/**
 * Judges the scan of a cheque before anybody judges its signature: resolution, blur, contrast, folds through the signature, torn
 * and cut off paper, too little ink. What a region shows instead of a signature is `judgePlausibility`'s.
 *
 * @param cheque upright and straight, its resolution as it is known.
 * @returns findings with words for the clerk; `refuse` before `warn`; none for a good scan.
 */
export function judgeQuality(cheque: ChequeOnPage, hints: QualityHints): QualityFinding[] {
  const { tone, reduced, bed } = hints.look ?? lookAtScan(cheque.image);
  const dotsPerInch = cheque.dotsPerInch ?? hints.reading?.dotsPerInch ?? null;
  const boxes = (hints.signatures ?? []).map(({ inkBox }) => inkBox);
  const findings = [
    resolutionFinding(dotsPerInch),
    blurFinding(tone, dotsPerInch),
    contrastFinding(tone),
    cutOffFinding(cheque, hints.page),
    tornFinding(cheque, reduced, bed, boxes),
    boxes.some((box) => foldThrough(cheque.image, box))
      ? warn(
          'fold',
          'A fold seems to run through the signature. Flatten the cheque and scan it again if strokes are lost.',
        )
      : null,
    littleInkFinding(hints, dotsPerInch),
  ].filter((finding) => finding !== null);
  return [
    ...findings.filter(({ severity }) => severity === 'refuse'),
    ...findings.filter(({ severity }) => severity === 'warn'),
  ];
}

function refuse(kind: QualityFinding['kind'], message: string): QualityFinding {
  return { kind, severity: 'refuse', message };
}

function warn(kind: QualityFinding['kind'], message: string): QualityFinding {
  return { kind, severity: 'warn', message };
}

function resolutionFinding(dotsPerInch: number | null): QualityFinding | null {
  if (dotsPerInch === null || dotsPerInch >= fewestDots.warn) return null;
  const about = `The scan has about ${Math.round(dotsPerInch)} dots per inch`;
  return dotsPerInch < fewestDots.refuse
    ? refuse('resolution', `${about}, too few to compare strokes. Rescan at 200 dpi or more.`)
    : warn('resolution', `${about}, so fine strokes are lost. Rescan at 200 dpi or more if you can.`);
}

function blurFinding({ edgeWidth }: ScanTone, dotsPerInch: number | null): QualityFinding | null {
  if (edgeWidth === null) return null;
  const millimetres = dotsPerInch === null ? Infinity : (edgeWidth / dotsPerInch) * millimetresAnInch;
  const wider = (than: { readonly millimetres: number; readonly pixels: number }): boolean =>
    millimetres > than.millimetres && edgeWidth > than.pixels;
  if (wider(widestEdge.refuse))
    return refuse('blur', "The scan is blurred. Clean the scanner's glass and rescan at 200 dpi or more.");
  return wider(widestEdge.warn)
    ? warn('blur', 'The scan is a little blurred. Rescan it if strokes run together.')
    : null;
}

function contrastFinding({ paper, ink }: ScanTone): QualityFinding | null {
  if (paper < darkestPaper) return refuse('too-dark', 'The scan is too dark. Rescan it brighter.');
  if (paper - ink < leastContrast.refuse) {
    return ink > 150
      ? refuse('too-light', 'The scan is too light: the ink is hardly darker than the paper. Rescan it darker.')
      : refuse('contrast', 'The ink is hardly darker than the paper. Rescan with more contrast.');
  }
  return paper - ink < leastContrast.warn
    ? warn('contrast', 'The scan has little contrast. Rescan with more contrast if strokes are faint.')
    : null;
}

function cutOffFinding({ corners, image }: ChequeOnPage, page: QualityHints['page']): QualityFinding | null {
  const allowed = cutOffShare * image.width;
  const outside = corners.some(
    ([x, y]) => x < -allowed || y < -allowed || x > page.width + allowed || y > page.height + allowed,
  );
  return outside ? warn('cut-off', 'A part of the cheque lies outside the scan. Rescan the whole cheque.') : null;
}

/** A piece of black or grey bed in the cheque's own picture: paper is missing there. */
function tornFinding(
  { image }: ChequeOnPage,
  reduced: ReducedPage,
  bed: Bed | null,
  boxes: readonly Box[],
): QualityFinding | null {
  if (!bed || bed.count < tornShare * reduced.levels.length || bed.count > 0.3 * reduced.levels.length) return null;
  // A rim that wasn't cut off lies along the sides; a tear reaches in.
  const inner = 0.06 * Math.min(image.width, image.height);
  let reachesIn = 0;
  let atSignature = false;
  for (let at = bed.cells.indexOf(1); at >= 0; at = bed.cells.indexOf(1, at + 1)) {
    const row = Math.floor(at / reduced.width);
    const x = (at - row * reduced.width + 0.5) * reduced.factor;
    const y = (row + 0.5) * reduced.factor;
    if (x < inner || y < inner || x > image.width - inner || y > image.height - inner) continue;
    reachesIn += 1;
    atSignature ||= boxes.some((box) => x > box.x && y > box.y && x < box.x + box.width && y < box.y + box.height);
  }
  if (reachesIn < (tornShare / 2) * reduced.levels.length) return null;
  return atSignature
    ? refuse('torn', 'The paper is torn or folded over at the signature. Lay it flat and scan the cheque again.')
    : warn('torn', 'A piece of the cheque is torn off or folded over.');
}

function littleInkFinding({ signatures }: QualityHints, dotsPerInch: number | null): QualityFinding | null {
  if (dotsPerInch === null) return null;
  const area = (pixels: number): number => pixels * (millimetresAnInch / dotsPerInch) ** 2;
  const little = signatures?.some(({ inkPixels }) => inkPixels !== undefined && area(inkPixels) < leastInk);
  return little
    ? warn('little-ink', 'The signature has very little ink to judge. Look at it yourself, or ask for another one.')
    : null;
}
