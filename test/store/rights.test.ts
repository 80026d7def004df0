import { describe, expect, test } from 'vitest';
import { permissions } from '../../src-main/contract/operators.ts';
import { openStore } from '../../src-main/store/open-store.ts';
import { faultOf, newCheck, operator, passphrase, quick, specimen, withStore } from './store-helpers.ts';

const ben = { name: 'Ben', role: 'clerk', passphrase: 'ben has his own' };

describe('operators and what they may do', () => {
  test('who creates a store may do everything, the recovery key puts operators right, and nobody else may do anything', () =>
    withStore(async ({ store, directory, recoveryKey }) => {
      expect(await store.operators.mine()).toEqual(permissions);
      await store.addPassphraseSlot({ operator: 'Eve', passphrase: 'only a slot, no row' });
      await store.close();
      const eve = await openStore(directory, { passphrase: 'only a slot, no row' }, quick);
      expect([eve.operator, await eve.operators.mine()]).toEqual(['Eve', []]);
      await eve.close();
      const byKey = await openStore(directory, { recoveryKey }, quick);
      expect(await byKey.operators.mine()).toEqual(['operators']);
      await byKey.close();
    }));

  test('a role grants what it lists, at once also in a store that is open, and each change is on record', () =>
    withStore(async ({ store, directory }) => {
      await store.operators.add(ben, operator);
      const his = await openStore(directory, { passphrase: ben.passphrase }, quick);
      expect([his.operator, await his.operators.mine()]).toEqual(['Ben', ['check', 'decide']]);
      await store.operators.changeRole({ name: ' ben ', role: 'supervisor' }, operator);
      expect(await his.operators.mine()).toContain('confirm');
      await store.operators.saveRole({ name: 'Supervisor', permissions: ['check'] }, operator);
      expect(await his.operators.mine()).toEqual(['check']);
      await store.operators.saveRole({ name: 'night job', permissions: ['check', 'export'] }, operator);
      await store.operators.changeRole({ name: 'Ben', role: 'night job' }, operator);
      await store.operators.remove('Ben', operator);
      expect(await his.operators.mine()).toEqual([]);
      await his.close();
      await store.operators.removeRole('night job', operator);
      const kinds = (await store.record.entries({ after: 1 })).map(({ kind }) => kind);
      expect(kinds).toEqual([
        'operator-added',
        'operator-changed',
        'role-changed',
        'role-changed',
        'operator-changed',
        'operator-removed',
        'role-removed',
      ]);
      expect((await store.verify()).problems).toEqual([]);
    }));

  test('nobody widens their own rights, and somebody is always left to manage operators', () =>
    withStore(async ({ store }) => {
      const { operators } = store;
      await operators.add(ben, operator);
      const faults = [
        await faultOf(operators.changeRole({ name: operator, role: 'clerk' }, operator)),
        await faultOf(operators.saveRole({ name: 'owner', permissions: ['check'] }, operator)),
        await faultOf(operators.saveRole({ name: 'clerk', permissions }, 'Ben')),
        await faultOf(operators.remove(operator, operator)),
      ];
      expect(faults.map(({ fault }) => fault)).toEqual(['forbidden', 'forbidden', 'forbidden', 'forbidden']);
      const left = [
        await faultOf(operators.changeRole({ name: operator, role: 'clerk' }, 'Ben')),
        await faultOf(operators.saveRole({ name: 'owner', permissions: ['check'] }, 'Ben')),
        await faultOf(operators.remove(operator, 'Ben')),
        await faultOf(operators.removeRole('clerk', operator)),
      ];
      expect(left.map(({ fault }) => fault)).toEqual(['invalid', 'invalid', 'invalid', 'invalid']);
      expect(await operators.mine()).toEqual(permissions);
    }));

  test('two operators never share a passphrase, and none bears the name that the recovery key has', () =>
    withStore(async ({ store }) => {
      const { operators } = store;
      expect((await faultOf(operators.add({ ...ben, passphrase }, operator))).fault).toBe('invalid');
      expect((await faultOf(operators.add({ ...ben, name: 'Recovery  KEY' }, operator))).fault).toBe('invalid');
      await operators.add(ben, operator);
      expect((await faultOf(operators.add({ ...ben, passphrase: 'yet another one' }, operator))).fault).toBe(
        'duplicate',
      );
      expect((await faultOf(operators.setPassphrase({ name: 'Ben', passphrase }, operator))).fault).toBe('invalid');
      const shared = store.changePassphrase({
        operator,
        currentPassphrase: passphrase,
        newPassphrase: ben.passphrase,
      });
      expect((await faultOf(shared)).fault).toBe('invalid');
    }));

  test('after a rekey the others are there without a passphrase until they are given one', () =>
    withStore(async ({ store, directory }) => {
      await store.operators.add(ben, operator);
      await store.rekey({ passphrase: 'passphrase after rekey' });
      const { operators } = await store.operators.list();
      expect(operators.map(({ hasPassphrase }) => hasPassphrase)).toEqual([true, false]);
      await store.operators.setPassphrase({ name: 'Ben', passphrase: 'a new one for ben' }, operator);
      expect((await store.verify()).problems).toEqual([]);
      const his = await openStore(directory, { passphrase: 'a new one for ben' }, quick);
      expect(await his.operators.mine()).toEqual(['check', 'decide']);
      await his.close();
    }));
});

