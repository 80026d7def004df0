import * as v from 'valibot';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Why a file of a bulk enrolment is no new specimen. */
export const bulkProblemSchema = v.object({
  path: v.string(),
  signatory: v.string(),
  kind: v.pipe(
    v.picklist(['duplicate', 'conflict', 'unreadable']),
    v.description(
      'duplicate: the same signature of the same signatory is there already; conflict: it is named for two signatories.',
    ),
  ),
  reason: v.string(),
});
export type BulkProblem = v.InferOutput<typeof bulkProblemSchema>;

/** What becomes of one account of a bulk enrolment. */
export const bulkAccountSchema = v.object({
  account: v.string(),
  state: v.pipe(
    v.picklist(['would-add', 'added', 'on-file', 'left-out']),
    v.description('on-file: nothing of it is new; left-out: a conflict or an unreadable file keeps all of it out.'),
  ),
  signatories: v.array(v.object({ signatory: v.string(), specimens: count })),
  problems: v.array(bulkProblemSchema),
});
export type BulkAccount = v.InferOutput<typeof bulkAccountSchema>;

/** `specimens …`: an account's signatories and specimens, after the change. */
export const specimensOutputSchema = v.object({
  store: v.string(),
  account: v.string(),
  holder: v.nullable(v.string()),
  signatories: v.array(
    v.object({
      name: v.string(),
      merged: v.pipe(v.array(v.string()), v.description('Names of signatories that were merged into this one.')),
      specimens: v.array(
        v.object({
          specimen: v.string(),
          capturedOn: v.nullable(v.string()),
          source: v.string(),
          enrolledAt: v.string(),
          retiredOn: v.nullable(v.string()),
          replaces: v.pipe(v.nullable(v.string()), v.description('The specimen whose place it took.')),
          unconfirmed: v.nullable(v.picklist(['awaiting', 'refused'])),
        }),
      ),
    }),
  ),
});
export type SpecimensOutput = v.InferOutput<typeof specimensOutputSchema>;

/** What `enrol` prints beside its other fields with --folder or --csv. */
export const bulkEntries = {
  dryRun: v.optional(v.pipe(v.boolean(), v.description('With --folder or --csv: whether nothing was written.'))),
  accounts: v.optional(
    v.pipe(v.array(bulkAccountSchema), v.description('With --folder or --csv: each account, in their order.')),
  ),
};
