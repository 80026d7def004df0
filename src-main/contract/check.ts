import * as v from 'valibot';
import { boxSchema } from './box.ts';
import { bytes } from './call.ts';
import { modelReferenceSchema } from './app.ts';
import { standingDecisionSchema } from './decide.ts';
import { cornersSchema } from './reading.ts';

export { decisionKindSchema, type DecisionKind } from './decide.ts';

export const verdictSchema = v.picklist(['match', 'review', 'mismatch']);
/** What the app concludes; the clerk decides. */
export type Verdict = v.InferOutput<typeof verdictSchema>;

/** Lays one picture over another: scale, then rotate (radians, clockwise), then shift (pixels of the specimen's crop). */
export const alignmentSchema = v.object({
  scale: v.number(),
  rotation: v.number(),
  dx: v.number(),
  dy: v.number(),
  /** Share of the ink of both that lies together, 0 to 1. */
  overlap: v.number(),
});
export type Alignment = v.InferOutput<typeof alignmentSchema>;

/** A crop for the eye: clean ink as a grey PNG, with its size and the scan's resolution where known. */
export const cropSchema = v.object({
  png: bytes,
  width: v.number(),
  height: v.number(),
  dotsPerInch: v.nullable(v.number()),
});
export type Crop = v.InferOutput<typeof cropSchema>;

/** One specimen's part in a check. */
export const comparedSpecimenSchema = v.object({
  specimen: v.string(),
  signatory: v.string(),
  signatoryName: v.string(),
  capturedOn: v.nullable(v.string()),
  distance: v.number(),
  clean: cropSchema,
  alignment: alignmentSchema,
});
export type ComparedSpecimen = v.InferOutput<typeof comparedSpecimenSchema>;

/** The bands in force for the number of specimens used. Scores are natural-log likelihood ratios; higher: more genuine. */
export const bandsSchema = v.object({
  /** match at this score or above */
  matchAbove: v.number(),
  /** mismatch below this score */
  mismatchBelow: v.number(),
  /** The scores that can occur. */
  lowest: v.number(),
  highest: v.number(),
  /** The same two borders as distances of one specimen, for the distance scale; null where they have no such reading. */
  matchDistance: v.nullable(v.number()),
  mismatchDistance: v.nullable(v.number()),
});
export type Bands = v.InferOutput<typeof bandsSchema>;

/** What a measured difference is about. */
export const differenceKindSchema = v.picklist([
  'proportions',
  'slant',
  'missing-stroke',
  'extra-stroke',
  'tremor',
  'pressure',
  'spacing',
]);
export type DifferenceKind = v.InferOutput<typeof differenceKindSchema>;

/** A measured difference between the questioned signature and what the specimens show, in words for the clerk. */
export const differenceSchema = v.object({
  kind: differenceKindSchema,
  text: v.string(),
  /** The questioned signature's value and the specimens' middle one, both in `unit` (`°`, `%` or ``: a plain ratio). */
  questioned: v.number(),
  specimens: v.number(),
  unit: v.string(),
});
export type Difference = v.InferOutput<typeof differenceSchema>;

const mapValue = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

/** Where the two signatures part, by the model itself. */
export const differenceMapSchema = v.object({
  rows: v.pipe(v.number(), v.integer(), v.minValue(1)),
  columns: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** Row by row, 0 to 1: 1 parts most. One scale for all checks of a model, so that a good match stays pale. */
  values: v.array(mapValue),
  /** Where the map lies, in pixels of the questioned clean crop; it reaches past the crop's edges on two sides. */
  box: v.object({ x: v.number(), y: v.number(), width: v.number(), height: v.number() }),
});
export type DifferenceMap = v.InferOutput<typeof differenceMapSchema>;

/** Why: the map (null where there is none to show), and at most three measured differences, the furthest out first. */
export const whySchema = v.object({
  map: v.nullable(differenceMapSchema),
  reasons: v.pipe(v.array(differenceSchema), v.maxLength(3)),
});
export type Why = v.InferOutput<typeof whySchema>;

