import { describe, expect, test } from 'vitest';
import { openStore } from '../../src-main/store/open-store.ts';
import { faultOf, inTemporaryFolder, passphrase, quick, specimen, template, withStore } from './store-helpers.ts';
import { createStore } from '../../src-main/store/create-store.ts';
import { join } from 'node:path';

describe('enrolment', () => {
  test('specimens come back as they went in, from a store opened anew', () =>
    withStore(async ({ store, directory }) => {
      const made = await store.enrol({
        account: '12-3456',
        holder: 'Ada & Sons',
        signatory: ' Ada Byron ',
        specimens: [specimen(1), specimen(2, { capturedOn: null, region: null })],
      });
      expect(made.account).toMatchObject({ number: '12-3456', holder: 'Ada & Sons', signatories: 1, specimens: 2 });
      await store.close();

      const again = await openStore(directory, { passphrase }, quick);
      const [first, second] = await again.specimensOf('123456', { modelHash: 'hash-1' });
      expect(first).toMatchObject({
        id: made.specimens[0],
        signatory: made.signatory.id,
        signatoryName: 'Ada Byron',
        capturedOn: '2024-02-29',
        source: 'card-1.png',
        retiredOn: null,
        region: { x: 1, y: 2, width: 30, height: 40 },
        fingerprint: 'ink-1',
        template: template(1),
      });
      expect(second).toMatchObject({ id: made.specimens[1], capturedOn: null, region: null });
      expect(Buffer.from((await first?.imageBytes()) ?? [])).toEqual(specimen(1).imageBytes);
      expect(Buffer.from((await second?.cleanPng()) ?? [])).toEqual(specimen(2).cleanPng);
      await again.close();
    }));

  test('a second enrolment adds to the same account and, whatever the case, the same signatory', () =>
    withStore(async ({ store }) => {
      const first = await store.enrol({ account: '1', signatory: 'Ada Byron', specimens: [specimen(1)] });
      const second = await store.enrol({ account: ' 1 ', signatory: 'ada  BYRON', specimens: [specimen(2)] });
      const third = await store.enrol({
        account: '1',
        signatory: 'Charles B.',
        holder: 'Firm',
        specimens: [specimen(3)],
      });
      expect(second.account.id).toBe(first.account.id);
      expect(second.signatory).toEqual(first.signatory);
      expect(third.account).toMatchObject({ holder: 'Firm', signatories: 2, specimens: 3 });
      expect((await store.signatoriesOf('1')).map(({ name }) => name)).toEqual(['Ada Byron', 'Charles B.']);
    }));

  test('several signatories of an account are enrolled together or not at all, with one entry', () =>
    withStore(async ({ store }) => {
      const before = (await store.record.head()).sequence;
      const twice = [
        { account: '1', signatory: 'Ada', specimens: [specimen(1), specimen(2)] },
        { account: '1', signatory: 'Charles', specimens: [specimen(2)] },
      ];
      expect((await faultOf(store.enrolTogether(twice))).fault).toBe('duplicate');
      expect(await store.findAccount('1')).toBeNull();
      const strangers = [twice[0]!, { account: '2', signatory: 'Charles', specimens: [specimen(3)] }];
      expect((await faultOf(store.enrolTogether(strangers))).fault).toBe('invalid');
      expect((await faultOf(store.enrolTogether([]))).fault).toBe('invalid');
      expect((await store.record.head()).sequence).toBe(before);

      const made = await store.enrolTogether([
        { account: '1', signatory: 'Ada', specimens: [specimen(1), specimen(2)], awaits: true },
        { account: ' 1', holder: 'Firm', signatory: 'Charles', specimens: [specimen(3)], awaits: true },
      ]);
      expect(made.map(({ signatory, specimens }) => [signatory.name, specimens.length])).toEqual([
        ['Ada', 2],
        ['Charles', 1],
      ]);
      expect(made[1]!.account).toMatchObject({ holder: 'Firm', signatories: 2 });
      const entries = await store.record.entries({ after: before });
      expect(entries).toMatchObject([
        { kind: 'enrolled', details: { signatories: [{ signatory: 'Ada' }, { signatory: 'Charles' }] } },
      ]);
      expect(await store.fourEyes.enrolmentsAwaiting()).toMatchObject([
        { id: made[0]!.enrolment, signatories: ['Ada', 'Charles'] },
      ]);
      expect(made[1]!.enrolment).toBe(made[0]!.enrolment);
    }));

  test('the same ink is refused, retired or not, and nothing of the enrolment stays', () =>
    withStore(async ({ store }) => {
      const { specimens } = await store.enrol({ account: '1', signatory: 'A', specimens: [specimen(1)] });
      const again = { account: '1', signatory: 'New Name', specimens: [specimen(2), specimen(1)] };
      const before = await store.record.head();
      for (const retired of [false, true]) {
        if (retired) await store.retireSpecimen(specimens[0] ?? '', 'old');
        const error = await faultOf(store.enrol(again));
        expect(error).toMatchObject({
          fault: 'duplicate',
          message: expect.stringContaining('card-1.png shows the same ink'),
        });
        expect(await store.signatoriesOf('1')).toHaveLength(1);
        expect(await store.specimensOf('1', { includeRetired: true })).toHaveLength(1);
        if (!retired) expect(await store.record.head()).toEqual(before);
      }
      const twice = { account: '2', signatory: 'A', specimens: [specimen(5), specimen(5)] };
      expect((await faultOf(store.enrol(twice))).fault).toBe('duplicate');
      expect(await store.findAccount('2')).toBeNull();
      await store.enrol({ account: '2', signatory: 'A', specimens: [specimen(1)] });
    }));

  test('what can not be kept is refused with its reason', () =>
    withStore(async ({ store }) => {
      const good = { account: '1', signatory: 'A', specimens: [specimen(1)] };
      const refusals: [object, string][] = [
        [{ account: ' - ' }, 'Type an account number.'],
        [{ signatory: '  ' }, "Type the signatory's name."],
        [{ specimens: [] }, 'An enrolment needs at least one specimen.'],
        [
          { specimens: [specimen(1, { capturedOn: '2023-02-29' })] },
          '"2023-02-29" isn\'t a day. Write it as YYYY-MM-DD.',
        ],
        [{ specimens: [specimen(1, { imageBytes: new Uint8Array() })] }, 'A specimen has no picture.'],
        [{ specimens: [specimen(1, { fingerprint: '' })] }, 'A specimen has no fingerprint.'],
        [
          { specimens: [specimen(1, { template: { ...template(1), vector: new Float32Array() } })] },
          'A specimen has no template.',
        ],
      ];
      for (const [change, message] of refusals) {
        expect(await faultOf(store.enrol({ ...good, ...change }))).toMatchObject({ fault: 'invalid', message });
      }
      expect((await store.record.head()).sequence).toBe(1);
    }));

  test('retiring and taking back', () =>
    withStore(async ({ store }) => {
      const { specimens } = await store.enrol({ account: '1', signatory: 'A', specimens: [specimen(1), specimen(2)] });
      const id = specimens[0] ?? '';
      await store.retireSpecimen(id, 'signature changed', 'Sup');
      expect((await store.specimensOf('1')).map((found) => found.id)).toEqual([specimens[1]]);
      expect((await store.specimenById(id)).retiredOn).toMatch(/^\d{4}-\d\d-\d\d$/);
      expect((await store.findAccount('1'))?.specimens).toBe(1);
      expect((await faultOf(store.retireSpecimen(id, ''))).message).toBe('This specimen is retired already.');
      await store.unretireSpecimen(id, 'by mistake');
      expect(await store.specimensOf('1')).toHaveLength(2);
      const kinds = (await store.record.entries()).map(({ kind }) => kind);
      expect(kinds).toEqual(['created', 'enrolled', 'specimen-retired', 'specimen-taken-back']);
      const [, , retired] = await store.record.entries();
      expect(retired?.details).toEqual({ operator: 'Sup', specimen: id, reason: 'signature changed' });
      expect((await faultOf(store.retireSpecimen('nobody', ''))).fault).toBe('not-found');
    }));

  test('renaming a signatory, but not into another one', () =>
    withStore(async ({ store }) => {
      const { signatory } = await store.enrol({ account: '1', signatory: 'Ada Byron', specimens: [specimen(1)] });
      await store.enrol({ account: '1', signatory: 'Charles', specimens: [specimen(2)] });
      await store.renameSignatory(signatory.id, 'Ada Lovelace');
      expect((await store.specimensOf('1'))[0]?.signatoryName).toBe('Ada Lovelace');
      expect((await faultOf(store.renameSignatory(signatory.id, 'CHARLES'))).fault).toBe('duplicate');
      expect((await faultOf(store.renameSignatory(signatory.id, ' '))).fault).toBe('invalid');
      expect((await store.record.entries()).at(-1)?.details).toMatchObject({
        before: 'Ada Byron',
        after: 'Ada Lovelace',
      });
    }));

  test('templates are made again after a change of model, a few at a time', () =>
    withStore(async ({ store, directory }) => {
      const many = [1, 2, 3, 4, 5].map((seed) => specimen(seed));
      const { specimens } = await store.enrol({ account: '1', signatory: 'A', specimens: many });
      await store.retireSpecimen(specimens[4] ?? '', 'old');
      expect(await store.specimensWithoutTemplate('hash-1', 10)).toEqual([]);
      const firstTwo = await store.specimensWithoutTemplate('hash-2', 2);
      expect(firstTwo.map(({ id }) => id)).toEqual(specimens.slice(0, 2));
      await store.putTemplates(
        firstTwo.map(({ id }, index) => ({ specimen: id, template: template(50 + index, 'hash-2') })),
      );
      await store.close();
      const again = await openStore(directory, { passphrase }, quick);
      expect((await again.specimensWithoutTemplate('hash-2', 10)).map(({ id }) => id)).toEqual(specimens.slice(2));
      await again.putTemplates([{ specimen: specimens[0] ?? '', template: template(99, 'hash-2') }]);
      const [first] = await again.specimensOf('1', { modelHash: 'hash-2' });
      expect(first?.template).toEqual(template(99, 'hash-2'));
      expect((await again.specimenById(specimens[0] ?? '', { modelHash: 'hash-1' })).template).toEqual(template(1));
      expect((await again.verify()).problems).toEqual([]);
      await again.close();
    }));
});

