import * as v from 'valibot';
import { accountDetailsSchema, accountNumberSchema, accountSummarySchema, daySchema, nameSchema } from './account.ts';
import { appStateSchema } from './app.ts';
import { bankMetricCalls } from './bank-metric.ts';
import { batchCalls } from './batch-calls.ts';
import { boxSchema } from './box.ts';
import { bytes, defineCall } from './call.ts';
import { correctCalls } from './correct-calls.ts';
import { checkResultSchema, checkSummarySchema, decisionKindSchema } from './check.ts';
import { amountSchema, awaitingSchema, decidedSchema } from './decide.ts';
import { decisionReasonCalls, reasonCodeSchema } from './decision-reasons.ts';
import { doctorReportSchema } from './doctor.ts';
import { enrolPreviewSchema, specimenScanSchema } from './enrol.ts';
import { identifyCalls } from './identify.ts';
import { mandateRulesSchema, mandateSchema, mandatesViewSchema } from './mandate.ts';
import { operatorNameSchema, operatorsViewSchema, permissionSchema, roleNameSchema } from './operators.ts';
import { readAccountSchema, readMicrSchema } from './reading.ts';
import { customerCalls } from './customer-calls.ts';
import { reportCalls } from './report-calls.ts';
import { openScanSchema } from './scan.ts';
import { layoutSchema, settingsSchema, settingsViewSchema } from './settings.ts';

const nothing = v.object({});
const passphrase = v.pipe(v.string(), v.minLength(8, 'a passphrase has at least 8 characters'), v.maxLength(1000));
const scan = v.pipe(v.string(), v.maxLength(64));
const id = v.pipe(v.string(), v.maxLength(64));
const page = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100_000));
/** A cheque's place on its page, from 0. */
const cheque = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100));
const reason = v.pipe(v.string(), v.trim(), v.maxLength(500));
const enrolment = v.object({
  account: accountNumberSchema,
  holder: v.nullable(nameSchema),
  signatory: nameSchema,
  scans: v.pipe(v.array(specimenScanSchema), v.minLength(1, 'add at least one scan'), v.maxLength(50)),
});

/**
 * Every call between window and app, in one place. The window derives its client from this object; the shells validate
 * by it; `src-main/desk/desk.ts` answers it.
 */
