import { describe, expect, test } from 'vitest';
import type { BatchFile, NewOutcome } from '../../src-main/store/batches.ts';
import { openStore } from '../../src-main/store/open-store.ts';
import type { ReferenceStore } from '../../src-main/store/reference-store.ts';
import { faultOf, newCheck, operator, passphrase, quick, specimen, withStore } from './store-helpers.ts';

const file = (name: string, changes: Partial<BatchFile> = {}): BatchFile => ({
  file: name,
  size: 100,
  modified: 1_700_000_000_000,
  identity: null,
  account: null,
  amount: null,
  date: null,
  ...changes,
});

const judged = (changes: Partial<NewOutcome> = {}): NewOutcome => ({
  account: '12-3',
  amount: null,
  verdict: 'match',
  score: 2.5,
  reasons: ['close'],
  fault: null,
  scanHash: 'ab'.repeat(32),
  line: null,
  flags: [],
  further: 0,
  ...changes,
});

const unread = (changes: Partial<NewOutcome> = {}): NewOutcome =>
  judged({
    account: null,
    verdict: null,
    score: null,
    reasons: ['is empty'],
    fault: 'empty',
    scanHash: null,
    ...changes,
  });

const plan = { folder: '/scans', manifest: null, watch: false };

async function startAnew(store: ReferenceStore) {
  const { id } = await store.batches.open(plan, operator);
  await store.batches.setState(id, 'cancelled', operator);
  return store.batches.open(plan, operator);
}

const all = (store: ReferenceStore, batch: string) => store.batches.items(batch, { after: null, limit: 100 });

async function batchOf(store: ReferenceStore, ...names: string[]): Promise<{ batch: string; ids: string[] }> {
  const { id: batch } = await store.batches.open(plan, operator);
  await store.batches.add(
    batch,
    names.map((name) => file(name)),
    operator,
  );
  return { batch, ids: (await all(store, batch)).map(({ id }) => id) };
}

const enrolled = (store: ReferenceStore) =>
  store.enrol({ account: '12-3', signatory: 'Ada', specimens: [specimen(1)] });

