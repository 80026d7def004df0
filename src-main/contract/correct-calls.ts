/** Calls that set right what was enrolled; what was recorded before stays as it was. */
import * as v from 'valibot';
import { accountDetailsSchema, accountNumberSchema } from './account.ts';
import { defineCall } from './call.ts';
import { specimenScanSchema } from './enrol.ts';

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(64));
const reason = v.pipe(v.string(), v.trim(), v.minLength(1, 'give a reason'), v.maxLength(500));

export const correctCalls = {
  /** A new specimen takes the place of one, which is retired; where `awaits`, once a second person has confirmed it. */
  replaceSpecimen: defineCall(
    v.object({ account: accountNumberSchema, specimen: id, scan: specimenScanSchema, reason }),
    v.object({ specimen: v.string(), warnings: v.array(v.string()), awaits: v.boolean() }),
  ),
  /** Two signatories of an account are one person: `from`'s specimens become `into`'s. Answers with the account as it then is. */
  mergeSignatories: defineCall(
    v.object({ account: accountNumberSchema, from: id, into: id, reason }),
    accountDetailsSchema,
  ),
} as const;
