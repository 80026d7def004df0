import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

/** One file of the built window. */
export interface WindowFile {
  readonly bytes: Uint8Array;
  readonly type: string;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json',
};

/**
 * Reads the built window into memory. What isn't in the returned map can't be served, so that no path, however it is
 * written, leads out of the folder.
 * @param folder the `out/renderer` folder
 * @returns files by their URL path, as in `/assets/index-abc.js`
 * @throws Error where the window hasn't been built
 */
export function readWindowFiles(folder: string): ReadonlyMap<string, WindowFile> {
  const files = new Map<string, WindowFile>();
  let entries;
  try {
    entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  } catch {
    throw new Error(`The window isn't built: ${folder} is missing. Run "npm run build".`);
  }
  for (const entry of entries) {
    const type = types[extname(entry.name)];
    if (!entry.isFile() || type === undefined) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(`/${relative(folder, path).split(sep).join('/')}`, { bytes: readFileSync(path), type });
  }
  if (!files.has('/index.html'))
    throw new Error(`The window isn't built: ${folder} has no index.html. Run "npm run build".`);
  return files;
}
