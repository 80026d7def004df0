import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { decisionReasonsSchema, type DecisionReasons } from '../../src-main/contract/decision-reasons.ts';
import { decide } from '../../src-main/desk/decide.ts';
import {
  defaultReasons,
  loadReasons,
  saidReason,
  saveReasons,
  typedReason,
} from '../../src-main/desk/decision-reasons.ts';
import { newCheck, operator, specimen, withStore } from '../store/store-helpers.ts';

const own: DecisionReasons = [
  ...defaultReasons.map((each) => ({ ...each, retired: true })),
  { code: 'X-1', words: 'Not the drawer', for: ['return', 'refer'], retired: false },
];

describe("the bank's list of reasons", () => {
  test('is the default one until the bank has its own, which is sealed, and whose changes are on record', () =>
    withStore(async ({ store }) => {
      expect(await loadReasons(store)).toEqual(defaultReasons);
      await saveReasons(store, own, operator);
      expect(await loadReasons(store)).toEqual(own);
      const [last] = (await store.record.entries()).slice(-1);
      expect(last).toMatchObject({
        kind: 'setting-changed',
        details: { operator, key: 'decision-reasons', value: own },
      });
    }));

  test('gives no code away', () =>
    withStore(async ({ store }) => {
      await expect(saveReasons(store, own.slice(1), operator)).rejects.toMatchObject({ fault: 'reason-gone' });
      expect(await loadReasons(store)).toEqual(defaultReasons);
    }));

  test('every list that passes the schema comes back as it was saved', () =>
    withStore(async ({ store }) => {
      const kinds = fc.uniqueArray(fc.constantFrom('accept' as const, 'return' as const, 'refer' as const), {
        minLength: 1,
      });
      const one = fc.record({
        code: fc.stringMatching(/^[A-Z0-9][A-Z0-9-]{0,11}$/),
        words: fc.string({ minLength: 1, maxLength: 200 }),
        for: kinds,
        retired: fc.boolean(),
      });
      await fc.assert(
        fc.asyncProperty(fc.uniqueArray(one, { selector: ({ code }) => code, maxLength: 20 }), async (more) => {
          const before = await loadReasons(store);
          const kept = before.filter(({ code }) => !more.some((each) => each.code === code));
          const list = v.safeParse(decisionReasonsSchema, [...more, ...kept]);
          fc.pre(list.success);
          if (!list.success) return;
          expect(await saveReasons(store, list.output, operator)).toEqual(list.output);
          expect(await loadReasons(store)).toEqual(list.output);
        }),
        { numRuns: 20 },
      );
    }));

  test.each([
    ['twice the same code', [own[0], own[0]]],
    ['no words', [{ ...own[0], words: ' ' }]],
    ['for nothing', [{ ...own[0], for: [] }]],
    ['a code with a space', [{ ...own[0], code: 'A B' }]],
  ])('%s is no list', (_, list) => {
    expect(v.safeParse(decisionReasonsSchema, list).success).toBe(false);
  });
});

describe('a reason', () => {
  test('says what its code meant then, with what was typed beside it', () =>
    withStore(async ({ store }) => {
      await saveReasons(store, own, operator);
      expect(await saidReason(store, 'return', { code: 'X-1', reason: '' })).toEqual({
        code: 'X-1',
        reason: 'Not the drawer',
      });
      expect(await saidReason(store, 'refer', { code: 'X-1', reason: 'called twice' })).toEqual({
        code: 'X-1',
        reason: 'Not the drawer: called twice',
      });
      expect(await saidReason(store, 'accept', { reason: 'as agreed' })).toEqual({ code: null, reason: 'as agreed' });
    }));

  test.each([
    ['accept' as const, 'X-1', 'There is no reason X-1 to accept a cheque. There are: none.'],
    ['return' as const, 'R01', 'Reason R01 is retired. There are: X-1.'],
    ['return' as const, 'R99', 'There is no reason R99 to return a cheque. There are: X-1.'],
  ])('to %s a cheque is not %s', (kind, code, message) =>
    withStore(async ({ store }) => {
      await saveReasons(store, own, operator);
      await expect(saidReason(store, kind, { code, reason: '' })).rejects.toMatchObject({
        fault: 'no-such-reason',
        message,
      });
    }),
  );

  test('typed is a code in any letters, or words; beside words it has to be a code', () =>
    withStore(async ({ store }) => {
      expect(await typedReason(store, 'r01', null)).toEqual({ code: 'R01', reason: '' });
      expect(await typedReason(store, 'R01', 'the R is another')).toEqual({ code: 'R01', reason: 'the R is another' });
      expect(await typedReason(store, 'FORGED', null)).toEqual({ code: null, reason: 'FORGED' });
      await expect(typedReason(store, 'FORGED', 'x')).rejects.toMatchObject({ fault: 'no-such-reason' });
    }));

  test('stays readable in old decisions when it is reworded and retired', () =>
    withStore(async ({ store }) => {
      await store.enrol({ account: '1234', signatory: 'Ada', specimens: [specimen(1)] });
      const check = await store.recordCheck(newCheck('1234'));
      const parts = { store, fourEyes: null, operator };
      await decide(parts, { check, decision: 'return', reason: '', code: 'R04' });
      await saveReasons(
        store,
        defaultReasons.map((each) => (each.code === 'R04' ? { ...each, words: 'Otherwise', retired: true } : each)),
        operator,
      );
      expect((await store.checkById(check)).decision).toMatchObject({ code: 'R04', reason: 'Altered cheque' });
      await expect(decide(parts, { check, decision: 'return', reason: '', code: 'R04' })).rejects.toMatchObject({
        fault: 'no-such-reason',
      });
      const [last] = (await store.record.entries()).filter(({ kind }) => kind === 'decided');
      expect(last).toMatchObject({ details: { code: 'R04', reason: 'Altered cheque' } });
    }));
});
