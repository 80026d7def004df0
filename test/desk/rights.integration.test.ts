import { afterAll, beforeAll, expect, test } from 'vitest';
import { calls, type CallName } from '../../src-main/contract/calls.ts';
import type { CheckResult } from '../../src-main/contract/check.ts';
import { neededFor } from '../../src-main/desk/permissions.ts';
import { openTestDesk, passphrase, setUp, type TestDesk } from './open-test-desk.ts';

const benKey = 'ben has his own';
let desk: TestDesk;
let recoveryKey: string;

beforeAll(async () => {
  desk = await openTestDesk();
  recoveryKey = await setUp(desk);
  await desk.client.loadSamples({});
  await desk.client.addOperator({ name: 'ben', role: 'clerk', passphrase: benKey });
});
afterAll(() => desk.close());

/** Another person sits down at the same desk. */
async function sitDown(key: string, recovery = false) {
  await desk.client.lockStore({});
  return desk.client.unlockStore({ key, recovery });
}

async function check(): Promise<CheckResult> {
  const { cheques } = await desk.client.sampleCheques({});
  const { name, bytes, account } = cheques[0]!;
  const { scan } = await desk.client.openScan({ name, bytes, page: 0 });
  return desk.client.checkCheque({ scan, account, region: null });
}

/** A request that passes the contract for each call that a clerk isn't allowed to make. */
const forbiddenToClerks: Partial<Record<CallName, unknown>> = {
  confirmDecision: { decision: 'x' },
  refuseDecision: { decision: 'x', reason: 'no' },
  confirmEnrolment: { enrolment: 'x' },
  refuseEnrolment: { enrolment: 'x', reason: 'no' },
  previewEnrolment: { account: '1', holder: null, signatory: 'A', scans: [aScan()] },
  enrol: { account: '1', holder: null, signatory: 'A', scans: [aScan()] },
  retireSpecimen: { specimen: 'x', retired: true },
  replaceSpecimen: { account: '1', specimen: 'x', scan: aScan(), reason: 'r' },
  mergeSignatories: { account: '1', from: 'x', into: 'y', reason: 'r' },
  setMandate: {
    account: '1',
    mandate: {
      from: '2026-01-01',
      groups: [{ name: 'A', members: [{ signatory: 'x', from: null, to: null }] }],
      rules: [{ upTo: null, ways: [[{ count: 1, group: 'A' }]] }],
    },
  },
  loadSamples: {},
  saveLayout: {
    name: 'bank',
    accountPrefix: '',
    signature: { x: 0, y: 0, width: 1, height: 1 },
  },
  removeLayout: { name: 'bank' },
  saveDecisionReasons: { reasons: [] },
  reportCheck: { check: 'x' },
  exportCustomer: { account: '1' },
  eraseCustomer: { account: '1', reason: 'r' },
  reportBatch: { batch: 'x' },
  closeBatch: { batch: 'x' },
  operators: {},
  addOperator: { name: 'eve', role: 'owner', passphrase: 'a passphrase' },
  changeOperator: { name: 'ben', role: 'owner' },
  removeOperator: { name: 'clerk' },
  saveRole: { name: 'clerk', permissions: ['operators'] },
  removeRole: { name: 'auditor' },
  bankMetric: {},
  proposeMetric: { labels: false },
  dismissMetric: {},
  adoptMetric: { hash: 'a'.repeat(64) },
  undoMetric: { hash: 'a'.repeat(64) },
};

function aScan() {
  return { scan: 'x', region: null, capturedOn: null, source: '' };
}

test('the app refuses each call that the operator has no permission for, in words, and nothing is changed by it', async () => {
  const state = await sitDown(benKey);
  expect([state.operator, state.permissions]).toEqual(['ben', ['check', 'decide']]);
  const { settings } = await desk.client.settings({});
  const requests: Partial<Record<CallName, unknown>> = { ...forbiddenToClerks, saveSettings: settings };
  const granted = ['check', 'decide', null];
  const names = (Object.keys(calls) as CallName[]).filter((name) => !granted.includes(neededFor[name]));
  // No call may be forgotten here when the contract grows.
  expect(names.filter((name) => !(name in requests))).toEqual([]);
  const before = (await desk.client.recordHead({})).text;
  const client = desk.client as unknown as Record<string, (request: unknown) => Promise<unknown>>;
  for (const name of names) {
    await expect(client[name]?.(requests[name]), name).rejects.toMatchObject({
      fault: 'forbidden',
      message: expect.stringContaining(`"${neededFor[name] ?? ''}"`),
    });
  }
  expect((await desk.client.recordHead({})).text).toBe(before);
});

