import * as v from 'valibot';
import { bandsSchema, verdictSchema } from '../../contract/check.ts';
import { boxSchema } from '../../contract/box.ts';
import { cornersSchema } from '../../contract/reading.ts';

/** What a report reads of a judged signature on record. */
const judgedEntries = {
  verdict: verdictSchema,
  score: v.number(),
  bands: bandsSchema,
  signatory: v.string(),
  distances: v.array(v.object({ specimen: v.string(), signatory: v.string(), distance: v.number() })),
  differences: v.optional(v.array(v.object({ text: v.string() })), []),
  straightened: v.optional(v.number(), 0),
  found: v.optional(v.nullable(v.number()), null),
  inkBox: boxSchema,
};

const unjudgedSchema = v.object({
  found: v.nullable(v.number()),
  problem: v.nullable(v.string()),
  inkBox: boxSchema,
});

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

/** A check as `desk/check-record.ts` puts it on record, as far as reports show it; earlier versions left some of it out. */
export const recordedCheckSchema = v.object({
  ...judgedEntries,
  reasons: v.array(v.string()),
  page: v.number(),
  decoder: v.string(),
  versions: v.record(v.string(), v.string()),
  mandate: v.optional(v.nullable(mandateSchema), null),
  others: v.optional(v.array(v.union([v.object(judgedEntries), unjudgedSchema])), []),
  reading: v.optional(v.nullable(v.object({ corners: v.optional(cornersSchema) })), null),
});
export type RecordedCheck = v.InferOutput<typeof recordedCheckSchema>;
export type RecordedOther = RecordedCheck['others'][number];
export type RecordedMandate = v.InferOutput<typeof mandateSchema>;
