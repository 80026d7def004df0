import { Ajv } from 'ajv';
import { existsSync, readdirSync, readFileSync, type Stats } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import {
  missingNativePackages,
  nativePackages,
  packageTargets,
  type PackageTarget,
} from '../../scripts/native-packages.ts';

const require = createRequire(import.meta.url);
const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

interface Configuration {
  files?: string[];
  asarUnpack: string[];
  extraResources: { from: string; to: string; filter: string[] }[];
  electronFuses: Record<string, boolean>;
  npmRebuild: boolean;
  nsis: Record<string, unknown>;
  win: { files: string[]; target: { target: string; arch: string[] }[]; icon: string };
  mac: { files: string[]; target: { target: string; arch: string[] }[]; icon: string };
  linux: { files: string[]; target: { target: string; arch: string[] }[]; icon: string; executableName: string };
}

type Filter = (file: string, stat: Stats) => boolean;
interface Matcher {
  createFilter(): Filter;
}
interface MatcherModule {
  FileMatcher: new (from: string, to: string, expand: (pattern: string) => string, patterns: string[]) => Matcher;
  getNodeModuleFileMatcher(
    appDirectory: string,
    destination: string,
    expand: (pattern: string) => string,
    platform: { files: string[] },
    packager: { config: Configuration; debugLogger: { isEnabled: boolean } },
  ): Matcher;
  getMainFileMatchers(
    appDirectory: string,
    destination: string,
    expand: (pattern: string) => string,
    platform: { files: string[] },
    packager: { info: object },
    outDirectory: string,
    isElectronCompile: boolean,
  ): Matcher[];
}

const builder = createRequire(require.resolve('app-builder-lib/package.json'));
const { load } = builder('js-yaml') as { load(text: string): unknown };
const { FileMatcher, getMainFileMatchers, getNodeModuleFileMatcher } =
  require('app-builder-lib/out/fileMatcher') as MatcherModule;
const configuration = load(readFileSync(join(root, 'electron-builder.yml'), 'utf8')) as Configuration;

const aFile = { isDirectory: () => false, isFile: () => true } as Stats;
const expanding = (arch: string) => (pattern: string) => pattern.replaceAll('${arch}', arch);
const blocks = { win32: configuration.win, darwin: configuration.mac, linux: configuration.linux };

