import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EnrolOutput } from '../../../src-main/contract/cli.ts';
import { bulkEnrol } from '../../../src-main/desk/bulk-enrolment/bulk-command.ts';
import { createStore } from '../../../src-main/store/create-store.ts';
import { openStore } from '../../../src-main/store/open-store.ts';
import type { ReferenceStore } from '../../../src-main/store/reference-store.ts';
import { signatureCard, type CardBox } from '../../signature-cards/signature-card.ts';
import { passphrase } from '../open-test-desk.ts';
import { quietHost } from '../quiet-host.ts';

const host = quietHost({ passphrase: () => Promise.resolve(passphrase) });
let home: string;
let store: string;

const boxes = (...signers: (string | null)[]): CardBox[] =>
  signers.map((signer, take) => (signer === null ? null : { signer, take }));

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'countersign-cards-'));
  store = join(home, 'store');
  await (await createStore(store, { passphrase, operator: 'clerk' })).store.close();
});
afterAll(async () => {
  await rm(home, { recursive: true, force: true });
});

async function inStore<Value>(look: (opened: ReferenceStore) => Promise<Value>): Promise<Value> {
  const opened = await openStore(store, { passphrase });
  try {
    return await look(opened);
  } finally {
    await opened.close();
  }
}

const states = ({ accounts = [] }: EnrolOutput): Record<string, string> =>
  Object.fromEntries(accounts.map(({ account, state }) => [account, state]));

test('each signed box of a card is a specimen; print and empty boxes are none', async () => {
  const list = join(home, 'list.csv');
  await writeFile(join(home, 'card.png'), await signatureCard(boxes('Ann', 'Ann', null, 'Basil', 'Basil', null)));
  await writeFile(list, 'file,account,signatory\ncard.png,1000,Ann|Ann|Basil|Basil\n');
  const tried = await bulkEnrol(host, { store, list, cards: true, dryRun: true });
  expect(tried.accounts).toMatchObject([
    {
      account: '1000',
      state: 'would-add',
      signatories: [
        { signatory: 'Ann', specimens: 2 },
        { signatory: 'Basil', specimens: 2 },
      ],
    },
  ]);
  expect(await inStore((opened) => opened.listAccounts())).toEqual([]);

  const before = await inStore(async (opened) => (await opened.record.head()).sequence);
  expect(states(await bulkEnrol(host, { store, list, cards: true, dryRun: false }))).toEqual({ 1000: 'added' });
  await inStore(async (opened) => {
    const specimens = await opened.specimensOf('1000');
    expect(specimens.map(({ signatoryName, source }) => [signatoryName, source])).toEqual([
      ['Ann', 'card.png, box 1'],
      ['Ann', 'card.png, box 2'],
      ['Basil', 'card.png, box 4'],
      ['Basil', 'card.png, box 5'],
    ]);
    // All of an account at once, with one entry.
    const kinds = (await opened.record.entries({ after: before })).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'enrolled')).toHaveLength(1);
  });
  expect(states(await bulkEnrol(host, { store, list, cards: true, dryRun: false }))).toEqual({ 1000: 'on-file' });
});

test('a card that lies askew is read as one that lies straight', async () => {
  const list = join(home, 'askew.csv');
  await writeFile(join(home, 'askew.png'), await signatureCard(boxes('Ann', 'Ann', 'Ann', null), { skew: 1.8 }));
  await writeFile(list, 'file,account,signatory\naskew.png,6000,Ann\n');
  const output = await bulkEnrol(host, { store, list, cards: true, dryRun: true });
  expect(output.accounts).toMatchObject([{ state: 'would-add', signatories: [{ specimens: 3 }], problems: [] }]);
});

test('a card with another count than names, without boxes or without signatures keeps its account out, the others go in', async () => {
  const tree = join(home, 'tree');
  const cards: [string, string, CardBox[]][] = [
    ['2000', 'Clara', boxes('Clara', 'Clara')],
    ['3000', 'Dora', boxes(null, null)],
    ['4000', 'Emil', []],
    ['5000', 'Fay|Gus|Hal', boxes('Fay', 'Gus')],
  ];
  for (const [account, signatory, on] of cards) {
    await mkdir(join(tree, account, signatory), { recursive: true });
    await writeFile(join(tree, account, signatory, 'card.png'), await signatureCard(on));
  }
  await writeFile(join(tree, '3000', 'Dora', 'second.png'), 'no picture');
  const output = await bulkEnrol(host, { store, folder: tree, cards: true, dryRun: false });
  expect(states(output)).toEqual({ 2000: 'added', 3000: 'left-out', 4000: 'left-out', 5000: 'left-out' });
  expect(output.refused.map(({ reason }) => reason)).toEqual([
    'None of the 2 boxes on this card is signed.',
    expect.stringContaining('picture'),
    expect.stringContaining('No boxes were found on this card.'),
    '2 boxes of this card are signed (1, 2), but 3 signatories are named.',
  ]);
  expect((await inStore((opened) => opened.listAccounts())).map(({ number }) => number)).toEqual(['1000', '2000']);
});
