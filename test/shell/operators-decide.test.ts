import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openStore } from '../../src-main/store/open-store.ts';
import { runCommandLine } from '../../src-main/shell/command-line.ts';
import { commands } from '../../src-main/shell/commands/all.ts';
import { quietHost } from '../desk/quiet-host.ts';
import { newCheck, operator, passphrase, quick, specimen, withStore } from '../store/store-helpers.ts';

const benKey = 'ben has his own';

/** Runs commands on one store, each as whoever's passphrase is given. */
function shell(directory: string, policyFile = '/nowhere/policy.json') {
  return async (key: string, ...words: string[]) => {
    const notes: string[] = [];
    let printed = '';
    const host = quietHost({
      passphrase: (purpose) => Promise.resolve(purpose === 'change' ? benKey : key),
      note: (line) => notes.push(line),
      policyFile,
    });
    const exitCode = await runCommandLine([...words, '--store', directory, '--json'], {
      commands,
      host,
      surroundings: { ownStore: '/nowhere', logFolder: '/nowhere' },
      print: (text) => (printed += text),
    });
    const output = printed === '' ? null : (JSON.parse(printed) as Record<string, unknown>);
    return { exitCode, output, notes: notes.join('\n') };
  };
}

describe('operators', () => {
  test('are added, changed and removed, and what is refused changes nothing', () =>
    withStore(async ({ store, directory }) => {
      await store.close();
      const run = shell(directory);
      expect((await run(passphrase, 'operators', 'add', 'eve', '--role', 'king')).notes).toContain('no role "king"');
      const added = await run(passphrase, 'operators', 'add', 'ben', '--role', 'clerk');
      expect(added.output?.['operators']).toMatchObject([{ name: operator }, { name: 'ben', role: 'clerk' }]);
      expect(await run(benKey, 'operators', 'list')).toMatchObject({
        exitCode: 1,
        notes: expect.stringContaining('"operators"'),
      });
      expect((await run(passphrase, 'operators', 'role', 'looks', '--may', 'check,fly')).exitCode).toBe(64);
      await run(passphrase, 'operators', 'role', 'looks', '--may', 'check');
      const changed = await run(passphrase, 'operators', 'change', 'ben', '--role', 'looks');
      expect(changed.output?.['operators']).toMatchObject([{}, { name: 'ben', permissions: ['check'] }]);
      expect((await run(passphrase, 'operators', 'drop-role', 'looks')).notes).toContain('is that of ben');
      expect((await run(passphrase, 'operators', 'change', operator, '--role', 'clerk')).exitCode).toBe(1);
      expect((await run(passphrase, 'operators', 'change', 'ben')).exitCode).toBe(64);
      const removed = await run(passphrase, 'operators', 'remove', 'ben');
      expect(removed.output?.['operators']).toMatchObject([{ name: operator }]);
      expect((await run(passphrase, 'operators', 'drop-role', 'looks')).exitCode).toBe(0);
      expect((await run(benKey, 'operators', 'list')).exitCode).toBe(1);
    }));
});

