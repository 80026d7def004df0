import * as v from 'valibot';
import { boxSchema } from '../contract/box.ts';
import { bandsSchema, differenceSchema, verdictSchema } from '../contract/check.ts';
import { cornersSchema } from '../contract/reading.ts';

const judgedEntries = {
  verdict: verdictSchema,
  score: v.number(),
  bands: bandsSchema,
  signatory: v.string(),
  joined: v.number(),
  spread: v.nullable(v.number()),
  distances: v.array(v.object({ specimen: v.string(), signatory: v.string(), distance: v.number() })),
  reasons: v.array(v.string()),
  differences: v.optional(v.array(differenceSchema), []),
  region: boxSchema,
  inkBox: boxSchema,
  template: v.string(),
  straightened: v.optional(v.number(), 0),
  turned: v.optional(v.array(v.object({ degrees: v.number(), template: v.string() })), []),
  found: v.optional(v.nullable(v.number()), null),
};
const judgedSchema = v.object(judgedEntries);
const unjudgedSchema = v.object({ found: v.nullable(v.number()), problem: v.nullable(v.string()), inkBox: boxSchema });

const mandateSchema = v.object({
  mandate: v.string(),
  day: v.string(),
  amount: v.nullable(v.number()),
  verdict: verdictSchema,
  among: v.number(),
  assigned: v.array(
    v.object({
      signature: v.number(),
      signatory: v.number(),
      group: v.string(),
      level: v.number(),
      score: v.nullable(v.number()),
    }),
  ),
  missing: v.array(v.object({ group: v.string(), count: v.number() })),
});

/** A check as `check-record.ts` puts it on record, as far as it is shown again; earlier versions left some of it out. */
export const recordedCheckSchema = v.object({
  ...judgedEntries,
  page: v.number(),
  decoder: v.string(),
  versions: v.record(v.string(), v.string()),
  mandate: v.optional(v.nullable(mandateSchema), null),
  others: v.optional(v.array(v.union([judgedSchema, unjudgedSchema])), []),
  reading: v.optional(
    v.nullable(v.object({ cheque: v.optional(v.number(), 0), corners: v.optional(cornersSchema) })),
    null,
  ),
});
export type RecordedCheck = v.InferOutput<typeof recordedCheckSchema>;
export type RecordedOther = RecordedCheck['others'][number];
export type RecordedMandate = v.InferOutput<typeof mandateSchema>;
/** A signature that was judged. */
export type RecordedSignature = v.InferOutput<typeof judgedSchema>;

/** Whether a signature beside the deciding one was judged. */
export const isJudged = (signature: RecordedOther): signature is RecordedSignature => 'verdict' in signature;
