import type { JsonValue } from '../store/reference-store.ts';
import type { ReadAccount } from '../contract/reading.ts';
import type { ReadPageCheque } from '../engine/cheque-protocol.ts';
import type { MendedLine } from './cheque-account.ts';
import type { JudgedMandate } from './judge-by-mandate.ts';
import type { ExplainedSignature } from './judge-signatures.ts';
import type { Judgement, SignatoryTemplates } from './judge.ts';
import type { QuestionedScan } from './questioned.ts';

/** What was read of the cheque that was checked. */
export interface ChequeReading {
  /** Its place on the page. */
  readonly place: number;
  readonly cheque: ReadPageCheque;
  readonly mended: MendedLine | null;
  readonly account: ReadAccount;
}

const base64Of = (template: Float32Array): string =>
  Buffer.from(template.buffer, template.byteOffset, template.byteLength).toString('base64');

/** One judged signature: all it takes to make its verdict again from the stored templates. */
function recordedJudgement(
  { questioned, explanation, reasons }: ExplainedSignature,
  judgement: Judgement,
): Record<string, JsonValue> {
  return {
    verdict: judgement.verdict,
    score: judgement.score,
    ...(judgement.bankMetric ? { bankMetric: judgement.bankMetric } : {}),
    bands: { ...judgement.bands },
    signatory: judgement.signatory.id,
    joined: judgement.joined,
    spread: judgement.spread,
    distances: judgement.distances.map(({ specimen, signatory, distance }) => ({ specimen, signatory, distance })),
    reasons: [...reasons],
    // The map can be drawn again from the templates; what was said in words is kept.
    differences: (explanation?.why.reasons ?? []).map((difference) => ({ ...difference })),
    region: { ...questioned.region },
    inkBox: { ...questioned.inkBox },
    template: base64Of(questioned.template),
    straightened: judgement.straightened,
    turned: [...judgement.turned].map(([degrees, template]) => ({ degrees, template: base64Of(template) })),
  };
}

/** A signature that doesn't decide. */
function recordedOther(signature: ExplainedSignature): JsonValue {
  const { questioned, judgement } = signature;
  const { found, problem, inkBox } = questioned;
  return judgement
    ? { found, ...recordedJudgement(signature, judgement) }
    : { found, problem, inkBox: { ...inkBox }, template: base64Of(questioned.template) };
}

function recordedReading({ place, cheque, mended, account }: ChequeReading): JsonValue {
  const { micr } = cheque;
  return {
    cheque: place,
    corners: cheque.corners.map(([x, y]) => [x, y]),
    micr: micr && {
      font: micr.font,
      read: micr.text,
      sure: micr.sure,
      corners: micr.corners.map(([x, y]) => [x, y]),
      mended: mended && { text: mended.text, by: mended.by },
    },
    account: { number: account.number, standing: account.standing, from: account.from },
    signatures: cheque.signatures.map(({ pageBox, confidence, cutOff }) => ({
      box: { ...pageBox },
      confidence,
      cutOff,
    })),
    quality: cheque.quality.map(({ kind, severity }) => ({ kind, severity })),
  };
}

/** How the mandate's verdict came about: with the ratios it can be made again by `judgeMandate`. */
function recordedMandate({ mandate, day, amount, judgement, ratios }: JudgedMandate): JsonValue {
  const { verdict, rule, among, assigned, missing, strictest } = judgement;
  return {
    mandate: mandate.id,
    day,
    amount,
    verdict,
    rule,
    among,
    strictest,
    assigned: assigned.map(({ signature, signatory, group, level, score }) => ({
      signature,
      signatory,
      group,
      level,
      score,
    })),
    missing: missing.map((each) => ({ ...each })),
    ratios: ratios.map((row) => [...row]),
  };
}

/** What a check came to, beside its signatures. */
interface CheckOutcome {
  readonly reasons: readonly string[];
  readonly mandate: JudgedMandate | null;
  readonly compared: readonly SignatoryTemplates[];
}

/**
 * What is put on record of a check: the deciding signature's verdict at its top, the others beside it, and what was read of
 * the cheque.
 *
 * @param check its reasons, those about other signatures among them; and the mandate that it was judged by, whose verdict is then
 *   the check's; and whom the signatures were compared with, since a mandate's distances name only those that it assigned
 */
export function recordedCheck(
  signatures: readonly ExplainedSignature[],
  { reasons, mandate, compared }: CheckOutcome,
  scan: Pick<QuestionedScan['scan'], 'page' | 'decoder'>,
  reading: ChequeReading | null,
  versions: Readonly<Record<string, string>>,
): JsonValue {
  const decides = signatures.find((signature) => signature.decides);
  if (!decides?.judgement) throw new Error('A check without a verdict is not recorded.');
  return {
    ...recordedJudgement(decides, decides.judgement),
    verdict: mandate?.judgement.verdict ?? decides.judgement.verdict,
    mandate: mandate && recordedMandate(mandate),
    compared: compared.map(({ id, specimens }) => ({ signatory: id, specimens: specimens.map((each) => each.id) })),
    reasons: [...reasons],
    page: scan.page,
    decoder: scan.decoder,
    versions: { ...versions },
    found: decides.questioned.found,
    others: signatures.filter((signature) => signature !== decides).map(recordedOther),
    reading: reading && recordedReading(reading),
  };
}
