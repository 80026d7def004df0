import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CheckResult } from '../../src-main/contract/check.ts';
import { remakeVerdict } from '../../src-main/desk/remake-check.ts';
import type { GeneratedCheque } from '../../src-main/sample/cheques/generate.ts';
import { openStore } from '../../src-main/store/open-store.ts';
import type { JsonValue, ReferenceStore } from '../../src-main/store/reference-store.ts';
import { specimensOf, straightCheque } from '../e2e/whole-cheques.ts';
import { openTestDesk, passphrase, setUp, type TestDesk } from './open-test-desk.ts';
import { quietHost } from './quiet-host.ts';

let desk: TestDesk;
let made: GeneratedCheque;
const host = quietHost({ passphrase: () => Promise.resolve(passphrase) });

const account = (): string => made.cheques[0]!.account!;
const remade = (check: string) => remakeVerdict(host, { store: desk.storeDirectory, check });

async function enrol(signatory: string, signer: string): Promise<void> {
  const scans = [];
  for (const { name, buffer } of await specimensOf(signer, 3)) {
    const { scan } = await desk.client.openScan({ name, bytes: Uint8Array.from(buffer), page: 0 });
    scans.push({ scan, region: null, capturedOn: null, source: 'card' as const });
  }
  await desk.client.enrol({ account: account(), holder: null, signatory, scans });
}

async function check(amount: number | null, date: string | null = null): Promise<CheckResult> {
  const { scan } = await desk.client.openScan({ name: 'cheque.jpg', bytes: made.bytes, page: 0 });
  return desk.client.checkCheque({ scan, account: account(), region: null, amount, date });
}

async function inStore<T>(work: (store: ReferenceStore) => Promise<T>): Promise<T> {
  const store = await openStore(desk.storeDirectory, { passphrase });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

beforeAll(async () => {
  made = await straightCheque('end to end', 2, 54);
  desk = await openTestDesk();
  await setUp(desk);
  await enrol('Agnes Porter', made.cheques[0]!.signatures[0]!.signer);
  await enrol('Basil Yates', made.cheques[0]!.signatures[1]!.signer);
});
afterAll(() => desk.close());

it('makes verdicts again bit for bit, by the mandate too, whatever has changed since', async () => {
  const plain = await check(null);
  expect(plain.signatures).toHaveLength(2);
  const { signatories } = await desk.client.mandates({ account: account() });
  const group = (name: string, at: number) => ({
    name,
    members: [{ signatory: signatories[at]!.id, from: null, to: null }],
  });
  const { rules } = await desk.client.readMandateWords({ words: 'any amount: one of A with one of B' });
  const mandate = { from: '2026-01-01', groups: [group('A', 0), group('B', 1)], rules };
  await desk.client.setMandate({ account: account(), mandate });
  const byMandate = await check(9000, '2026-03-01');
  expect(byMandate.mandate).not.toBeNull();

  // What came after must not count: other thresholds, another mandate, a specimen less, a specimen more, another name.
  const { settings, packageThresholds } = await desk.client.settings({});
  const stricter = { ...packageThresholds.many, matchAbove: packageThresholds.many.matchAbove + 50 };
  await desk.client.saveSettings({
    ...settings,
    thresholds: { ...packageThresholds, many: stricter, two: stricter, one: stricter },
  });
  await desk.client.setMandate({ account: account(), mandate: { ...mandate, groups: [group('A', 1), group('B', 0)] } });
  await inStore(async (store) => {
    const [first] = await store.specimensOf(account());
    await store.retireSpecimen(first!.id, 'old');
    await store.renameSignatory(signatories[0]!.id, 'Agnes Finch');
  });
  await enrol('Clara Finch', 'somebody else');
  expect((await check(9000, '2026-03-01')).bands).not.toEqual(byMandate.bands);

  for (const each of [plain, byMandate]) {
    expect(await remade(each.check)).toMatchObject({
      same: true,
      differences: [],
      remade: { verdict: each.verdict, score: each.score },
    });
  }
});

it('tells a verdict that is not what the record makes', async () => {
  const { check: id } = await check(null, '2026-03-01');
  const forged = await inStore(async (store) => {
    const stored = await store.checkById(id);
    const { scanHash, scanName, modelId, modelHash, policyHash, provider } = stored;
    const result = { ...(stored.result as Record<string, JsonValue>), verdict: 'match', score: 9.5 };
    const facts = { account: account(), scanHash, scanName, modelId, modelHash, policyHash, provider };
    return store.recordCheck({ ...facts, result, inks: await stored.inks() });
  });
  const { same, differences } = await remade(forged);
  expect(same).toBe(false);
  expect(differences).toContain('score');
  const without = await inStore(async (store) => {
    const { result, scanHash, scanName, modelId, modelHash, policyHash, provider } = await store.checkById(id);
    return store.recordCheck({
      account: account(),
      ...{ result, scanHash, scanName, modelId, modelHash, policyHash, provider },
    });
  });
  await expect(remade(without)).rejects.toMatchObject({ fault: 'not-remade' });
  expect(desk.reported).toEqual([]);
});
