import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Identification } from '../../../src-main/contract/identify.ts';
import type { ResponseOf } from '../../../src-main/contract/calls.ts';
import { openStore } from '../../../src-main/store/open-store.ts';
import { looseSignature } from '../../../src-main/sample/loose-signature.ts';
import { createSigner } from '../../../src-main/sample/signer.ts';
import { openTestDesk, passphrase, setUp, type TestDesk } from '../open-test-desk.ts';

let desk: TestDesk;
let cheques: ResponseOf<'sampleCheques'>['cheques'];

beforeAll(async () => {
  desk = await openTestDesk();
  await setUp(desk);
  await desk.client.loadSamples({});
  ({ cheques } = await desk.client.sampleCheques({}));
});
afterAll(() => desk.close());

const genuine = () => cheques.filter(({ shows }) => shows === 'Signed by the account holder');

async function openCheque({ name, bytes }: { name: string; bytes: Uint8Array }): Promise<string> {
  return (await desk.client.openScan({ name, bytes, page: 0 })).scan;
}

const order = ({ candidates }: Identification) => candidates.map(({ score }) => score);

test('a cheque that is no match for its account leads to the account whose hand it is', async () => {
  const [signed, other] = genuine();
  const scan = await openCheque(signed!);
  const wrong = await desk.client.checkCheque({ scan, account: other!.account, region: null });
  expect(wrong.verdict).toBe('mismatch');
  const found = await desk.client.identifyCheck({ check: wrong.check });
  expect(found.candidates[0]).toMatchObject({ account: signed!.account, likely: true });
  expect(found).toMatchObject({ nobody: false, signatories: 6, found: wrong.signatures[0]!.found });
  expect(found.candidates).toHaveLength(6);
  expect(order(found)).toEqual(order(found).toSorted((a, b) => b - a));
  expect(found.candidates.filter(({ score }) => score >= found.border)).toEqual(
    found.candidates.filter(({ likely }) => likely),
  );
  // The same signature straight from the scan, found on the whole cheque and in a box.
  const whole = await desk.client.identifyScan({ scan, region: null });
  expect(whole).toMatchObject({
    nobody: false,
    found: 0,
    candidates: [{ account: signed!.account }, {}, {}, {}, {}, {}],
  });
  const region = wrong.signatures[0]!.inkBox;
  const cropped = await desk.client.identifyScan({ scan, region });
  expect(cropped.candidates[0]!.account).toBe(signed!.account);
});

test('a hand that nobody has on file is told as nobody', async () => {
  const bytes = await looseSignature(createSigner('nobody on file 3'), 1);
  const scan = await openCheque({ name: 'stranger.png', bytes });
  const found = await desk.client.identifyScan({ scan, region: null });
  expect(found).toMatchObject({ nobody: true, found: null });
  expect(found.candidates.some(({ likely }) => likely)).toBe(false);
  expect(found.reasons[0]).toContain('None of the 6 signatories');
});

test('somebody who is enrolled afterwards is found, and once retired no more', async () => {
  const signer = createSigner('comes later 1');
  const scans: { scan: string; region: null; capturedOn: null; source: string }[] = [];
  for (const repetition of [1, 2, 3]) {
    const scan = await openCheque({ name: `${repetition}.png`, bytes: await looseSignature(signer, repetition) });
    scans.push({ scan, region: null, capturedOn: null, source: 'card' });
  }
  const probe = await openCheque({ name: 'probe.png', bytes: await looseSignature(signer, 4) });
  const ask = () => desk.client.identifyScan({ scan: probe, region: null });
  expect((await ask()).signatories).toBe(6);
  const account = '8800-0001';
  const { specimens } = await desk.client.enrol({ account, holder: 'Late Comer', signatory: 'Late Comer', scans });
  expect((await ask()).candidates[0]).toMatchObject({ account, holder: 'Late Comer', signatoryName: 'Late Comer' });
  for (const specimen of specimens) await desk.client.retireSpecimen({ specimen, retired: true });
  const after = await ask();
  expect(after.signatories).toBe(6);
  expect(after.candidates.map((each) => each.account)).not.toContain(account);
});

test('every identification is on record, with row ids and no names, and nobody without permission gets one', async () => {
  await desk.client.addOperator({ name: 'eve', role: 'auditor', passphrase: 'eve has her own' });
  const scan = await openCheque(genuine()[0]!);
  const { candidates } = await desk.client.identifyScan({ scan, region: null });
  await desk.client.lockStore({});
  const store = await openStore(desk.storeDirectory, { passphrase });
  const entries = (await store.record.entries({ limit: 10_000 })).filter(({ kind }) => kind === 'identified');
  await store.close();
  expect(entries.length).toBeGreaterThanOrEqual(7);
  expect(entries.at(-1)!.details).toMatchObject({
    operator: 'clerk',
    nobody: false,
    candidates: candidates.map(({ signatory, score }) => ({ signatory, score })),
  });
  expect(JSON.stringify(entries)).not.toContain(candidates[0]!.signatoryName);
  await desk.client.unlockStore({ key: 'eve has her own', recovery: false });
  for (const call of [
    desk.client.identifyScan({ scan, region: null }),
    desk.client.identifyCheck({ check: 'x' }),
    desk.client.batchHands({ batch: 'x' }),
  ])
    await expect(call).rejects.toMatchObject({ fault: 'forbidden' });
});