export const calls = {
  // The app and its store
  appState: defineCall(nothing, appStateSchema),
  createStore: defineCall(v.object({ passphrase }), v.object({ recoveryKey: v.string() })),
  confirmRecoveryKey: defineCall(v.object({ recoveryKey: v.pipe(v.string(), v.maxLength(200)) }), appStateSchema),
  unlockStore: defineCall(
    v.object({
      key: v.pipe(v.string(), v.minLength(1, 'type the passphrase'), v.maxLength(1000)),
      recovery: v.boolean(),
    }),
    appStateSchema,
  ),
  lockStore: defineCall(nothing, appStateSchema),
  changePassphrase: defineCall(v.object({ current: v.string(), next: passphrase }), nothing),
  verifyStore: defineCall(nothing, v.object({ records: v.number(), problems: v.array(v.string()) })),
  doctor: defineCall(nothing, doctorReportSchema),

  // Accounts and specimens
  completeAccount: defineCall(
    v.object({
      prefix: v.pipe(v.string(), v.maxLength(40)),
      limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200)),
    }),
    v.object({ accounts: v.array(accountSummarySchema) }),
  ),
  accountDetails: defineCall(v.object({ account: accountNumberSchema }), accountDetailsSchema),
  previewEnrolment: defineCall(enrolment, enrolPreviewSchema),
  /** `awaits`: the specimens count once a second person has confirmed them. */
  enrol: defineCall(
    enrolment,
    v.object({ specimens: v.array(v.string()), warnings: v.array(v.string()), awaits: v.optional(v.boolean(), false) }),
  ),
  retireSpecimen: defineCall(v.object({ specimen: id, retired: v.boolean(), reason: v.optional(reason, '') }), nothing),
  ...correctCalls,

  // Mandates
  mandates: defineCall(v.object({ account: accountNumberSchema }), mandatesViewSchema),
  /** Reads rules as a manager writes them: "up to 5,000: any one of A; above: two of A". */
  readMandateWords: defineCall(
    v.object({ words: v.pipe(v.string(), v.maxLength(2000)) }),
    v.object({ rules: mandateRulesSchema }),
  ),
  /** It counts from its day on; earlier ones stay on file. */
  setMandate: defineCall(v.object({ account: accountNumberSchema, mandate: mandateSchema }), mandatesViewSchema),

  // Scans and checks
  openScan: defineCall(v.object({ name: v.pipe(v.string(), v.maxLength(1000)), bytes, page }), openScanSchema),
  turnPage: defineCall(v.object({ scan, page }), openScanSchema),
  closeScan: defineCall(v.object({ scan }), nothing),
  /** The clerk's own reading of the MICR line takes the place of what was read; '' takes it back. */
  mendMicr: defineCall(
    v.object({ scan, cheque: v.optional(cheque, 0), text: v.pipe(v.string(), v.maxLength(100)) }),
    v.object({ micr: readMicrSchema, account: readAccountSchema }),
  ),
  /** Without a region: every signature that was found on the cheque, else the whole picture. */
  checkCheque: defineCall(
    v.object({
      scan,
      cheque: v.optional(cheque, 0),
      account: accountNumberSchema,
      region: v.nullable(boxSchema),
      /** For the account's mandate: what the cheque is made out for, and its day; without them: unknown, today. */
      amount: v.optional(v.nullable(amountSchema), null),
      date: v.optional(v.nullable(daySchema), null),
    }),
    checkResultSchema,
  ),
  /**
   * `amount`: what the clerk read on the cheque; without it, what was known when it was checked. `code`: a reason of the bank's list,
   * with `reason` beside it where there is more to say.
   */
  decide: defineCall(
    v.object({
      check: id,
      decision: decisionKindSchema,
      reason,
      code: v.optional(v.nullable(reasonCodeSchema), null),
      amount: v.optional(v.nullable(amountSchema), null),
    }),
    decidedSchema,
  ),
  undoDecision: defineCall(v.object({ decision: id }), nothing),
  /** A second person's word. Nobody answers for what they did themselves. */
  confirmDecision: defineCall(v.object({ decision: id, reason: v.optional(reason, '') }), decidedSchema),
  refuseDecision: defineCall(v.object({ decision: id, reason }), decidedSchema),
  confirmEnrolment: defineCall(v.object({ enrolment: id, reason: v.optional(reason, '') }), awaitingSchema),
  refuseEnrolment: defineCall(v.object({ enrolment: id, reason }), awaitingSchema),
  /** What waits for a second person. */
  awaiting: defineCall(nothing, awaitingSchema),
  recentChecks: defineCall(
    v.object({ limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(500)) }),
    v.object({ checks: v.array(checkSummarySchema) }),
  ),

  ...decisionReasonCalls,

  // Folder checks
  ...batchCalls,

  // Who signed
  ...identifyCalls,

  // Operators. Each answers with all operators and roles as they then are.
  operators: defineCall(nothing, operatorsViewSchema),
  addOperator: defineCall(
    v.object({ name: operatorNameSchema, role: roleNameSchema, passphrase }),
    operatorsViewSchema,
  ),
  /** Another role, another passphrase, or both. */
  changeOperator: defineCall(
    v.object({
      name: operatorNameSchema,
      role: v.optional(v.nullable(roleNameSchema), null),
      passphrase: v.optional(v.nullable(passphrase), null),
    }),
    operatorsViewSchema,
  ),
  removeOperator: defineCall(v.object({ name: operatorNameSchema }), operatorsViewSchema),
  saveRole: defineCall(v.object({ name: roleNameSchema, permissions: v.array(permissionSchema) }), operatorsViewSchema),
  removeRole: defineCall(v.object({ name: roleNameSchema }), operatorsViewSchema),

  // The record
  /** Its signed end, as text short enough to print. */
  recordHead: defineCall(nothing, v.object({ text: v.string(), sequence: v.number(), at: v.string() })),

  // Reports
  ...reportCalls,

  // A metric of the bank's own
  ...bankMetricCalls,
  ...customerCalls,

  // Trying it out
  loadSamples: defineCall(nothing, v.object({ accounts: v.number(), specimens: v.number() })),
  sampleCheques: defineCall(
    nothing,
    v.object({ cheques: v.array(v.object({ name: v.string(), bytes, account: v.string(), shows: v.string() })) }),
  ),

  // Settings
  settings: defineCall(nothing, settingsViewSchema),
  saveSettings: defineCall(settingsSchema, settingsViewSchema),
  saveLayout: defineCall(layoutSchema, settingsViewSchema),
  removeLayout: defineCall(v.object({ name: v.string() }), settingsViewSchema),
} as const;

export type Calls = typeof calls;
export type CallName = keyof Calls;
export type RequestOf<Name extends CallName> = v.InferInput<Calls[Name]['request']>;
export type CheckedRequestOf<Name extends CallName> = v.InferOutput<Calls[Name]['request']>;
export type ResponseOf<Name extends CallName> = v.InferOutput<Calls[Name]['response']>;

/** The client's side: one method a call. It rejects with a {@link CallFailure}. */
export type Client = { [Name in CallName]: (request: RequestOf<Name>) => Promise<ResponseOf<Name>> };

/** The app's side: one handler a call, given a checked request. */
export type Handlers = { [Name in CallName]: (request: CheckedRequestOf<Name>) => Promise<ResponseOf<Name>> };

/** Whether a string names a call of the contract. */
export function isCallName(name: string): name is CallName {
  return Object.hasOwn(calls, name);
}

/** A call that the app refused or couldn't do; the message is for the clerk. */
export class CallFailure extends Error {
  readonly fault: string;
  readonly field: string | undefined;

  constructor(error: { fault: string; message: string; field?: string | undefined }) {
    super(error.message);
    this.name = 'CallFailure';
    this.fault = error.fault;
    this.field = error.field;
  }
}
