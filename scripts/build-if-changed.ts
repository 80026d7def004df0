import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const sources = ['src-main', 'src-renderer', 'electron.vite.config.ts', 'package-lock.json'];

/** SHA-256 over the names and contents of everything the build is made from. */
export function sourceHash(root: string): string {
  const hash = createHash('sha256');
  for (const source of sources) {
    const path = join(root, source);
    const files = source.includes('.')
      ? [path]
      : readdirSync(path, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name))
          .sort();
    for (const file of files)
      hash
        .update(`${file.slice(root.length)}\0`)
        .update(readFileSync(file))
        .update('\0');
  }
  return hash.digest('hex');
}

/**
 * Builds out/ by electron-vite unless what is there was made from these very sources.
 * @param root the project's folder
 * @throws Error where the build fails; what it said is on stderr
 */
export function buildIfChanged(root: string): void {
  const out = join(root, 'out');
  const stamp = join(out, '.made-from');
  const wanted = sourceHash(root);
  const built = ['renderer/index.html', 'preload/preload.cjs', 'main/electron.js'].every((file) =>
    existsSync(join(out, file)),
  );
  if (built && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.error('Building the window …');
  const result = spawnSync(
    process.execPath,
    [join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js'), 'build', '--logLevel', 'warn'],
    { cwd: root, stdio: ['ignore', 2, 'inherit'] },
  );
  if (result.status !== 0) throw new Error('The window could not be built; what the build said is above.');
  mkdirSync(out, { recursive: true });
  writeFileSync(stamp, wanted);
}
