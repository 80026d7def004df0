import type { Alignment, CheckedMandate, CheckResult, Crop, SignatureResult } from '../contract/check.ts';
import { pngSize } from './png-size.ts';
import { rulesText } from '../contract/mandate-words.ts';
import type { DeskSession } from './desk-session.ts';
import type { JudgedMandate } from './judge-by-mandate.ts';
import type { ExplainedSignature } from './judge-signatures.ts';
import type { CheckedCheque } from './verify-cheque.ts';

const crop = (png: Uint8Array, dotsPerInch: number | null): Crop => ({ png, ...pngSize(png), dotsPerInch });

/** How the questioned signature is laid over a specimen that the explanation left out: another signatory's. */
async function laidOver(session: DeskSession, referencePng: Uint8Array, questionedPng: Uint8Array): Promise<Alignment> {
  const { scale, rotation, shiftX, shiftY, overlap } = await session.engine.align({ referencePng, questionedPng });
  return { scale, rotation, dx: shiftX, dy: shiftY, overlap };
}

type Judged = NonNullable<SignatureResult['judged']>;

/** A signature's verdict with its specimens, each with how to lay it over the questioned signature. */
async function judgedView(
  session: DeskSession,
  checked: CheckedCheque,
  { judgement, explanation, reasons, comparedPng }: ExplainedSignature,
): Promise<Judged | null> {
  if (!judgement || !explanation) return null;
  const specimens: Judged['specimens'] = [];
  for (const each of judgement.distances) {
    const specimen = checked.specimens.find(({ id }) => id === each.specimen);
    if (!specimen) continue;
    const png = await specimen.cleanPng();
    const alignment = explanation.alignments.get(each.specimen) ?? (await laidOver(session, png, comparedPng));
    specimens.push({ ...each, clean: crop(png, null), alignment });
  }
  return {
    verdict: judgement.verdict,
    score: judgement.score,
    bands: judgement.bands,
    signatory: judgement.signatory.id,
    signatoryName: judgement.signatory.name,
    specimens,
    reasons: [...reasons],
    why: explanation.why,
    straightened: judgement.straightened,
  };
}

async function signatureView(
  session: DeskSession,
  checked: CheckedCheque,
  signature: ExplainedSignature,
  dotsPerInch: number | null,
): Promise<SignatureResult> {
  const { found, region, inkBox, corners, confidence, cutOff, problem, cropPng } = signature.questioned;
  return {
    found,
    decides: signature.decides,
    region,
    inkBox,
    corners,
    confidence,
    cutOff,
    judged: await judgedView(session, checked, signature),
    problem,
    questioned: { asScanned: crop(cropPng, dotsPerInch), clean: crop(signature.comparedPng, dotsPerInch) },
  };
}

/** The mandate's part in a check. */
function mandateView({ mandate, judgement, reasons, day, amount }: JudgedMandate): CheckedMandate {
  return {
    words: rulesText(mandate.rules),
    from: mandate.from,
    verdict: judgement.verdict,
    day,
    amount,
    reasons: [...reasons],
    missing: judgement.missing.map(({ group, count }) => ({ group, count })),
  };
}

/**
 * A check with its pictures, laid out for the window.
 *
 * @param from when the call came in, by the clock of `performance`
 */
export async function checkView(
  session: DeskSession,
  scanName: string,
  checked: CheckedCheque,
  from: number,
): Promise<CheckResult> {
  const dotsPerInch = checked.reading?.cheque.dotsPerInch ?? checked.examined.scan.dotsPerInch;
  const signatures: SignatureResult[] = [];
  for (const signature of checked.signatures)
    signatures.push(await signatureView(session, checked, signature, dotsPerInch));
  const decides = signatures.find((signature) => signature.decides);
  if (!decides?.judged || !decides.questioned) throw new Error('No signature decides.');
  const { decode, clean, embed } = checked.examined.timings;
  return {
    check: checked.check,
    at: checked.at,
    account: checked.account.number,
    scanName,
    ...decides.judged,
    verdict: checked.verdict,
    mandate: checked.mandate && mandateView(checked.mandate),
    reasons: [...checked.reasons],
    region: decides.region,
    inkBox: decides.inkBox,
    questioned: decides.questioned,
    signatures,
    cheque: checked.reading?.place ?? 0,
    metric: session.model.metric.kind,
    model: { id: session.model.id, title: session.model.title, hash: session.model.hash },
    policyHash: session.policyHash,
    provider: checked.provider,
    timings: { decode, clean, embed, compare: checked.compareMilliseconds, total: performance.now() - from },
  };
}
