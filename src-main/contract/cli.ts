import * as v from 'valibot';
import { boxSchema } from './box.ts';
import { verdictSchema, whySchema } from './check.ts';
import { bulkEntries, specimensOutputSchema } from './cli-enrol.ts';
import { evaluateChequesOutputSchema, evaluateOutputSchema } from './cli-evaluate.ts';
import { evaluateIdentifyOutputSchema, handsOutputSchema, identifyOutputSchema } from './cli-identify.ts';
import * as record from './cli-record.ts';
import { adaptOutputSchema, adaptStandingSchema } from './cli-adapt.ts';
import { reportOutputSchema } from './cli-report.ts';
import { doctorReportSchema } from './doctor.ts';
import { qualityFindingSchema } from './reading.ts';

/**
 * What each command prints with `--json`: one object, on stdout. Plain schemas only, because docs/cli.md is made from
 * them. Fields may be added; none is renamed or taken away.
 */

const fraction = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const reasons = v.array(v.string());

/** `verify`: one cheque against one account. */
export const verifyOutputSchema = v.object({
  account: v.pipe(v.string(), v.description('The account number as it is on file.')),
  verdict: verdictSchema,
  score: v.pipe(v.number(), v.description('Natural-log likelihood ratio; higher: more genuine.')),
  distances: v.pipe(
    v.array(v.object({ specimen: v.string(), signatory: v.string(), distance: v.number() })),
    v.description('Nearest first.'),
  ),
  region: v.pipe(boxSchema, v.description('Where the signature was read, in pixels of the scan.')),
  reasons: v.pipe(reasons, v.description('Plain words, at least one.')),
  why: v.optional(
    v.pipe(whySchema, v.description('Where the two part: a map by the model, and at most three measured differences.')),
  ),
  model: v.string(),
  provider: v.string(),
  scan: v.optional(v.pipe(v.string(), v.description('The scan as it was named on the command line.'))),
  check: v.optional(v.pipe(v.string(), v.description("The check's id in the record."))),
  modelHash: v.optional(v.string()),
  policyHash: v.optional(v.string()),
  reading: v.optional(
    v.pipe(
      v.nullable(
        v.object({
          micr: v.nullable(
            v.object({
              font: v.picklist(['e13b', 'cmc7']),
              text: v.pipe(v.string(), v.description('`?` for a character in doubt.')),
              sure: v.boolean(),
              fields: v.record(v.string(), v.string()),
            }),
          ),
          account: v.nullable(v.string()),
          accountStanding: v.picklist(['known', 'unknown', 'unread']),
          accountFrom: v.nullable(v.picklist(['micr', 'mended', 'file-name'])),
          quality: v.array(qualityFindingSchema),
        }),
      ),
      v.description('What was read off the cheque; null: no cheque was looked for, or none was found.'),
    ),
  ),
  signatures: v.optional(
    v.pipe(
      v.array(
        v.object({
          box: boxSchema,
          confidence: v.nullable(fraction),
          cutOff: v.boolean(),
          decides: v.boolean(),
          verdict: v.nullable(verdictSchema),
          score: v.nullable(v.number()),
          signatory: v.nullable(v.string()),
        }),
      ),
      v.description('Every signature that was looked at; the verdict above is that of the one that decides.'),
    ),
  ),
});
export type VerifyOutput = v.InferOutput<typeof verifyOutputSchema>;

/** `check`: one cheque of the folder; a line each, as they are done. */
export const checkLineSchema = v.object({
  file: v.pipe(v.string(), v.description('Path below the folder, with / between the parts.')),
  cheque: v.pipe(count, v.description('Which cheque of the picture; 0: the first or only one.')),
  state: v.picklist(['waiting', 'judged', 'failed']),
  account: v.pipe(v.nullable(v.string()), v.description('As it is on file, where it is; null: not known.')),
  verdict: v.pipe(v.nullable(verdictSchema), v.description("null: it couldn't be judged, and `reasons` says why.")),
  score: v.pipe(v.nullable(v.number()), v.description('Natural-log likelihood ratio; higher: more genuine.')),
  reasons: v.pipe(reasons, v.description('Plain words, at least one.')),
  fault: v.pipe(
    v.nullable(v.string()),
    v.description('Why it could not be judged, in one word, such as no-account, no-signature, quality, damaged.'),
  ),
  amount: v.nullable(v.number()),
  date: v.nullable(v.string()),
  duplicateOf: v.pipe(
    v.nullable(v.object({ folder: v.string(), file: v.string(), same: v.picklist(['line', 'picture']) })),
    v.description('An earlier cheque with the same MICR line and number, or the same picture, of those done so far.'),
  ),
  check: v.pipe(v.nullable(v.string()), v.description("The check's id in the record; null: there is none.")),
  at: v.nullable(v.string()),
});
export type CheckLine = v.InferOutput<typeof checkLineSchema>;

/** `enrol`: what became of each scan. */
export const enrolOutputSchema = v.object({
  store: v.string(),
  created: v.pipe(v.boolean(), v.description('Whether this command created the store.')),
  enrolled: v.array(v.object({ path: v.string(), account: v.string(), signatory: v.string(), specimen: v.string() })),
  refused: v.array(v.object({ path: v.string(), account: v.string(), signatory: v.string(), reason: v.string() })),
  warnings: v.array(v.string()),
  ...bulkEntries,
});
export type EnrolOutput = v.InferOutput<typeof enrolOutputSchema>;