/** Every native file that an installation for all platforms would have, relative to the project. */
function allNatives(): string[] {
  const onnx = readdirSync(join(root, 'node_modules/onnxruntime-node/bin'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .replaceAll('\\', '/'),
    );
  const sharpPackages = Object.keys(
    (
      JSON.parse(readFileSync(join(root, 'node_modules/sharp/package.json'), 'utf8')) as {
        optionalDependencies: Record<string, string>;
      }
    ).optionalDependencies,
  );
  const image = sharpPackages.map((name) =>
    name.includes('libvips') ? `node_modules/${name}/lib/libvips.library` : `node_modules/${name}/lib/sharp.node`,
  );
  return [...onnx, ...image];
}

/** Which of them electron-builder would pack for a target. */
function packed({ platform, arch }: PackageTarget): string[] {
  const matcher = getNodeModuleFileMatcher(root, '/app', expanding(arch), blocks[platform], {
    config: configuration,
    debugLogger: { isEnabled: false },
  });
  const filter = matcher.createFilter();
  // A folder that is left out is never entered, so each folder on the way has to pass as well.
  const passes = (file: string) =>
    file
      .split('/')
      .map((_part, index, parts) => parts.slice(0, index + 1).join('/'))
      .filter((path) => path.split('/').length > 2)
      .every((path) => filter(join(root, path), aFile));
  return allNatives().filter(passes).sort();
}

test("the configuration is valid by electron-builder's own schema", () => {
  const schema = JSON.parse(readFileSync(require.resolve('app-builder-lib/scheme.json'), 'utf8')) as object;
  const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(schema);
  validate(configuration);
  expect(validate.errors ?? []).toEqual([]);
  validate({ ...configuration, asarUnpak: [] });
  expect(validate.errors?.[0]?.message).toContain('must NOT have additional properties');
});

describe('native files', () => {
  test('all of them are there to choose from', () => {
    expect(allNatives().length).toBeGreaterThan(30);
    for (const target of packageTargets) {
      for (const name of nativePackages(target)) expect(allNatives().join()).toContain(`${name}/`);
    }
  });

  test.each([
    [
      { platform: 'win32', arch: 'x64' },
      [
        'node_modules/@img/sharp-win32-x64/lib/sharp.node',
        'node_modules/onnxruntime-node/bin/napi-v6/win32/x64/DirectML.dll',
        'node_modules/onnxruntime-node/bin/napi-v6/win32/x64/dxcompiler.dll',
        'node_modules/onnxruntime-node/bin/napi-v6/win32/x64/dxil.dll',
        'node_modules/onnxruntime-node/bin/napi-v6/win32/x64/onnxruntime.dll',
        'node_modules/onnxruntime-node/bin/napi-v6/win32/x64/onnxruntime_binding.node',
      ],
    ],
    [
      { platform: 'win32', arch: 'arm64' },
      [
        'node_modules/@img/sharp-win32-arm64/lib/sharp.node',
        'node_modules/onnxruntime-node/bin/napi-v6/win32/arm64/DirectML.dll',
        'node_modules/onnxruntime-node/bin/napi-v6/win32/arm64/dxcompiler.dll',
        'node_modules/onnxruntime-node/bin/napi-v6/win32/arm64/dxil.dll',
        'node_modules/onnxruntime-node/bin/napi-v6/win32/arm64/onnxruntime.dll',
        'node_modules/onnxruntime-node/bin/napi-v6/win32/arm64/onnxruntime_binding.node',
      ],
    ],
    [
      { platform: 'darwin', arch: 'arm64' },
      [
        'node_modules/@img/sharp-darwin-arm64/lib/sharp.node',
        'node_modules/@img/sharp-libvips-darwin-arm64/lib/libvips.library',
        'node_modules/onnxruntime-node/bin/napi-v6/darwin/arm64/libonnxruntime.1.30.0.dylib',
        'node_modules/onnxruntime-node/bin/napi-v6/darwin/arm64/libonnxruntime.1.dylib',
        'node_modules/onnxruntime-node/bin/napi-v6/darwin/arm64/onnxruntime_binding.node',
      ],
    ],
    [
      { platform: 'linux', arch: 'x64' },
      [
        'node_modules/@img/sharp-libvips-linux-x64/lib/libvips.library',
        'node_modules/@img/sharp-linux-x64/lib/sharp.node',
        'node_modules/onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime.so.1',
        'node_modules/onnxruntime-node/bin/napi-v6/linux/x64/onnxruntime_binding.node',
      ],
    ],
  ] as const)('%j gets its own and no others', (target, expected) => {
    expect(packed(target)).toEqual(expected);
  });

  test.each(packageTargets)('the PDF decoder is packed for %j, inside the archive', ({ platform, arch }) => {
    const matcher = getNodeModuleFileMatcher(root, '/app', expanding(arch), blocks[platform], {
      config: configuration,
      debugLogger: { isEnabled: false },
    });
    const unpacked = new FileMatcher(root, '/app', expanding(arch), configuration.asarUnpack).createFilter();
    for (const file of ['package.json', 'dist/index.esm.js', 'dist/pdfium.wasm']) {
      const path = join(root, 'node_modules/@hyzyla/pdfium', file);
      expect(existsSync(path)).toBe(true);
      expect([file, matcher.createFilter()(path, aFile), unpacked(path, aFile)]).toEqual([file, true, false]);
    }
  });

  test.each(packageTargets)('of the fonts for reports, %j gets the two weights that are used', ({ platform, arch }) => {
    const filter = getNodeModuleFileMatcher(root, '/app', expanding(arch), blocks[platform], {
      config: configuration,
      debugLogger: { isEnabled: false },
    }).createFilter();
    const fonts = join(root, 'node_modules/@fontsource/noto-sans/files');
    const packed = readdirSync(fonts).filter((name) => filter(join(fonts, name), aFile));
    const parts = ['latin', 'latin-ext', 'greek', 'greek-ext', 'cyrillic', 'cyrillic-ext', 'devanagari', 'vietnamese'];
    const used = parts.flatMap((part) => [400, 700].map((weight) => `noto-sans-${part}-${String(weight)}-normal.woff`));
    expect(packed.sort()).toEqual(used.sort());
    const js = join(root, 'node_modules/pdfkit/js');
    const library = readdirSync(js).filter((name) => filter(join(js, name), aFile));
    expect(library).toContain('pdfkit.node.mjs');
    expect(library.filter((name) => /browser|standalone/.test(name))).toEqual([]);
  });

  test('every target of the configuration is listed above, and no other', () => {
    const names = { win32: configuration.win, darwin: configuration.mac, linux: configuration.linux };
    const targets = Object.entries(names).flatMap(([platform, block]) =>
      [...new Set(block.target.flatMap(({ arch }) => arch))].map((arch) => ({ platform, arch })),
    );
    expect(targets).toEqual(packageTargets);
  });

  test('they lie outside the archive, and nothing else does', () => {
    const unpacked = new FileMatcher(root, '/app', expanding('x64'), configuration.asarUnpack).createFilter();
    for (const file of allNatives()) expect([file, unpacked(join(root, file), aFile)]).toEqual([file, true]);
    for (const file of ['out/main/electron.js', 'package.json', 'node_modules/ws/lib/websocket.js']) {
      expect([file, unpacked(join(root, file), aFile)]).toEqual([file, false]);
    }
  });

  test('what is missing for a target is named with its version', () => {
    for (const target of packageTargets) {
      for (const name of missingNativePackages(root, target))
        expect(name).toMatch(/^@img\/sharp-[\w-]+@\d+\.\d+\.\d+$/);
    }
  });
});

describe.each(packageTargets)('the archive for $platform $arch', ({ platform, arch }) => {
  const info = {
    isPrepackedAppAsar: false,
    projectDir: root,
    buildResourcesDir: 'packaging',
    config: configuration,
    debugLogger: { isEnabled: false },
  };
  const matchers = getMainFileMatchers(
    root,
    '/app',
    expanding(arch),
    blocks[platform],
    { info },
    join(root, 'dist'),
    false,
  );
  const filters = matchers.map((matcher) => matcher.createFilter());
  const isPacked = (file: string) => filters.some((filter) => filter(join(root, file), aFile));

  test.each([
    'out/main/electron.js',
    'out/preload/preload.cjs',
    'out/renderer/index.html',
    'out/renderer/assets/index-abc.js',
    'package.json',
    'LICENSE',
    'docs/third-party-licences.md',
  ])('holds %s', (file) => expect(isPacked(file)).toBe(true));

  test.each([
    'src-main/shell/electron.ts',
    'src-renderer/main.ts',
    'scripts/bootstrap.js',
    'out/.made-from',
    'out/main/electron.js.map',
    'test/shell/electron.test.ts',
    'models/contrastive/model.json',
    'models/training/train.py',
    'docs/ARCHITECTURE.md',
    'packaging/icon.svg',
    'electron-builder.yml',
    '.npmrc',
    '.ci/run',
    '.git/config',
    'node_modules/ws/index.js',
  ])('does not hold %s as a file of its own', (file) => expect(isPacked(file)).toBe(false));
});

test('no list of files stands outside the platforms: electron-builder would pack the whole project beside it', () => {
  expect(configuration.files).toBeUndefined();
});

test('models lie beside the archive: manifests, graphs and cards, no training', () => {
  const [models] = configuration.extraResources;
  if (!models) throw new Error('The configuration names no extra resources.');
  expect(models).toMatchObject({ from: 'models', to: 'models' });
  const filter = new FileMatcher(join(root, 'models'), '/models', expanding('x64'), models.filter).createFilter();
  const isPacked = (file: string) => filter(join(root, 'models', file), aFile);
  expect(isPacked('contrastive/CARD.md')).toBe(true);
  expect(['ink.json', 'ink.onnx', 'golden.json'].map((name) => `ink/${name}`).every(isPacked)).toBe(true);
  // A package that lacks a file its manifest names can't be opened.
  for (const id of readdirSync(join(root, 'models'))) {
    const manifest = join(root, 'models', id, 'model.json');
    if (!existsSync(manifest)) continue;
    const { files } = JSON.parse(readFileSync(manifest, 'utf8')) as { files: Record<string, unknown> };
    const needed = ['model.json', ...Object.keys(files)].map((name) => `${id}/${name}`);
    expect(needed.filter((file) => !isPacked(file))).toEqual([]);
  }
  expect(['training/train.py', 'training/model.json', 'training/x.onnx', 'contrastive/notes.txt'].some(isPacked)).toBe(
    false,
  );
});

test('the fuses are shut, and nothing is compiled', () => {
  expect(configuration.electronFuses).toMatchObject({
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    grantFileProtocolExtraPrivileges: false,
  });
  expect(configuration.npmRebuild).toBe(false);
  expect(configuration.nsis).toMatchObject({ oneClick: false, perMachine: false, allowElevation: true });
  expect(configuration.linux.executableName).toBe('countersign');
});

test('the icon is there, large enough for every platform', async () => {
  for (const { icon } of Object.values(blocks)) {
    expect(existsSync(join(root, icon))).toBe(true);
    expect(await sharp(join(root, icon)).metadata()).toMatchObject({ width: 1024, height: 1024, format: 'png' });
  }
});
