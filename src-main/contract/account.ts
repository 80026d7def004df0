import * as v from 'valibot';
import { bytes } from './call.ts';

/** An account number as typed or read: 1 to 40 characters, spaces and dashes ignored when it is looked up. */
export const accountNumberSchema = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1, 'type an account number'),
  v.maxLength(40, 'an account number has at most 40 characters'),
);

/** A name of a person or firm. */
export const nameSchema = v.pipe(v.string(), v.trim(), v.minLength(1, 'type a name'), v.maxLength(120));

/** A day, as YYYY-MM-DD. */
export const daySchema = v.pipe(v.string(), v.isoDate('write the day as YYYY-MM-DD'));

/** One line of the account completion list. */
export const accountSummarySchema = v.object({
  account: v.string(),
  holder: v.nullable(v.string()),
  signatories: v.number(),
  specimens: v.number(),
});
export type AccountSummary = v.InferOutput<typeof accountSummarySchema>;

/** A specimen on file, with its clean crop as PNG. */
export const specimenSchema = v.object({
  id: v.string(),
  signatory: v.string(),
  signatoryName: v.string(),
  capturedOn: v.nullable(v.string()),
  source: v.string(),
  enrolledAt: v.string(),
  retiredOn: v.nullable(v.string()),
  /** It doesn't count: a second person has yet to confirm it, or has refused it. */
  unconfirmed: v.optional(v.nullable(v.picklist(['awaiting', 'refused'])), null),
  clean: bytes,
});
export type Specimen = v.InferOutput<typeof specimenSchema>;

/** An account with its signatories and all their specimens, retired ones too. */
export const accountDetailsSchema = v.object({
  account: v.string(),
  holder: v.nullable(v.string()),
  signatories: v.array(v.object({ id: v.string(), name: v.string(), specimens: v.array(specimenSchema) })),
});
export type AccountDetails = v.InferOutput<typeof accountDetailsSchema>;