/** `mandate show`, `mandate history` and `mandate set`. */
export const mandateOutputSchema = v.object({
  account: v.string(),
  day: v.pipe(v.string(), v.description('The day that `inForce` is about.')),
  mandates: v.pipe(
    v.array(
      v.object({
        id: v.string(),
        at: v.string(),
        operator: v.string(),
        words: v.string(),
        from: v.string(),
        inForce: v.boolean(),
        groups: v.array(
          v.object({
            name: v.string(),
            members: v.array(v.object({ name: v.string(), from: v.nullable(v.string()), to: v.nullable(v.string()) })),
          }),
        ),
      }),
    ),
    v.description('In the order they were put on file.'),
  ),
});
export type MandateOutput = v.InferOutput<typeof mandateOutputSchema>;

/** `prepare`: model inputs written for training. */
export const prepareOutputSchema = v.object({
  out: v.string(),
  written: count,
  refused: v.array(v.object({ path: v.string(), reason: v.string() })),
});
export type PrepareOutput = v.InferOutput<typeof prepareOutputSchema>;

/** `sample`: scans of cheques that don't exist, with what is known of them. */
export const sampleOutputSchema = v.object({
  out: v.string(),
  written: count,
  refused: v.array(v.object({ path: v.string(), reason: v.string() })),
});
export type SampleOutput = v.InferOutput<typeof sampleOutputSchema>;

/** `doctor`: the same report as the window's "About this machine". */
export const doctorOutputSchema = doctorReportSchema;

/** `store verify`. */
export const storeVerifyOutputSchema = v.object({
  store: v.string(),
  ok: v.boolean(),
  envelopesOpened: v.pipe(
    v.boolean(),
    v.description('False where no passphrase was given: only the record was checked.'),
  ),
  counts: v.record(v.string(), v.number()),
  problems: v.array(v.object({ where: v.string(), what: v.string() })),
});
export type StoreVerifyOutput = v.InferOutput<typeof storeVerifyOutputSchema>;

/** `store backup` and `store restore`. */
export const storeCopyOutputSchema = v.object({ store: v.string(), copy: v.string(), ok: v.boolean() });
export type StoreCopyOutput = v.InferOutput<typeof storeCopyOutputSchema>;

/** `store rekey`. The new recovery key is on stderr, once, and never in here. */
export const storeRekeyOutputSchema = v.object({ store: v.string(), ok: v.boolean() });
export type StoreRekeyOutput = v.InferOutput<typeof storeRekeyOutputSchema>;

/** Every command that knows `--json`, and what it prints. */
export const cliOutputs = {
  enrol: enrolOutputSchema,
  verify: verifyOutputSchema,
  check: checkLineSchema,
  identify: identifyOutputSchema,
  hands: handsOutputSchema,
  evaluate: v.union([evaluateOutputSchema, evaluateChequesOutputSchema, evaluateIdentifyOutputSchema]),
  prepare: prepareOutputSchema,
  sample: sampleOutputSchema,
  'specimens list': specimensOutputSchema,
  'specimens retire': specimensOutputSchema,
  'specimens take-back': specimensOutputSchema,
  'specimens replace': specimensOutputSchema,
  'specimens merge': specimensOutputSchema,
  'mandate show': mandateOutputSchema,
  'mandate set': mandateOutputSchema,
  'mandate history': mandateOutputSchema,
  report: reportOutputSchema,
  doctor: doctorOutputSchema,
  'store verify': storeVerifyOutputSchema,
  'store backup': storeCopyOutputSchema,
  'store restore': storeCopyOutputSchema,
  'store rekey': storeRekeyOutputSchema,
  'store expire': record.storeExpireOutputSchema,
  'customer export': record.customerExportOutputSchema,
  'customer erase': record.customerEraseOutputSchema,
  'model list': record.modelsOutputSchema,
  'model admit': record.modelsOutputSchema,
  'model withdraw': record.modelsOutputSchema,
  adapt: adaptOutputSchema,
  'adapt show': adaptOutputSchema,
  'adapt adopt': adaptStandingSchema,
  'adapt dismiss': adaptStandingSchema,
  'adapt undo': adaptStandingSchema,
  'audit verify': record.auditVerifyOutputSchema,
  'audit key': record.auditKeyOutputSchema,
  'audit export': record.auditExportOutputSchema,
  'audit check': record.auditCheckOutputSchema,
  'audit remake': record.auditRemakeOutputSchema,
  'operators list': record.operatorsOutputSchema,
  'operators add': record.operatorsOutputSchema,
  'operators change': record.operatorsOutputSchema,
  'operators remove': record.operatorsOutputSchema,
  'operators role': record.operatorsOutputSchema,
  'operators drop-role': record.operatorsOutputSchema,
  'decide accept': record.decideOutputSchema,
  'decide return': record.decideOutputSchema,
  'decide refer': record.decideOutputSchema,
  'decide undo': record.decideOutputSchema,
  'decide confirm': record.decideOutputSchema,
  'decide refuse': record.decideOutputSchema,
  'decide list': record.decideListOutputSchema,
  'reasons list': record.reasonsOutputSchema,
  'reasons set': record.reasonsOutputSchema,
  'reasons retire': record.reasonsOutputSchema,
} as const;
export type CliCommandName = keyof typeof cliOutputs;
