/** What an engine process is given of its surroundings: next to nothing. */
import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Variables that native libraries or the operating system need; everything else, secrets too, stays with the parent. */
const passedOn = new Set([
  'PATH',
  'SYSTEMROOT',
  'WINDIR',
  'TEMP',
  'TMP',
  'TMPDIR',
  'LD_LIBRARY_PATH',
  'DYLD_LIBRARY_PATH',
]);

/** The environment of an engine process, made from the parent's by a list of what may pass. */
export function scrubbedEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  const entries = Object.entries(environment).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && passedOn.has(entry[0].toUpperCase()),
  );
  return Object.fromEntries(entries);
}

/**
 * V8's flags for an engine process. Planes of pixels lie outside V8's heap; from the first megabytes of them on it would mark its whole
 * heap once a cheque, for nothing: they die young. With so many megabytes allowed beforehand that costs nothing.
 */
export const heapFlags: readonly string[] = ['--initial-old-space-size=128'];

/**
 * The file an engine process runs: engine-main.ts beside this one, or the bundle's engine.js beside or above it.
 * @throws Error where there is neither.
 */
export function engineEntry(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const candidates = ['engine-main.ts', 'engine.js', join('..', 'engine.js')].map((name) => join(here, name));
  const entry = candidates.find((path) => existsSync(path));
  if (!entry) throw new Error(`The engine's program isn't beside ${here}. Install Countersign again.`);
  return entry;
}

/**
 * Node's permission model for an engine process: it may read its own code and libraries, write nothing, start no process.
 * Native add-ons (sharp, onnxruntime) are allowed, so this holds back JavaScript only; it is a second fence, not the wall.
 *
 * @param ownThread whether it may start a second thread, which has the same permissions.
 */
export function permissionFlags(entry: string, ownThread = false): string[] {
  const readable = new Set<string>();
  const allow = (path: string) => {
    readable.add(path);
    readable.add(realpathSync(path));
  };
  // The folder of the program (src-main or out) and the package.json that says its files are modules.
  const root = packageRoot(entry);
  const [first = ''] = entry.slice(root.length + 1).split(sep);
  allow(join(root, first) + sep);
  allow(join(root, 'package.json'));
  // Where node_modules is a link, the loader looks through the link and then at what it leads to.
  const own = join(root, 'node_modules');
  if (existsSync(own)) allow(own + sep);
  for (const library of ['sharp', 'onnxruntime-node', 'jimp', 'valibot']) {
    const folder = librariesFolder(entry, library);
    if (folder) allow(folder);
  }
  return [
    '--permission',
    '--allow-addons',
    ...(ownThread ? ['--allow-worker'] : []),
    ...[...readable].map((path) => `--allow-fs-read=${path.endsWith(sep) || !isFolder(path) ? path : path + sep}`),
    // The warning that add-ons reach past the permission model: known, and said above.
    '--disable-warning=PERM0001',
    // The same of threads.
    '--disable-warning=PERM0006',
  ];
}

function packageRoot(entry: string): string {
  let folder = dirname(entry);
  while (!existsSync(join(folder, 'package.json'))) {
    const above = dirname(folder);
    if (above === folder) throw new Error(`There is no package.json above ${entry}.`);
    folder = above;
  }
  return folder;
}

/** The outermost node_modules that a library lies in, so that what it needs in turn is readable too. */
function librariesFolder(entry: string, library: string): string | null {
  let path: string;
  try {
    path = createRequire(entry).resolve(library);
  } catch {
    return null;
  }
  const marker = `${sep}node_modules${sep}`;
  const at = path.indexOf(marker);
  return at < 0 ? null : path.slice(0, at + marker.length);
}

function isFolder(path: string): boolean {
  return !path.endsWith('.json');
}
