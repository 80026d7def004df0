import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { buildIfChanged } from '../../scripts/build-if-changed.ts';

const require = createRequire(import.meta.url);
const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'countersign-pack-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// What marks the fuses in Electron's binary (@electron/fuses); version 1, then one character a fuse, all on.
const fuseMark = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const fuses = 9;

/** An Electron that is nothing but a file with fuses in it, so that a package can be made without a download. */
function standInElectron(): string {
  const electron = join(folder, 'electron');
  mkdirSync(join(electron, 'locales'), { recursive: true });
  writeFileSync(
    join(electron, 'electron'),
    Buffer.concat([Buffer.from(fuseMark), Buffer.from([1, fuses]), Buffer.from('1'.repeat(fuses))]),
  );
  chmodSync(join(electron, 'electron'), 0o755);
  writeFileSync(join(electron, 'LICENSE'), '');
  const { version } = require('electron/package.json') as { version: string };
  writeFileSync(join(electron, 'version'), version);
  return electron;
}

test('electron-builder packs the built app, its own natives and its models, with the fuses shut', (context) => {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return context.skip('The stand-in for Electron is made for Linux on x64.');
  }
  buildIfChanged(root);
  const output = join(folder, 'dist');
  const packed = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules', 'electron-builder', 'cli.js'),
      ...['--linux', 'dir', '--x64', '--publish', 'never'],
      `-c.electronDist=${standInElectron()}`,
      `-c.directories.output=${output}`,
    ],
    { cwd: root, encoding: 'utf8' },
  );
  expect(packed.status, packed.stdout + packed.stderr).toBe(0);

  const app = join(output, 'linux-unpacked');
  const resources = join(app, 'resources');
  const natives = readdirSync(join(resources, 'app.asar.unpacked'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:node|so|dll|dylib)(?:\.[\d.]+)?$/.test(file))
    .map((file) => file.replace(/^node_modules\//, '').replace(/-?\d+\.\d+\.\d+/, ''))
    .sort();
  expect(natives).toEqual([
    '@img/sharp-libvips-linux-x64/lib/libvips-cpp.so.',
    '@img/sharp-linux-x64/lib/sharp-linux-x64.node',
    'onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime.so.1',
    'onnxruntime-node/bin/napi-v6/linux/x64/onnxruntime_binding.node',
  ]);

  const { listPackage, extractFile } = createRequire(require.resolve('app-builder-lib/package.json'))(
    '@electron/asar',
  ) as {
    listPackage(archive: string, options: { isPack: boolean }): string[];
    extractFile(archive: string, file: string): Buffer;
  };
  const files = listPackage(join(resources, 'app.asar'), { isPack: false });
  expect([...new Set(files.map((file) => file.split('/')[1]))].sort()).toEqual(
    ['LICENSE', 'docs', 'node_modules', 'out', 'package.json'].sort(),
  );
  for (const file of [
    '/out/main/electron.js',
    '/out/main/engine.js',
    '/out/preload/preload.cjs',
    '/out/renderer/index.html',
  ]) {
    expect(files).toContain(file);
  }
  expect(files).not.toContain('/node_modules/vite');
  // The PDF decoder is WebAssembly: the archive's bytes load as they are.
  const wasm = extractFile(join(resources, 'app.asar'), 'node_modules/@hyzyla/pdfium/dist/pdfium.wasm');
  const exported = WebAssembly.Module.exports(new WebAssembly.Module(Uint8Array.from(wasm))).map(({ name }) => name);
  expect(exported).toContain('FPDF_LoadMemDocument');
  expect(files).toContain('/node_modules/@hyzyla/pdfium/dist/index.esm.js');
  for (const model of readdirSync(join(resources, 'models'))) {
    expect(readdirSync(join(resources, 'models', model))).toContain(model === 'ink' ? 'ink.json' : 'model.json');
  }

  const binary = readFileSync(join(app, 'countersign'), 'latin1');
  const states = binary.slice(binary.indexOf(fuseMark) + fuseMark.length + 2).slice(0, 6);
  // runAsNode, cookie encryption, NODE_OPTIONS, --inspect: off; archive integrity, only from the archive: on.
  expect(states).toBe('000011');
});