describe('a second person', () => {
  const awaits = ['amount'] as const;

  test("confirms or refuses what waits, and never what is their own, whatever the name's case", () =>
    withStore(async ({ store }) => {
      await store.enrol({ account: '1', signatory: 'Ada', specimens: [specimen(1)] });
      const check = await store.recordCheck(newCheck('1'));
      const first = await store.recordDecision({ check, decision: 'accept', reason: '', awaits, amount: 9000 });
      expect((await store.checkById(check)).decision).toMatchObject({ state: 'awaiting', amount: 9000 });
      const own = store.fourEyes.answerDecision(
        { decision: first.id, answer: 'confirmed', reason: '' },
        operator.toUpperCase(),
      );
      expect((await faultOf(own)).fault).toBe('forbidden');
      expect((await store.fourEyes.checksAwaiting(5)).map(({ id }) => id)).toEqual([check]);

      await store.fourEyes.answerDecision({ decision: first.id, answer: 'refused', reason: 'amount wrong' }, 'Ben');
      expect((await store.checkById(check)).decision).toBeNull();
      expect(await store.fourEyes.checksAwaiting(5)).toEqual([]);
      const late = store.fourEyes.answerDecision({ decision: first.id, answer: 'confirmed', reason: '' }, 'Ben');
      expect((await faultOf(late)).fault).toBe('invalid');

      const second = await store.recordDecision({ check, decision: 'return', reason: 'forged', awaits });
      await store.fourEyes.answerDecision({ decision: second.id, answer: 'confirmed', reason: '' }, 'Ben');
      expect((await store.checkById(check)).decision).toMatchObject({
        id: second.id,
        decision: 'return',
        operator,
        state: 'confirmed',
        confirmation: { operator: 'Ben' },
      });
      await store.undoDecision(second.id, 'wrong cheque');
      expect((await store.checkById(check)).decision).toBeNull();
      expect((await store.record.entries({ after: 3 })).map(({ kind }) => kind)).toEqual([
        'decided',
        'decision-refused',
        'decided',
        'decision-confirmed',
        'decision-undone',
      ]);
      expect((await store.verify()).problems).toEqual([]);
    }));

  test('makes an enrolment count, which until then and after a refusal does not', () =>
    withStore(async ({ store }) => {
      const enrol = (seed: number) =>
        store.enrol({ account: '1', signatory: 'Ada', specimens: [specimen(seed)], awaits: true });
      const { enrolment } = await enrol(1);
      const refused = await enrol(2);
      expect(await store.specimensOf('1')).toEqual([]);
      expect(await store.findAccount('1')).toMatchObject({ specimens: 0 });
      const answer = (id: string | null, said: 'confirmed' | 'refused', who: string) =>
        store.fourEyes.answerEnrolment({ enrolment: id ?? '', answer: said, reason: 'seen' }, who);
      expect((await faultOf(answer(enrolment, 'confirmed', operator))).fault).toBe('forbidden');
      await answer(enrolment, 'confirmed', 'Ben');
      await answer(refused.enrolment, 'refused', 'Ben');
      expect((await faultOf(answer(refused.enrolment, 'confirmed', 'Ben'))).fault).toBe('invalid');
      expect((await store.specimensOf('1')).map(({ fingerprint }) => fingerprint)).toEqual(['ink-1']);
      const all = await store.specimensOf('1', { includeRetired: true });
      expect(all.map(({ unconfirmed }) => unconfirmed)).toEqual([null, 'refused']);
      expect((await store.verify()).problems).toEqual([]);
    }));
});
