import * as v from 'valibot';
import { boxSchema } from '../../contract/box.ts';
import { CallFailure } from '../../contract/calls.ts';
import { verdictSchema, type Verdict } from '../../contract/check.ts';
import type { Check } from '../../store/reference-store.ts';

const part = v.object({
  template: v.string(),
  inkBox: boxSchema,
  found: v.optional(v.nullable(v.number()), null),
  /** None where it couldn't be judged. */
  verdict: v.optional(verdictSchema),
});
const recordedSchema = v.object({ ...part.entries, others: v.optional(v.array(v.looseObject(part.entries)), []) });

/** A signature as a check put it on record. */
export interface RecordedQuestioned {
  readonly template: Float32Array;
  readonly inkBox: v.InferOutput<typeof boxSchema>;
  readonly found: number | null;
  /** null: it couldn't be judged. The deciding one's is the check's. */
  readonly verdict: Verdict | null;
  readonly decides: boolean;
}

/** The signatures of a check on record, the deciding one first. Empty where another version wrote it otherwise. */
export function questionedOfCheck(check: Pick<Check, 'result'>): RecordedQuestioned[] {
  const parsed = v.safeParse(recordedSchema, check.result);
  if (!parsed.success) return [];
  return [parsed.output, ...parsed.output.others].map(({ template, inkBox, found, verdict }, at) => {
    const bytes = Uint8Array.from(Buffer.from(template, 'base64'));
    return {
      template: new Float32Array(bytes.buffer, 0, Math.floor(bytes.length / 4)),
      inkBox,
      found,
      verdict: verdict ?? null,
      decides: at === 0,
    };
  });
}

/**
 * One signature of a check with its clean ink as it was found.
 * @param at 0: the one that decided
 * @throws CallFailure `no-such-signature`, `other-model`
 */
export async function questionedWithInk(
  check: Check,
  at: number,
  modelHash: string,
): Promise<RecordedQuestioned & { readonly cleanPng: Uint8Array }> {
  if (check.modelHash !== modelHash)
    throw new CallFailure({
      fault: 'other-model',
      message: 'This cheque was checked with another model. Check it again to look for whose signature it is.',
    });
  const questioned = questionedOfCheck(check)[at];
  const cleanPng = (await check.inks())[at];
  if (!questioned || !cleanPng)
    throw new CallFailure({
      fault: 'no-such-signature',
      message: 'This check has no such signature with its ink kept.',
    });
  return { ...questioned, cleanPng };
}
