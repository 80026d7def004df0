// `npm run package -- [--win | --mac | --linux] [--x64 | --arm64] [more for electron-builder]`: builds out/ and packs it
// by electron-builder.yml into dist/. What it downloads is in docs/packaging.md.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { missingNativePackages, packageTargets, type PackageTarget } from './native-packages.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const platforms = { '--win': 'win32', '--mac': 'darwin', '--linux': 'linux' } as const;

/** The targets that the given words ask for: this machine's platform and all its architectures unless they say more. */
function targetsOf(words: readonly string[]): PackageTarget[] {
  const asked = Object.entries(platforms).flatMap(([word, platform]) => (words.includes(word) ? [platform] : []));
  const wanted: readonly string[] = asked.length > 0 ? asked : [process.platform];
  const arches: readonly string[] = ['x64', 'arm64'].filter((arch) => words.includes(`--${arch}`));
  return packageTargets.filter(
    ({ platform, arch }) => wanted.includes(platform) && (arches.length === 0 || arches.includes(arch)),
  );
}

function run(script: string, args: readonly string[]): void {
  const result = spawnSync(process.execPath, [join(root, 'node_modules', script), ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  if (result.status !== 0) process.exit(result.status ?? 1);
}

const words = process.argv.slice(2);
const targets = targetsOf(words);
if (targets.length === 0) {
  console.error('There is no target for that; electron-builder.yml has:');
  for (const { platform, arch } of packageTargets) console.error(`  ${platform} ${arch}`);
  process.exit(1);
}
let complete = true;
for (const target of targets) {
  const missing = missingNativePackages(root, target);
  if (missing.length === 0) continue;
  complete = false;
  console.error(
    `For ${target.platform} ${target.arch} these packages are missing: ${missing.join(', ')}. Get them with`,
  );
  console.error(`  npm install --no-save --force --os=${target.platform} --cpu=${target.arch} ${missing.join(' ')}`);
}
if (!complete) process.exit(1);

run('electron-vite/bin/electron-vite.js', ['build', '--logLevel', 'warn']);
run('electron-builder/cli.js', ['--publish', 'never', ...words]);
