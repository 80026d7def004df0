import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openModelPackage, readPackage } from './package.ts';

/**
 * Writes the text of pinned.ts for the packages in a folder (`models/`), after checking each one's schema and hashes.
 * @returns the new source text of pinned.ts.
 * @throws ModelError where a package isn't whole; an error where two packages claim one id.
 */
export async function pinHashes(modelsDirectory: string, currentSource: string): Promise<string> {
  const pins = new Map<string, string>();
  for (const entry of (await readdir(modelsDirectory, { withFileTypes: true })).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  )) {
    const directory = join(modelsDirectory, entry.name);
    if (!entry.isDirectory() || !(await hasManifest(directory))) continue;
    const model = openModelPackage(await readPackage(directory));
    if (pins.has(model.manifest.id))
      throw new Error(`Two packages in ${modelsDirectory} have the id ${model.manifest.id}.`);
    pins.set(model.manifest.id, model.manifestHash);
  }
  const lines = [...pins].map(([id, hash]) => `  ${/^[a-z]+$/.test(id) ? id : `'${id}'`}: '${hash}',\n`);
  const body = lines.length === 0 ? '{}' : `{\n${lines.join('')}}`;
  const pinned = /(export const pinnedManifests: [^=]*= )\{[^}]*\}/;
  if (!pinned.test(currentSource)) throw new Error('pinned.ts no longer has the constant pinnedManifests.');
  return currentSource.replace(pinned, (_all, head: string) => head + body);
}

async function hasManifest(directory: string): Promise<boolean> {
  return readFile(join(directory, 'model.json')).then(
    () => true,
    () => false,
  );
}
