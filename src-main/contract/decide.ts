/** Decisions and the second pair of eyes. */
import * as v from 'valibot';

export const decisionKindSchema = v.picklist(['accept', 'return', 'refer']);
/** What the clerk does with the cheque. */
export type DecisionKind = v.InferOutput<typeof decisionKindSchema>;

/** An amount as it stands on the cheque, in the currency's main unit (pounds, not pence): 0 to a thousand billion. */
export const amountSchema = v.pipe(v.number(), v.minValue(0), v.maxValue(1e12));

/** When a second person has to confirm. What is null never asks for one. */
export const fourEyesSchema = v.object({
  /** Decisions about cheques above this amount, and about those whose amount nobody knows. */
  amountAbove: v.nullable(amountSchema),
  /** Accepting a cheque whose score is below this; natural-log likelihood ratio. */
  scoreBelow: v.nullable(v.pipe(v.number(), v.minValue(-1000), v.maxValue(1000))),
  /** New specimens count only once somebody else has confirmed them. */
  enrolments: v.boolean(),
});
export type FourEyes = v.InferOutput<typeof fourEyesSchema>;

/** Why a decision awaits confirmation. */
export const awaitsReasonSchema = v.picklist(['amount', 'amount-unknown', 'score']);
export type AwaitsReason = v.InferOutput<typeof awaitsReasonSchema>;

/** `final`: nobody else is asked. `awaiting`: it doesn't count yet. `confirmed`: a second person agreed. */
export const decisionStateSchema = v.picklist(['final', 'awaiting', 'confirmed']);
export type DecisionState = v.InferOutput<typeof decisionStateSchema>;

/** Somebody's word with its time. */
export const signedOffSchema = v.object({ operator: v.string(), at: v.string(), reason: v.string() });

/** The decision that stands on a check. */
export const standingDecisionSchema = v.object({
  id: v.string(),
  kind: decisionKindSchema,
  /** In full: with the words that its code had then. */
  reason: v.string(),
  /** The reason's code in the bank's list; null: words of their own. */
  code: v.optional(v.nullable(v.string())),
  operator: v.string(),
  at: v.string(),
  state: decisionStateSchema,
  /** Empty unless `state` is `awaiting` or `confirmed`. */
  awaits: v.array(awaitsReasonSchema),
  amount: v.nullable(amountSchema),
  /** null unless `confirmed`. */
  confirmedBy: v.nullable(signedOffSchema),
});
export type StandingDecision = v.InferOutput<typeof standingDecisionSchema>;

/** What a call that decides, confirms or refuses answers. */
export const decidedSchema = v.object({
  /** Id of the decision that this is about. */
  decision: v.string(),
  operator: v.string(),
  at: v.string(),
  /** null: none stands on the check any more. */
  state: v.nullable(decisionStateSchema),
  awaits: v.array(awaitsReasonSchema),
});
export type Decided = v.InferOutput<typeof decidedSchema>;

/** A decision that waits for a second person. */
export const awaitingDecisionSchema = v.object({
  check: v.string(),
  account: v.string(),
  scanName: v.string(),
  decision: standingDecisionSchema,
  /** Whether the operator who asks may confirm or refuse it; `whyNot` says why they may not. */
  mayConfirm: v.boolean(),
  whyNot: v.nullable(v.string()),
});

/** An enrolment that waits for a second person; its specimens don't count until then. */
export const awaitingEnrolmentSchema = v.object({
  enrolment: v.string(),
  account: v.string(),
  signatories: v.array(v.string()),
  specimens: v.array(v.string()),
  operator: v.string(),
  at: v.string(),
  mayConfirm: v.boolean(),
  whyNot: v.nullable(v.string()),
});

/** All that waits for a second person, oldest first. */
export const awaitingSchema = v.object({
  decisions: v.array(awaitingDecisionSchema),
  enrolments: v.array(awaitingEnrolmentSchema),
});
export type Awaiting = v.InferOutput<typeof awaitingSchema>;
