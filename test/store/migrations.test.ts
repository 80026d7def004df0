import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { permissions } from '../../src-main/contract/operators.ts';
import { openStore } from '../../src-main/store/open-store.ts';
import type { ReferenceStore } from '../../src-main/store/reference-store.ts';
import { latestVersion, migrations } from '../../src-main/store/schema/migrations.ts';
import type { Migration } from '../../src-main/store/schema/migrations.ts';
import { sealFor } from '../../src-main/store/store-session.ts';
import { verifyStore } from '../../src-main/store/verify.ts';
import { goldenOperator, goldenPassphrase, goldenPlace } from './golden-store.ts';
import { faultOf, inTemporaryFolder, newCheck, quick, specimen, template } from './store-helpers.ts';

const key = { passphrase: goldenPassphrase };

/** A copy of the golden store of a version, for one test. */
const withGolden = <T>(version: number, use: (directory: string) => Promise<T>): Promise<T> =>
  inTemporaryFolder((folder) => {
    const directory = join(folder, 'store');
    cpSync(fileURLToPath(new URL(`../fixtures/store/version-${version}`, import.meta.url)), directory, {
      recursive: true,
    });
    return use(directory);
  });

/** All that `makeGoldenStore` put in is there. */
async function expectGolden(store: ReferenceStore): Promise<void> {
  expect(await store.listAccounts()).toMatchObject([
    { number: '00-1122', holder: 'Golden Firm', signatories: 1, specimens: 2 },
    { number: '33', holder: null, signatories: 1, specimens: 0 },
  ]);
  const [first, second] = await store.specimensOf('001122', { modelHash: 'hash-1' });
  expect(first).toMatchObject({
    signatoryName: 'Ada Byron',
    capturedOn: '2024-02-29',
    template: template(1),
    fingerprint: 'ink-1',
  });
  expect(Buffer.from((await first?.imageBytes()) ?? [])).toEqual(specimen(1).imageBytes);
  expect(Buffer.from((await second?.cleanPng()) ?? [])).toEqual(specimen(2).cleanPng);
  const [retired] = await store.specimensOf('33', { includeRetired: true, modelHash: 'hash-2' });
  expect(retired).toMatchObject({ retiredOn: expect.stringMatching(/^2026-11-2\d$/), template: template(9, 'hash-2') });
  const [check] = await store.recentChecks(5);
  expect(check).toMatchObject({
    scanName: newCheck('').scanName,
    result: newCheck('').result,
    operator: goldenOperator,
    decision: null,
  });
  expect(check?.decisions.map(({ decision }) => decision)).toEqual(['accept', 'undone']);
  expect(await store.getSetting('appearance')).toBe('dark');
  expect(await store.layoutFor('009')).toEqual({ prefix: '00', layout: { name: 'bank' } });
  expect(await store.getPolicy()).toEqual({ idleLockSeconds: 300 });
  expect(await store.listOperators()).toEqual([goldenOperator, 'Second Operator']);
}

/** Whoever opened a store of version 1 could do everything, and still can; later on each has a role. */
async function expectRights(store: ReferenceStore, version: number): Promise<void> {
  expect(await store.operators.mine()).toEqual(permissions);
  const { operators } = await store.operators.list();
  const second = version === 1 ? 'owner' : 'clerk';
  expect(operators.map(({ name, role, hasPassphrase }) => [name, role, hasPassphrase])).toEqual([
    [goldenOperator, 'owner', true],
    ['Second Operator', second, true],
  ]);
  const waiting = version === 1 ? 0 : 1;
  expect(await store.fourEyes.checksAwaiting(5)).toHaveLength(waiting);
  expect(await store.fourEyes.enrolmentsAwaiting()).toHaveLength(waiting);
}

/** The folder check of a golden store of version 2. */
async function expectBatch(store: ReferenceStore): Promise<void> {
  const [batch] = await store.batches.list();
  expect(batch).toMatchObject({ folder: '/golden/scans', state: 'open', operator: goldenOperator });
  expect(await store.batches.items(batch?.id ?? '', { after: null, limit: 5 })).toMatchObject([
    { file: 'a.png', state: 'judged', outcome: { verdict: 'match', score: 3.25, line: 'x' } },
    { file: 'b.png', state: 'failed', outcome: { fault: 'empty' } },
    { file: 'c.png', state: 'waiting', outcome: null, identity: '1:2' },
  ]);
}

