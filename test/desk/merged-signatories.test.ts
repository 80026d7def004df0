import { describe, expect, test } from 'vitest';
import { mandateInForce } from '../../src-main/desk/judge-by-mandate.ts';
import { mandatesView } from '../../src-main/desk/mandates.ts';
import { withMerges } from '../../src-main/desk/merged-signatories.ts';
import type { StoredMandate } from '../../src-main/store/mandates.ts';
import type { Signatory } from '../../src-main/store/reference-store.ts';
import { operator, specimen, withStore } from '../store/store-helpers.ts';

const member = (signatory: string, to: string | null = null) => ({ signatory, from: null, to });
const mandate: StoredMandate = {
  ...{ id: 'm', operator, at: '2026-01-01T00:00:00.000Z', from: '2026-01-01' },
  groups: [
    { name: 'A', members: [member('a'), member('b'), member('c', '2026-06-30')] },
    { name: 'B', members: [member('d')] },
  ],
  rules: [{ upTo: null, ways: [[{ count: 1, group: 'A' }]] }],
};
const signatory = (id: string, into: string | null = null, at = '2026-02-01T00:00:00.000Z'): Signatory => ({
  ...{ id, account: 'x', name: id },
  mergedInto: into === null ? null : { signatory: into, at },
});
const membersOf = ({ groups }: StoredMandate): string[][] =>
  groups.map(({ members }) => members.map((each) => `${each.signatory}${each.to === null ? '' : ` to ${each.to}`}`));

describe('a mandate', () => {
  test('without merged signatories counts as it is', () => {
    expect(
      withMerges(
        mandate,
        ['a', 'b', 'c', 'd'].map((id) => signatory(id)),
      ),
    ).toBe(mandate);
  });

  test('means whoever a signatory was merged into, over several merges, and nobody twice over the same days', () => {
    const merged = [signatory('a'), signatory('b', 'a'), signatory('c', 'd'), signatory('d', 'a')];
    expect(membersOf(withMerges(mandate, merged))).toEqual([['a', 'a to 2026-06-30'], ['a']]);
  });

  test('of a cheque that was judged before the merge counts as it did then', () => {
    const merged = [signatory('a'), signatory('b', 'a'), signatory('c'), signatory('d')];
    expect(withMerges(mandate, merged, '2026-01-31T23:59:59.999Z')).toBe(mandate);
    expect(membersOf(withMerges(mandate, merged, '2026-02-01T00:00:00.001Z'))[0]).toEqual(['a', 'c to 2026-06-30']);
  });

  test('in force, and as it is shown, names who stands; the stored one stays', () =>
    withStore(async ({ store }) => {
      const one = (await store.enrol({ account: '1', signatory: 'A. Byron', specimens: [specimen(1)] })).signatory.id;
      const other = (await store.enrol({ account: '1', signatory: 'Ada', specimens: [specimen(2)] })).signatory.id;
      const { from, rules } = mandate;
      const groups = [{ name: 'A', members: [member(one)] }];
      await store.mandates.set('1', { from, rules, groups }, operator);
      await store.corrections.merge({ from: one, into: other, reason: 'the same' }, operator);
      const inForce = await mandateInForce(store, '1', { date: '2026-03-01' });
      expect(inForce?.mandate.groups).toEqual([{ name: 'A', members: [member(other)] }]);
      const view = await mandatesView(store, '1');
      expect(view.signatories).toEqual([{ id: other, name: 'Ada', specimens: 2 }]);
      expect(view.mandates[0]?.mandate.groups[0]?.members).toEqual([member(other)]);
      expect((await store.mandates.of('1'))[0]?.groups).toEqual(groups);
    }));
});
