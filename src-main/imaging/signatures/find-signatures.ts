import { cleanSignature } from '../cheque-ink/clean-signature.ts';
import type { CleanedSignature } from '../cheque-ink/types.ts';
import { ScanError } from '../errors.ts';
import type { RasterImage } from '../image.ts';
import type { AskedCheque } from './ask-net.ts';
import { placeOnLayout } from './cheque-layout.ts';
import { findingsOf } from './findings.ts';
import { groupLogOdds } from './group-confidence.ts';
import { groupVotes, type VotedGroup } from './group-votes.ts';
import { penOfGroup } from './pen-of-group.ts';
import { runsOff } from './runs-off.ts';
import type { FoundSignature, SignatureHints, SignaturesFound } from './types.ts';

/** More signatures than this no cheque has. */
const mostSignatures = 4;
/** Less likely than this, as log-odds (a confidence of 0.7), nothing is called a signature: on tuned cheques none is lost by it. */
const leastLogOdds = 0.85;
/** What looks unlike a signature's ink must be so likely one, as log-odds, to be called one. */
const sureLogOdds = 2;
/** What a bank's layout adds to the log-odds: within its part for signatures, outside it, within somebody else's part. */
const layoutSays = { inside: 1.5, outside: -1.5, other: -3 };
/** Paper round a signature that is cleaned with it, in millimetres: room for soft edges, and for the paper's level. */
const margin = 2.5;
/** Ink within so many millimetres of the cheque's edge runs off it. */
const edgeReach = 0.35;
/** Pixels of the plane to a millimetre. */
const usualMillimetre = 100 / 25.4;

/**
 * Finds the signatures on a cheque, anywhere on it, from what the ink net said of it, and cleans each off the print.
 *
 * @param cheque the cheque alone, upright, grey or colour.
 * @param asked what the ink net said of this cheque.
 * @returns none to four signatures, surest first, and what the clerk has to know.
 */
export function findSignatures(cheque: RasterImage, asked: AskedCheque, hints: SignatureHints = {}): SignaturesFound {
  const { scale, said } = asked;
  const dotsPerInch = hints.dotsPerInch ?? null;
  const millimetre = dotsPerInch === null ? usualMillimetre * scale : dotsPerInch / 25.4;
  const likely = groupVotes(said)
    .map((group) => ({ group, logOdds: groupLogOdds(group) + layoutLogOdds(group, said, hints) }))
    .filter(({ logOdds }) => logOdds > leastLogOdds)
    .sort((one, other) => other.logOdds - one.logOdds);
  const signatures: FoundSignature[] = [];
  for (const { group, logOdds } of likely) {
    if (signatures.length === mostSignatures) break;
    const cleaned = cleaning(cheque, asked, group, Math.ceil(margin * millimetre));
    if (!cleaned || (cleaned.refusal && logOdds < sureLogOdds)) continue;
    const { mask, refusal, ...signature } = cleaned;
    signatures.push({
      inkBox: signature.inkBox,
      confidence: 1 / (1 + Math.exp(-logOdds)),
      cutOff: runsOff(mask, cheque, Math.max(1, Math.round(edgeReach * millimetre))),
      refusal,
      mask,
      signature,
    });
  }
  return { signatures, findings: findingsOf(signatures) };
}

/** Null where no ink is left. */
function cleaning(cheque: RasterImage, asked: AskedCheque, group: VotedGroup, room: number): CleanedSignature | null {
  const { box } = group;
  const { scale } = asked;
  const left = Math.max(0, box.x * scale - room);
  const top = Math.max(0, box.y * scale - room);
  const region = {
    x: left,
    y: top,
    width: Math.min(cheque.width, (box.x + box.width) * scale + room) - left,
    height: Math.min(cheque.height, (box.y + box.height) * scale + room) - top,
  };
  try {
    return cleanSignature(cheque, region, penOfGroup(asked, group, region));
  } catch (error) {
    if (error instanceof ScanError) return null;
    throw error;
  }
}

/** What the bank's layout says for or against a group, as log-odds. */
function layoutLogOdds({ box }: VotedGroup, plane: AskedCheque['said'], { layout }: SignatureHints): number {
  if (!layout) return 0;
  const { inSignature, inOther } = placeOnLayout(box, plane, layout);
  const forIt =
    inSignature === null
      ? 0
      : layoutSays.outside + (layoutSays.inside - layoutSays.outside) * Math.min(1, 1.25 * inSignature);
  return forIt + layoutSays.other * inOther * (1 - (inSignature ?? 0));
}
