import * as v from 'valibot';
import { bytes, defineCall } from './call.ts';

const account = v.pipe(v.string(), v.trim(), v.minLength(1, 'type the account'), v.maxLength(64));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Calls about all that is held of one customer. */
export const customerCalls = {
  /** Everything as one JSON file, pictures in it as base64; the export is on record. */
  exportCustomer: defineCall(v.object({ account }), v.object({ name: v.string(), bytes, sha256: v.string() })),
  /** Erases a customer for good. Faults `no-account`, `retained` (the policy keeps their checks until a day). */
  eraseCustomer: defineCall(
    v.object({
      account,
      /** It stands on record. */
      reason: v.pipe(v.string(), v.trim(), v.minLength(1, 'give a reason'), v.maxLength(500)),
      /** Also before the policy's retention period is over; that is on record too. */
      despiteRetention: v.optional(v.boolean(), false),
    }),
    v.object({ signatories: count, specimens: count, checks: count, decisions: count }),
  ),
} as const;
