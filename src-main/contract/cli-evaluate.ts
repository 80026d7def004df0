/** What `evaluate` prints with `--json`. */
import * as v from 'valibot';

const fraction = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const rate = v.pipe(
  v.object({ value: fraction, low: fraction, high: fraction }),
  v.description('A rate as a fraction, with its 95 % interval over writers.'),
);
const shares = v.object({ match: fraction, review: fraction, mismatch: fraction });

/** `evaluate`, one set with one number of specimens. */
export const evaluationSchema = v.object({
  skilledEer: v.nullable(rate),
  randomEer: v.nullable(rate),
  writerMeanEer: v.nullable(rate),
  genuineAtFar1: v.pipe(
    v.nullable(rate),
    v.description('Share of genuines above the threshold that 1 % of the skilled forgeries pass.'),
  ),
  bands: v.object({ genuine: v.nullable(shares), skilled: v.nullable(shares), random: v.nullable(shares) }),
  skilledMatchBound: v.optional(
    v.pipe(
      v.nullable(fraction),
      v.description(
        '95 % upper bound of the share of skilled forgeries in match; cases: different forgeries, not trials.',
      ),
    ),
  ),
  counts: v.object({ genuine: count, skilled: count, random: count, refused: count }),
});

const evaluationSetsSchema = v.pipe(
  v.record(v.string(), v.record(v.string(), evaluationSchema)),
  v.description('Data set, then number of specimens.'),
);

/** `evaluate --conditions`, one condition: specimens clean, questioned signatures under it. */
export const conditionSchema = v.object({
  title: v.string(),
  refusedScans: v.pipe(
    v.record(v.string(), count),
    v.description('By data set: scans that could not be judged under the condition.'),
  ),
  sets: evaluationSetsSchema,
});

/** `evaluate`: error rates by data set and number of specimens. */
export const evaluateOutputSchema = v.object({
  model: v.string(),
  provider: v.string(),
  split: v.optional(v.nullable(v.string())),
  sets: evaluationSetsSchema,
  conditions: v.optional(
    v.pipe(
      v.record(v.string(), conditionSchema),
      v.description('With --conditions: by condition; `sets` is then without any.'),
    ),
  ),
});
export type EvaluateOutput = v.InferOutput<typeof evaluateOutputSchema>;

const nullableFraction = v.nullable(fraction);

/** `evaluate --cheques`, MICR lines of one font. */
export const micrRatesSchema = v.object({
  lines: count,
  right: v.pipe(nullableFraction, v.description('Share of the lines that were read whole and without a mistake.')),
  sureWrong: v.pipe(nullableFraction, v.description('Share of the lines that were reported as sure and are wrong.')),
});
const micrByFont = { e13b: micrRatesSchema, cmc7: micrRatesSchema };

/** `evaluate --cheques`: what is read off whole cheques, against what is known of them. */
export const evaluateChequesOutputSchema = v.object({
  found: v.pipe(
    nullableFraction,
    v.description("Share of the signatures that were found: at least 0.7 of both areas in common with the ink's box."),
  ),
  falsePerCheque: v.pipe(v.nullable(v.number()), v.description('Found signatures that are none, for each cheque.')),
  unsignedRight: v.pipe(nullableFraction, v.description('Share of the unsigned cheques on which none was found.')),
  inkF1: v.pipe(
    v.object({ grey: nullableFraction, colour: nullableFraction, bitonal: nullableFraction }),
    v.description("F1 of the signatures' ink, pixel by pixel, mean over the signed cheques whose ink is known."),
  ),
  micr: v.pipe(
    v.object({
      ...micrByFont,
      below200: v.pipe(v.object(micrByFont), v.description('Scans below 200 dots per inch, which are apart.')),
    }),
    v.description('Scans from 200 dots per inch.'),
  ),
  verification: v.pipe(
    v.nullable(
      v.object({
        model: v.string(),
        provider: v.string(),
        split: v.nullable(v.string()),
        sets: evaluationSetsSchema,
        clean: v.optional(
          v.pipe(evaluationSetsSchema, v.description('With --index: the same trials, questioned signatures clean.')),
        ),
      }),
    ),
    v.description('As evaluate prints it, questioned signatures read off the cheques; null: no signer has enough.'),
  ),
  counts: v.object({
    pictures: count,
    unreadable: v.pipe(count, v.description('Pictures that could not be opened at all.')),
    cheques: count,
    chequesFound: count,
    signatures: count,
    found: count,
    false: count,
    cutOff: v.pipe(
      count,
      v.description('Signatures that an edge cuts off, of those that were found near enough to tell.'),
    ),
    cutOffTold: count,
    unsigned: count,
    unsignedRight: count,
    refused: v.pipe(count, v.description('Cheques whose scan was refused for its quality.')),
    accounts: v.pipe(count, v.description('Cheques with a line that names an account.')),
    accountsRight: count,
    inkMasks: count,
  }),
});
export type EvaluateChequesOutput = v.InferOutput<typeof evaluateChequesOutputSchema>;
