/** Model packages as the desk needs them: found by id, checked, with the metric made ready. The graphs open elsewhere. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { imagingVersion } from '../imaging/version.ts';
import type { Metric } from '../metric/distance.ts';
import { loadInkNet, type InkNetPackage } from '../model/ink-net.ts';
import { parseManifest, type ModelManifest } from '../model/manifest.ts';
import { metricOf } from '../model/metric-of.ts';
import { ModelError } from '../model/model-error.ts';
import { loadModelPackage, openModelPackage, readPackage, type ModelPackage } from '../model/package.ts';

/** A package that may be used, with its metric. */
export interface ChosenModel {
  readonly package: ModelPackage;
  readonly metric: Metric;
  /** The net that tells a signature's ink on a whole cheque: one for all models; null: it isn't in the folder, and cheques can't be read. */
  readonly inkNet: InkNetPackage | null;
}

/** A package's id and title, as its manifest gives them; whether it is whole shows when it is chosen. */
export interface ListedModel {
  readonly id: string;
  readonly title: string;
}

/** A model's id, not a path: what can name a folder below the models directory. */
const idPattern = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/**
 * Loads a package by its id and checks schema, hashes and admission.
 *
 * @param admitted hashes of manifests that a supervisor has admitted beside those this version ships
 * @param unpinned for the tools that make a package before it is pinned: skips the pin, not the hashes
 * @throws ModelError naming file and field
 */
export async function chooseModel(
  modelsDirectory: string,
  id: string,
  options: { readonly admitted?: Iterable<string>; readonly unpinned?: boolean } = {},
): Promise<ChosenModel> {
  if (!idPattern.test(id)) {
    throw new ModelError('no-package', `"${id}" isn't a model's id. Ids are small letters, digits and dashes.`);
  }
  const directory = join(modelsDirectory, id);
  const loaded = options.unpinned
    ? openModelPackage(await readPackage(directory))
    : await loadModelPackage(directory, {
        imagingVersion,
        ...(options.admitted ? { admitted: options.admitted } : {}),
      });
  return { package: loaded, metric: metricOf(loaded), inkNet: await inkNetOf(modelsDirectory) };
}

/** A folder of models for comparing alone has no ink net; one that is there has to be whole. */
async function inkNetOf(modelsDirectory: string): Promise<InkNetPackage | null> {
  try {
    return await loadInkNet(modelsDirectory);
  } catch (error) {
    if (error instanceof ModelError && error.fault === 'no-package') return null;
    throw error;
  }
}

/** The packages in the models directory, by id. Folders without a readable manifest are left out. */
export async function listModels(modelsDirectory: string): Promise<ListedModel[]> {
  const entries = await readdir(modelsDirectory, { withFileTypes: true }).catch(() => []);
  const listed: ListedModel[] = [];
  for (const entry of entries) {
    if (!entry.isDirectory() || !idPattern.test(entry.name)) continue;
    const manifest = await readListed(join(modelsDirectory, entry.name, 'model.json'));
    if (manifest) listed.push({ id: manifest.id, title: manifest.title });
  }
  return listed.sort((a, b) => (a.id < b.id ? -1 : 1));
}

async function readListed(file: string): Promise<ModelManifest | null> {
  try {
    const parsed = parseManifest(JSON.parse(await readFile(file, 'utf8')));
    return parsed.ok ? parsed.manifest : null;
  } catch {
    return null;
  }
}
