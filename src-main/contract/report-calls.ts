import * as v from 'valibot';
import { bytes, defineCall } from './call.ts';

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(64));

export const paperSchema = v.picklist(['a4', 'letter']);
export type Paper = v.InferOutput<typeof paperSchema>;

/** A finished report, to be saved under the name. Its SHA-256 is on record. */
export const reportFileSchema = v.object({
  name: v.string(),
  mediaType: v.picklist(['application/pdf', 'application/json', 'text/csv']),
  bytes,
  /** In hex. */
  sha256: v.string(),
  /** What it couldn't show, in words, such as a scan that isn't there; empty as a rule. */
  notes: v.array(v.string()),
});
export type ReportFile = v.InferOutput<typeof reportFileSchema>;

/** Calls about reports. Each puts an export on record. */
export const reportCalls = {
  /** The evidence sheet of a check: one page, or the same as data. */
  reportCheck: defineCall(
    v.object({
      check: id,
      format: v.optional(v.picklist(['pdf', 'json']), 'pdf'),
      paper: v.optional(paperSchema, 'a4'),
      /** The scan of the check where the window has it open; without it the sheet shows what was cut out of it. */
      scan: v.optional(v.nullable(id), null),
    }),
    reportFileSchema,
  ),
  /** A batch's report: totals, rates, scores and exceptions; or its table; or both as data. */
  reportBatch: defineCall(
    v.object({
      batch: id,
      format: v.optional(v.picklist(['pdf', 'csv', 'json']), 'pdf'),
      paper: v.optional(paperSchema, 'a4'),
    }),
    reportFileSchema,
  ),
} as const;