/** The merged signatory of a golden store of version 3. */
async function expectMerged(store: ReferenceStore): Promise<void> {
  const [ben, benny] = await store.signatoriesOf('33');
  expect(benny).toMatchObject({ name: 'Benny', mergedInto: { signatory: ben?.id } });
  const all = await store.specimensOf('33', { includeRetired: true });
  expect(all.map(({ signatoryName }) => signatoryName)).toEqual(['Ben', 'Ben', 'Ben']);
}

describe('a store of an earlier version', () => {
  for (const { version } of migrations) {
    test(`version ${version} opens, reads as it was, and verifies`, () =>
      withGolden(version, async (directory) => {
        expect((await verifyStore(directory, key)).problems).toEqual([]);
        const store = await openStore(directory, key, quick);
        expect(store.schemaVersion).toBe(latestVersion());
        await expectGolden(store);
        await expectRights(store, version);
        if (version > 1) await expectBatch(store);
        if (version > 2) await expectMerged(store);
        const { loose, owners } = await store.vectors.load('hash-1', goldenPlace);
        expect(loose === 0).toBe(version > 3);
        expect(owners).toHaveLength(2);
        await store.enrol({ account: '33', signatory: 'Ben', specimens: [specimen(4)] });
        expect((await store.verify()).problems).toEqual([]);
        await store.close();
        for (const other of [{ passphrase: 'second passphrase' }, { systemKey: new Uint8Array(32).fill(7) }]) {
          await (await openStore(directory, other, quick)).close();
        }
      }));
  }
});

describe('steps to a later version', () => {
  const next = latestVersion() + 1;
  const step: Migration = {
    version: next,
    sql: 'ALTER TABLE account ADD COLUMN branch BLOB; CREATE INDEX by_branch ON account (branch);',
    rewrite: (transaction) => {
      for (const { id } of transaction.database.prepare('SELECT id FROM account').all() as { id: string }[]) {
        transaction.update('account', id, {
          branch: sealFor(transaction, id, ['account', id, 'branch'], 'main street'),
        });
      }
    },
  };
  const steps = [...migrations, step];

  test('change the schema and sealed rows in one transaction that is on record', () =>
    withGolden(latestVersion(), async (directory) => {
      const store = await openStore(directory, key, quick, steps);
      expect(store.schemaVersion).toBe(next);
      await expectGolden(store);
      const last = (await store.record.entries()).at(-1);
      expect(last).toMatchObject({ kind: 'schema-changed', details: { from: latestVersion(), to: next } });
      expect(last?.changes.map(({ table }) => table)).toEqual(['account', 'account']);
      expect((await store.verify()).problems).toEqual([]);
      await store.close();
      expect(readFileSync(join(directory, 'store.json'), 'utf8')).toContain(`"schemaVersion": ${next}`);
      // Opening once more changes nothing, and a program that doesn't know the version refuses.
      const again = await openStore(directory, key, quick, steps);
      expect((await again.record.head()).sequence).toBe(last?.sequence);
      await again.close();
      expect((await faultOf(openStore(directory, key, quick))).fault).toBe('newer-version');
    }));

  test('that fail leave the store as it was', () =>
    withGolden(latestVersion(), async (directory) => {
      const failing: Migration = { ...step, rewrite: () => transactionFails() };
      expect((await faultOf(openStore(directory, key, quick, [...migrations, failing]))).message).toContain('half-way');
      const database = new DatabaseSync(join(directory, 'store.sqlite'));
      expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: latestVersion() });
      database.close();
      expect((await verifyStore(directory, key)).problems).toEqual([]);
      const store = await openStore(directory, key, quick);
      await expectGolden(store);
      await store.close();
    }));
});

function transactionFails(): never {
  throw new Error('half-way');
}

test('steps are in order, without gaps', () => {
  expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1));
});
