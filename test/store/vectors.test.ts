import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { openStore } from '../../src-main/store/open-store.ts';
import { restoreStore } from '../../src-main/store/restore.ts';
import type { ReferenceStore } from '../../src-main/store/reference-store.ts';
import type { LoadedVectors } from '../../src-main/store/vectors.ts';
import { faultOf, operator, passphrase, quick, specimen, template, withStore } from './store-helpers.ts';

const model = 'hash-1';
const place = { offset: 4, length: 8 };

/** By specimen: whose it is, and its vector. */
type Vectors = Map<string, { signatory: string; account: string; vector: number[] }>;

function mapOf({ owners, values }: LoadedVectors): Vectors {
  return new Map(
    owners.map(({ specimen: id, signatory, account }, at) => {
      const vector = [...values.subarray(at * place.length, (at + 1) * place.length)];
      return [id, { signatory, account, vector }];
    }),
  );
}

const loaded = async (store: ReferenceStore): Promise<Vectors> => mapOf(await store.vectors.load(model, place));

/** The same from the specimens themselves. */
async function expected(store: ReferenceStore): Promise<Vectors> {
  const vectors: Vectors = new Map();
  for (const { number } of await store.listAccounts()) {
    for (const found of await store.specimensOf(number, { modelHash: model })) {
      if (!found.template) continue;
      const vector = [...found.template.vector.subarray(place.offset, place.offset + place.length)];
      vectors.set(found.id, { signatory: found.signatory, account: found.account, vector });
    }
  }
  return vectors;
}

/** Everything the blocks hold, read from the file. */
function blocksIn(directory: string): Buffer[] {
  const database = new DatabaseSync(join(directory, 'store.sqlite'), { readOnly: true });
  const rows = database.prepare('SELECT sealed FROM vector_block ORDER BY id').all();
  database.close();
  return rows.map((row) => Buffer.from(row['sealed'] as Uint8Array));
}

const filesOf = (directory: string): string =>
  ['store.sqlite', 'store.sqlite-wal'].map((name) => readFileSync(join(directory, name)).toString('latin1')).join('');

const enrol = (store: ReferenceStore, account: string, ...seeds: number[]) =>
  store.enrol({ account, signatory: `Signatory ${account}`, specimens: seeds.map((seed) => specimen(seed)) });

