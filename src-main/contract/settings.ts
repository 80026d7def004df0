import * as v from 'valibot';
import { shareBoxSchema } from './box.ts';
import { fourEyesSchema } from './decide.ts';
import { micrSchemesSchema } from './micr-scheme.ts';

const seconds = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(86_400));
const likelihoodRatio = v.pipe(v.number(), v.minValue(-1000), v.maxValue(1000));

/** The two borders between the bands, as scores. */
export const thresholdPairSchema = v.object({ matchAbove: likelihoodRatio, mismatchBelow: likelihoodRatio });
export type ThresholdPair = v.InferOutput<typeof thresholdPairSchema>;

/** Borders by the number of specimens a signatory has. */
export const thresholdsSchema = v.object({
  one: thresholdPairSchema,
  two: thresholdPairSchema,
  many: thresholdPairSchema,
});
export type Thresholds = v.InferOutput<typeof thresholdsSchema>;

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

/** What a border at `score` does: what scores at or above it passes. Shares of all trials of the kind. */
export const curvePointSchema = v.object({
  score: v.number(),
  /** Skilled forgeries that pass, and the 95 % upper bound of that share. */
  falseAccept: share,
  falseAcceptUpper: share,
  /** Genuines that don't pass. */
  falseReject: share,
  /** Random forgeries that pass. */
  randomAccept: share,
});
export type CurvePoint = v.InferOutput<typeof curvePointSchema>;

/** What a border costs, for one number of specimens: points by rising score, and the different signatures behind them. */
export const curveSchema = v.object({
  points: v.pipe(v.array(curvePointSchema), v.minLength(2)),
  writers: v.number(),
  genuine: v.number(),
  skilled: v.number(),
});
export type Curve = v.InferOutput<typeof curveSchema>;

export const curvesSchema = v.object({ one: curveSchema, two: curveSchema, many: curveSchema });
export type Curves = v.InferOutput<typeof curvesSchema>;

/** What the operator may set, as far as the machine-wide policy leaves it open. */
export const settingsSchema = v.object({
  appearance: v.picklist(['system', 'light', 'dark']),
  /** Finds the account in a file's name: a regular expression with one group. */
  accountPattern: v.pipe(v.string(), v.maxLength(200)),
  idleLockSeconds: seconds,
  /** The model package in use. */
  model: v.string(),
  /** null: the package's own thresholds. */
  thresholds: v.nullable(thresholdsSchema),
  /** Open the store at start with the operating system's key store, where there is one. It still locks when idle. */
  unlockWithSystem: v.boolean(),
  /** When a second person has to confirm; null: never. */
  fourEyes: v.optional(v.nullable(fourEyesSchema), null),
  /** MICR schemes of the bank's own, tried in this order before the common ones. */
  micrSchemes: v.optional(micrSchemesSchema, []),
});
export type Settings = v.InferOutput<typeof settingsSchema>;

const millimetres = v.pipe(v.number(), v.minValue(30), v.maxValue(500));

/** Where things lie on a bank's cheques, as shares of the straightened cheque. Only the signature must be there. */
export const layoutBoxesSchema = v.object({
  signature: shareBoxSchema,
  payee: v.optional(shareBoxSchema),
  amount: v.optional(shareBoxSchema),
  date: v.optional(shareBoxSchema),
  micr: v.optional(shareBoxSchema),
  /** Size of the paper in millimetres, from which a scan without a tag has its resolution. */
  paper: v.optional(v.object({ width: millimetres, height: millimetres })),
});

/** A bank's cheque layout: where the signature lies, for accounts that begin with `accountPrefix` ('' for all). */
export const layoutSchema = v.object({
  name: v.pipe(v.string(), v.trim(), v.minLength(1, 'give the layout a name'), v.maxLength(80)),
  accountPrefix: v.pipe(v.string(), v.trim(), v.maxLength(40)),
  ...layoutBoxesSchema.entries,
});
export type Layout = v.InferOutput<typeof layoutSchema>;

/** The settings with all that the window shows beside them. */
export const settingsViewSchema = v.object({
  settings: settingsSchema,
  /** Names of settings fixed by the machine-wide policy file, which the operator can't change. */
  fixedByPolicy: v.array(v.string()),
  policyFile: v.nullable(v.string()),
  /** Whether the operating system has a key store that this app trusts. */
  systemUnlockAvailable: v.boolean(),
  /** Thresholds in force. */
  thresholds: thresholdsSchema,
  /** Thresholds the model package came with. */
  packageThresholds: thresholdsSchema,
  /** What borders cost with the model package in use; null where the package doesn't say. */
  curves: v.nullable(curvesSchema),
  models: v.array(v.object({ id: v.string(), title: v.string() })),
  layouts: v.array(layoutSchema),
});
export type SettingsView = v.InferOutput<typeof settingsViewSchema>;
