import { expect, test } from 'vitest';
import { faultOf, newCheck, operator, specimen, withStore } from './store-helpers.ts';

test('a store opened once more outlives the first, is the same operator, and has keys of its own until it is closed', () =>
  withStore(async ({ store }) => {
    await store.enrol({ account: '1', signatory: 'Ada', specimens: [specimen(1)] });
    const another = await store.another();
    expect(another.operator).toBe(operator);
    // Both write, one after the other, to one record.
    await Promise.all([
      store.enrol({ account: '2', signatory: 'Ben', specimens: [specimen(2)] }),
      another.recordCheck(newCheck('1')),
    ]);
    expect((await another.listAccounts()).map(({ number }) => number)).toEqual(['1', '2']);
    await store.close();
    expect((await faultOf(store.listAccounts())).fault).toBe('locked');
    expect((await faultOf(store.another())).fault).toBe('locked');
    const check = await another.recordCheck(newCheck('2'));
    expect(await (await another.checkById(check)).cleanPng()).toEqual(Buffer.from('questioned clean'));
    expect((await another.verify()).problems).toEqual([]);
    await another.close();
    expect((await faultOf(another.recentChecks(1))).fault).toBe('locked');
  }));
