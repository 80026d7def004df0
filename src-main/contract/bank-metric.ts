import * as v from 'valibot';
import { verdictSchema } from './check.ts';
import { defineCall } from './call.ts';

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const hash = v.pipe(
  v.string(),
  v.regex(/^[0-9a-f]{64}$/, 'a metric is named by the 64 hexadecimal digits of its SHA-256'),
);

/** What a threshold does: DET curve against other people's signatures, and against decided forgeries where there are enough. */
export const metricPointSchema = v.object({ score: v.number(), falseAccept: share, falseReject: share });
export type MetricPoint = v.InferOutput<typeof metricPointSchema>;

const bandSharesSchema = v.object({ match: share, review: share, mismatch: share });

/** How held-out signatories fare, before or after: by their specimens left out in turn, and by clerks' decisions. */
export const metricFiguresSchema = v.object({
  /** Equal error rates; null: too few decisions. */
  randomError: share,
  decidedError: v.nullable(share),
  /** By rising score. `decided` is null where there are too few decisions. */
  random: v.array(metricPointSchema),
  decided: v.nullable(v.array(metricPointSchema)),
  /** Shares of held-out comparisons in each band. */
  bands: v.object({
    genuine: bandSharesSchema,
    random: bandSharesSchema,
    decidedGenuine: v.nullable(bandSharesSchema),
    decidedForgery: v.nullable(bandSharesSchema),
  }),
});
export type MetricFigures = v.InferOutput<typeof metricFiguresSchema>;

/** Why the app proposes nothing. */
export const metricDeclinedSchema = v.picklist([
  'too-few-signatories',
  'not-fittable',
  'no-gain',
  'worse-on-decisions',
]);

const judged = v.object({ verdict: verdictSchema, score: v.number() });

/** A past check whose verdict the metric would change. Nothing on record changes. */
export const metricChangeSchema = v.object({
  check: v.string(),
  account: v.string(),
  at: v.string(),
  before: judged,
  after: judged,
});
export type MetricChange = v.InferOutput<typeof metricChangeSchema>;

/** What came of fitting a metric to the bank's own signatures. */
export const metricReportSchema = v.object({
  model: v.object({ id: v.string(), hash: v.string() }),
  madeAt: v.string(),
  madeBy: v.string(),
  signatories: count,
  specimens: count,
  /** Clerks' decisions that are part of it; 0: without labels, or they made nothing better on signatories left out. */
  decisions: v.object({ genuine: count, forgery: count }),
  /** null: it is proposed. */
  declined: v.nullable(metricDeclinedSchema),
  /** In a sentence. */
  why: v.string(),
  /** Whether a matrix over the templates is part of it, and how far it was shrunk at least. */
  matrix: v.nullable(v.object({ share, leastShrinkage: share })),
  before: v.nullable(metricFiguresSchema),
  after: v.nullable(metricFiguresSchema),
  changes: v.object({
    /** Recent checks that were judged again, and those of them that couldn't be. */
    lookedAt: count,
    leftOut: count,
    checks: v.array(metricChangeSchema),
  }),
});
export type MetricReport = v.InferOutput<typeof metricReportSchema>;

const namedReportSchema = v.object({ hash, report: metricReportSchema });

export const bankMetricViewSchema = v.object({
  /** The metric that judges; null: the package alone. */
  inForce: v.nullable(namedReportSchema),
  /** It judges where it was made for the package in use. */
  judges: v.boolean(),
  proposed: v.nullable(namedReportSchema),
  /** Of the attempt that this call made; null: it made none, or what came of it is in `proposed`. */
  declined: v.nullable(metricReportSchema),
  history: v.array(
    v.object({
      what: v.picklist(['adopted', 'undone']),
      hash: v.nullable(v.string()),
      operator: v.string(),
      at: v.string(),
    }),
  ),
});
export type BankMetricView = v.InferOutput<typeof bankMetricViewSchema>;

/** Calls about a metric of the bank's own. All answer with how things then stand. */
export const bankMetricCalls = {
  bankMetric: defineCall(v.object({}), bankMetricViewSchema),
  /** Fits one, tries it on held-out signatories, and puts it before a supervisor, or declines. May take minutes. */
  proposeMetric: defineCall(v.object({ labels: v.boolean() }), bankMetricViewSchema),
  dismissMetric: defineCall(v.object({}), bankMetricViewSchema),
  /** `hash`: the proposal that the supervisor looked at. Fault `invalid` where another one waits by now. */
  adoptMetric: defineCall(v.object({ hash }), bankMetricViewSchema),
  /** `hash`: the metric in force. The one before, or the package alone, judges again. */
  undoMetric: defineCall(v.object({ hash }), bankMetricViewSchema),
} as const;
