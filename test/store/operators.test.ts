import { randomBytes } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openStore } from '../../src-main/store/open-store.ts';
import { verifyStore } from '../../src-main/store/verify.ts';
import { faultOf, newCheck, operator, passphrase, quick, specimen, withStore } from './store-helpers.ts';

describe('ways into a store', () => {
  test('each operator by their own passphrase, which names them', () =>
    withStore(async ({ store, directory }) => {
      await store.addPassphraseSlot({ operator: 'Ben', passphrase: 'ben has his own' });
      expect(await store.listOperators()).toEqual([operator, 'Ben']);
      expect((await faultOf(store.addPassphraseSlot({ operator: 'Ben', passphrase: 'another one' }))).fault).toBe(
        'duplicate',
      );
      await store.close();
      for (const named of [undefined, 'Ben']) {
        const bens = await openStore(directory, { passphrase: 'ben has his own', operator: named }, quick);
        expect(bens.operator).toBe('Ben');
        await bens.close();
      }
      const wrong = await faultOf(openStore(directory, { passphrase: 'ben has his own', operator }, quick));
      expect(wrong).toMatchObject({ fault: 'wrong-passphrase' });
    }));

  test('a passphrase in another Unicode form is the same one', () =>
    withStore(async ({ store, directory }) => {
      await store.addPassphraseSlot({ operator: 'Ben', passphrase: 'caf\u00e9 au lait' });
      await store.close();
      const again = await openStore(directory, { passphrase: 'cafe\u0301 au lait' }, quick);
      expect(again.operator).toBe('Ben');
      await again.close();
    }));

  test('a wrong passphrase, a mistyped recovery key and a foreign system key are told apart', () =>
    withStore(async ({ store, directory, recoveryKey }) => {
      await store.close();
      expect(await faultOf(openStore(directory, { passphrase: 'not this one' }, quick))).toMatchObject({
        fault: 'wrong-passphrase',
        message: `The passphrase doesn't open the store in ${directory}. Try again, or use the recovery key.`,
      });
      const mistyped = recoveryKey.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
      expect((await faultOf(openStore(directory, { recoveryKey: mistyped }, quick))).fault).toBe('bad-recovery-key');
      const foreign = '0000-0000-0000-0000-0000-0000-0000';
      expect((await faultOf(openStore(directory, { recoveryKey: foreign }, quick))).fault).toBe('wrong-passphrase');
      expect((await faultOf(openStore(directory, { systemKey: randomBytes(32) }, quick))).fault).toBe(
        'wrong-passphrase',
      );
    }));

  test('a passphrase needs eight characters, and nothing else', () =>
    withStore(async ({ store }) => {
      const short = await faultOf(store.addPassphraseSlot({ operator: 'Ben', passphrase: '1234567' }));
      expect(short).toMatchObject({ fault: 'weak-passphrase', message: 'A passphrase needs at least 8 characters.' });
      await store.addPassphraseSlot({ operator: 'Ben', passphrase: '        ' });
      await store.addPassphraseSlot({ operator: 'Eve', passphrase: '🗝️🗝️🗝️🗝️' });
    }));

  test("the operating system's slot", () =>
    withStore(async ({ store, directory }) => {
      const systemKey = randomBytes(32);
      expect((await faultOf(store.addSystemSlot(randomBytes(16)))).fault).toBe('invalid');
      await store.addSystemSlot(systemKey);
      await store.close();
      const again = await openStore(directory, { systemKey }, quick);
      expect(again.operator).toBe(operator);
      await again.removeSystemSlots();
      await again.close();
      expect((await faultOf(openStore(directory, { systemKey }, quick))).fault).toBe('wrong-passphrase');
    }));

  test('changing a passphrase asks for the current one, unless the recovery key opened the store', () =>
    withStore(async ({ store, directory, recoveryKey }) => {
      expect((await faultOf(store.changePassphrase({ operator, newPassphrase: 'new passphrase' }))).fault).toBe(
        'wrong-passphrase',
      );
      const guess = store.changePassphrase({
        operator,
        currentPassphrase: 'guess guess',
        newPassphrase: 'new passphrase',
      });
      expect((await faultOf(guess)).fault).toBe('wrong-passphrase');
      await store.changePassphrase({ operator, currentPassphrase: passphrase, newPassphrase: 'new passphrase' });
      await store.close();
      expect((await faultOf(openStore(directory, { passphrase }, quick))).fault).toBe('wrong-passphrase');
      const byRecovery = await openStore(directory, { recoveryKey }, quick);
      await byRecovery.changePassphrase({ operator, newPassphrase: 'newest passphrase' });
      await byRecovery.close();
      const again = await openStore(directory, { passphrase: 'newest passphrase', operator }, quick);
      expect((await again.verify()).problems).toEqual([]);
      await again.close();
    }));

  test('an operator who left no longer gets in, but the last one stays', () =>
    withStore(async ({ store, directory }) => {
      expect((await faultOf(store.removePassphraseSlot(operator))).fault).toBe('invalid');
      await store.addPassphraseSlot({ operator: 'Ben', passphrase: 'ben has his own' });
      await store.removePassphraseSlot('Ben');
      expect((await faultOf(store.removePassphraseSlot('Ben'))).fault).toBe('not-found');
      await store.close();
      expect((await faultOf(openStore(directory, { passphrase: 'ben has his own' }, quick))).fault).toBe(
        'wrong-passphrase',
      );
    }));

  test('a damaged slot is called damaged, and the recovery key still opens the store', () =>
    withStore(async ({ store, directory, recoveryKey }) => {
      await store.close();
      const database = new DatabaseSync(join(directory, 'store.sqlite'));
      database.exec("UPDATE key_slot SET parameters = replace(parameters, '1024', '2048') WHERE kind = 'passphrase'");
      database.close();
      const error = await faultOf(openStore(directory, { passphrase }, quick));
      expect(error).toMatchObject({
        fault: 'damaged',
        message: expect.stringContaining('Open it with the recovery key'),
      });
      const again = await openStore(directory, { recoveryKey }, quick);
      expect((await again.verify()).problems).toContainEqual(
        expect.objectContaining({ where: expect.stringContaining('key_slot') }),
      );
      await again.close();
    }));
});

