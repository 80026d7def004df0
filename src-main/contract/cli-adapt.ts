import * as v from 'valibot';
import { metricReportSchema } from './bank-metric.ts';

const hash = v.nullable(v.string());

/** `adapt adopt`, `adapt dismiss`, `adapt undo`: how things then stand. */
export const adaptStandingSchema = v.object({
  store: v.string(),
  inForce: v.pipe(hash, v.description('SHA-256 of the metric that was adopted last; null: the package judges alone.')),
  judges: v.pipe(v.boolean(), v.description('False where the metric in force was made for another package.')),
  proposed: v.pipe(hash, v.description('SHA-256 of the metric that waits for a supervisor; null: none.')),
});
export type AdaptStanding = v.InferOutput<typeof adaptStandingSchema>;

/** `adapt` and `adapt show`. */
export const adaptOutputSchema = v.object({
  ...adaptStandingSchema.entries,
  report: v.pipe(
    v.nullable(metricReportSchema),
    v.description(
      'Of the attempt just made, else of the metric that waits, else of the one in force; null: there is none.',
    ),
  ),
});
export type AdaptOutput = v.InferOutput<typeof adaptOutputSchema>;
