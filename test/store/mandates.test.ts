import { describe, expect, test } from 'vitest';
import type { Mandate } from '../../src-main/contract/mandate.ts';
import { openStore } from '../../src-main/store/open-store.ts';
import { faultOf, operator, quick, specimen, withStore } from './store-helpers.ts';

const mandateOf = (signatory: string, from: string): Mandate => ({
  from,
  groups: [{ name: 'A', members: [{ signatory, from: null, to: '2030-12-31' }] }],
  rules: [{ upTo: 5000, ways: [[{ count: 1, group: 'A' }]] }],
});

describe('mandates on file', () => {
  test('stay in order, survive a rekey, and are on record', () =>
    withStore(async ({ store, directory }) => {
      const { signatory } = await store.enrol({ account: '12-3', signatory: 'Ada', specimens: [specimen(1)] });
      const later = mandateOf(signatory.id, '2026-06-01');
      const earlier = mandateOf(signatory.id, '2026-01-01');
      await store.mandates.set('123', later, operator);
      await store.mandates.set('123', earlier, 'Ben');
      const expected = [
        { ...later, operator },
        { ...earlier, operator: 'Ben' },
      ];
      expect(await store.mandates.of('12 3')).toMatchObject(expected);
      const entries = (await store.record.entries()).filter(({ kind }) => kind === 'mandate-set');
      expect(entries.map(({ details }) => details)).toMatchObject([
        { operator, from: '2026-06-01', groups: [{ name: 'A', members: [{ name: 'Ada' }] }] },
        { operator: 'Ben', from: '2026-01-01' },
      ]);
      await store.rekey({ passphrase: 'passphrase after rekey' });
      expect((await store.verify()).problems).toEqual([]);
      await store.close();
      const again = await openStore(directory, { passphrase: 'passphrase after rekey' }, quick);
      expect(await again.mandates.of('123')).toMatchObject(expected);
      await again.close();
    }));

  test("refuse a signatory of another account and an account that isn't there", () =>
    withStore(async ({ store }) => {
      await store.enrol({ account: '1', signatory: 'Ada', specimens: [specimen(1)] });
      const { signatory } = await store.enrol({ account: '2', signatory: 'Ben', specimens: [specimen(2)] });
      const mandate = mandateOf(signatory.id, '2026-01-01');
      expect((await faultOf(store.mandates.set('1', mandate, operator))).fault).toBe('invalid');
      expect((await faultOf(store.mandates.set('3', mandate, operator))).fault).toBe('not-found');
      expect(await store.mandates.of('1')).toEqual([]);
      expect((await faultOf(store.mandates.of('3'))).fault).toBe('not-found');
    }));
});