describe('rekey', () => {
  test('everything reads the same, every old way in is void, and the old public key vouches for the new one', () =>
    withStore(async ({ store, directory, recoveryKey }) => {
      await store.enrol({ account: '12-3', holder: 'Firm', signatory: 'Ada', specimens: [specimen(1), specimen(2)] });
      await store.addPassphraseSlot({ operator: 'Ben', passphrase: 'ben has his own' });
      await store.setLayout('12', { name: 'bank' });
      await store.setSetting('appearance', 'dark');
      const check = await store.recordCheck(newCheck('123'));
      await store.recordDecision({ check, decision: 'accept', reason: 'fine' });
      const publicKey = await store.record.publicKey();
      const entries = await store.record.entries();

      const { recoveryKey: newKey } = await store.rekey({ passphrase: 'passphrase after rekey' });
      await store.enrol({ account: '12-3', signatory: 'Ada', specimens: [specimen(3)] });
      await store.rekey({ passphrase: 'passphrase after rekey' });
      expect(await store.record.publicKey()).not.toBe(publicKey);
      expect((await store.verify()).problems).toEqual([]);
      await store.close();

      for (const key of [{ passphrase }, { passphrase: 'ben has his own' }, { recoveryKey }, { recoveryKey: newKey }]) {
        expect((await faultOf(openStore(directory, key, quick))).fault).toBe('wrong-passphrase');
      }
      const again = await openStore(directory, { passphrase: 'passphrase after rekey' }, quick);
      expect(again.operator).toBe(operator);
      expect(await again.findAccount('123')).toMatchObject({ holder: 'Firm', specimens: 3 });
      const [first] = await again.specimensOf('123', { modelHash: 'hash-1' });
      expect(first).toMatchObject({ signatoryName: 'Ada', template: specimen(1).template });
      expect(Buffer.from((await first?.imageBytes()) ?? [])).toEqual(specimen(1).imageBytes);
      expect((await again.checkById(check)).decision).toMatchObject({ reason: 'fine' });
      expect((await again.layoutFor('1299'))?.layout).toEqual({ name: 'bank' });
      expect(await again.getSetting('appearance')).toBe('dark');
      expect((await faultOf(again.enrol({ account: '123', signatory: 'X', specimens: [specimen(2)] }))).fault).toBe(
        'duplicate',
      );
      expect((await again.record.entries()).slice(0, entries.length)).toEqual(entries);
      await again.close();
      expect(await verifyStore(directory, null, { publicKey })).toMatchObject({ ok: true, envelopesOpened: false });
    }));

  test('another program that has the store open is told to unlock it again', () =>
    withStore(async ({ store, directory }) => {
      await store.enrol({ account: '1', signatory: 'A', specimens: [specimen(1)] });
      const other = await openStore(directory, { passphrase }, quick);
      await store.rekey({ passphrase: 'passphrase after rekey' });
      const calls = [
        () => other.listAccounts(),
        () => other.setSetting('a', 1),
        () => other.backup(`${directory}-copy`),
        () => other.verify(),
      ];
      for (const call of calls) {
        expect(await faultOf(call())).toMatchObject({
          fault: 'locked',
          message: expect.stringContaining('was given a new key'),
        });
      }
      await other.close();
      expect(await store.listAccounts()).toHaveLength(1);
    }));
});
