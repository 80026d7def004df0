import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SpecimensOutput } from '../../src-main/contract/cli-enrol.ts';
import { createStore } from '../../src-main/store/create-store.ts';
import { openStore } from '../../src-main/store/open-store.ts';
import { runCommandLine } from '../../src-main/shell/command-line.ts';
import { commands } from '../../src-main/shell/commands/all.ts';
import { quietHost } from '../desk/quiet-host.ts';
import { specimensOf } from '../e2e/whole-cheques.ts';

const passphrase = 'correct horse';
const clerkKey = 'the clerk has one';
let home: string;
let store: string;
const scans: string[] = [];

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'countersign-specimens-'));
  store = join(home, 'store');
  for (const { name, buffer } of await specimensOf('Ann', 4)) {
    scans.push(join(home, name));
    await writeFile(join(home, name), buffer);
  }
  const made = await createStore(store, { passphrase, operator: 'olga' });
  await made.store.operators.add({ name: 'ben', role: 'clerk', passphrase: clerkKey }, 'olga');
  await made.store.close();
});
afterAll(async () => {
  await rm(home, { recursive: true, force: true });
});

async function run(key: string, ...words: string[]) {
  const notes: string[] = [];
  let printed = '';
  const host = quietHost({ passphrase: () => Promise.resolve(key), note: (line) => notes.push(line) });
  const exitCode = await runCommandLine([...words, '--store', store, '--json'], {
    commands,
    host,
    surroundings: { ownStore: '/nowhere', logFolder: '/nowhere' },
    print: (text) => (printed += text),
  });
  const output = printed === '' ? null : (JSON.parse(printed) as SpecimensOutput);
  return { exitCode, output, notes: notes.join('\n') };
}

const onAccount = ['--account', '1000'];
const because = ['--reason', 'asked for'];

test('an account is set right from the command line, by who may enrol, and what was stays to be seen', async () => {
  const enrol = (name: string, ...files: string[]) =>
    run(passphrase, 'enrol', ...onAccount, '--signatory', name, ...files);
  expect((await enrol('A. Lee', scans[0]!)).exitCode).toBe(0);
  expect((await enrol('Ann Lee', scans[1]!, scans[2]!)).exitCode).toBe(0);

  const merge = ['specimens', 'merge', ...onAccount, '--from', 'a. lee', '--into', 'Ann Lee', ...because];
  expect(await run(clerkKey, ...merge)).toMatchObject({ exitCode: 1, notes: expect.stringContaining('"enrol"') });
  const merged = (await run(passphrase, ...merge)).output!;
  expect(merged.signatories).toMatchObject([{ name: 'Ann Lee', merged: ['A. Lee'] }]);
  const ids = merged.signatories[0]!.specimens.map(({ specimen }) => specimen);
  expect(ids).toHaveLength(3);
  expect((await run(passphrase, ...merge)).notes).toContain('has no signatory a. lee. It has: Ann Lee.');

  const replace = (scan: string) =>
    run(
      passphrase,
      'specimens',
      'replace',
      ids[0]!,
      ...onAccount,
      '--scan',
      scan,
      '--captured-on',
      '2026-11-01',
      ...because,
    );
  expect((await replace(scans[2]!)).notes).toContain('This signature is on file already');
  expect((await replace(join(home, 'none.png'))).exitCode).toBe(1);
  const replaced = (await replace(scans[3]!)).output!.signatories[0]!.specimens;
  expect(replaced).toHaveLength(4);
  expect(replaced[0]).toMatchObject({ specimen: ids[0], retiredOn: expect.any(String) });
  expect(replaced[3]).toMatchObject({ replaces: ids[0], capturedOn: '2026-11-01', retiredOn: null });

  const retire = (verb: string, id: string) => run(passphrase, 'specimens', verb, id, ...onAccount, ...because);
  expect((await retire('retire', ids[0]!)).notes).toContain('retired already');
  expect((await retire('take-back', ids[0]!)).output!.signatories[0]!.specimens[0]).toMatchObject({ retiredOn: null });
  expect((await run(clerkKey, 'specimens', 'list', ...onAccount)).output!.signatories[0]!.specimens).toHaveLength(4);
  expect((await run(passphrase, 'specimens', 'list', '--account', '7')).notes).toContain("isn't on file");

  const opened = await openStore(store, { passphrase });
  const kinds = (await opened.record.entries()).map(({ kind }) => kind).filter((kind) => kind !== 'logged-on');
  expect(kinds).toEqual(expect.arrayContaining(['signatories-merged', 'specimen-replaced', 'specimen-taken-back']));
  expect((await opened.verify()).problems).toEqual([]);
  await opened.close();
});