describe('the vectors of a store', () => {
  test('are those of the specimens in use, from templates and from blocks alike', () =>
    withStore(async ({ store }) => {
      const first = await enrol(store, '1', 1, 2, 3);
      await store.enrol({ account: '2', signatory: 'Ben', specimens: [specimen(4)], awaits: true });
      const before = await store.vectors.load(model, place);
      expect(before).toMatchObject({ loose: 4 });
      expect(mapOf(before)).toEqual(await expected(store));
      expect(before.owners).toHaveLength(3);
      expect(await store.vectors.pack(model, place, 5)).toBe(0);
      expect(await store.vectors.pack(model, place, 4)).toBe(4);
      expect(await store.vectors.pack(model, place, 1)).toBe(0);
      const packed = await store.vectors.load(model, place);
      expect(packed.loose).toBe(0);
      expect(mapOf(packed)).toEqual(mapOf(before));
      await store.retireSpecimen(first.specimens[0]!, 'old');
      expect((await loaded(store)).has(first.specimens[0]!)).toBe(false);
      await store.unretireSpecimen(first.specimens[0]!, 'not old');
      expect(await loaded(store)).toEqual(mapOf(before));
      expect((await store.vectors.load('hash-2', place)).owners).toEqual([]);
      expect((await store.verify()).problems).toEqual([]);
    }));

  test('an erased customer is in no block, and the old envelope is gone from the file', () =>
    withStore(async ({ store, directory }) => {
      await enrol(store, '1', 1, 2);
      await enrol(store, '2', 3);
      await store.vectors.pack(model, place, 1);
      const [old] = blocksIn(directory);
      const beginning = old!.subarray(1, 40).toString('latin1');
      expect(filesOf(directory)).toContain(beginning);
      await store.customers.erase('1', 'asked to', operator);
      const [left] = blocksIn(directory);
      expect(left!.length).toBeLessThan(old!.length - 2 * place.length * 4);
      expect(filesOf(directory)).not.toContain(beginning);
      expect(await loaded(store)).toEqual(await expected(store));
      expect((await store.vectors.load(model, place)).loose).toBe(0);
      await store.customers.erase('2', 'asked to', operator);
      expect(blocksIn(directory)).toEqual([]);
      expect((await store.verify()).problems).toEqual([]);
    }));

  test('a template made again is read, not what a block had of it', () =>
    withStore(async ({ store }) => {
      const { specimens } = await enrol(store, '1', 1, 2);
      await store.vectors.pack(model, place, 1);
      await store.putTemplates([{ specimen: specimens[0]!, template: template(77) }]);
      expect(await loaded(store)).toEqual(await expected(store));
      expect((await store.vectors.load(model, place)).loose).toBe(1);
      expect((await store.verify()).problems).toEqual([]);
    }));

  test('blocks of another place are of no use and go; discarded ones are made anew', () =>
    withStore(async ({ store, directory }) => {
      await enrol(store, '1', 1, 2);
      await store.vectors.pack(model, { offset: 0, length: 2 }, 1);
      expect(await loaded(store)).toEqual(await expected(store));
      expect(await store.vectors.pack(model, place, 1)).toBe(2);
      expect(blocksIn(directory)).toHaveLength(1);
      expect(await store.vectors.discard(model)).toBe(1);
      expect(await store.vectors.discard(model)).toBe(0);
      expect(await store.vectors.pack(model, place, 1)).toBe(2);
      expect(await loaded(store)).toEqual(await expected(store));
      await expect(store.vectors.load(model, { offset: 12, length: 8 })).rejects.toThrow('12 on');
    }));

  test('go through rekeying, backup and restoring', () =>
    withStore(async ({ store, directory, folder }) => {
      await enrol(store, '1', 1, 2);
      await store.vectors.pack(model, place, 1);
      const [old] = blocksIn(directory);
      const { recoveryKey } = await store.rekey({ passphrase });
      expect(blocksIn(directory)[0]!.equals(old!)).toBe(false);
      expect((await store.vectors.load(model, place)).loose).toBe(0);
      expect(await loaded(store)).toEqual(await expected(store));
      await store.backup(join(folder, 'backup'));
      const restored = await restoreStore(join(folder, 'backup'), join(folder, 'restored'), { recoveryKey }, quick);
      expect(await loaded(restored)).toEqual(await loaded(store));
      expect((await restored.vectors.load(model, place)).loose).toBe(0);
      expect((await restored.verify()).problems).toEqual([]);
      await restored.close();
    }));

  test('verifying names a block that was changed, and one that was taken away', () =>
    withStore(async ({ store, directory }) => {
      await enrol(store, '1', 1, 2);
      await store.vectors.pack(model, place, 1);
      await store.close();
      const key = { passphrase };
      const database = new DatabaseSync(join(directory, 'store.sqlite'));
      const row = database.prepare('SELECT id, sealed FROM vector_block').get()!;
      const changed = Buffer.from(row['sealed'] as Uint8Array);
      changed[40]! ^= 1;
      database.prepare('UPDATE vector_block SET sealed = ?').run(changed);
      const again = await openStore(directory, key, quick);
      const problems = (await again.verify()).problems.map(({ where }) => where);
      expect(problems).toContain(`vector_block ${String(row['id'])}`);
      expect((await faultOf(again.vectors.load(model, place))).fault).toBe('damaged');
      database.exec('DELETE FROM vector_block');
      expect((await again.verify()).ok).toBe(false);
      await again.close();
      database.close();
    }));
});

