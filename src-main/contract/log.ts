import * as v from 'valibot';
import { calls, type CallName } from './calls.ts';
import { decisionKindSchema, verdictSchema } from './check.ts';

/**
 * What the log may hold, and nothing else: named events whose fields are numbers, words of a fixed list, or names that
 * only source code can have. No field takes free text, so that no account number and no name of a person can get in.
 */

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(9_999_999));
const milliseconds = v.pipe(v.number(), v.minValue(0), v.maxValue(99_999_999));
const exitCode = v.pipe(v.number(), v.integer(), v.minValue(-1), v.maxValue(0xffffffff));
const version = v.pipe(v.string(), v.regex(/^v?\d{1,4}\.\d{1,4}\.\d{1,4}(-[a-z]{1,10}(\.\d{1,3})?)?$/));
const call = v.picklist(Object.keys(calls) as [CallName, ...CallName[]]);
const provider = v.picklist(['cpu', 'dml', 'coreml', 'other']);
/** The class of an error, never its message. */
const errorClass = v.pipe(v.string(), v.regex(/^(?:[A-Z][A-Za-z]{0,40}Error|Error|CallFailure|other)$/));
/** Where in the source an error arose: a file's own name and the line. */
const sourceLine = v.nullable(v.pipe(v.string(), v.regex(/^[a-z][a-zA-Z0-9-]{0,60}\.(?:ts|js|cjs|mjs):\d{1,6}$/)));
const command = v.picklist([
  'enrol',
  'verify',
  'check',
  'evaluate',
  'prepare',
  'report',
  'doctor',
  'specimens-list',
  'specimens-retire',
  'specimens-take-back',
  'specimens-replace',
  'specimens-merge',
  'mandate-show',
  'mandate-history',
  'mandate-set',
  'reasons-list',
  'reasons-set',
  'reasons-retire',
  'store-verify',
  'store-backup',
  'store-restore',
  'store-rekey',
  'store-expire',
  'customer-export',
  'customer-erase',
  'model-list',
  'model-admit',
  'model-withdraw',
  'audit-verify',
  'audit-key',
  'audit-export',
  'audit-check',
  'audit-remake',
  'operators-list',
  'operators-add',
  'operators-change',
  'operators-remove',
  'operators-role',
  'operators-drop-role',
  'decide-accept',
  'decide-return',
  'decide-refer',
  'decide-undo',
  'decide-confirm',
  'decide-refuse',
  'decide-list',
  'sample-check',
]);
const storeFault = v.picklist([
  'no-store',
  'exists',
  'newer-version',
  'wrong-passphrase',
  'bad-recovery-key',
  'weak-passphrase',
  'busy',
  'read-only',
  'disk-full',
  'damaged',
  'network-path',
  'locked',
  'not-found',
  'duplicate',
  'invalid',
  'forbidden',
  'unreachable',
]);

/** Every event of the log with its fields. */
export const logEvents = {
  'app-started': v.strictObject({
    shell: v.picklist(['electron', 'local-window', 'command-line']),
    version,
    node: version,
  }),
  'app-closing': v.strictObject({
    why: v.picklist(['window-closed', 'signal', 'replayed-secret', 'finished', 'failed']),
  }),
  command: v.strictObject({ command, exitCode, milliseconds }),
  'window-opened': v.strictObject({ browser: v.picklist(['electron', 'chromium', 'chrome', 'edge', 'none']) }),
  'request-refused': v.strictObject({
    why: v.picklist([
      'host',
      'origin',
      'secret',
      'replayed',
      'too-large',
      'path',
      'method',
      'body',
      'sender',
      'outside',
    ]),
  }),
  'call-failed': v.strictObject({ call, error: errorClass, at: sourceLine }),
  'engine-ready': v.strictObject({ provider, goldenError: v.nullable(v.number()), milliseconds }),
  'engine-exited': v.strictObject({ code: v.nullable(exitCode) }),
  'engine-unusable': v.strictObject({ cause: v.picklist(['engine', 'model', 'other']) }),
  'store-created': v.strictObject({}),
  'store-opened': v.strictObject({ slot: v.picklist(['passphrase', 'recovery', 'system']), accounts: count }),
  'store-locked': v.strictObject({ why: v.picklist(['asked', 'idle', 'closing']) }),
  'store-refused': v.strictObject({ fault: storeFault }),
  'store-verified': v.strictObject({ records: count, problems: count }),
  enrolled: v.strictObject({ specimens: count, refused: count, milliseconds }),
  checked: v.strictObject({ verdict: verdictSchema, specimens: count, milliseconds }),
  'check-refused': v.strictObject({ origin: v.picklist(['scan', 'model', 'engine', 'account', 'other']) }),
  decided: v.strictObject({ decision: decisionKindSchema }),
  'templates-made': v.strictObject({ templates: count, left: count }),
  'policy-refused': v.strictObject({ error: errorClass }),
} as const;

export type LogEvent = keyof typeof logEvents;
export type LogFields<Event extends LogEvent> = v.InferOutput<(typeof logEvents)[Event]>;

/** Writes one line of the log. A line whose fields aren't as the list has them is not written, but counted. */
export type Log = <Event extends LogEvent>(event: Event, fields: LogFields<Event>) => void;
