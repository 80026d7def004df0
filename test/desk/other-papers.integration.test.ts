import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CallFailure } from '../../src-main/contract/calls.ts';
import { specimensOf } from '../e2e/whole-cheques.ts';
import { openTestDesk, setUp, type TestDesk } from './open-test-desk.ts';
import { otherPapers } from './other-papers.ts';

/** An account of the samples: it has specimens, and the samples' bank layout says where its signature lies. */
const withLayout = '4100-2278';
/** Another one, which no bank layout is for. */
const account = '9-0042';
let desk: TestDesk;

beforeAll(async () => {
  desk = await openTestDesk();
  await setUp(desk);
  await desk.client.loadSamples({});
  const scans = [];
  for (const { name, buffer } of await specimensOf('other papers', 3)) {
    const { scan } = await desk.client.openScan({ name, bytes: Uint8Array.from(buffer), page: 0 });
    scans.push({ scan, region: null, capturedOn: null, source: 'card' as const });
  }
  await desk.client.enrol({ account, holder: 'Clara Voss', signatory: 'Clara Voss', scans });
});
afterAll(async () => {
  await desk.close();
});

const openAs = (bytes: Uint8Array) => desk.client.openScan({ name: 'paper.jpg', bytes, page: 0 });

/** What a check comes to: its verdict, or the fault that it is refused with, in words. */
async function outcomeOf(scan: string, number: string): Promise<string> {
  try {
    return (await desk.client.checkCheque({ scan, account: number, region: null })).verdict;
  } catch (error) {
    if (!(error instanceof CallFailure)) throw error;
    expect(error.message).toMatch(/\w.*\.$/);
    return error.fault;
  }
}

const refused = /^(no-ink|no-signature|not-a-signature|quality|too-small)$/;

/** A fixture's cheque twice on a dark bed, the second over the first's corner. */
async function overlapping(): Promise<Uint8Array> {
  const cheque = await readFile(new URL('../fixtures/cheques/whole-1600x720.jpg', import.meta.url));
  const bed = sharp({ create: { width: 2400, height: 1500, channels: 3, background: '#303030' } });
  const laid = bed.composite([
    { input: cheque, left: 100, top: 100 },
    { input: cheque, left: 650, top: 620 },
  ]);
  return Uint8Array.from(await laid.toColourspace('b-w').jpeg({ quality: 90 }).toBuffer());
}

describe('papers that are no signed cheque, dropped on the desk', () => {
  it.each(otherPapers)('$what: opened, no verdict, and words that say why', async ({ bytes, drawn }) => {
    const { scan, reading } = await openAs(await bytes());
    expect(reading).toMatchObject({ cheques: [] });
    const outcome = await outcomeOf(scan, account);
    // A drawing's lines can be a pen's: it may be judged, but it is nobody's signature.
    if (drawn && outcome === 'mismatch') return;
    expect(outcome).toMatch(refused);
  });

  it.each(otherPapers)("$what, where a bank's layout says that there is a signature: no match", async ({ bytes }) => {
    const { scan } = await openAs(await bytes());
    const outcome = await outcomeOf(scan, withLayout);
    if (outcome !== 'mismatch') expect(outcome).toMatch(refused);
  });

  it('two cheques that lie over each other: to be scanned apart', async () => {
    const { scan, reading } = await openAs(await overlapping());
    expect(reading).toEqual({ kind: 'other', cheques: [] });
    await expect(desk.client.checkCheque({ scan, account, region: null })).rejects.toMatchObject({
      fault: 'overlapping',
      message: expect.stringMatching(/lie over each other.*scan them again/),
    });
  });

  it('never failed inside', () => {
    expect(desk.reported).toEqual([]);
  });
});
