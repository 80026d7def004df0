import { copyFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createStore } from '../../src-main/store/create-store.ts';
import { openStore } from '../../src-main/store/open-store.ts';
import { newSigningPair, signHead } from '../../src-main/store/record-chain.ts';
import type { VerifyReport } from '../../src-main/store/reference-store.ts';
import { verifyStore } from '../../src-main/store/verify.ts';
import {
  faultOf,
  inTemporaryFolder,
  newCheck,
  operator,
  passphrase,
  quick,
  specimen,
  withStore,
} from './store-helpers.ts';

const triggers = ['record_is_never_changed', 'record_is_never_deleted'];

/** Changes a closed store behind the program's back, putting the triggers back as they were. */
function tamper(directory: string, sql: string): void {
  const database = new DatabaseSync(join(directory, 'store.sqlite'), { enableForeignKeyConstraints: false });
  const texts = triggers.map(
    (name) => database.prepare('SELECT sql FROM sqlite_schema WHERE name = ?').get(name)?.['sql'],
  );
  for (const name of triggers) database.exec(`DROP TRIGGER ${name}`);
  database.exec(sql);
  for (const text of texts) database.exec(String(text));
  database.close();
}

let base = '';

/** A closed store with two accounts, three specimens and two decided checks; made once, copied for each case. */
beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), 'countersign-verify-'));
  const { store } = await createStore(join(base, 'store'), { passphrase, operator }, quick);
  await store.enrol({ account: '1', signatory: 'Ada', specimens: [specimen(1), specimen(2)] });
  await store.enrol({ account: '2', holder: 'Firm', signatory: 'Ben', specimens: [specimen(3)] });
  const check = await store.recordCheck(newCheck('1'));
  const other = await store.recordCheck(newCheck('1', { scanName: 'other' }));
  await store.recordDecision({ check, decision: 'accept', reason: 'fine' });
  await store.recordDecision({ check: other, decision: 'return', reason: 'bad' });
  await store.setSetting('a', 1);
  await store.setLayout('1', { name: 'bank' });
  await store.close();
  expect((await verifyStore(join(base, 'store'), { passphrase })).problems).toEqual([]);
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

/** Runs `sql` on a copy of the store. */
const tampered = (sql: string, use: (directory: string, report: VerifyReport) => Promise<void> | void) =>
  inTemporaryFolder(async (folder) => {
    const directory = join(folder, 'store');
    cpSync(join(base, 'store'), directory, { recursive: true });
    tamper(directory, sql);
    await use(directory, await verifyStore(directory, { passphrase }));
  });

const first = (table: string): string => `(SELECT min(id) FROM ${table})`;
const last = (table: string): string => `(SELECT max(id) FROM ${table})`;
const swap = (table: string, column: string): string => `
  CREATE TEMP TABLE kept AS SELECT ${column} AS a FROM ${table} WHERE id = ${first(table)};
  UPDATE ${table} SET ${column} = (SELECT ${column} FROM ${table} WHERE id = ${last(table)}) WHERE id = ${first(table)};
  UPDATE ${table} SET ${column} = (SELECT a FROM kept) WHERE id = ${last(table)};`;

