import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EnrolOutput } from '../../../src-main/contract/cli.ts';
import { bulkEnrol } from '../../../src-main/desk/bulk-enrolment/bulk-command.ts';
import { createStore } from '../../../src-main/store/create-store.ts';
import { openStore } from '../../../src-main/store/open-store.ts';
import { specimensOf } from '../../e2e/whole-cheques.ts';
import { passphrase } from '../open-test-desk.ts';
import { quietHost } from '../quiet-host.ts';

const host = quietHost({ passphrase: () => Promise.resolve(passphrase) });
let home: string;
let store: string;
let tree: string;

async function put(account: string, signatory: string, hand: string, count: number): Promise<void> {
  const folder = join(tree, account, signatory);
  await mkdir(folder, { recursive: true });
  for (const { name, buffer } of await specimensOf(hand, count)) await writeFile(join(folder, name), buffer);
}

/** One account in order, one with a file that is no picture, one whose two signatories have the same signature. */
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'countersign-bulk-'));
  store = join(home, 'store');
  tree = join(home, 'tree');
  await put('1000', 'Ann', 'Ann', 2);
  await put('1000', 'Basil', 'Basil', 1);
  await put('2000', 'Clara', 'Clara', 1);
  await writeFile(join(tree, '2000', 'Clara', 'zz.png'), 'no picture');
  await put('3000', 'Dora', 'Dora', 1);
  await cp(join(tree, '3000', 'Dora'), join(tree, '3000', 'Emil'), { recursive: true });
  await (await createStore(store, { passphrase, operator: 'clerk' })).store.close();
});
afterAll(async () => {
  await rm(home, { recursive: true, force: true });
});

const states = ({ accounts = [] }: EnrolOutput): Record<string, string> =>
  Object.fromEntries(accounts.map(({ account, state }) => [account, state]));

async function onFile(): Promise<Record<string, number>> {
  const opened = await openStore(store, { passphrase });
  try {
    return Object.fromEntries((await opened.listAccounts()).map(({ number, specimens }) => [number, specimens]));
  } finally {
    await opened.close();
  }
}

test('a dry run says what would become of each account, and stores nothing', async () => {
  const output = await bulkEnrol(host, { store, folder: tree, dryRun: true, cards: false });
  expect(states(output)).toEqual({ 1000: 'would-add', 2000: 'left-out', 3000: 'left-out' });
  expect(output.accounts![0]!.signatories).toEqual([
    { signatory: 'Ann', specimens: 2 },
    { signatory: 'Basil', specimens: 1 },
  ]);
  expect(output.accounts![1]!.problems).toMatchObject([{ kind: 'unreadable', path: join(tree, '2000/Clara/zz.png') }]);
  expect(output.accounts![2]!.problems).toMatchObject([{ kind: 'conflict', signatory: 'Emil' }]);
  expect(output.enrolled).toEqual([]);
  expect(await onFile()).toEqual({});
});

test('each account is enrolled wholly or not at all; given again, it goes on where it was', async () => {
  const output = await bulkEnrol(host, { store, folder: tree, dryRun: false, cards: false });
  expect(states(output)).toEqual({ 1000: 'added', 2000: 'left-out', 3000: 'left-out' });
  expect(output.enrolled).toHaveLength(3);
  expect(await onFile()).toEqual({ 1000: 3 });
  await rm(join(tree, '2000/Clara/zz.png'));
  await put('1000', 'Ann', 'Ann', 3);
  const again = await bulkEnrol(host, { store, folder: tree, dryRun: false, cards: false });
  expect(states(again)).toEqual({ 1000: 'added', 2000: 'added', 3000: 'left-out' });
  expect(again.enrolled.map(({ path }) => path)).toEqual([
    join(tree, '1000/Ann/specimen-3.png'),
    join(tree, '2000/Clara/specimen-1.png'),
  ]);
  expect(await onFile()).toEqual({ 1000: 4, 2000: 1 });
});

test('a list with one signature named for somebody else than the one it is on file for is a conflict', async () => {
  const list = join(home, 'list.csv');
  await writeFile(
    list,
    'file,account,signatory\ntree/1000/Ann/specimen-1.png,1000,Basil\ntree/2000/Clara/specimen-1.png,20-00,clara\n',
  );
  const output = await bulkEnrol(host, { store, list, dryRun: false, cards: false });
  expect(states(output)).toEqual({ 1000: 'left-out', 2000: 'on-file' });
  expect(output.accounts![0]!.problems).toMatchObject([{ kind: 'conflict', signatory: 'Basil' }]);
  expect(output.accounts![1]!.problems).toMatchObject([{ kind: 'duplicate' }]);
  expect(await onFile()).toEqual({ 1000: 4, 2000: 1 });
});
