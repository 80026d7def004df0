import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadInkNet, openInkNetPackage } from '../../src-main/model/ink-net.ts';
import { openInkNet } from '../../src-main/model/ink-net-session.ts';
import { onnxRuntime } from '../../src-main/model/onnx-runtime.ts';
import { pinnedInkNet } from '../../src-main/model/pinned-ink-net.ts';
import type { InferenceRuntime } from '../../src-main/model/runtime.ts';

const models = fileURLToPath(new URL('../../models', import.meta.url));
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ink-net-'));
  await cp(join(models, 'ink'), join(folder, 'ink'), { recursive: true });
});
afterEach(() => rm(folder, { recursive: true, force: true }));
const file = (name: string) => join(folder, 'ink', name);

describe('the ink net', () => {
  it('is the one that is pinned, and gives its golden vectors', async () => {
    const net = await loadInkNet(models);
    expect(net.hash).toBe(pinnedInkNet);
    const session = await openInkNet(onnxRuntime, net, 1);
    const { width, height, input, logOdds } = net.golden;
    const found = await session.run({ data: input, width, height });
    expect(found.logOdds).toHaveLength(logOdds.length);
    // Some of the golden plane is a signature's ink, and most is not.
    const inked = found.logOdds.filter((odds) => odds > 0).length / found.logOdds.length;
    expect(inked).toBeGreaterThan(0.005);
    expect(inked).toBeLessThan(0.5);
    await session.release();
  });

  it('takes planes of any size in steps of 32 pixels', async () => {
    const session = await openInkNet(onnxRuntime, await loadInkNet(models), 1);
    const found = await session.run({ data: new Float32Array(3 * 96 * 32), width: 96, height: 32 });
    expect(found.logOdds).toHaveLength(96 * 32);
    expect(found.votes).toHaveLength((4 * 96 * 32) / 16);
    await session.release();
  });

  it.each(['ink.onnx', 'golden.json'])('is refused where %s was changed', async (name) => {
    const bytes = await readFile(file(name));
    bytes[bytes.length >> 1]! ^= 1;
    await writeFile(file(name), bytes);
    await expect(loadInkNet(folder)).rejects.toMatchObject({ fault: 'hash-mismatch', file: name });
  });

  it('is refused where its manifest was changed, or a file is missing', async () => {
    await rm(file('golden.json'));
    await expect(loadInkNet(folder)).rejects.toMatchObject({ fault: 'missing-file', file: 'golden.json' });
    await writeFile(file('ink.json'), `${await readFile(file('ink.json'), 'utf8')} `);
    await expect(loadInkNet(folder)).rejects.toMatchObject({ fault: 'not-admitted', file: 'ink.json' });
    await rm(file('ink.json'));
    await expect(loadInkNet(folder)).rejects.toMatchObject({
      fault: 'no-package',
      message: expect.stringContaining('ink.json'),
    });
  });

  it('says what is wrong with a manifest', async () => {
    const { source } = await loadInkNet(models);
    const changed = (text: string) => openInkNetPackage({ ...source, manifest: new TextEncoder().encode(text) });
    expect(() => changed('{')).toThrow(/isn't valid JSON/);
    expect(() => changed('{"format":"countersign-ink/1"}')).toThrow(/\(title\) is wrong/);
  });

  it('is not used where it gives other results than it should', async () => {
    const wrong: InferenceRuntime = {
      ...onnxRuntime,
      open: async (graph, options) => {
        const opened = await onnxRuntime.open(graph, options);
        return {
          ...opened,
          run: async (feeds) => {
            const results = await opened.run(feeds);
            (results['ink']!.data as Float32Array)[5]! += 0.1;
            return results;
          },
        };
      },
    };
    await expect(openInkNet(wrong, await loadInkNet(models), 1)).rejects.toMatchObject({ fault: 'golden-mismatch' });
  });
});
