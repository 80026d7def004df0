import * as v from 'valibot';
import { boxSchema } from './box.ts';
import { verdictSchema } from './check.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** `identify`: who, of everybody on file, signed a scan. */
export const identifyOutputSchema = v.object({
  scan: v.pipe(v.string(), v.description('The scan as it was named on the command line.')),
  signatures: v.pipe(
    v.array(
      v.object({
        region: v.pipe(boxSchema, v.description("The ink's extent, in pixels of the scan.")),
        found: v.pipe(
          v.nullable(count),
          v.description('Its place among those found on the cheque; null: the whole picture.'),
        ),
        nobody: v.pipe(v.boolean(), v.description('Nobody on file, as far as can be told.')),
        candidates: v.pipe(
          v.array(
            v.object({
              account: v.string(),
              holder: v.nullable(v.string()),
              signatory: v.string(),
              signatoryName: v.string(),
              score: v.pipe(
                v.number(),
                v.description("Natural-log likelihood ratio of this one's hand to any other's."),
              ),
              likely: v.pipe(v.boolean(), v.description('Whether the score reaches the border.')),
              distance: v.number(),
              specimen: v.pipe(v.string(), v.description('The nearest one.')),
            }),
          ),
          v.description('Best first.'),
        ),
        reasons: v.array(v.string()),
      }),
    ),
    v.description('Each signature that was found, or the one in the picture.'),
  ),
  signatories: v.pipe(count, v.description('How many were looked through.')),
  border: v.pipe(v.number(), v.description('The score from which somebody is named.')),
  model: v.string(),
  modelHash: v.string(),
});
export type IdentifyOutput = v.InferOutput<typeof identifyOutputSchema>;

/** `hands`: hands that signed for several accounts of a batch. */
export const handsOutputSchema = v.object({
  batch: v.string(),
  folder: v.string(),
  hands: v.pipe(
    v.array(
      v.object({
        accounts: v.array(v.string()),
        score: v.pipe(v.number(), v.description("Natural-log likelihood ratio of the group's mean distance.")),
        signatures: v.array(
          v.object({
            file: v.string(),
            account: v.string(),
            verdict: verdictSchema,
            check: v.string(),
            distance: v.pipe(v.number(), v.description("Mean distance to the hand's other signatures.")),
          }),
        ),
      }),
    ),
    v.description('Those with most accounts first.'),
  ),
  signatures: v.pipe(count, v.description('Signatures that were compared with each other.')),
  leftOut: v.pipe(count, v.description('Those of checks by another model.')),
  border: v.number(),
  model: v.string(),
});
export type HandsOutput = v.InferOutput<typeof handsOutputSchema>;

const fraction = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const rate = v.pipe(
  v.object({ value: fraction, low: fraction, high: fraction }),
  v.description('A rate as a fraction, with its 95 % interval over writers.'),
);

/** `evaluate --identify`: how well signatures are recognised among many signatories. */
export const evaluateIdentifyOutputSchema = v.object({
  model: v.string(),
  provider: v.string(),
  split: v.pipe(v.string(), v.description('Whose signatures were looked for.')),
  rank1: v.pipe(rate, v.description('Share of the signatures whose own writer came first.')),
  rank5: v.pipe(rate, v.description('The same among the first five.')),
  openSet: v.pipe(
    v.object({
      border: v.pipe(v.number(), v.description('The score from which somebody is named, settled before.')),
      falseIdentification: v.pipe(rate, v.description("Somebody is named, though the writer isn't enrolled.")),
      missed: v.pipe(rate, v.description("The enrolled writer isn't the one named.")),
      atOnePercent: v.pipe(
        v.object({ border: v.number(), falseIdentification: fraction, missed: rate }),
        v.description('At the lowest border at which false identification is at most 1 %.'),
      ),
    }),
    v.description("Half of the split's writers aren't enrolled, then the other half."),
  ),
  counts: v.object({
    signatories: count,
    real: count,
    synthetic: count,
    specimens: v.pipe(count, v.description('Of each signatory.')),
    probes: v.pipe(count, v.description('Signatures that were looked for.')),
    probedWriters: count,
    refused: v.pipe(count, v.description("Scans that couldn't be judged, beside the probes.")),
  }),
});
export type EvaluateIdentifyOutput = v.InferOutput<typeof evaluateIdentifyOutputSchema>;
