import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CheckResult } from '../../src-main/contract/check.ts';
import type { Mandate } from '../../src-main/contract/mandate.ts';
import type { GeneratedCheque } from '../../src-main/sample/cheques/generate.ts';
import { judgeMandate } from '../../src-main/mandate/judge-mandate.ts';
import { openStore } from '../../src-main/store/open-store.ts';
import { specimensOf, straightCheque } from '../e2e/whole-cheques.ts';
import { openTestDesk, passphrase, setUp, type TestDesk } from './open-test-desk.ts';

let desk: TestDesk;
let made: GeneratedCheque;
const ids = new Map<string, string>();

const account = (): string => made.cheques[0]!.account!;

async function enrol(signatory: string, signer: string): Promise<void> {
  const scans = [];
  for (const { name, buffer } of await specimensOf(signer, 3)) {
    const { scan } = await desk.client.openScan({ name, bytes: Uint8Array.from(buffer), page: 0 });
    scans.push({ scan, region: null, capturedOn: null, source: 'card' as const });
  }
  await desk.client.enrol({ account: account(), holder: 'Porter and Yates', signatory, scans });
  const { signatories } = await desk.client.mandates({ account: account() });
  for (const { id, name } of signatories) ids.set(name, id);
}

async function check(amount: number | null, date: string | null = null): Promise<CheckResult> {
  const opened = await desk.client.openScan({ name: 'cheque.jpg', bytes: made.bytes, page: 0 });
  return desk.client.checkCheque({ scan: opened.scan, account: account(), region: null, amount, date });
}

const group = (name: string, ...members: string[]): Mandate['groups'][number] => ({
  name,
  members: members.map((each) => ({ signatory: ids.get(each)!, from: null, to: null })),
});

async function setMandate(from: string, words: string, ...groups: Mandate['groups']): Promise<void> {
  const { rules } = await desk.client.readMandateWords({ words });
  await desk.client.setMandate({ account: account(), mandate: { from, groups, rules } });
}

beforeAll(async () => {
  made = await straightCheque('end to end', 2, 54);
  desk = await openTestDesk();
  await setUp(desk);
  await enrol('Agnes Porter', made.cheques[0]!.signatures[0]!.signer);
  await enrol('Basil Yates', made.cheques[0]!.signatures[1]!.signer);
});
afterAll(async () => {
  await desk.close();
});

describe("a cheque under its account's mandate", () => {
  it('is judged as ever where there is none', async () => {
    const { mandate, verdict, signatures } = await check(100);
    expect(mandate).toBeNull();
    expect(verdict).toBe(signatures.find(({ decides }) => decides)!.judged!.verdict);
  });

  it('asks for both, finds each one their own, and the weaker of the two decides', async () => {
    await setMandate(
      '2026-01-01',
      'up to 500: any one of A; above: one of A with one of B',
      group('A', 'Agnes Porter'),
      group('B', 'Basil Yates'),
    );
    const result = await check(9000, '2026-03-01');
    expect(result.mandate).toMatchObject({ amount: 9000, day: '2026-03-01', missing: [], verdict: result.verdict });
    expect(result.verdict).not.toBe('mismatch');
    expect(result.signatures.map(({ judged }) => judged!.signatoryName).sort()).toEqual([
      'Agnes Porter',
      'Basil Yates',
    ]);
    const scores = result.signatures.map(({ judged }) => judged!.score);
    expect(result.score).toBe(Math.min(...scores));
    const recorded = await recordedOf(result);
    expect(recorded.mandate.ratios).toHaveLength(2);
    expect(recorded.verdict).toBe(result.verdict);
    // Made again from what is on record.
    const again = judgeMandate({ ...recorded.question, ratios: recorded.mandate.ratios });
    expect(again).toMatchObject({ verdict: recorded.mandate.verdict, among: recorded.mandate.among });
  });

  it('is a mismatch where a signature that the mandate needs is nobody of that group, and says which', async () => {
    await setMandate('2026-04-01', 'any amount: two of A', group('A', 'Agnes Porter', 'Basil Yates'));
    await enrol('Clara Finch', 'somebody else');
    await setMandate(
      '2026-05-01',
      'up to 500: any one of A; above: one of A with one of B',
      group('A', 'Agnes Porter'),
      group('B', 'Clara Finch'),
    );
    const result = await check(9000, '2026-05-01');
    expect(result.verdict).toBe('mismatch');
    expect(result.mandate).toMatchObject({ missing: [{ group: 'B', count: 1 }] });
    expect(result.reasons).toContain('A signature of group B is missing.');
    // The day before, the earlier mandate counts.
    expect((await check(9000, '2026-04-30')).verdict).not.toBe('mismatch');
    // One of A is enough for less.
    expect((await check(500, '2026-05-01')).verdict).not.toBe('mismatch');
    const unknown = await check(null, '2026-05-01');
    expect(unknown.verdict).toBe('mismatch');
    expect(unknown.reasons[0]).toMatch(/^The amount isn't known, so the strictest rule/);
  });

  it('refuses words it cannot read and rules that nobody can meet, and stores neither', async () => {
    const before = await desk.client.mandates({ account: account() });
    await expect(desk.client.readMandateWords({ words: 'somebody' })).rejects.toMatchObject({ fault: 'bad-mandate' });
    await expect(
      setMandate('2026-06-01', 'any amount: three of A', group('A', 'Agnes Porter', 'Basil Yates')),
    ).rejects.toMatchObject({ fault: 'bad-mandate' });
    expect(await desk.client.mandates({ account: account() })).toEqual(before);
    expect(desk.reported).toEqual([]);
  });
});

interface RecordedMandate {
  mandate: string;
  day: string;
  amount: number | null;
  verdict: string;
  among: number;
  ratios: (number | null)[][];
}

/** What the record says of a check, with the question that its mandate answers. */
async function recordedOf(result: CheckResult) {
  const store = await openStore(desk.storeDirectory, { passphrase });
  try {
    const recorded = (await store.checkById(result.check)).result as unknown as {
      verdict: string;
      mandate: RecordedMandate;
    };
    const mandate = (await store.mandates.of(result.account)).find(({ id }) => id === recorded.mandate.mandate)!;
    const borders = { matchAbove: result.bands.matchAbove, mismatchBelow: result.bands.mismatchBelow };
    const signatories = (await store.signatoriesOf(result.account)).map(({ id, name }) => ({ id, name, borders }));
    const { day, amount } = recorded.mandate;
    return { ...recorded, question: { groups: mandate.groups, rules: mandate.rules, day, amount, signatories } };
  } finally {
    await store.close();
  }
}
