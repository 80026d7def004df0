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
