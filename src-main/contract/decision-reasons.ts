/** The bank's own list of reasons for decisions, each with a code. */
import * as v from 'valibot';
import { defineCall } from './call.ts';
import { decisionKindSchema } from './decide.ts';

/** A reason's code: capital letters, digits and dashes, 1 to 12 of them; typed in small letters it is the same. */
export const reasonCodeSchema = v.pipe(
  v.string(),
  v.trim(),
  v.toUpperCase(),
  v.regex(/^[A-Z0-9][A-Z0-9-]{0,11}$/, 'a code has 1 to 12 capital letters, digits and dashes'),
);

/** One reason: its code, its words, and for which decisions it is offered. */
export const decisionReasonSchema = v.object({
  code: reasonCodeSchema,
  words: v.pipe(
    v.string(),
    v.trim(),
    v.minLength(1, 'a reason needs words'),
    v.maxLength(200, 'the words of a reason have at most 200 characters'),
  ),
  for: v.pipe(v.array(decisionKindSchema), v.minLength(1, 'say for which decisions the reason is')),
  /** Not offered any more; old decisions keep it. */
  retired: v.optional(v.boolean(), false),
});
export type DecisionReason = v.InferOutput<typeof decisionReasonSchema>;

/** The list, in the order in which reasons are offered. */
export const decisionReasonsSchema = v.pipe(
  v.array(decisionReasonSchema),
  v.maxLength(200, 'the list has at most 200 reasons'),
  v.check(
    (reasons) => new Set(reasons.map(({ code }) => code)).size === reasons.length,
    'the list has the same code twice',
  ),
);
export type DecisionReasons = v.InferOutput<typeof decisionReasonsSchema>;

const list = v.object({ reasons: decisionReasonsSchema });

/** Calls about the list; both answer with it as it then is. */
export const decisionReasonCalls = {
  decisionReasons: defineCall(v.object({}), list),
  /** Takes the place of the list. A code that was in it stays in it, retired where it isn't to be offered any more. */
  saveDecisionReasons: defineCall(list, list),
} as const;