describe('a batch', () => {
  test('is that of its folder until it is ended, and takes each file once', () =>
    withStore(async ({ store }) => {
      const { batch } = await batchOf(store, 'a.png', 'b.png');
      expect(await store.batches.open(plan, operator)).toMatchObject({ id: batch, folder: '/scans', operator });
      const later = [file('b.png'), file('b.png', { size: 101 }), file('c.png')];
      expect(await store.batches.add(batch, later, operator)).toBe(2);
      expect((await all(store, batch)).map(({ file: name, size }) => [name, size])).toEqual([
        ['a.png', 100],
        ['b.png', 100],
        ['b.png', 101],
        ['c.png', 100],
      ]);
      const fresh = await startAnew(store);
      expect(fresh.id).not.toBe(batch);
      expect((await store.batches.list()).map(({ id, state }) => [id, state])).toEqual([
        [fresh.id, 'open'],
        [batch, 'cancelled'],
      ]);
      expect((await faultOf(store.batches.add(batch, [file('d.png')], operator))).fault).toBe('invalid');
      await store.batches.setState(fresh.id, 'cancelled', operator);
      expect((await store.batches.open(plan, operator)).id).not.toBe(fresh.id);
    }));

  test('keeps an item and its check together, once', () =>
    withStore(async ({ store, directory }) => {
      await enrolled(store);
      const { batch, ids } = await batchOf(store, 'a.png', 'b.png', 'c.png');
      const check = await store.batches.judged(ids[0]!, newCheck('123'), judged(), operator);
      expect(await store.batches.judged(ids[0]!, newCheck('123'), judged(), operator)).toBeNull();
      expect(await store.batches.failed(ids[0]!, unread(), operator)).toBe(false);
      expect(await store.batches.failed(ids[1]!, unread(), operator)).toBe(true);
      // No item without its check: an account that isn't on file leaves both undone.
      expect((await faultOf(store.batches.judged(ids[2]!, newCheck('99'), judged(), operator))).fault).toBe(
        'not-found',
      );
      expect(await store.recentChecks(5)).toMatchObject([{ id: check }]);
      expect(await store.batches.counts(batch)).toEqual({ waiting: 1, judged: 1, failed: 1 });
      await store.close();
      const again = await openStore(directory, { passphrase }, quick);
      expect(await all(again, batch)).toMatchObject([
        { file: 'a.png', state: 'judged', check, outcome: { verdict: 'match', score: 2.5 } },
        { file: 'b.png', state: 'failed', check: null, outcome: { fault: 'empty', reasons: ['is empty'] } },
        { file: 'c.png', state: 'waiting', check: null, outcome: null },
      ]);
      const waiting = await again.batches.items(batch, { after: null, limit: 5, waiting: true });
      expect(waiting.map(({ id }) => id)).toEqual([ids[2]]);
      expect((await again.verify()).problems).toEqual([]);
      const entries = (await again.record.entries()).filter(({ details }) => details && 'item' in (details as object));
      expect(entries.map(({ kind }) => kind)).toEqual(['checked', 'not-judged']);
      await again.close();
    }));

  test('checks nothing any more once it is cancelled', () =>
    withStore(async ({ store }) => {
      await enrolled(store);
      const { batch, ids } = await batchOf(store, 'a.png');
      await store.batches.setState(batch, 'cancelled', operator);
      expect(await store.batches.judged(ids[0]!, newCheck('123'), judged(), operator)).toBeNull();
      expect(await store.recentChecks(5)).toEqual([]);
    }));

  test('lets what could not be judged wait again, and follows a file that was renamed', () =>
    withStore(async ({ store }) => {
      const { batch, ids } = await batchOf(store, 'a.png', 'b.png');
      await store.batches.failed(ids[0]!, unread(), operator);
      await store.batches.setFile(ids[1]!, file('sub/b.png', { account: '7', amount: 5 }), operator);
      expect(await store.batches.retry(batch, operator)).toBe(1);
      expect(await all(store, batch)).toMatchObject([
        { file: 'a.png', state: 'waiting', outcome: null },
        { file: 'sub/b.png', state: 'waiting', account: '7', amount: 5 },
      ]);
    }));

  test('has an item for each further cheque of a picture, after the first', () =>
    withStore(async ({ store }) => {
      await enrolled(store);
      const { batch, ids } = await batchOf(store, 'a.png', 'b.png');
      await store.batches.judged(ids[0]!, newCheck('123'), judged({ further: 2 }), operator);
      const items = await all(store, batch);
      expect(items.map(({ file: name, cheque, state }) => [name, cheque, state])).toEqual([
        ['a.png', 0, 'judged'],
        ['a.png', 1, 'waiting'],
        ['a.png', 2, 'waiting'],
        ['b.png', 0, 'waiting'],
      ]);
      await store.batches.judged(items[1]!.id, newCheck('123'), judged({ further: 2 }), operator);
      expect(await all(store, batch)).toHaveLength(4);
      // Cheques of one picture aren't the same picture twice.
      expect((await store.batches.twins(batch)).size).toBe(0);
    }));

  test('tells the same line or picture apart from the same file', () =>
    withStore(async ({ store }) => {
      await enrolled(store);
      const { batch, ids } = await batchOf(store, 'a.png', 'b.png', 'c.png', 'd.png');
      const line = 'account=123 serial=42';
      await store.batches.judged(ids[0]!, newCheck('123'), judged({ line, scanHash: '01' }), operator);
      await store.batches.judged(ids[1]!, newCheck('123'), judged({ line, scanHash: '02' }), operator);
      await store.batches.failed(ids[2]!, unread({ scanHash: '01' }), operator);
      await store.batches.failed(ids[3]!, unread({ scanHash: '03' }), operator);
      const twins = await store.batches.twins(batch);
      expect(ids.map((id) => twins.get(id) ?? null)).toEqual([
        null,
        { batch, folder: '/scans', file: 'a.png', same: 'line' },
        { batch, folder: '/scans', file: 'a.png', same: 'picture' },
        null,
      ]);
      for (const id of ids.slice(2)) await store.batches.settle(id, { kind: 'return', reason: 'blank' }, operator);
      await store.batches.setState(batch, 'closed', operator);
      const fresh = await store.batches.open(plan, operator);
      await store.batches.add(fresh.id, [file('a.png'), file('e.png')], operator);
      const [same, other] = await all(store, fresh.id);
      for (const item of [same!, other!])
        await store.batches.judged(item.id, newCheck('123'), judged({ line }), operator);
      const later = await store.batches.twins(fresh.id);
      expect(later.get(same!.id)).toMatchObject({ batch, file: 'b.png' });
      expect(later.get(other!.id)).toMatchObject({ batch, file: 'a.png' });
    }));

  test('survives a rekey, sealed by its account or the store', () =>
    withStore(async ({ store }) => {
      await enrolled(store);
      const { batch, ids } = await batchOf(store, 'a.png', 'b.png');
      await store.batches.judged(ids[0]!, newCheck('123'), judged({ line: 'x' }), operator);
      const before = await all(store, batch);
      await store.rekey({ passphrase: 'another passphrase' });
      expect(await all(store, batch)).toEqual(before);
      expect((await store.verify()).problems).toEqual([]);
      expect(await store.batches.add(batch, [file('b.png')], operator)).toBe(0);
    }));

  test('tells which items changed, and closes only when nothing waits; then its decisions stand', () =>
    withStore(async ({ store }) => {
      await enrolled(store);
      const { batch, ids } = await batchOf(store, 'a.png', 'b.png', 'c.png');
      const changedSince = async (before: readonly { stamp: string }[]) =>
        (await store.batches.stamps(batch)).flatMap(({ id, stamp }, at) => (stamp === before[at]?.stamp ? [] : [id]));
      const first = await store.batches.stamps(batch);
      expect(await changedSince(first)).toEqual([]);
      const check = await store.batches.judged(ids[0]!, newCheck('123'), judged(), operator);
      await store.batches.failed(ids[1]!, unread(), operator);
      expect(await changedSince(first)).toEqual([ids[0], ids[1]]);
      expect((await faultOf(store.batches.setState(batch, 'closed', operator))).fault).toBe('invalid');
      await store.batches.failed(ids[2]!, unread(), operator);

      const second = await store.batches.stamps(batch);
      const { id } = await store.recordDecision({ check: check!, decision: 'accept', reason: '', operator });
      await store.batches.settle(ids[1]!, { kind: 'refer', reason: 'ask the branch' }, operator);
      expect(await changedSince(second)).toEqual([ids[0], ids[1]]);
      expect(await store.batches.decided(ids)).toMatchObject([
        { id: ids[0], decision: { id, decision: 'accept' }, settled: null },
        { id: ids[1], decision: null, settled: { kind: 'refer', reason: 'ask the branch', operator } },
        { id: ids[2], decision: null, settled: null },
      ]);
      expect((await faultOf(store.batches.settle(ids[0]!, null, operator))).fault).toBe('invalid');
      // Who was settled isn't tried again.
      expect(await store.batches.retry(batch, operator)).toBe(1);
      await store.batches.failed(ids[2]!, unread(), operator);

      await store.batches.setState(batch, 'closed', operator);
      expect((await faultOf(store.undoDecision(id, 'by mistake', operator))).fault).toBe('invalid');
      expect((await faultOf(store.batches.settle(ids[1]!, null, operator))).fault).toBe('invalid');
      expect((await store.verify()).problems).toEqual([]);
    }));

  test('is paused and goes on, and takes a file that was written again once more', () =>
    withStore(async ({ store }) => {
      const { batch, ids } = await batchOf(store, 'a.png', 'b.png');
      await store.batches.failed(ids[0]!, unread(), operator);
      await store.batches.setState(batch, 'paused', operator);
      // What was under way is kept.
      expect(await store.batches.failed(ids[1]!, unread(), operator)).toBe(true);
      expect(await store.batches.open({ ...plan, watch: true }, operator)).toMatchObject({ id: batch, state: 'open' });
      await store.batches.setFile(ids[0]!, file('renamed.png'), operator);
      await store.batches.setFile(ids[1]!, file('b.png', { size: 120 }), operator);
      expect(await all(store, batch)).toMatchObject([
        { file: 'renamed.png', state: 'failed' },
        { file: 'b.png', size: 120, state: 'waiting' },
      ]);
      expect(await store.batches.byId(batch)).toMatchObject({ watch: true, state: 'open' });
    }));
});