describe('verify names', () => {
  const cases: [what: string, sql: string, where: RegExp, told: RegExp][] = [
    ['a removed specimen', `DELETE FROM specimen WHERE id = ${last('specimen')}`, /^specimen /, /is missing/],
    ['a removed check', `DELETE FROM cheque_check WHERE id = ${last('cheque_check')}`, /^cheque_check /, /is missing/],
    ['a removed decision', `DELETE FROM decision WHERE id = ${first('decision')}`, /^decision /, /is missing/],
    ['a removed picture', `DELETE FROM picture WHERE id = ${first('picture')}`, /^picture /, /is missing/],
    ['swapped pictures', swap('picture', 'sealed'), /^picture /, /was changed|doesn't open/],
    ['swapped templates', swap('template', 'sealed'), /^template /, /doesn't open/],
    ['swapped decisions', swap('decision', 'cheque_check'), /^decision /, /cheque_check doesn't fit what is sealed/],
    ['a specimen back in use', 'UPDATE specimen SET retired = 1', /^specimen /, /retired doesn't fit what is sealed/],
    ['swapped account numbers', swap('account', 'number'), /^account /, /number doesn't open/],
    [
      'a changed index',
      "UPDATE account SET number_index = x'00' WHERE holder IS NULL",
      /^account /,
      /number_index doesn't fit/,
    ],
    ['a removed setting', 'DELETE FROM setting', /^setting /, /is missing/],
    ['an added setting', "INSERT INTO setting VALUES ('b', x'0102')", /^setting b/, /is not in the record/],
    ['a removed key slot', `DELETE FROM key_slot WHERE kind = 'recovery'`, /^key_slot /, /is missing/],
    [
      'a destroyed account key',
      "DELETE FROM sealed_key WHERE purpose = 'rows' AND account = (SELECT max(id) FROM account)",
      /^sealed_key /,
      /is missing/,
    ],
    ['a changed entry', "UPDATE record SET kind = 'checked' WHERE kind = 'decided'", /^record entry 6/, /was changed/],
    ['an entry cut out', 'DELETE FROM record WHERE sequence = 4', /^record entry 5/, /entry 4 is missing/],
    [
      'an exchanged signing key',
      "UPDATE signing_key SET public = x'00'",
      /^record head|signing_key/,
      /signature is wrong|exchanged/,
    ],
    ['a missing trigger', 'DROP TRIGGER record_head_stays', /^schema, trigger record_head_stays/, /is missing/],
    [
      'an added trigger',
      'CREATE TRIGGER evil AFTER INSERT ON decision BEGIN DELETE FROM cheque_check; END',
      /^schema, trigger evil/,
      /isn't part of a store/,
    ],
    ['a changed table', 'ALTER TABLE account ADD COLUMN note TEXT', /^schema, table account/, /was changed/],
  ];
  for (const [what, sql, where, told] of cases) {
    test(what, () =>
      tampered(sql, (_, report) => {
        expect(report.ok).toBe(false);
        expect(report.problems).toContainEqual({
          where: expect.stringMatching(where),
          what: expect.stringMatching(told),
        });
      }),
    );
  }

  test('the last entries cut off together with their rows', () =>
    tampered(
      `DELETE FROM layout; DELETE FROM record WHERE sequence = (SELECT max(sequence) FROM record)`,
      async (directory, report) => {
        const told = /was signed for entry 9, but the record ends with entry 8/;
        expect(report.problems).toContainEqual({ where: 'record head', what: expect.stringMatching(told) });
        const error = await faultOf(openStore(directory, { passphrase }, quick));
        expect(error).toMatchObject({ fault: 'damaged', message: expect.stringContaining('signed head differ') });
      },
    ));

  test('an older copy of the file put back under a newer head.json', () =>
    withStore(async ({ store, directory, folder }) => {
      await store.setSetting('a', 1);
      await store.backup(join(folder, 'older'));
      await store.setSetting('a', 2);
      await store.close();
      copyFileSync(join(folder, 'older', 'store.sqlite'), join(directory, 'store.sqlite'));
      const told = /its record ends with entry 2, but head\.json was signed for entry 3/;
      expect((await verifyStore(directory, null)).problems).toContainEqual(
        expect.objectContaining({ what: expect.stringMatching(told) }),
      );
      expect((await faultOf(openStore(directory, { passphrase }, quick))).message).toMatch(told);
    }));

  test('a head.json of another record, of another store, with a flipped byte, or none', () =>
    withStore(async ({ store, directory }) => {
      await store.setSetting('a', 1);
      await store.close();
      const path = join(directory, 'head.json');
      const head = JSON.parse(readFileSync(path, 'utf8')) as {
        store: string;
        sequence: number;
        hash: string;
        at: string;
      };
      const problems = async (): Promise<string[]> =>
        (await verifyStore(directory, null)).problems.map(({ what }) => what);
      for (const change of [{ sequence: 1 }, { hash: '0'.repeat(64) }, { store: 'other' }, { at: 'then' }]) {
        writeFileSync(path, JSON.stringify({ ...head, ...change }));
        expect(await problems()).toEqual(['head.json was not signed by this store']);
      }
      const pair = newSigningPair();
      const forged = {
        ...head,
        publicKey: pair.publicKey.toString('base64'),
        signature: signHead(pair.privateKey, head).toString('base64'),
      };
      writeFileSync(path, JSON.stringify(forged));
      expect(await problems()).toEqual(['head.json was not signed by this store']);
      for (const text of ['', '{', '{}', 'null']) {
        writeFileSync(path, text);
        expect(await problems()).toEqual(['head.json is unreadable']);
      }
      rmSync(path);
      expect(await problems()).toEqual(['head.json is missing']);
    }));

  test('a public key kept elsewhere that is not this store’s', () =>
    withStore(({ store: mine, directory }) =>
      withStore(async ({ store: other }) => {
        const own = await mine.record.publicKey();
        const foreign = await other.record.publicKey();
        await mine.close();
        expect(await verifyStore(directory, null, { publicKey: own })).toMatchObject({ ok: true });
        const report = await verifyStore(directory, null, { publicKey: foreign });
        expect(report.problems).toEqual([
          { where: 'signing_key', what: expect.stringContaining("isn't one of this store's") },
        ]);
        expect((await faultOf(verifyStore(directory, null, { publicKey: 'no key' }))).fault).toBe('invalid');
      }),
    ));

  test('an envelope moved to another store', () =>
    withStore(({ store: one, directory: from }) =>
      withStore(async ({ store: two, directory: to }) => {
        await one.setSetting('a', 'of one');
        await two.setSetting('a', 'of two');
        await one.close();
        await two.close();
        const source = new DatabaseSync(join(from, 'store.sqlite'));
        const sealed = source.prepare('SELECT sealed FROM setting').get()?.['sealed'] as Uint8Array;
        source.close();
        const target = new DatabaseSync(join(to, 'store.sqlite'));
        target.prepare('UPDATE setting SET sealed = ?').run(sealed);
        target.close();
        const again = await openStore(to, { passphrase }, quick);
        expect((await faultOf(again.getSetting('a'))).fault).toBe('damaged');
        await again.close();
      }),
    ));
});

test('the record can not be changed or deleted through SQL', () =>
  withStore(async ({ store, directory }) => {
    await store.close();
    const database = new DatabaseSync(join(directory, 'store.sqlite'));
    expect(() => database.exec("UPDATE record SET kind = 'x'")).toThrow('the record is never changed');
    expect(() => database.exec('DELETE FROM record')).toThrow('the record is never deleted');
    expect(() => database.exec('DELETE FROM record_head')).toThrow('the head of the record stays');
    database.close();
  }));