test('the recovery key opens the store for putting operators right and for nothing else', async () => {
  const state = await sitDown(recoveryKey, true);
  expect([state.operator, state.permissions]).toEqual(['recovery key', ['operators']]);
  await expect(desk.client.recentChecks({ limit: 1 })).rejects.toMatchObject({ fault: 'forbidden' });
  expect((await desk.client.operators({})).operators).toHaveLength(2);
});

test('above the amount a second person confirms: two operators in turn, nobody for themselves', async () => {
  await sitDown(passphrase);
  const { settings } = await desk.client.settings({});
  const fourEyes = { amountAbove: 5000, scoreBelow: null, enrolments: false };
  await desk.client.saveSettings({ ...settings, fourEyes });
  await desk.client.saveRole({ name: 'clerk', permissions: ['check', 'decide', 'confirm'] });

  await sitDown(benKey);
  const small = await desk.client.decide({
    check: (await check()).check,
    decision: 'accept',
    reason: 'r',
    amount: 5000,
  });
  expect(small).toMatchObject({ operator: 'ben', state: 'final', awaits: [] });
  const unknown = await desk.client.decide({ check: (await check()).check, decision: 'accept', reason: 'r' });
  expect(unknown).toMatchObject({ state: 'awaiting', awaits: ['amount-unknown'] });
  await desk.client.undoDecision({ decision: unknown.decision });
  const large = await check();
  const decided = await desk.client.decide({ check: large.check, decision: 'accept', reason: 'r', amount: 5000.01 });
  expect(decided).toMatchObject({ state: 'awaiting', awaits: ['amount'] });
  await expect(desk.client.confirmDecision({ decision: decided.decision })).rejects.toMatchObject({
    fault: 'forbidden',
  });
  expect((await desk.client.awaiting({})).decisions).toMatchObject([{ check: large.check, mayConfirm: false }]);

  await sitDown(passphrase);
  await expect(desk.client.decide({ check: large.check, decision: 'return', reason: 'no' })).rejects.toMatchObject({
    fault: 'already-decided',
  });
  await expect(desk.client.refuseDecision({ decision: decided.decision, reason: '' })).rejects.toMatchObject({
    fault: 'no-reason',
  });
  const confirmed = await desk.client.confirmDecision({ decision: decided.decision });
  expect(confirmed).toMatchObject({ operator: 'clerk', state: 'confirmed' });
  expect((await desk.client.recentChecks({ limit: 1 })).checks[0]?.decision).toMatchObject({
    operator: 'ben',
    state: 'confirmed',
    confirmedBy: { operator: 'clerk' },
  });

  // Confirmed, it is no longer his to take back; a supervisor can.
  await sitDown(benKey);
  await expect(desk.client.undoDecision({ decision: decided.decision })).rejects.toMatchObject({ fault: 'forbidden' });
  await sitDown(passphrase);
  await desk.client.undoDecision({ decision: decided.decision });
  expect((await desk.client.recentChecks({ limit: 1 })).checks[0]?.decision).toBeNull();
  expect((await desk.client.verifyStore({})).problems).toEqual([]);
});

test('a removed operator, still sitting at an open desk, may do nothing any more', async () => {
  await sitDown(benKey);
  const other = await openTestDesk({}, desk.folder);
  try {
    await other.client.unlockStore({ key: passphrase, recovery: false });
    await other.client.removeOperator({ name: 'ben' });
    await expect(desk.client.recentChecks({ limit: 1 })).rejects.toMatchObject({ fault: 'forbidden' });
    await desk.client.lockStore({});
    await expect(desk.client.unlockStore({ key: benKey, recovery: false })).rejects.toMatchObject({
      fault: 'wrong-passphrase',
    });
  } finally {
    await other.close({ keepFolder: true });
  }
});
