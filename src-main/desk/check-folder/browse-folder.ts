import { readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, extname, join, resolve } from 'node:path';
import type { FolderView } from '../../contract/batch.ts';
import { CallFailure } from '../../contract/calls.ts';
import { isScanName } from './list-folder.ts';

/** A folder of this machine with the folders in it. @throws CallFailure `no-folder` */
export async function browseFolder(path: string | null): Promise<FolderView> {
  const folder = resolve(path ?? homedir());
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'ENOENT' ? "isn't there" : "can't be opened";
    throw new CallFailure({ fault: 'no-folder', field: 'folder', message: `${folder} ${why}.` });
  });
  const shown = entries.filter(({ name }) => !name.startsWith('.')).sort((a, b) => a.name.localeCompare(b.name));
  const place = ({ name }: { name: string }) => ({ name, path: join(folder, name) });
  const parent = dirname(folder);
  const files = shown.filter((entry) => entry.isFile());
  return {
    folder,
    parent: parent === folder ? null : parent,
    folders: shown.filter((entry) => entry.isDirectory()).map(place),
    scans: files.filter(({ name }) => isScanName(name)).length,
    manifests: files.filter(({ name }) => ['.csv', '.tsv'].includes(extname(name).toLowerCase())).map(place),
  };
}
