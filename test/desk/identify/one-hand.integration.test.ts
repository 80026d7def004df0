import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { handsOfBatch } from '../../../src-main/desk/identify/identify-command.ts';
import { looseSignature } from '../../../src-main/sample/loose-signature.ts';
import { createSigner } from '../../../src-main/sample/signer.ts';
import { groupOneHand } from '../../prove/one-hand.ts';
import { openTestDesk, passphrase, setUp, type TestDesk } from '../open-test-desk.ts';
import { quietHost } from '../quiet-host.ts';

let folder: string;
let desk: TestDesk;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-one-hand-test-'));
  desk = await openTestDesk();
  await setUp(desk);
  await desk.client.loadSamples({});
});
afterAll(async () => {
  await desk.close();
  await rm(folder, { recursive: true, force: true });
});

test("a small part of the long proof: a forger's hand on four accounts comes out as one group", async () => {
  const cache = join(folder, 'cache');
  const found = await groupOneHand({ count: 60, whole: 6, accounts: 4, cache });
  expect(found.forged).toBeGreaterThanOrEqual(3);
  // Four signatures tell less of how a hand varies than twelve do: one may stay out.
  expect(found.inGroup).toBeGreaterThanOrEqual(found.forged - 1);
  expect(found.strangers).toBeLessThanOrEqual(1);
  // What was read is taken from the cache, and says the same.
  expect(await groupOneHand({ count: 60, whole: 6, accounts: 4, cache })).toEqual(found);
});

test('a stranger who signs for three accounts of a batch shows as one hand, with items, checks and verdicts', async () => {
  const scans = join(folder, 'scans');
  await mkdir(scans);
  const accounts = ['4100-2278', '5207-0046', '7731-9024'];
  const stranger = createSigner('comes later 1');
  for (const [at, account] of accounts.entries())
    await writeFile(join(scans, `${account}-note-${at}.png`), await looseSignature(stranger, at + 1));
  // Their layout's box is for whole cheques, and would cut the notes.
  for (const { name } of (await desk.client.settings({})).layouts) await desk.client.removeLayout({ name });
  const { cheques } = await desk.client.sampleCheques({});
  for (const { name, bytes } of cheques.filter(({ shows }) => shows === 'Signed by the account holder'))
    await writeFile(join(scans, name), bytes);
  const { batch } = await desk.client.startBatch({ folder: scans });
  await expect
    .poll(
      async () => {
        const { batches } = await desk.client.batches({});
        const { done, total, running } = batches[0]!.progress;
        return !running && total > 0 && done === total;
      },
      { timeout: 240_000, interval: 500 },
    )
    .toBe(true);
  const { items } = await desk.client.batchItems({ batch, filter: {}, offset: 0, limit: 20 });
  expect(items.filter(({ state }) => state !== 'judged').map(({ file, reasons }) => [file, reasons])).toEqual([]);
  const { hands, signatures, leftOut } = await desk.client.batchHands({ batch });
  expect([signatures, leftOut]).toEqual([6, 0]);
  expect(hands).toHaveLength(1);
  expect(hands[0]!.accounts).toEqual(accounts);
  const notes = hands[0]!.signatures.filter(({ file }) => file.includes('-note-'));
  expect(notes).toHaveLength(3);
  expect(hands[0]!.signatures.length - notes.length).toBeLessThanOrEqual(1);
  for (const { item, check, file, account, verdict } of hands[0]!.signatures) {
    expect(items.find((each) => each.item === item)).toMatchObject({ check, file, account, verdict });
    if (file.includes('-note-')) expect(verdict).not.toBe('match');
  }
  // The same by the command line.
  await desk.client.lockStore({});
  const host = quietHost({ passphrase: () => Promise.resolve(passphrase) });
  const output = await handsOfBatch(host, { store: desk.storeDirectory, batch: null });
  expect(output.hands.map((hand) => hand.signatures.map(({ file }) => file))).toEqual(
    hands.map((hand) => hand.signatures.map(({ file }) => file)),
  );
}, 300_000);
