import type { Mandate } from '../contract/mandate.ts';
import { mandateOn } from '../mandate/in-force.ts';
import { judgeMandate, type MandateJudgement, type MandateSignatory } from '../mandate/judge-mandate.ts';
import { mandateReasons } from '../mandate/mandate-reasons.ts';
import { groupOf } from '../metric/calibration.ts';
import type { StoredMandate } from '../store/mandates.ts';
import type { ReferenceStore, Signatory } from '../store/reference-store.ts';
import type { Judgement, SignatoryTemplates } from './judge.ts';
import { readyToJudge, type JudgedSignature, type JudgingParts } from './judge-signatures.ts';
import { withMerges } from './merged-signatories.ts';
import type { QuestionedSignature } from './questioned.ts';

/** The mandate that a cheque is judged by, with what of the cheque it asks for. */
export interface MandateInForce {
  readonly mandate: StoredMandate;
  /** The cheque's day, YYYY-MM-DD; the day of the check where nobody knows it. */
  readonly day: string;
  /** In the currency's main unit; null: unknown. */
  readonly amount: number | null;
  /** Every signatory of the account, with specimens or without. */
  readonly signatories: readonly Signatory[];
}

/** A cheque judged by its account's mandate. */
export interface JudgedMandate extends MandateInForce {
  readonly judgement: MandateJudgement;
  readonly reasons: readonly string[];
  /** What was judged: by signature, then by signatory; null: can't be compared. */
  readonly ratios: readonly (readonly (number | null)[])[];
}

/** The account's mandate on the cheque's day; null: it has none, and any one signatory is enough. */
export async function mandateInForce(
  store: ReferenceStore,
  account: string,
  cheque: { readonly date?: string | null; readonly amount?: number | null },
): Promise<MandateInForce | null> {
  const day = cheque.date ?? new Date().toISOString().slice(0, 10);
  const mandate = mandateOn(await store.mandates.of(account), day);
  if (!mandate) return null;
  const signatories = await store.signatoriesOf(account);
  return { mandate: withMerges(mandate, signatories), day, amount: cheque.amount ?? null, signatories };
}

/** Whether anybody of a mandate's groups is meant by an id. */
const isNamed = ({ groups }: Mandate, id: string): boolean =>
  groups.some(({ members }) => members.some(({ signatory }) => signatory === id));

/**
 * Judges a cheque's signatures by the account's mandate. Each signature that the mandate needs is judged as the one of the
 * signatory it was assigned to; the others are compared with whoever is left over. The weakest needed signature decides; where
 * one is missing, the best of those that were left over, for that is the one to look at.
 *
 * @param questioned at least one that can be judged
 * @param withSpecimens the account's signatories that have specimens, at least one
 * @throws RangeError where templates don't fit each other
 */
export async function judgeByMandate(
  parts: JudgingParts,
  inForce: MandateInForce,
  questioned: readonly QuestionedSignature[],
  withSpecimens: readonly SignatoryTemplates[],
): Promise<{ readonly signatures: JudgedSignature[]; readonly mandate: JudgedMandate }> {
  const { mandate, day, amount } = inForce;
  const { inks, judgeOne } = readyToJudge(parts, questioned);
  const judgements: (Judgement | null)[] = [];
  for (const [at, { problem }] of questioned.entries())
    judgements.push(problem === null ? await judgeOne(at, withSpecimens, 1) : null);
  const place = new Map(withSpecimens.map(({ id }, at) => [id, at]));
  const named = inForce.signatories.filter(({ id }) => isNamed(mandate, id));
  const signatories = named.map(({ id, name }): MandateSignatory => {
    const count = withSpecimens[place.get(id) ?? -1]?.specimens.length ?? 0;
    return { id, name, borders: count > 0 ? parts.thresholds[groupOf(count)] : null };
  });
  const ratios = judgements.map((judgement) => named.map(({ id }) => judgement?.ratios[place.get(id) ?? -1] ?? null));
  const judgement = judgeMandate({ groups: mandate.groups, rules: mandate.rules, day, amount, signatories, ratios });

  const taken = new Set(judgement.assigned.map(({ signatory }) => signatories[signatory]!.id));
  const left = withSpecimens.filter(({ id }) => !taken.has(id));
  const assignedTo = new Map(judgement.assigned.map((each) => [each.signature, signatories[each.signatory]!.id]));
  for (const [at, each] of judgements.entries()) {
    if (!each) continue;
    const own = withSpecimens[place.get(assignedTo.get(at) ?? '') ?? -1];
    if (own) judgements[at] = await judgeOne(at, [own], judgement.among);
    else judgements[at] = await judgeOne(at, left.length > 0 ? left : withSpecimens, questioned.length);
  }
  const decides = decidingOf(judgement, judgements);
  return {
    signatures: questioned.map((each, at) => ({
      questioned: each,
      decides: at === decides,
      judgement: judgements[at] ?? null,
      ink: inks[at]!,
    })),
    mandate: {
      ...inForce,
      judgement,
      ratios,
      reasons: mandateReasons(judgement, { rules: mandate.rules, amount }, signatories),
    },
  };
}

/** The place of the signature that decides. @throws RangeError where none can be judged */
function decidingOf(mandate: MandateJudgement, judgements: readonly (Judgement | null)[]): number {
  const scored = judgements.flatMap((judgement, at) => (judgement ? [{ at, score: judgement.score }] : []));
  const assigned = new Set(mandate.assigned.map(({ signature }) => signature));
  const needed = scored.filter(({ at }) => assigned.has(at)).sort((a, b) => a.score - b.score);
  const over = scored.filter(({ at }) => !assigned.has(at)).sort((a, b) => b.score - a.score);
  const [decides] = mandate.verdict === 'mismatch' ? [...over, ...needed] : [...needed, ...over];
  if (!decides) throw new RangeError('None of the signatures can be judged.');
  return decides.at;
}
