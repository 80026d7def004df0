import { expect, test } from 'vitest';
import { openStore } from '../../src-main/store/open-store.ts';
import { bankMetric } from './bank-metric-helpers.ts';
import { faultOf, operator, passphrase, quick, withStore } from './store-helpers.ts';

test('a metric is proposed, adopted and undone, each on record; the one before judges again', () =>
  withStore(async ({ store }) => {
    const { bankMetrics } = store;
    const [first, second] = [bankMetric(1), bankMetric(2)];
    expect(await bankMetrics.inForce()).toBeNull();
    await bankMetrics.propose(first, operator);
    expect(await bankMetrics.inForce()).toBeNull();
    await bankMetrics.adopt(first.hash, operator);
    await bankMetrics.propose(second, operator);
    await bankMetrics.adopt(second.hash, operator);
    expect(await bankMetrics.inForce()).toEqual(second);
    expect(await bankMetrics.proposed()).toBeNull();
    await bankMetrics.undo(second.hash, operator);
    expect(await bankMetrics.inForce()).toEqual(first);
    await bankMetrics.undo(first.hash, operator);
    expect(await bankMetrics.inForce()).toBeNull();
    // Verdicts made meanwhile name it.
    expect(await bankMetrics.byHash(second.hash)).toEqual(second);
    expect((await bankMetrics.history()).map(({ what, hash }) => [what, hash])).toEqual([
      ['adopted', first.hash],
      ['adopted', second.hash],
      ['undone', first.hash],
      ['undone', null],
    ]);
    expect((await store.verify()).problems).toEqual([]);
  }));

test('what somebody else has changed meanwhile is not adopted or undone, and a proposal that never judged goes', () =>
  withStore(async ({ store }) => {
    const { bankMetrics } = store;
    const [first, second] = [bankMetric(1), bankMetric(2)];
    await bankMetrics.propose(first, operator);
    await bankMetrics.propose(second, operator);
    expect((await faultOf(bankMetrics.adopt(first.hash, operator))).fault).toBe('invalid');
    expect(await bankMetrics.byHash(first.hash)).toBeNull();
    expect((await faultOf(bankMetrics.undo(second.hash, operator))).fault).toBe('invalid');
    await bankMetrics.dismiss(operator);
    expect(await bankMetrics.proposed()).toBeNull();
    expect(await bankMetrics.byHash(second.hash)).toBeNull();
    expect((await store.verify()).problems).toEqual([]);
  }));

test('on a full disk the old metric judges', () =>
  withStore(async ({ store, directory }) => {
    await store.bankMetrics.propose(bankMetric(1), operator);
    await store.bankMetrics.adopt(bankMetric(1).hash, operator);
    await store.close();
    const full = await openStore(directory, { passphrase }, { ...quick, maximumPages: 1 });
    try {
      for (let number = 2; number < 4; number++)
        expect((await faultOf(full.bankMetrics.propose(bankMetric(number), operator))).fault).toBe('disk-full');
      expect(await full.bankMetrics.inForce()).toEqual(bankMetric(1));
      expect(await full.bankMetrics.proposed()).toBeNull();
    } finally {
      await full.close();
    }
  }));

test('a wrong passphrase shows no metric and changes none', () =>
  withStore(async ({ store, directory }) => {
    await store.bankMetrics.propose(bankMetric(1), operator);
    await store.close();
    expect((await faultOf(openStore(directory, { passphrase: 'another passphrase' }, quick))).fault).toBe(
      'wrong-passphrase',
    );
    const again = await openStore(directory, { passphrase }, quick);
    expect(await again.bankMetrics.proposed()).toEqual(bankMetric(1));
    await again.close();
  }));

test('after a new data key the metric still judges', () =>
  withStore(async ({ store }) => {
    await store.bankMetrics.propose(bankMetric(1), operator);
    await store.bankMetrics.adopt(bankMetric(1).hash, operator);
    await store.rekey({ passphrase: 'a new passphrase' });
    expect(await store.bankMetrics.inForce()).toEqual(bankMetric(1));
  }));
