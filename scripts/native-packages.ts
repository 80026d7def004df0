import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A target that electron-builder packs for, in Node's names. */
export interface PackageTarget {
  readonly platform: 'win32' | 'darwin' | 'linux';
  readonly arch: 'x64' | 'arm64';
}

/** Every target of electron-builder.yml. */
export const packageTargets: readonly PackageTarget[] = [
  { platform: 'win32', arch: 'x64' },
  { platform: 'win32', arch: 'arm64' },
  { platform: 'darwin', arch: 'arm64' },
  { platform: 'linux', arch: 'x64' },
];

/** The packages with sharp's native parts for a target; npm installs only those of the machine it runs on. */
export function nativePackages({ platform, arch }: PackageTarget): string[] {
  const own = `@img/sharp-${platform}-${arch}`;
  return platform === 'win32' ? [own] : [own, `@img/sharp-libvips-${platform}-${arch}`];
}

/**
 * Those of a target's native packages that aren't installed, with the versions that sharp wants.
 * @param root the project's folder
 */
export function missingNativePackages(root: string, target: PackageTarget): string[] {
  const sharp = JSON.parse(readFileSync(join(root, 'node_modules', 'sharp', 'package.json'), 'utf8')) as {
    optionalDependencies: Record<string, string>;
  };
  return nativePackages(target)
    .filter((name) => !existsSync(join(root, 'node_modules', name)))
    .map((name) => `${name}@${sharp.optionalDependencies[name] ?? 'latest'}`);
}
