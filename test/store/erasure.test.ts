import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { accountTables } from '../../src-main/store/erasure.ts';
import { openStore } from '../../src-main/store/open-store.ts';
import type { ReferenceStore } from '../../src-main/store/reference-store.ts';
import { sealedColumns } from '../../src-main/store/schema/sealed-columns.ts';
import { rowIdsBegin, newRowId } from '../../src-main/store/row-ids.ts';
import { faultOf, newCheck, operator, passphrase, quick, specimen, withStore } from './store-helpers.ts';

test('every table that is sealed by an account is erased with it', () => {
  const sealed = sealedColumns.filter(({ account, table }) => account !== null && table !== 'account');
  expect(sealed.map(({ table }) => table).sort()).toEqual([...accountTables].sort());
});

async function fill(store: ReferenceStore): Promise<{ first: string; second: string }> {
  const { signatory } = await store.enrol({
    account: '12-34',
    holder: 'Erased & Sons',
    signatory: 'Ada',
    specimens: [specimen(1), specimen(2)],
  });
  await store.enrol({ account: '99', holder: 'Staying', signatory: 'Ben', specimens: [specimen(3)] });
  await store.enrol({ account: '1234', signatory: 'Cy', specimens: [specimen(4)], awaits: true });
  await store.mandates.set(
    '1234',
    {
      from: '2026-01-01',
      groups: [{ name: 'A', members: [{ signatory: signatory.id, from: null, to: null }] }],
      rules: [{ upTo: null, ways: [[{ count: 1, group: 'A' }]] }],
    },
    operator,
  );
  const first = await store.recordCheck(newCheck('1234', { inks: [Buffer.from('ink as found')] }));
  await store.recordDecision({ check: first, decision: 'accept', reason: 'fits' });
  const second = await store.recordCheck(newCheck('99'));
  await store.recordDecision({ check: second, decision: 'return', reason: 'no' });
  return { first, second };
}

/** The files that hold rows, as one text of bytes. */
const filesOf = (directory: string): string =>
  ['store.sqlite', 'store.sqlite-wal'].map((name) => readFileSync(join(directory, name)).toString('latin1')).join('');

/** Every envelope of an account's rows and keys; the beginning of each, which lies on one page of the file. */
function envelopesOf(directory: string, account: string): string[] {
  const database = new DatabaseSync(join(directory, 'store.sqlite'), { readOnly: true });
  const tables = [...accountTables, 'sealed_key'].map((table) => [table, 'account'] as const);
  const rows = [...tables, ['account', 'id'] as const].flatMap(([table, column]) =>
    database.prepare(`SELECT * FROM ${table} WHERE ${column} = ?`).all(account),
  );
  database.close();
  return rows
    .flatMap((row) => ['sealed', 'details', 'name', 'number', 'holder'].map((column) => row[column]))
    .filter((value) => value instanceof Uint8Array)
    .map((envelope) => Buffer.from(envelope.subarray(1, 40)).toString('latin1'));
}

test('an erased customer is gone from disk and record, which stays whole and says so; others stay', () =>
  withStore(async ({ store, directory }) => {
    const { first, second } = await fill(store);
    const before = await store.record.entries();
    const envelopes = envelopesOf(directory, (await store.findAccount('1234'))?.id ?? '');
    expect(envelopes.every((envelope) => filesOf(directory).includes(envelope))).toBe(true);
    const erased = await store.customers.erase('12 34', 'the customer asked for it', operator);
    expect(erased).toMatchObject({ signatories: 2, specimens: 3, checks: 1, decisions: 1 });

    expect(await store.findAccount('1234')).toBeNull();
    expect((await store.listAccounts()).map(({ number }) => number)).toEqual(['99']);
    expect((await faultOf(store.checkById(first))).fault).toBe('not-found');
    expect((await store.checkById(second)).decision?.decision).toBe('return');
    expect(await store.specimensOf('99')).toHaveLength(1);
    expect((await faultOf(store.customers.erase('1234', 'again', operator))).fault).toBe('not-found');

    const after = await store.record.entries();
    expect(after.slice(0, before.length).map(({ hash }) => hash)).toEqual(before.map(({ hash }) => hash));
    const said = after.at(-1);
    expect(said).toMatchObject({ kind: 'customer-erased', details: { operator, reason: 'the customer asked for it' } });
    expect(JSON.stringify(said?.details)).not.toMatch(/12-?34|Ada|Erased/);
    // What was said of this account, and of nobody else, can't be opened any more.
    const lost = after.filter(({ details }, at) => details === null && before[at]?.details !== null);
    expect(lost.map(({ kind }) => kind)).toEqual(['enrolled', 'enrolled', 'mandate-set', 'checked', 'decided']);
    expect(await store.verify()).toMatchObject({ ok: true, envelopesOpened: true });

    const left = filesOf(directory);
    expect(envelopes.length).toBeGreaterThan(20);
    expect(envelopes.filter((envelope) => left.includes(envelope))).toEqual([]);
    await store.close();
    const again = await openStore(directory, { passphrase }, quick);
    await again.enrol({ account: '1234', signatory: 'New', specimens: [specimen(1)] });
    expect(await again.specimensOf('1234')).toHaveLength(1);
    await again.close();
  }));

test('checks from before a time are erased with all that hangs on them, those that wait for somebody are not', () =>
  withStore(async ({ store }) => {
    const { first, second } = await fill(store);
    const waiting = await store.recordCheck(newCheck('99', { amount: 9000 }));
    await store.recordDecision({
      check: waiting,
      decision: 'accept',
      reason: 'fits',
      awaits: ['amount'],
      amount: 9000,
    });
    await new Promise((resolve) => setTimeout(resolve, 5));
    const time = new Date().toISOString();
    const later = await store.recordCheck(newCheck('99'));
    expect(await store.customers.expiredBefore('2000-01-01T00:00:00.000Z')).toBe(0);
    expect(await store.customers.expiredBefore(time)).toBe(2);
    expect(await store.customers.eraseExpired(time, 1, operator)).toBe(1);
    expect(await store.customers.eraseExpired(time, 10, operator)).toBe(1);
    const entries = (await store.record.entries()).length;
    expect(await store.customers.eraseExpired(time, 10, operator)).toBe(0);
    expect(await store.record.entries()).toHaveLength(entries);
    for (const gone of [first, second]) expect((await faultOf(store.checkById(gone))).fault).toBe('not-found');
    expect((await store.checkById(waiting)).decision?.state).toBe('awaiting');
    expect((await store.checkById(later)).id).toBe(later);
    expect(await store.verify()).toMatchObject({ ok: true });
  }));

test('row ids of a time sort after its beginning', () => {
  const now = Date.now() + 10_000;
  const id = newRowId(now);
  expect(id > rowIdsBegin(new Date(now).toISOString())).toBe(true);
  expect(id < rowIdsBegin(new Date(now + 1).toISOString())).toBe(true);
});
