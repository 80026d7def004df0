import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Finds Electron's binary without importing `electron`, which would try to download it. The binary comes from outside
 * the package registry, so it is often not there.
 * @param root the project's folder
 * @returns its path, or null
 */
export function findElectron(
  root: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string | null {
  const folder = join(root, 'node_modules', 'electron');
  const names: Partial<Record<NodeJS.Platform, string>> = {
    win32: 'electron.exe',
    darwin: 'Electron.app/Contents/MacOS/Electron',
  };
  const pathFile = join(folder, 'path.txt');
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : (names[process.platform] ?? 'electron');
  const dist = environment['ELECTRON_OVERRIDE_DIST_PATH'] || (existsSync(pathFile) ? join(folder, 'dist') : null);
  if (dist === null) return null;
  const binary = join(dist, name);
  return existsSync(binary) ? binary : null;
}