describe('finding accounts', () => {
  test('by exact number, by its beginning, and one slip off', () =>
    withStore(async ({ store }) => {
      for (const [index, account] of ['100-200', '100-201', '1003', '2000', '102-00'].entries()) {
        await store.enrol({ account, signatory: 'A', specimens: [specimen(index)] });
      }
      const numbers = (found: { number: string }[]): string[] => found.map(({ number }) => number);
      expect(numbers(await store.listAccounts())).toEqual(['100-200', '100-201', '1003', '102-00', '2000']);
      expect(numbers(await store.completeAccount('1 00', 2))).toEqual(['100-200', '100-201']);
      expect(numbers(await store.completeAccount('', 1))).toEqual(['100-200']);
      expect(numbers(await store.completeAccount('3', 9))).toEqual([]);
      expect(await store.findAccount('100 200')).toMatchObject({ number: '100-200', holder: null, specimens: 1 });
      expect(await store.findAccount('100 202')).toBeNull();
      expect(numbers(await store.nearAccounts('100 202'))).toEqual(['100-200', '100-201']);
      expect(numbers(await store.nearAccounts('2000'))).toEqual([]);
      expect(await faultOf(store.specimensOf('999'))).toMatchObject({
        fault: 'not-found',
        message: "Account 999 isn't on file.",
      });
    }));

  test('two programs on one store see what the other enrolled', () =>
    inTemporaryFolder(async (folder) => {
      const directory = join(folder, 'store');
      const { store: one } = await createStore(directory, { passphrase, operator: 'One' }, quick);
      const two = await openStore(directory, { passphrase }, quick);
      expect(await two.listAccounts()).toEqual([]);
      await one.enrol({ account: '1', signatory: 'A', specimens: [specimen(1)] });
      await two.enrol({ account: '2', signatory: 'A', specimens: [specimen(2)] });
      await one.enrol({ account: '1', holder: 'Firm', signatory: 'A', specimens: [specimen(3)] });
      const seen = [
        { number: '1', holder: 'Firm', specimens: 2 },
        { number: '2', holder: null, specimens: 1 },
      ];
      expect(await one.listAccounts()).toMatchObject(seen);
      expect(await two.listAccounts()).toMatchObject(seen);
      expect((await faultOf(two.enrol({ account: '1', signatory: 'B', specimens: [specimen(1)] }))).fault).toBe(
        'duplicate',
      );
      expect((await one.verify()).problems).toEqual([]);
      await one.close();
      await two.close();
    }));
});
