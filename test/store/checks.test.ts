import { describe, expect, test } from 'vitest';
import { openStore } from '../../src-main/store/open-store.ts';
import type { ReferenceStore } from '../../src-main/store/reference-store.ts';
import { faultOf, newCheck, operator, passphrase, quick, specimen, withStore } from './store-helpers.ts';

const enrolOne = (store: ReferenceStore, account = '77') =>
  store.enrol({ account, signatory: 'Ada', specimens: [specimen(1)] });

describe('checks and decisions', () => {
  test('a check comes back whole, with its pictures', () =>
    withStore(async ({ store, directory }) => {
      await enrolOne(store, '77-1');
      const id = await store.recordCheck(newCheck('771'));
      const bare = await store.recordCheck(
        newCheck('771', { scanName: null, questionedPng: null, cleanPng: null, operator: 'Eve' }),
      );
      await store.close();
      const again = await openStore(directory, { passphrase }, quick);
      const check = await again.checkById(id);
      const { questionedPng, cleanPng, account, ...facts } = newCheck('771');
      expect(check).toMatchObject({ ...facts, accountNumber: '77-1', operator, decisions: [], decision: null });
      expect(account).toBe('771');
      expect(Buffer.from((await check.questionedPng()) ?? [])).toEqual(questionedPng);
      expect(Buffer.from((await check.cleanPng()) ?? [])).toEqual(cleanPng);
      const other = await again.checkById(bare);
      expect(other).toMatchObject({ scanName: null, operator: 'Eve' });
      expect(await other.questionedPng()).toBeNull();
      expect(await other.cleanPng()).toBeNull();
      expect((await faultOf(again.checkById('none'))).fault).toBe('not-found');
      expect((await faultOf(again.recordCheck(newCheck('999')))).message).toBe("Account 999 isn't on file.");
      await again.close();
    }));

  test('recent checks, newest first, page by page', () =>
    withStore(async ({ store }) => {
      await enrolOne(store);
      const ids: string[] = [];
      for (let index = 0; index < 5; index++)
        ids.unshift(await store.recordCheck(newCheck('77', { scanName: `${index}` })));
      const first = await store.recentChecks(2);
      const second = await store.recentChecks(2, first.at(-1)?.id);
      const third = await store.recentChecks(2, second.at(-1)?.id);
      expect([first, second, third].map((page) => page.map(({ id }) => id))).toEqual([
        ids.slice(0, 2),
        ids.slice(2, 4),
        ids.slice(4),
      ]);
    }));

  test('a decision is replaced only by one that names it, and undone by a new entry', () =>
    withStore(async ({ store }) => {
      await enrolOne(store);
      const check = await store.recordCheck(newCheck('77'));
      const accepted = await store.recordDecision({ check, decision: 'accept', reason: 'looks right' });
      expect(accepted).toMatchObject({ check, decision: 'accept', operator, supersedes: null });
      const blind = store.recordDecision({ check, decision: 'return', reason: 'no' });
      expect(await faultOf(blind)).toMatchObject({
        fault: 'duplicate',
        message: expect.stringContaining(`${operator} (accept)`),
      });
      const returned = await store.recordDecision({
        check,
        decision: 'return',
        reason: 'forged',
        operator: 'Sup',
        supersedes: accepted.id,
      });
      expect((await store.checkById(check)).decision).toEqual({ ...returned, state: 'final', confirmation: null });
      const late = store.recordDecision({ check, decision: 'refer', reason: '', supersedes: accepted.id });
      expect((await faultOf(late)).fault).toBe('duplicate');
      const undone = await store.undoDecision(returned.id, 'wrong cheque');
      expect(undone).toMatchObject({ decision: 'undone', supersedes: returned.id });
      const after = await store.checkById(check);
      expect(after.decision).toBeNull();
      expect(after.decisions.map(({ decision }) => decision)).toEqual(['accept', 'return', 'undone']);
      expect((await faultOf(store.undoDecision(returned.id, 'again'))).message).toMatch(/no longer stands/);
      const anew = await store.recordDecision({ check, decision: 'refer', reason: 'ask' });
      expect((await store.checkById(check)).decision).toMatchObject({ ...anew, state: 'final', confirmation: null });
      expect((await store.recentChecks(1))[0]?.decision).toMatchObject({ ...anew, state: 'final', confirmation: null });
      expect((await faultOf(store.recordDecision({ check: 'x', decision: 'refer', reason: '' }))).fault).toBe(
        'not-found',
      );
      expect((await faultOf(store.undoDecision('x', ''))).fault).toBe('not-found');
      expect((await store.record.entries()).map(({ kind }) => kind)).toEqual([
        ...['created', 'enrolled', 'checked', 'decided', 'decided', 'decision-undone', 'decided'],
      ]);
      expect((await store.verify()).problems).toEqual([]);
    }));
});

describe('settings, layouts and policy', () => {
  test('keep JSON and are on record', () =>
    withStore(async ({ store, directory }) => {
      expect(await store.getSetting('appearance')).toBeNull();
      expect(await store.getPolicy()).toBeNull();
      await store.setSetting('appearance', 'dark');
      await store.setSetting('appearance', { nested: [1, null, 'two'] });
      await store.setSetting('policy', 'a setting of that name');
      await store.setPolicy({ thresholds: { one: 2.5 } }, 'Sup');
      await store.close();
      const again = await openStore(directory, { passphrase }, quick);
      expect(await again.getSetting('appearance')).toEqual({ nested: [1, null, 'two'] });
      expect(await again.getSetting('policy')).toBe('a setting of that name');
      expect(await again.getPolicy()).toEqual({ thresholds: { one: 2.5 } });
      const last = (await again.record.entries()).at(-1);
      expect(last).toMatchObject({
        kind: 'policy-changed',
        details: { operator: 'Sup', policy: { thresholds: { one: 2.5 } } },
      });
      expect((await again.record.entries({ after: 2, limit: 1 })).map(({ sequence }) => sequence)).toEqual([3]);
      await again.close();
    }));

  test('the layout with the longest fitting prefix is used', () =>
    withStore(async ({ store }) => {
      await store.setLayout('', { name: 'any' });
      await store.setLayout('12-3', { name: 'branch' });
      await store.setLayout('12', { name: 'bank' });
      await store.setLayout('123', { name: 'branch, moved' });
      const name = async (account: string) => (await store.layoutFor(account))?.layout;
      expect(await name('1 2 3 4')).toEqual({ name: 'branch, moved' });
      expect(await name('124')).toEqual({ name: 'bank' });
      expect(await name('9')).toEqual({ name: 'any' });
      await store.setLayout('', null);
      await store.setLayout('never there', null);
      expect(await name('9')).toBeUndefined();
      expect((await store.listLayouts()).map(({ prefix }) => prefix)).toEqual(['12', '123']);
      expect((await store.verify()).problems).toEqual([]);
    }));
});
