import type { Thresholds } from '../contract/settings.ts';
import type { Engine } from '../engine/engine-types.ts';
import type { Specimen } from '../store/reference-store.ts';
import { explainJudgement, type Explanation } from './explain.ts';
import { judge, type Judgement, type SignatoryTemplates } from './judge.ts';
import type { KnownDistances } from './known-distances.ts';
import type { ModelInUse } from './model-in-use.ts';
import type { QuestionedSignature } from './questioned.ts';
import { reasonsFor } from './reasons.ts';
import { straightenedInk, type StraightenedInk } from './straighten.ts';

/** What judging needs beside the signatures. */
export interface JudgingParts {
  readonly engine: Engine;
  readonly model: ModelInUse;
  readonly thresholds: Thresholds;
  readonly known?: KnownDistances | undefined;
}

/** A signature with its verdict, or without one where it can't be judged. */
export interface JudgedSignature {
  readonly questioned: QuestionedSignature;
  /** Whether the check's verdict is this one's. */
  readonly decides: boolean;
  readonly judgement: Judgement | null;
  readonly ink: StraightenedInk;
}

/** A {@link JudgedSignature} with what is told about it. */
export interface ExplainedSignature extends JudgedSignature {
  /** null where it can't be judged. */
  readonly explanation: Explanation | null;
  readonly reasons: readonly string[];
  /** The ink as it was compared: straightened where the judgement says so. */
  readonly comparedPng: Uint8Array;
}

/** Groups specimens by signatory, in the order they were enrolled. */
export function bySignatory(
  specimens: readonly Specimen[],
  vectors: ReadonlyMap<string, Float32Array>,
): SignatoryTemplates[] {
  const groups = new Map<string, { id: string; name: string; specimens: SignatoryTemplates['specimens'][number][] }>();
  for (const { id, signatory, signatoryName, capturedOn } of specimens) {
    const group = groups.get(signatory) ?? { id: signatory, name: signatoryName, specimens: [] };
    groups.set(signatory, group);
    const vector = vectors.get(id);
    if (vector) group.specimens.push({ id, capturedOn, vector });
  }
  return [...groups.values()].filter((group) => group.specimens.length > 0);
}

/** A signature compared alone: with whom, as one of how many comparisons. */
export type JudgeOne = (at: number, among: readonly SignatoryTemplates[], ofSeveral: number) => Promise<Judgement>;

/** Signatures ready to be compared, each one's ink turned at most once for each angle. */
export function readyToJudge(
  { engine, model, thresholds, known }: JudgingParts,
  questioned: readonly QuestionedSignature[],
): { readonly inks: StraightenedInk[]; readonly judgeOne: JudgeOne } {
  const judging = model.judgingWith(engine);
  const inks = questioned.map(({ cleanPng }) => straightenedInk(engine, cleanPng));
  return {
    inks,
    judgeOne: (at, among, ofSeveral) =>
      judge(judging, thresholds, questioned[at]!.template, among, known, inks[at]!.straighten, ofSeveral),
  };
}

/**
 * Judges every signature of a cheque. The one with the best score decides; the others are then compared with the other
 * signatories, since nobody signs twice, and with all of them where there are no others.
 *
 * @param questioned at least one that can be judged
 * @returns in the order of `questioned`; exactly one decides
 * @throws RangeError where templates don't fit each other
 */
export async function judgeSignatures(
  parts: JudgingParts,
  questioned: readonly QuestionedSignature[],
  signatories: readonly SignatoryTemplates[],
): Promise<JudgedSignature[]> {
  const several = questioned.filter(({ problem }) => problem === null).length;
  const { inks, judgeOne } = readyToJudge(parts, questioned);
  const judged = (at: number, among: readonly SignatoryTemplates[]) => judgeOne(at, among, several);
  const judgements: (Judgement | null)[] = [];
  for (const [at, { problem }] of questioned.entries())
    judgements.push(problem === null ? await judged(at, signatories) : null);
  let decides = -1;
  for (const [at, judgement] of judgements.entries()) {
    if (judgement && (decides < 0 || judgement.score > judgements[decides]!.score)) decides = at;
  }
  const first = judgements[decides];
  if (!first) throw new RangeError('None of the signatures can be judged.');
  const others = signatories.filter(({ id }) => id !== first.signatory.id);
  if (several > 1 && others.length > 0) {
    for (const [at, judgement] of judgements.entries())
      if (judgement && at !== decides) judgements[at] = await judged(at, others);
  }
  return questioned.map((each, at) => ({
    questioned: each,
    decides: at === decides,
    judgement: judgements[at] ?? null,
    ink: inks[at]!,
  }));
}

/** What is told of a judgement that nobody asked about: it can be explained later, from what is on record. */
const unexplained: Explanation = { why: { map: null, reasons: [] }, alignments: new Map() };

/**
 * Explains judged signatures, after the verdict.
 * @param which every one, or only those that aren't a match
 */
export async function explainSignatures(
  engine: Engine,
  model: ModelInUse,
  signatures: readonly JudgedSignature[],
  specimens: readonly Specimen[],
  which: 'all' | 'doubtful' = 'all',
): Promise<ExplainedSignature[]> {
  const explained: ExplainedSignature[] = [];
  for (const signature of signatures) {
    const { judgement, ink, questioned } = signature;
    if (!judgement) {
      explained.push({ ...signature, explanation: null, reasons: [], comparedPng: questioned.cleanPng });
      continue;
    }
    // What is shown, explained and recorded as clean ink is what was compared.
    const comparedPng = ink.cleanPng(judgement.straightened);
    const compared = { cleanPng: comparedPng, template: judgement.compared };
    const asked = which === 'all' || judgement.verdict !== 'match';
    const explanation = asked ? await explainJudgement(engine, model, judgement, compared, specimens) : unexplained;
    const reasons = reasonsFor(judgement, asked ? explanation.why.reasons.length : null);
    explained.push({ ...signature, explanation, reasons, comparedPng });
  }
  return explained;
}

/** What the check's reasons say of the signatures that don't decide, where there is something to look at. */
export function reasonsForOthers(signatures: readonly ExplainedSignature[]): string[] {
  const others = signatures.filter(({ decides }) => !decides);
  const reasons: string[] = [];
  const unmatched = others.filter(({ judgement }) => judgement !== null && judgement.verdict !== 'match').length;
  const unjudged = others.filter(({ judgement }) => judgement === null).length;
  if (unmatched > 0)
    reasons.push(
      unmatched === 1
        ? 'Another signature on the cheque matches no signatory of the account: look at it too.'
        : `${unmatched} other signatures on the cheque match no signatory of the account: look at them too.`,
    );
  if (unjudged > 0)
    reasons.push(
      unjudged === 1
        ? "Another signature on the cheque can't be judged: look at it too."
        : `${unjudged} other signatures on the cheque can't be judged: look at them too.`,
    );
  return reasons;
}
