import { expect, test } from 'vitest';
import { SpecimenIndex } from '../../src-main/desk/identify/specimen-index.ts';
import { openStore } from '../../src-main/store/open-store.ts';
import { faultOf, operator, passphrase, quick, specimen, template, withStore } from '../store/store-helpers.ts';

const place = { offset: 4, length: 8 };
const vectorOf = (seed: number): Float32Array => template(seed).vector.slice(4, 12);

test('is kept up with what this and another program enrols, retires, takes back, makes again and erases', () =>
  withStore(async ({ store, directory }) => {
    const index = new SpecimenIndex(store, 'hash-1', place);
    expect(await index.nearest(vectorOf(1), 5)).toEqual([]);
    const ada = await store.enrol({ account: '1', signatory: 'Ada', specimens: [specimen(1), specimen(2)] });
    const [first, second] = ada.specimens;
    const owner = { signatory: ada.signatory.id, account: ada.account.id };
    expect((await index.nearest(vectorOf(1), 1))[0]).toEqual({ ...owner, specimen: first, squaredDistance: 0 });
    const other = await openStore(directory, { passphrase }, quick);
    const ben = await other.enrol({ account: '2', signatory: 'Ben', specimens: [specimen(3)] });
    await other.close();
    const near = async (seed: number) => (await index.nearest(vectorOf(seed), 9)).map((each) => each.specimen);
    expect(new Set(await near(3))).toEqual(new Set([first, second, ben.specimens[0]]));
    expect(await index.signatories()).toBe(2);
    await store.retireSpecimen(second!, 'old');
    expect(await near(2)).not.toContain(second);
    await store.unretireSpecimen(second!, 'not old');
    expect((await near(2))[0]).toBe(second);
    await store.putTemplates([{ specimen: second!, template: template(50) }]);
    expect((await index.nearest(vectorOf(50), 1))[0]).toMatchObject({ specimen: second, squaredDistance: 0 });
    expect(await store.vectors.accountOf(ada.account.id)).toEqual({ number: '1', holder: null });
    await store.customers.erase('1', 'asked to', operator);
    expect(await store.vectors.accountOf(ada.account.id)).toBeNull();
    expect(await index.signatories()).toBe(1);
    expect(await near(1)).toEqual([ben.specimens[0]]);
    expect(index.size).toBe(1);
    await store.close();
    expect((await faultOf(index.nearest(vectorOf(1), 1))).fault).toBe('locked');
    index.close();
    expect(index.size).toBe(0);
  }));

test('questions asked at once, while the store changes, are each answered from one state', () =>
  withStore(async ({ store }) => {
    const index = new SpecimenIndex(store, 'hash-1', place);
    const answers: Promise<readonly { specimen: string }[]>[] = [];
    for (let seed = 0; seed < 8; seed++) {
      await store.enrol({ account: '1', signatory: 'Ada', specimens: [specimen(seed)] });
      answers.push(index.nearest(vectorOf(seed), 99), index.nearest(vectorOf(seed), 99));
    }
    const counts = (await Promise.all(answers)).map((answer) => new Set(answer.map((each) => each.specimen)).size);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    expect(counts.at(-1)).toBe(8);
    await index.ready();
    expect(await index.pack()).toBe(0);
    expect(index.bytes).toBe(64 * 8 * 4);
  }));

test('packs what is in no block once that is worth it, and reads the same after', () =>
  withStore(async ({ store }) => {
    const made = Array.from({ length: 300 }, (_, seed) => specimen(seed));
    await store.enrol({ account: '1', signatory: 'Ada', specimens: made });
    const index = new SpecimenIndex(store, 'hash-1', place);
    const before = await index.nearest(vectorOf(7), 300);
    expect(before).toHaveLength(300);
    expect(await index.pack()).toBe(300);
    expect((await store.vectors.load('hash-1', place)).loose).toBe(0);
    expect(await new SpecimenIndex(store, 'hash-1', place).nearest(vectorOf(7), 300)).toEqual(before);
    expect((await store.verify()).problems).toEqual([]);
  }));
