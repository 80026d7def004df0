import { CallFailure, type CallName } from '../contract/calls.ts';
import type { CliCommandName } from '../contract/cli.ts';
import { permissionWords, type Permission } from '../contract/operators.ts';
import type { ReferenceStore } from '../store/reference-store.ts';

/**
 * Which permission each call of the window and each command of the command line needs; `null`: none. This is the one place
 * where rights are enforced: `desk.ts` asks before it runs any handler, `openCommandStore` before it gives a command the
 * store. A call or command that isn't listed doesn't compile.
 */
export const neededFor: Readonly<Record<CallName | CliCommandName, Permission | null>> = {
  // Opening and closing, and what concerns only the one who asks. Without a store there is nobody to have rights.
  appState: null,
  createStore: null,
  confirmRecoveryKey: null,
  unlockStore: null,
  lockStore: null,
  changePassphrase: null,
  verifyStore: null,
  doctor: null,
  settings: null,
  recordHead: null,

  completeAccount: 'check',
  accountDetails: 'check',
  openScan: 'check',
  turnPage: 'check',
  closeScan: null,
  mendMicr: 'check',
  checkCheque: 'check',
  recentChecks: 'check',
  sampleCheques: 'check',
  awaiting: 'check',
  decisionReasons: 'check',
  mandates: 'check',
  readMandateWords: 'check',

  browseFolder: 'check',
  startBatch: 'check',
  batches: 'check',
  pauseBatch: 'check',
  resumeBatch: 'check',
  cancelBatch: 'check',
  retryBatch: 'check',
  batchItems: 'check',
  batchItem: 'check',
  skipItem: 'check',
  closeBatch: 'supervise',
  bankMetric: 'supervise',
  proposeMetric: 'supervise',
  dismissMetric: 'supervise',
  adoptMetric: 'supervise',
  undoMetric: 'supervise',

  identifyCheck: 'check',
  identifyScan: 'check',
  batchHands: 'check',

  settleItem: 'decide',
  decide: 'decide',
  undoDecision: 'decide',
  confirmDecision: 'confirm',
  refuseDecision: 'confirm',
  confirmEnrolment: 'confirm',
  refuseEnrolment: 'confirm',

  previewEnrolment: 'enrol',
  enrol: 'enrol',
  retireSpecimen: 'enrol',
  replaceSpecimen: 'enrol',
  mergeSignatories: 'enrol',
  setMandate: 'enrol',
  loadSamples: 'enrol',

  saveSettings: 'policy',
  saveLayout: 'policy',
  removeLayout: 'policy',
  saveDecisionReasons: 'policy',

  reportCheck: 'export',
  reportBatch: 'export',

  operators: 'operators',
  addOperator: 'operators',
  changeOperator: 'operators',
  removeOperator: 'operators',
  saveRole: 'operators',
  removeRole: 'operators',

  // Commands
  verify: 'check',
  check: 'check',
  identify: 'check',
  hands: 'check',
  'specimens list': 'check',
  'specimens retire': 'enrol',
  'specimens take-back': 'enrol',
  'specimens replace': 'enrol',
  'specimens merge': 'enrol',
  'mandate show': 'check',
  'mandate history': 'check',
  'mandate set': 'enrol',
  report: 'export',
  evaluate: null,
  prepare: null,
  sample: null,
  'store verify': null,
  'store backup': 'export',
  'store restore': null,
  'store rekey': 'operators',
  exportCustomer: 'export',
  eraseCustomer: 'erase',
  'store expire': 'erase',
  'customer export': 'export',
  'customer erase': 'erase',
  'model list': 'check',
  'model admit': 'supervise',
  'model withdraw': 'supervise',
  adapt: 'supervise',
  'adapt show': 'supervise',
  'adapt adopt': 'supervise',
  'adapt dismiss': 'supervise',
  'adapt undo': 'supervise',
  'audit verify': null,
  'audit key': null,
  'audit export': 'export',
  'audit check': null,
  'audit remake': 'export',
  'operators list': 'operators',
  'operators add': 'operators',
  'operators change': 'operators',
  'operators remove': 'operators',
  'operators role': 'operators',
  'operators drop-role': 'operators',
  'reasons list': 'check',
  'reasons set': 'policy',
  'reasons retire': 'policy',
  'decide list': 'check',
  'decide accept': 'decide',
  'decide return': 'decide',
  'decide refer': 'decide',
  'decide undo': 'decide',
  'decide confirm': 'confirm',
  'decide refuse': 'confirm',
};

/** @throws CallFailure `forbidden` in words: what is missing, and whom to ask */
export async function requirePermission(store: ReferenceStore, name: CallName | CliCommandName): Promise<void> {
  const needed = neededFor[name];
  if (needed === null || (await store.operators.mine()).includes(needed)) return;
  throw new CallFailure({ fault: 'forbidden', message: refusal(store.operator, needed) });
}

/** Whether whoever opened the store has a permission. */
export async function has(store: ReferenceStore, permission: Permission): Promise<boolean> {
  return (await store.operators.mine()).includes(permission);
}

function refusal(operator: string, needed: Permission): string {
  return `${operator} isn't allowed to ${permissionWords[needed]}. Whoever manages operators can grant the permission "${needed}".`;
}
