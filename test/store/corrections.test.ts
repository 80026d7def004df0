import { describe, expect, test } from 'vitest';
import { openStore } from '../../src-main/store/open-store.ts';
import { faultOf, operator, passphrase, quick, specimen, withStore } from './store-helpers.ts';

const second = 'Sam Second';

describe('a specimen', () => {
  test('takes the place of another, which is retired with it, in one entry', () =>
    withStore(async ({ store }) => {
      const { specimens } = await store.enrol({
        account: '1',
        signatory: 'Ada',
        specimens: [specimen(1), specimen(2)],
      });
      const before = (await store.record.head()).sequence;
      const wanted = { specimen: specimens[0]!, by: specimen(3), reason: 'newer hand', awaits: false };
      const added = await store.corrections.replace(wanted, operator);
      expect((await store.specimensOf('1')).map(({ id }) => id)).toEqual([specimens[1], added]);
      expect(await store.specimenById(added)).toMatchObject({ signatoryName: 'Ada', replaces: specimens[0] });
      expect(await store.specimenById(specimens[0]!)).toMatchObject({ retiredOn: expect.any(String), replaces: null });
      expect(await store.record.entries({ after: before })).toMatchObject([
        { kind: 'specimen-replaced', details: { operator, specimen: specimens[0], by: added, reason: 'newer hand' } },
      ]);
      // What is retired can't be replaced, and no ink comes twice; nothing of either try stays.
      expect((await faultOf(store.corrections.replace({ ...wanted, by: specimen(4) }, operator))).fault).toBe(
        'invalid',
      );
      const twice = { ...wanted, specimen: added, by: specimen(1) };
      expect((await faultOf(store.corrections.replace(twice, operator))).fault).toBe('duplicate');
      expect((await faultOf(store.corrections.replace({ ...twice, specimen: 'x' }, operator))).fault).toBe('not-found');
      expect((await store.specimensOf('1', { includeRetired: true })).map(({ id }) => id)).toEqual([
        ...specimens,
        added,
      ]);
      expect((await store.verify()).problems).toEqual([]);
    }));

  test('that somebody has to confirm retires the other one only then; refused, never', () =>
    withStore(async ({ store }) => {
      const { specimens } = await store.enrol({ account: '1', signatory: 'Ada', specimens: [specimen(1)] });
      const wanted = { specimen: specimens[0]!, by: specimen(2), reason: 'r', awaits: true };
      const waiting = await store.corrections.replace(wanted, operator);
      const inUse = async () => (await store.specimensOf('1')).map(({ id }) => id);
      expect(await inUse()).toEqual(specimens);
      expect(
        (await faultOf(store.corrections.replace({ ...wanted, specimen: waiting, by: specimen(5) }, operator))).fault,
      ).toBe('invalid');
      const [first] = await store.fourEyes.enrolmentsAwaiting();
      await store.fourEyes.answerEnrolment({ enrolment: first!.id, answer: 'refused', reason: 'no' }, second);
      expect(await inUse()).toEqual(specimens);

      const added = await store.corrections.replace({ ...wanted, by: specimen(3) }, operator);
      const [next] = await store.fourEyes.enrolmentsAwaiting();
      await store.fourEyes.answerEnrolment({ enrolment: next!.id, answer: 'confirmed', reason: '' }, second);
      expect(await inUse()).toEqual([added]);
      const last = (await store.record.entries()).at(-1);
      expect(last).toMatchObject({ kind: 'enrolment-confirmed', details: { retired: specimens } });
      expect((await store.verify()).problems).toEqual([]);
    }));
});

describe('two signatories who are one person', () => {
  test('are merged: specimens, retired ones too, go to one of them, and the other stays for what was recorded', () =>
    withStore(async ({ store, directory }) => {
      const one = await store.enrol({ account: '1', signatory: 'A. Byron', specimens: [specimen(1), specimen(2)] });
      const other = await store.enrol({ account: '1', signatory: 'Ada Byron', specimens: [specimen(3)] });
      await store.retireSpecimen(one.specimens[0]!, 'old');
      const wanted = { from: one.signatory.id, into: other.signatory.id, reason: 'the same person' };
      await store.corrections.merge(wanted, operator);
      await store.close();

      const again = await openStore(directory, { passphrase }, quick);
      const all = await again.specimensOf('1', { includeRetired: true });
      expect(all.map(({ signatoryName, retiredOn }) => [signatoryName, retiredOn !== null])).toEqual([
        ['Ada Byron', true],
        ['Ada Byron', false],
        ['Ada Byron', false],
      ]);
      expect(await again.signatoriesOf('1')).toMatchObject([
        { name: 'A. Byron', mergedInto: { signatory: other.signatory.id } },
        { name: 'Ada Byron', mergedInto: null },
      ]);
      expect(await again.findAccount('1')).toMatchObject({ signatories: 1, specimens: 2 });
      expect((await again.record.entries()).findLast(({ kind }) => kind === 'signatories-merged')).toMatchObject({
        details: { operator, fromName: 'A. Byron', intoName: 'Ada Byron', specimens: one.specimens },
      });
      // Enrolled under the old name, it is the other's; who was merged is neither renamed nor merged again.
      const more = await again.enrol({ account: '1', signatory: 'A. BYRON', specimens: [specimen(4)] });
      expect(more.signatory).toMatchObject({ id: other.signatory.id, name: 'Ada Byron' });
      expect((await faultOf(again.renameSignatory(one.signatory.id, 'B'))).fault).toBe('invalid');
      expect((await faultOf(again.corrections.merge(wanted, operator))).fault).toBe('invalid');
      expect((await again.verify()).problems).toEqual([]);
      await again.rekey({ passphrase, operator });
      expect((await again.verify()).problems).toEqual([]);
      expect((await again.signatoriesOf('1'))[0]!.mergedInto?.signatory).toBe(other.signatory.id);
      await again.close();
    }));

  test('of two accounts, or one and the same, are not', () =>
    withStore(async ({ store }) => {
      const one = await store.enrol({ account: '1', signatory: 'Ada', specimens: [specimen(1)] });
      const other = await store.enrol({ account: '2', signatory: 'Ada', specimens: [specimen(2)] });
      const merge = (from: string, into: string) => store.corrections.merge({ from, into, reason: 'r' }, operator);
      expect((await faultOf(merge(one.signatory.id, other.signatory.id))).fault).toBe('invalid');
      expect((await faultOf(merge(one.signatory.id, one.signatory.id))).fault).toBe('invalid');
      expect((await faultOf(merge(one.signatory.id, 'x'))).fault).toBe('not-found');
      expect(await store.signatoriesOf('1')).toMatchObject([{ mergedInto: null }]);
    }));
});
