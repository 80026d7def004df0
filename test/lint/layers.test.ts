import { Linter } from 'eslint';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { layers, layersRule, refusal } from '../../scripts/lint/layers.js';

const root = new URL('../../', import.meta.url);

function lint(file: string, code: string): string[] {
  const linter = new Linter({ cwd: '/repository' });
  const messages = linter.verify(
    code,
    [
      {
        files: ['**/*.ts'],
        plugins: { countersign: { rules: { layers: layersRule } } },
        rules: { 'countersign/layers': 2 },
      },
    ],
    { filename: `/repository/${file}` },
  );
  return messages.map((message) => message.message);
}

describe('the layer table', () => {
  it('lists every folder of src-main', () => {
    const folders = readdirSync(new URL('src-main/', root), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
    expect(folders.filter((folder) => !(folder in layers))).toEqual([]);
  });

  it('has no cycle: following its arrows from any folder never comes back', () => {
    const table = layers as Record<string, string[]>;
    const reached = (folder: string, seen: Set<string>): Set<string> => {
      for (const next of table[folder] ?? []) if (!seen.has(next)) reached(next, seen.add(next));
      return seen;
    };
    for (const folder of Object.keys(table)) expect([...reached(folder, new Set())]).not.toContain(folder);
  });

  it.each([
    ['src-main/metric/a.ts', '../store/b.ts', 'metric may not import store'],
    ['src-main/imaging/a.ts', '../model/b.ts', 'imaging may not import model'],
    ['src-main/desk/a.ts', '../imaging/b.ts', 'desk may not import imaging'],
    ['src-main/contract/a.ts', '../desk/b.ts', 'contract may not import desk'],
    ['src-main/engine/deep/a.ts', '../../store/b.ts', 'engine may not import store'],
    ['src-main/desk/a.ts', 'electron', 'only shell may import electron'],
    ['src-main/desk/a.ts', 'onnxruntime-node', 'only model may import onnxruntime-node'],
    ['src-main/desk/a.ts', 'node:sqlite', 'only store may import node:sqlite'],
    ['src-main/metric/a.ts', 'node:crypto', 'metric is pure'],
    ['src-main/desk/a.ts', '../../src-renderer/b.ts', 'src-main may not import the window'],
    ['src-renderer/features/a.ts', '../../src-main/desk/b.ts', 'the window may import only'],
    ['src-renderer/a.ts', 'node:fs', 'the window may not import node:fs'],
  ])('refuses %s importing %s', (file, specifier, why) => {
    expect(refusal(file, specifier)).toContain(why);
  });

  it.each([
    ['src-main/desk/a.ts', '../store/b.ts'],
    ['src-main/desk/a.ts', './b.ts'],
    ['src-main/engine/a.ts', '../imaging/b.ts'],
    ['src-main/shell/electron.ts', 'electron'],
    ['src-main/store/a.ts', 'node:sqlite'],
    ['src-renderer/features/a.ts', '../../src-main/contract/b.ts'],
    ['test/desk/a.ts', '../../src-main/imaging/b.ts'],
  ])('lets %s import %s', (file, specifier) => {
    expect(refusal(file, specifier)).toBeNull();
  });

  it('reports static imports, re-exports and dynamic imports where they stand', () => {
    expect(lint('src-main/metric/a.ts', "import '../store/b.ts';")).toHaveLength(1);
    expect(lint('src-main/metric/a.ts', "export * from '../store/b.ts';")).toHaveLength(1);
    expect(lint('src-main/metric/a.ts', "export { b } from '../store/b.ts';")).toHaveLength(1);
    expect(lint('src-main/metric/a.ts', "await import('../store/b.ts');")).toHaveLength(1);
    expect(lint('src-main/metric/a.ts', "import './b.ts';")).toHaveLength(0);
  });

  it('is switched on in the project', () => {
    const config = readFileSync(new URL('eslint.config.js', root), 'utf8');
    expect(config).toContain("'countersign/layers': 'error'");
  });
});
