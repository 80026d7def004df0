/** What `audit`, `operators` and `decide` print with `--json`. */
import * as v from 'valibot';
import { verdictSchema } from './check.ts';
import { awaitingSchema, decisionKindSchema, decisionStateSchema, awaitsReasonSchema } from './decide.ts';
import { operatorSchema, permissionSchema } from './operators.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const problems = v.array(v.object({ where: v.string(), what: v.string() }));
const headText = v.pipe(v.string(), v.description("The record's end as reports print it."));

/** `audit verify`. */
export const auditVerifyOutputSchema = v.object({
  store: v.string(),
  ok: v.boolean(),
  entries: count,
  head: v.nullable(headText),
  envelopesOpened: v.pipe(
    v.boolean(),
    v.description('False where no passphrase was given: the sealed contents were not opened.'),
  ),
  heldAgainst: v.pipe(
    v.array(v.picklist(['head-beside-store', 'head-given', 'key-given'])),
    v.description('What the record was held against.'),
  ),
  problems,
});
export type AuditVerifyOutput = v.InferOutput<typeof auditVerifyOutputSchema>;

/** `audit key`. */
export const auditKeyOutputSchema = v.object({
  store: v.string(),
  publicKey: v.pipe(v.string(), v.description('Ed25519, SPKI in PEM.')),
  head: headText,
});
export type AuditKeyOutput = v.InferOutput<typeof auditKeyOutputSchema>;

/** `audit export`. */
export const auditExportOutputSchema = v.object({
  store: v.string(),
  file: v.string(),
  entries: count,
  details: v.pipe(v.boolean(), v.description("Whether the keys of the entries' details are in it.")),
  sha256: v.string(),
  head: headText,
});
export type AuditExportOutput = v.InferOutput<typeof auditExportOutputSchema>;

/** `audit check`. */
export const auditCheckOutputSchema = v.object({
  file: v.string(),
  ok: v.boolean(),
  store: v.nullable(v.pipe(v.string(), v.description("The store's id."))),
  entries: count,
  head: v.nullable(headText),
  opened: v.pipe(
    v.nullable(count),
    v.description('Entries whose details were opened; null where the export came without their keys.'),
  ),
  problems,
});
export type AuditCheckOutput = v.InferOutput<typeof auditCheckOutputSchema>;

/** `operators …`: all operators and roles, after the change. */
export const operatorsOutputSchema = v.object({
  store: v.string(),
  operators: v.array(operatorSchema),
  roles: v.array(v.object({ name: v.string(), permissions: v.array(permissionSchema) })),
});
export type OperatorsOutput = v.InferOutput<typeof operatorsOutputSchema>;

/** `decide accept`, `return`, `refer`, `undo`, `confirm` and `refuse`. */
export const decideOutputSchema = v.object({
  decision: v.pipe(v.nullable(v.string()), v.description('The decision; null where it was about an enrolment.')),
  enrolment: v.nullable(v.string()),
  operator: v.string(),
  at: v.nullable(v.string()),
  state: v.pipe(
    v.nullable(decisionStateSchema),
    v.description('`awaiting`: it counts once a second person has confirmed it. null: none stands any more.'),
  ),
  awaits: v.array(awaitsReasonSchema),
});
export type DecideOutput = v.InferOutput<typeof decideOutputSchema>;

/** `decide list`: what waits for a second person. */
export const decideListOutputSchema = v.object({ store: v.string(), ...awaitingSchema.entries });
export type DecideListOutput = v.InferOutput<typeof decideListOutputSchema>;

/** `reasons …`: the bank's list, after the change. */
export const reasonsOutputSchema = v.object({
  store: v.string(),
  reasons: v.array(
    v.object({
      code: v.string(),
      words: v.string(),
      for: v.pipe(v.array(decisionKindSchema), v.description('The decisions it is offered for.')),
      retired: v.pipe(v.boolean(), v.description('Not offered any more.')),
    }),
  ),
});
export type ReasonsOutput = v.InferOutput<typeof reasonsOutputSchema>;

const verdictMade = v.object({ verdict: verdictSchema, score: v.number(), provider: v.string() });

/** `audit remake`: a verdict made again from the record. */
export const auditRemakeOutputSchema = v.object({
  check: v.string(),
  same: v.pipe(v.boolean(), v.description('Whether the two agree to the last bit, all distances and templates too.')),
  recorded: verdictMade,
  remade: verdictMade,
  differences: v.pipe(v.array(v.string()), v.description('What differs, such as `score` or `others.1.distances`.')),
  model: v.string(),
  modelHash: v.string(),
  policyHash: v.string(),
});
export type AuditRemakeOutput = v.InferOutput<typeof auditRemakeOutputSchema>;

/** `model list`, `model admit` and `model withdraw`. */
export const modelsOutputSchema = v.object({
  store: v.string(),
  models: v.array(
    v.object({
      id: v.string(),
      title: v.string(),
      hash: v.pipe(v.nullable(v.string()), v.description('SHA-256 of its model.json; null: unreadable.')),
      standing: v.pipe(
        v.picklist(['shipped', 'admitted', 'not-admitted', 'refused']),
        v.description('Only shipped and admitted packages judge cheques.'),
      ),
      why: v.nullable(v.string()),
    }),
  ),
});
export type ModelsOutput = v.InferOutput<typeof modelsOutputSchema>;

/** `customer export`. */
export const customerExportOutputSchema = v.object({
  store: v.string(),
  account: v.string(),
  folder: v.string(),
  pictures: count,
});
export type CustomerExportOutput = v.InferOutput<typeof customerExportOutputSchema>;

/** `customer erase`: how much was erased. */
export const customerEraseOutputSchema = v.object({
  store: v.string(),
  account: v.string(),
  signatories: count,
  specimens: count,
  checks: count,
  decisions: count,
});
export type CustomerEraseOutput = v.InferOutput<typeof customerEraseOutputSchema>;

/** `store expire`. */
export const storeExpireOutputSchema = v.object({
  store: v.string(),
  before: v.pipe(v.string(), v.description('Checks from before this time, ISO 8601.')),
  found: count,
  erased: v.pipe(count, v.description('0 with --dry-run.')),
});
export type StoreExpireOutput = v.InferOutput<typeof storeExpireOutputSchema>;