/** A verdict on one signature, with what it rests on. */
const judgedEntries = {
  verdict: verdictSchema,
  score: v.number(),
  bands: bandsSchema,
  /** The signatory whose specimens fit best. */
  signatory: v.string(),
  signatoryName: v.string(),
  /** Nearest first, all signatories. */
  specimens: v.array(comparedSpecimenSchema),
  /** Plain words, at least one. */
  reasons: v.array(v.string()),
  why: whySchema,
  /**
   * By how many degrees the signature lay askew of that signatory's specimens, clockwise on the screen, where it comes nearer to
   * them turned back by as much: its clean ink was compared so, and is shown so. 0: compared as scanned.
   */
  straightened: v.number(),
};

/** One signature of a checked cheque. */
export const signatureResultSchema = v.object({
  /** Its place in the reading's signatures; null: the clerk's own box, or the whole picture. */
  found: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0))),
  /** Whether the check's verdict is this one's. Exactly one signature decides. */
  decides: v.boolean(),
  region: boxSchema,
  /** The ink's extent on the page. */
  inkBox: boxSchema,
  /** The same as it lies on the page. */
  corners: cornersSchema,
  /** How sure it is that this is a signature, 0 to 1; null: nobody looked, the clerk drew the box. */
  confidence: v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  cutOff: v.boolean(),
  /** null: it can't be judged, and `problem` says why. */
  judged: v.nullable(v.object(judgedEntries)),
  problem: v.nullable(v.string()),
  /** null where it couldn't be taken out of the scan. */
  questioned: v.nullable(v.object({ asScanned: cropSchema, clean: cropSchema })),
});
export type SignatureResult = v.InferOutput<typeof signatureResultSchema>;

/** How a check was judged by the account's mandate. */
export const checkedMandateSchema = v.object({
  /** Its rules as a manager reads them. */
  words: v.string(),
  from: v.string(),
  /** match: it is met; review: it may be; mismatch: it isn't. */
  verdict: verdictSchema,
  day: v.string(),
  /** null: unknown. */
  amount: v.nullable(v.number()),
  reasons: v.array(v.string()),
  missing: v.array(v.object({ group: v.string(), count: v.number() })),
});
export type CheckedMandate = v.InferOutput<typeof checkedMandateSchema>;

/** A check as the window shows it. Verdict, pictures and boxes are those of the signature that decides. */
export const checkResultSchema = v.object({
  check: v.string(),
  at: v.string(),
  account: v.string(),
  scanName: v.string(),
  ...judgedEntries,
  /** null: the account has no mandate; else the verdict is the mandate's. */
  mandate: v.optional(v.nullable(checkedMandateSchema), null),
  region: boxSchema,
  inkBox: boxSchema,
  questioned: v.object({ asScanned: cropSchema, clean: cropSchema }),
  /** Every signature that was looked at, in the reading's order; at least the one that decides. */
  signatures: v.array(signatureResultSchema),
  /** Which cheque of the page was checked. */
  cheque: v.pipe(v.number(), v.integer(), v.minValue(0)),
  metric: v.string(),
  model: modelReferenceSchema,
  policyHash: v.string(),
  provider: v.string(),
  /** Milliseconds of each step, as measured for this check. */
  timings: v.object({
    decode: v.number(),
    clean: v.number(),
    embed: v.number(),
    compare: v.number(),
    total: v.number(),
  }),
});
export type CheckResult = v.InferOutput<typeof checkResultSchema>;

/** One line of the list of recent checks. */
export const checkSummarySchema = v.object({
  check: v.string(),
  at: v.string(),
  account: v.string(),
  scanName: v.string(),
  verdict: verdictSchema,
  score: v.number(),
  /** The one that stands, also while it waits for a second person; null: none does. */
  decision: v.nullable(standingDecisionSchema),
});
export type CheckSummary = v.InferOutput<typeof checkSummarySchema>;
