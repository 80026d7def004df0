import { CallFailure } from '../contract/calls.ts';
import type { ModelsOutput } from '../contract/cli-record.ts';
import { chooseModel, listModels } from '../engine/chosen-model.ts';
import type { ReferenceStore } from '../store/reference-store.ts';
import type { CommandHost } from './command-host.ts';
import { withCommandStore } from './command-store.ts';
import { withFailures } from './failures.ts';
import { admittedIn } from './model-in-use.ts';

type Listed = ModelsOutput['models'][number];

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What stands in the way of using a package; null: nothing. */
async function obstacle(directory: string, id: string, admitted: readonly string[]): Promise<string | null> {
  try {
    await chooseModel(directory, id, { admitted });
    return null;
  } catch (error) {
    return wordsOf(error);
  }
}

async function listedModel(directory: string, id: string, title: string, admitted: readonly string[]): Promise<Listed> {
  try {
    const hash = (await chooseModel(directory, id, { unpinned: true })).package.manifestHash;
    if ((await obstacle(directory, id, [])) === null) return { id, title, hash, standing: 'shipped', why: null };
    const why = await obstacle(directory, id, admitted);
    if (why === null) return { id, title, hash, standing: 'admitted', why };
    return { id, title, hash, standing: admitted.includes(hash) ? 'refused' : 'not-admitted', why };
  } catch (error) {
    return { id, title, hash: null, standing: 'refused', why: wordsOf(error) };
  }
}

async function viewOf(host: CommandHost, store: ReferenceStore): Promise<ModelsOutput> {
  const admitted = await admittedIn(store);
  const models: Listed[] = [];
  for (const { id, title } of await listModels(host.modelsDirectory))
    models.push(await listedModel(host.modelsDirectory, id, title, admitted));
  return { store: store.directory, models };
}

/** `countersign model list`: the packages there are, and which of them may judge. @throws CallFailure, StoreError */
export function listPackages(host: CommandHost, request: { readonly store: string }): Promise<ModelsOutput> {
  return withCommandStore(host, request.store, 'model list', async (store) => {
    return await viewOf(host, store);
  });
}

/**
 * `countersign model admit`: lets a package of the bank's own judge cheques. Whoever admits it says its hash, as they got it from
 * those who made it, so that no other package is admitted by its name.
 * @throws CallFailure `no-model`, `other-model`, `bad-model`; StoreError
 */
export function admitPackage(
  host: CommandHost,
  request: { readonly store: string; readonly model: string; readonly hash: string },
): Promise<ModelsOutput> {
  return withFailures(async () => {
    const { model: id, hash } = request;
    return withCommandStore(host, request.store, 'model admit', async (store) => {
      const found = (await viewOf(host, store)).models.find((each) => each.id === id);
      if (!found) throw new CallFailure({ fault: 'no-model', message: `There is no model package "${id}".` });
      if (found.hash !== hash) {
        throw new CallFailure({
          fault: 'other-model',
          message: `The model package ${id} that is here is another one (${found.hash ?? 'unreadable'}). Nothing was admitted.`,
        });
      }
      if (found.standing === 'shipped')
        throw new CallFailure({ fault: 'bad-model', message: `${id} is part of Countersign: it needs no admission.` });
      const why = await obstacle(host.modelsDirectory, id, [hash]);
      if (why !== null) throw new CallFailure({ fault: 'bad-model', message: why });
      await store.notes.admitModel({ id, hash }, store.operator);
      return await viewOf(host, store);
    });
  });
}

/** `countersign model withdraw`: takes an admission back. @throws CallFailure; StoreError `not-found` */
export function withdrawPackage(
  host: CommandHost,
  request: { readonly store: string; readonly hash: string },
): Promise<ModelsOutput> {
  return withCommandStore(host, request.store, 'model withdraw', async (store) => {
    await store.notes.withdrawModel(request.hash, store.operator);
    return await viewOf(host, store);
  });
}
