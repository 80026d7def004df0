import { chequeInk } from '../cheque-ink/cheque-ink.ts';
import type { ChequeInk, SignatureMask } from '../cheque-ink/types.ts';
import type { Box, RasterImage } from '../image.ts';
import { probabilityOf } from './boosted-trees.ts';
import { placeOnLayout } from './cheque-layout.ts';
import { cutOut } from './cut-out.ts';
import { findingsOf } from './findings.ts';
import { millimetresOf } from './surroundings.ts';
import { signatureTrees } from './trees.ts';
import type { FoundSignature, SignatureHints, SignaturesFound } from './types.ts';
import { weighInk, type WeighedGroup } from './weigh.ts';

/** More signatures than this no cheque has. */
const mostSignatures = 4;
/** Less likely than this, as log-odds, nothing is called a signature. */
const leastLogOdds = 0;
/** What looks unlike a signature's ink must be so likely one, as log-odds, to be called one. */
const sureLogOdds = 2;
/** What a bank's layout adds to the log-odds: within its part for signatures, outside it, within somebody else's part. */
const layoutSays = { inside: 1.5, outside: -1.5, other: -3 };
/** Ink within so many millimetres of the cheque's edge runs off it. */
const edgeReach = 0.35;

/**
 * Finds the signatures on a cheque, anywhere on it: weighs the marks of its ink, joins those that belong together, tells
 * which groups are signatures, and cleans each off the print.
 *
 * @param cheque the cheque alone, upright, grey or colour.
 * @returns none to four signatures, surest first, and what the clerk has to know.
 */
export function findSignatures(cheque: RasterImage, hints: SignatureHints = {}): SignaturesFound {
  const micr = hints.micr ?? null;
  const dotsPerInch = hints.dotsPerInch ?? null;
  const ink = chequeInk(cheque, { micr, dotsPerInch });
  const unit = millimetresOf(ink, dotsPerInch);
  const { marks, groups } = weighInk(ink, dotsPerInch, signatureTrees);
  const likely = groups
    .map((group) => ({ ...group, logOdds: group.logOdds + said(group, ink, hints) }))
    .filter(({ logOdds }) => logOdds > leastLogOdds)
    .sort((one, other) => other.logOdds - one.logOdds);
  const signatures: FoundSignature[] = [];
  for (const group of likely) {
    if (signatures.length === mostSignatures) break;
    const cleaned = cutOut(cheque, group, marks, ink, unit, micr);
    if (!cleaned || (cleaned.refusal && group.logOdds < sureLogOdds)) continue;
    const { mask, refusal, ...signature } = cleaned;
    signatures.push({
      inkBox: signature.inkBox,
      confidence: probabilityOf(group.logOdds),
      cutOff: runsOff(mask, cheque, Math.max(1, Math.round((edgeReach / unit) * ink.scale))),
      refusal,
      mask,
      signature,
    });
  }
  return { signatures, findings: findingsOf(signatures) };
}

/** What the bank's layout says for or against a group, as log-odds. */
function said(group: WeighedGroup, ink: ChequeInk, { layout }: SignatureHints): number {
  if (!layout) return 0;
  const { inSignature, inOther } = placeOnLayout(group.box, ink, layout);
  const forIt =
    inSignature === null
      ? 0
      : layoutSays.outside + (layoutSays.inside - layoutSays.outside) * Math.min(1, 1.25 * inSignature);
  return forIt + layoutSays.other * inOther * (1 - (inSignature ?? 0));
}

/** Whether ink reaches the cheque's edge. */
function runsOff({ box, data }: SignatureMask, size: Pick<Box, 'width' | 'height'>, reach: number): boolean {
  const inked = (column: number, row: number): boolean => data[row * box.width + column] === 1;
  const columns = (from: number, to: number): boolean => {
    for (let row = 0; row < box.height; row += 1)
      for (let column = from; column < to; column += 1) if (inked(column, row)) return true;
    return false;
  };
  const rows = (from: number, to: number): boolean => {
    for (let row = from; row < to; row += 1)
      for (let column = 0; column < box.width; column += 1) if (inked(column, row)) return true;
    return false;
  };
  const overRight = box.x + box.width - (size.width - reach);
  const overBottom = box.y + box.height - (size.height - reach);
  return (
    (box.x < reach && columns(0, Math.min(box.width, reach - box.x))) ||
    (box.y < reach && rows(0, Math.min(box.height, reach - box.y))) ||
    (overRight > 0 && columns(Math.max(0, box.width - overRight), box.width)) ||
    (overBottom > 0 && rows(Math.max(0, box.height - overBottom), box.height))
  );
}
