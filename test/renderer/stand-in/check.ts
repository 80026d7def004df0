import type { Box } from '../../../src-main/contract/box.ts';
import type { CheckResult, SignatureResult, Verdict, Why } from '../../../src-main/contract/check.ts';
import type { Specimen } from '../../../src-main/contract/account.ts';
import type { Corners, ReadCheque } from '../../../src-main/contract/reading.ts';
import { standInBands, standInModel } from './facts.ts';
import type { StandInPicture, StandInPictures } from './pictures.ts';
import { standInWhy } from './why.ts';

/** What a check of the stand-in app is made from. */
export interface StandInCheck {
  readonly check: string;
  readonly account: string;
  readonly scanName: string;
  readonly verdict: Verdict;
  readonly specimens: readonly Specimen[];
  /** What was read of the cheque, where its found signatures are checked; null: the region is. */
  readonly read: ReadCheque | null;
  readonly cheque: number;
  readonly region: Box;
  readonly regionIsDrawn: boolean;
  readonly why: Why | null;
  readonly pictures: StandInPictures;
}

const distances = { match: 0.31, review: 0.52, mismatch: 0.83 };
const scores = { match: 4.2, review: 0.6, mismatch: -5.3 };
const reasons = {
  match: ['Lies as close to the specimens as they lie to each other.'],
  review: ['Lies further from the specimens than most of them from each other.', 'Only the last stroke differs.'],
  mismatch: ['Lies far from every specimen.', 'Forgeries are this far away about 200 times more often.'],
};
const worstFirst: readonly Verdict[] = ['mismatch', 'review', 'match'];

const crop = (picture: StandInPicture) => ({ ...picture, dotsPerInch: 200 });
const cornersOf = ({ x, y, width, height }: Box): Corners => [
  [x, y],
  [x + width, y],
  [x + width, y + height],
  [x, y + height],
];

/** A verdict with all that it rests on. `writer` draws the questioned signature. */
function judge(from: StandInCheck, verdict: Verdict, writer: number) {
  const questioned = crop(from.pictures.signature(writer, 9));
  const first = from.specimens[0];
  const judged = {
    verdict,
    score: scores[verdict],
    bands: standInBands,
    signatory: first?.signatory ?? '',
    signatoryName: first?.signatoryName ?? '',
    specimens: from.specimens.map((specimen, place) => ({
      specimen: specimen.id,
      signatory: specimen.signatory,
      signatoryName: specimen.signatoryName,
      capturedOn: specimen.capturedOn,
      distance: distances[verdict] + place * 0.037,
      clean: crop(from.pictures.signature(Number(from.account.slice(-2)), place)),
      alignment: { scale: 1.02, rotation: 0.03, dx: 4, dy: -3, overlap: verdict === 'mismatch' ? 0.18 : 0.57 },
    })),
    reasons: reasons[verdict],
    why: from.why ?? standInWhy(verdict, questioned),
    straightened: 0,
  };
  return { judged, questioned: { asScanned: questioned, clean: questioned } };
}

/**
 * A check as the stand-in app answers it. The first signature's verdict is the one asked for, a second one's is
 * `review`, one that is cut off can't be judged; the worst verdict decides.
 */
export function standInCheck(from: StandInCheck): CheckResult {
  const writer = Number(from.account.slice(-2)) + (from.verdict === 'mismatch' ? 40 : 0);
  const places = from.read?.signatures ?? [
    {
      box: from.region,
      corners: cornersOf(from.region),
      confidence: 1,
      cutOff: false,
      problem: null,
    },
  ];
  const ink = ({ x, y, width, height }: Box): Box =>
    from.regionIsDrawn ? { x: x + 12, y, width: Math.max(1, width - 24), height } : { x, y, width, height };
  const signatures = places.map(({ box, corners, confidence, cutOff, problem }, place): SignatureResult => ({
    found: from.read === null ? null : place,
    decides: false,
    region: box,
    inkBox: ink(box),
    corners,
    confidence: from.read === null ? null : confidence,
    cutOff,
    problem,
    judged: null,
    questioned: null,
    ...(!cutOff && judge(from, place === 0 ? from.verdict : 'review', writer + place)),
  }));
  const ranked = signatures
    .filter((signature) => signature.judged !== null)
    .sort(
      (one, other) =>
        worstFirst.indexOf(one.judged?.verdict ?? 'match') - worstFirst.indexOf(other.judged?.verdict ?? 'match'),
    );
  const deciding = ranked[0];
  if (!deciding?.judged || !deciding.questioned) throw new Error('the stand-in has nothing to judge');
  return {
    check: from.check,
    at: new Date().toISOString(),
    account: from.account,
    scanName: from.scanName,
    ...deciding.judged,
    mandate: null,
    region: deciding.region,
    inkBox: deciding.inkBox,
    questioned: deciding.questioned,
    signatures: signatures.map((signature) => ({ ...signature, decides: signature === deciding })),
    cheque: from.cheque,
    metric: 'euclidean',
    model: standInModel,
    policyHash: 'c0ffee',
    provider: 'cpu',
    timings: { decode: 6, clean: 9, embed: 21, compare: 1, total: 37 },
  };
}
