import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CheckResult } from '../../src-main/contract/check.ts';
import { openStore } from '../../src-main/store/open-store.ts';
import type { GeneratedCheque } from '../../src-main/sample/cheques/generate.ts';
import { sharedArea, specimensOf, straightCheque } from '../e2e/whole-cheques.ts';
import { openTestDesk, passphrase, setUp, type TestDesk } from './open-test-desk.ts';

let desk: TestDesk;
let made: GeneratedCheque;

async function enrol(signatory: string, signer: string): Promise<void> {
  const scans = [];
  for (const { name, buffer } of await specimensOf(signer, 3)) {
    const { scan } = await desk.client.openScan({ name, bytes: Uint8Array.from(buffer), page: 0 });
    scans.push({ scan, region: null, capturedOn: null, source: 'card' as const });
  }
  await desk.client.enrol({ account: account(), holder: 'Porter and Yates', signatory, scans });
}

const account = (): string => made.cheques[0]!.account!;

async function check(): Promise<CheckResult> {
  const opened = await desk.client.openScan({ name: 'cheque.jpg', bytes: made.bytes, page: 0 });
  expect(opened).toMatchObject({ account: account(), accountKnown: true });
  return desk.client.checkCheque({ scan: opened.scan, account: account(), region: null });
}

beforeAll(async () => {
  made = await straightCheque('end to end', 2, 54);
  desk = await openTestDesk();
  await setUp(desk);
});
afterAll(async () => {
  await desk.close();
});

describe('a cheque that two people signed', () => {
  it('judges both, and says that the second matches nobody while only the first has specimens', async () => {
    await enrol('Agnes Porter', made.cheques[0]!.signatures[0]!.signer);
    const { signatures, verdict, score, reasons } = await check();
    expect(signatures).toHaveLength(2);
    const decides = signatures.find((signature) => signature.decides)!;
    const other = signatures.find((signature) => !signature.decides)!;
    expect(sharedArea(decides.inkBox, made.cheques[0]!.signatures[0]!.box)).toBeGreaterThan(0.7);
    expect(decides.judged).toMatchObject({ verdict, score, signatoryName: 'Agnes Porter' });
    expect(verdict).not.toBe('mismatch');
    expect(other.judged!.verdict).not.toBe('match');
    expect(reasons).toContain('Another signature on the cheque matches no signatory of the account: look at it too.');
  });

  it('finds each one its own signatory when both are on file, and records both', async () => {
    await enrol('Basil Yates', made.cheques[0]!.signatures[1]!.signer);
    const result = await check();
    const { signatures } = result;
    expect(signatures.filter(({ decides }) => decides)).toHaveLength(1);
    for (const [at, name] of ['Agnes Porter', 'Basil Yates'].entries()) {
      const truth = made.cheques[0]!.signatures[at]!;
      const own = signatures.find(({ inkBox }) => sharedArea(inkBox, truth.box) > 0.7);
      expect(own?.judged?.signatoryName).toBe(name);
      expect(own?.judged?.verdict).not.toBe('mismatch');
    }
    await desk.close({ keepFolder: true });
    const store = await openStore(desk.storeDirectory, { passphrase });
    const { result: recorded } = await store.checkById(result.check);
    const other = signatures.find(({ decides }) => !decides)!;
    expect(recorded).toMatchObject({
      verdict: result.verdict,
      others: [{ found: other.found, verdict: other.judged!.verdict, score: other.judged!.score }],
    });
    await store.close();
    expect(desk.reported).toEqual([]);
  });
});