describe('interrupted', () => {
  test('on a full disk, packing leaves the blocks as they were', () =>
    withStore(async ({ store, directory }) => {
      const long = (seed: number) => ({
        ...template(seed),
        vector: Float32Array.from({ length: 20_000 }, (_, at) => seed + at),
      });
      const wide = { offset: 0, length: 20_000 };
      for (let seed = 0; seed < 12; seed++) {
        const one = specimen(seed, { template: long(seed) });
        await store.enrol({ account: '1', signatory: 'Ada', specimens: [one] });
      }
      await store.close();
      const pages = new DatabaseSync(join(directory, 'store.sqlite'));
      const maximumPages = Number(pages.prepare('PRAGMA page_count').get()?.['page_count']) + 100;
      pages.close();
      const full = await openStore(directory, { passphrase }, { ...quick, maximumPages });
      expect((await faultOf(full.vectors.pack(model, wide, 1))).fault).toBe('disk-full');
      expect(blocksIn(directory)).toEqual([]);
      expect((await full.vectors.load(model, wide)).owners).toHaveLength(12);
      expect((await full.verify()).problems).toEqual([]);
      await full.close();
    }));

  test('a wrong passphrase opens no vector and changes none', () =>
    withStore(async ({ store, directory }) => {
      await enrol(store, '1', 1);
      await store.vectors.pack(model, place, 1);
      const before = blocksIn(directory);
      await store.close();
      expect((await faultOf(openStore(directory, { passphrase: 'not this one' }, quick))).fault).toBe(
        'wrong-passphrase',
      );
      expect(blocksIn(directory)).toEqual(before);
      expect((await faultOf(store.vectors.load(model, place))).fault).toBe('locked');
    }));
});

test('after any sequence of changes, blocks, changes and specimens say the same', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('enrol' as const), account: fc.nat({ max: 3 }), awaits: fc.boolean() }),
    fc.record({ do: fc.constantFrom('retire' as const, 'unretire' as const, 'remake' as const), pick: fc.nat() }),
    fc.record({ do: fc.constantFrom('pack' as const, 'confirm' as const, 'follow' as const) }),
    fc.record({ do: fc.constant('erase' as const), account: fc.nat({ max: 3 }) }),
  );
  return fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 18 }), (steps) =>
      withStore(async ({ store }) => {
        let seed = 0;
        let known = await store.vectors.load(model, place);
        const followed = mapOf(known);
        const follow = async (): Promise<void> => {
          const changes = await store.vectors.changesSince(known.sequence, model, place);
          for (const id of changes!.removed) followed.delete(id);
          for (const { specimen: id, signatory, account, vector } of changes!.put) {
            followed.set(id, { signatory, account, vector: [...vector] });
          }
          known = { ...known, sequence: changes!.sequence };
        };
        const every = async () => {
          const lists = (await store.listAccounts()).map(({ number }) =>
            store.specimensOf(number, { includeRetired: true }),
          );
          return (await Promise.all(lists)).flat();
        };
        for (const each of steps) {
          if (each.do === 'enrol') {
            const specimens = [specimen(seed++), specimen(seed++)];
            await store.enrol({ account: String(each.account), signatory: 'Ada', specimens, awaits: each.awaits });
          } else if (each.do === 'erase') {
            if (await store.findAccount(String(each.account))) {
              await store.customers.erase(String(each.account), 'asked to', operator);
            }
          } else if (each.do === 'pack') {
            await store.vectors.pack(model, place, 1);
          } else if (each.do === 'confirm') {
            for (const { id } of await store.fourEyes.enrolmentsAwaiting()) {
              await store.fourEyes.answerEnrolment({ enrolment: id, answer: 'confirmed', reason: '' }, 'Somebody Else');
            }
          } else if (each.do === 'follow') {
            await follow();
          } else if ('pick' in each) {
            const all = await every();
            if (all.length === 0) continue;
            const picked = all[each.pick % all.length]!;
            if (each.do === 'remake')
              await store.putTemplates([{ specimen: picked.id, template: template(1000 + seed++) }]);
            else if (each.do === 'retire' && !picked.retiredOn) await store.retireSpecimen(picked.id, 'old');
            else if (each.do === 'unretire' && picked.retiredOn) await store.unretireSpecimen(picked.id, 'not old');
          }
        }
        await follow();
        const truth = await expected(store);
        expect(await loaded(store)).toEqual(truth);
        expect(followed).toEqual(truth);
        expect((await store.verify()).problems).toEqual([]);
      }),
    ),
    { numRuns: 12 },
  );
});