describe('decide', () => {
  test('decides as the window does: a second person confirms above the amount, and nobody for themselves', () =>
    withStore(async ({ store, directory, folder }) => {
      await store.enrol({ account: '1234', signatory: 'Ada', specimens: [specimen(1)] });
      const checks = [await store.recordCheck(newCheck('1234')), await store.recordCheck(newCheck('1234'))];
      await store.operators.saveRole({ name: 'clerk', permissions: ['check', 'decide', 'confirm'] }, operator);
      await store.operators.add({ name: 'ben', role: 'clerk', passphrase: benKey }, operator);
      await store.close();
      const policyFile = join(folder, 'policy.json');
      const fourEyes = { amountAbove: 5000, scoreBelow: null, enrolments: false };
      writeFileSync(policyFile, JSON.stringify({ format: 'countersign-policy/1', fourEyes }));
      const run = shell(directory, policyFile);
      const [first = '', second = ''] = checks;

      expect((await run(benKey, 'decide', 'return', first)).notes).toContain('give a reason');
      expect(await run(benKey, 'decide', 'accept', first, '--amount', '5000')).toMatchObject({
        exitCode: 0,
        output: { state: 'final', operator: 'ben' },
      });
      const large = await run(benKey, 'decide', 'accept', second, '--amount', '5000.01');
      expect(large).toMatchObject({ exitCode: 4, output: { state: 'awaiting', awaits: ['amount'] } });
      const decision = String(large.output?.['decision']);
      expect((await run(benKey, 'decide', 'confirm', decision)).notes).toContain('Nobody confirms');
      expect((await run(passphrase, 'decide', 'list')).output?.['decisions']).toMatchObject([
        { check: second, mayConfirm: true },
      ]);
      expect((await run(passphrase, 'decide', 'refuse', decision)).notes).toContain('give a reason');
      expect(await run(passphrase, 'decide', 'confirm', decision)).toMatchObject({
        exitCode: 0,
        output: { state: 'confirmed' },
      });
      expect((await run(benKey, 'decide', 'undo', decision)).notes).toContain('supervise');
      expect((await run(passphrase, 'decide', 'undo', decision, '--reason', 'wrong one')).exitCode).toBe(0);
      expect((await run(passphrase, 'decide', 'accept')).exitCode).toBe(64);

      const again = await openStore(directory, { passphrase }, quick);
      expect((await again.checkById(second)).decision).toBeNull();
      expect((await again.checkById(first)).decision).toMatchObject({ operator: 'ben', state: 'final' });
      await again.close();
    }));

  test('confirms an enrolment, whose specimens count from then on', () =>
    withStore(async ({ store, directory }) => {
      const made = await store.enrol({ account: '1', signatory: 'Ada', specimens: [specimen(1)], awaits: true });
      await store.operators.add({ name: 'ben', role: 'supervisor', passphrase: benKey }, operator);
      await store.close();
      const run = shell(directory);
      const id = String(made.enrolment);
      expect((await run(passphrase, 'decide', 'confirm', '--enrolment', id)).exitCode).toBe(1);
      expect(await run(benKey, 'decide', 'confirm', '--enrolment', id)).toMatchObject({
        exitCode: 0,
        output: { enrolment: id, state: 'confirmed' },
      });
      const again = await openStore(directory, { passphrase }, quick);
      expect(await again.specimensOf('1')).toHaveLength(1);
      await again.close();
    }));
});

describe('reasons', () => {
  test("are the bank's to edit, by who may change policy; a decision takes one by its code", () =>
    withStore(async ({ store, directory }) => {
      await store.enrol({ account: '1234', signatory: 'Ada', specimens: [specimen(1)] });
      const check = await store.recordCheck(newCheck('1234'));
      await store.operators.add({ name: 'ben', role: 'clerk', passphrase: benKey }, operator);
      await store.close();
      const run = shell(directory);
      const set = ['reasons', 'set', 'r77', '--words', 'Not the drawer', '--for', 'return, refer'];
      expect(await run(benKey, ...set)).toMatchObject({ exitCode: 1, notes: expect.stringContaining('"policy"') });
      expect((await run(passphrase, 'reasons', 'set', 'R 77', '--words', 'x', '--for', 'return')).exitCode).toBe(64);
      expect((await run(passphrase, 'reasons', 'set', 'R77', '--words', 'x', '--for', 'pay')).exitCode).toBe(64);
      const list = (await run(passphrase, ...set)).output?.['reasons'] as unknown[];
      expect(list.at(-1)).toEqual({ code: 'R77', words: 'Not the drawer', for: ['return', 'refer'], retired: false });

      const decided = await run(benKey, 'decide', 'return', check, '--reason', 'r77', '--note', 'he called');
      expect(decided).toMatchObject({ exitCode: 0, output: { state: 'final' } });
      expect((await run(passphrase, 'reasons', 'retire', 'R77')).exitCode).toBe(0);
      expect((await run(passphrase, 'reasons', 'retire', 'R78')).notes).toContain('no reason R78');
      expect((await run(benKey, 'decide', 'refer', check, '--reason', 'R77')).notes).toContain('R77 is retired');

      const again = await openStore(directory, { passphrase }, quick);
      expect((await again.checkById(check)).decision).toMatchObject({
        code: 'R77',
        reason: 'Not the drawer: he called',
      });
      await again.close();
    }));
});
