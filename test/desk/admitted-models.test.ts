import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { admitPackage, listPackages, withdrawPackage } from '../../src-main/desk/admitted-models.ts';
import { commandSettings } from '../../src-main/desk/command-store.ts';
import { defaultSettings } from '../../src-main/desk/settings.ts';
import { openStore } from '../../src-main/store/open-store.ts';
import type { ReferenceStore } from '../../src-main/store/reference-store.ts';
import { tinyParts, writeTinyPackage } from '../model/tiny-package.ts';
import { operator, passphrase, quick, withStore } from '../store/store-helpers.ts';
import { quietHost } from './quiet-host.ts';

const kindsIn = async (store: ReferenceStore): Promise<string[]> =>
  (await store.record.entries()).map(({ kind }) => kind).filter((kind) => kind.startsWith('model-'));

test("a bank's own package judges once a supervisor has admitted it by its hash, and no longer once that is withdrawn", () =>
  withStore(async ({ store, directory, folder }) => {
    const modelsDirectory = join(folder, 'models');
    const parts = tinyParts();
    const { id } = parts.manifest;
    const { manifestHash: hash } = await writeTinyPackage(join(modelsDirectory, id), parts);
    await store.setSetting('settings', { ...defaultSettings, model: id });
    await store.operators.add({ name: 'ben', role: 'clerk', passphrase: 'ben has his own' }, operator);
    await store.close();
    const host = quietHost({ modelsDirectory, passphrase: () => Promise.resolve(passphrase) });
    const ben = quietHost({ modelsDirectory, passphrase: () => Promise.resolve('ben has his own') });
    const judging = async () => {
      const opened = await openStore(directory, { passphrase }, quick);
      try {
        return { model: (await commandSettings(host, opened)).model.hash, kinds: await kindsIn(opened) };
      } finally {
        await opened.close();
      }
    };

    const [listed] = (await listPackages(ben, { store: directory })).models;
    expect(listed).toMatchObject({ id, hash, standing: 'not-admitted' });
    await expect(judging()).rejects.toMatchObject({ fault: 'not-admitted' });
    await expect(admitPackage(ben, { store: directory, model: id, hash })).rejects.toMatchObject({
      fault: 'forbidden',
    });
    await expect(admitPackage(host, { store: directory, model: id, hash: '0'.repeat(64) })).rejects.toMatchObject({
      fault: 'other-model',
    });

    const { models } = await admitPackage(host, { store: directory, model: id, hash });
    expect(models).toMatchObject([{ standing: 'admitted' }]);
    expect((await judging()).model).toBe(hash);
    // Judging again with the same package says nothing new.
    expect((await judging()).kinds).toEqual(['model-admitted', 'model-in-force']);

    await withdrawPackage(host, { store: directory, hash });
    await expect(judging()).rejects.toMatchObject({ fault: 'not-admitted' });
    await admitPackage(host, { store: directory, model: id, hash });
    appendFileSync(join(modelsDirectory, id, 'model.json'), ' ');
    await expect(judging()).rejects.toMatchObject({ fault: 'not-admitted' });
    await expect(withdrawPackage(host, { store: directory, hash: '0'.repeat(64) })).rejects.toMatchObject({
      fault: 'not-found',
    });
  }));
