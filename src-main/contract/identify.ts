/** Who, of all, signed: recognition of one signature, and one hand on several accounts of a batch. */
import * as v from 'valibot';
import { modelReferenceSchema } from './app.ts';
import { boxSchema } from './box.ts';
import { defineCall } from './call.ts';
import { cropSchema, verdictSchema } from './check.ts';

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(64));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** A signatory on file whose hand it may be. */
export const candidateSchema = v.object({
  account: v.string(),
  holder: v.nullable(v.string()),
  signatory: v.string(),
  signatoryName: v.string(),
  /** Natural-log likelihood ratio of this one's hand to any other's, not clipped as a check's is; higher: more likely. */
  score: v.number(),
  /** Whether the score reaches the border: below it nobody is named. */
  likely: v.boolean(),
  /** Joined distance to this signatory's specimens, in the model's unit. */
  distance: v.number(),
  /** The nearest specimen and its clean ink. */
  specimen: v.string(),
  clean: cropSchema,
});
export type Candidate = v.InferOutput<typeof candidateSchema>;

/** The answer to "whose signature is this?". */
export const identificationSchema = v.object({
  /** True: nobody on file, as far as can be told; the candidates are the nearest ones all the same. */
  nobody: v.boolean(),
  /** Best first. */
  candidates: v.array(candidateSchema),
  /** The score from which a candidate is named. */
  border: v.number(),
  /** How many signatories were looked through. */
  signatories: count,
  /** The questioned signature: its place among those found on the cheque (null: a box, or the whole picture), and its clean ink. */
  found: v.nullable(count),
  region: boxSchema,
  questioned: cropSchema,
  model: modelReferenceSchema,
  /** What the answer can and can't be used for, in plain words. */
  reasons: v.array(v.string()),
});
export type Identification = v.InferOutput<typeof identificationSchema>;

/** One signature of a hand. */
export const handSignatureSchema = v.object({
  item: id,
  check: id,
  /** Path below the batch's folder. */
  file: v.string(),
  account: v.string(),
  verdict: verdictSchema,
  /** Whether it is the one that decided its check. */
  decides: v.boolean(),
  /** Its mean distance to the hand's other signatures, in the model's unit. */
  distance: v.number(),
});

/** Signatures of several accounts that seem to be written by one hand; at least one of them didn't match its account. */
export const handSchema = v.object({
  /** The same as long as the group's first signature is. */
  hand: id,
  accounts: v.array(v.string()),
  /** Nearest to the others first. */
  signatures: v.array(handSignatureSchema),
  /** Natural-log likelihood ratio of the group's mean distance: one hand against several. */
  score: v.number(),
});
export type Hand = v.InferOutput<typeof handSchema>;

/** Calls about who signed. */
export const identifyCalls = {
  /** Who, of all signatories on file, signed a checked cheque? `signature`: its place among the check's; 0: the one that decided. */
  identifyCheck: defineCall(
    v.object({ check: id, signature: v.optional(v.pipe(count, v.maxValue(100)), 0) }),
    identificationSchema,
  ),
  /** The same for a scan that is open, with no account to check it against. */
  identifyScan: defineCall(
    v.object({
      scan: id,
      page: v.optional(v.pipe(count, v.maxValue(100_000)), 0),
      cheque: v.optional(v.pipe(count, v.maxValue(100)), 0),
      /** null: the signature found first on the cheque, else the whole picture. */
      region: v.nullable(boxSchema),
      /** Which of the signatures that were found. */
      signature: v.optional(v.pipe(count, v.maxValue(100)), 0),
    }),
    identificationSchema,
  ),
  /** Hands that signed for several accounts of a batch, those with most accounts first. */
  batchHands: defineCall(
    v.object({ batch: id }),
    v.object({
      hands: v.array(handSchema),
      /** Signatures that were compared with each other. */
      signatures: count,
      /** Those of checks by another model: they can't be compared with the rest. */
      leftOut: count,
      /** Mean distance up to which signatures count as one hand's. */
      border: v.number(),
    }),
  ),
} as const;
