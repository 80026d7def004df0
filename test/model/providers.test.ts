import { beforeAll, describe, expect, test } from 'vitest';
import { ModelError } from '../../src-main/model/model-error.ts';
import { onnxRuntime, sessionOptions } from '../../src-main/model/onnx-runtime.ts';
import type { ModelPackage } from '../../src-main/model/package.ts';
import { proveProvider, providerCandidates, type ProveOptions } from '../../src-main/model/providers.ts';
import type { GraphSession, InferenceRuntime } from '../../src-main/model/runtime.ts';
import { openModelSession } from '../../src-main/model/session.ts';
import { tinyInput, tinyLearned, tinyPackage, tinyParts, wideMap, wideParts } from './tiny-package.ts';

/** How a stand-in provider behaves; `works` runs the real graph on cpu. */
type Behaviour = 'works' | 'throws' | 'run throws' | 'not a number' | { off: number };

const trace: string[] = [];

/** A runtime whose providers fail in the ways that real ones do; what works is the real cpu provider. */
function standIn(behaviour: Record<string, Behaviour>): InferenceRuntime {
  return {
    version: 'stand-in',
    providers: () => Object.keys(behaviour),
    async open(graph, { provider, threads }) {
      const kind = behaviour[provider];
      trace.push(`open ${provider}`);
      if (kind === 'throws') throw new Error('no available backend found.\n  ERR: device lost');
      const real = await onnxRuntime.open(graph, { provider: 'cpu', threads });
      const session: GraphSession = {
        ...real,
        async run(feeds) {
          if (kind === 'run throws') throw new Error('out of memory on the device');
          const results = await real.run(feeds);
          if (kind === 'works' || kind === undefined) return results;
          return Object.fromEntries(
            Object.entries(results).map(([name, { data, shape }]) => {
              const changed = Float32Array.from(data);
              changed[0] = kind === 'not a number' ? Number.NaN : changed[0]! + (kind as { off: number }).off;
              return [name, { data: changed, shape }];
            }),
          );
        },
        async release() {
          trace.push(`release ${provider}`);
          await real.release();
        },
      };
      return session;
    },
  };
}

let model: ModelPackage;
beforeAll(async () => {
  model = await tinyPackage();
});

const options = (behaviour: Record<string, Behaviour>, more: Partial<ProveOptions> = {}): ProveOptions => ({
  runtime: standIn(behaviour),
  platform: 'win32',
  architecture: 'x64',
  threads: 1,
  only: null,
  avoid: [],
  ...more,
});

async function prove(behaviour: Record<string, Behaviour>, more: Partial<ProveOptions> = {}) {
  trace.length = 0;
  const { session, report } = await proveProvider(model, options(behaviour, more));
  await session.release();
  return report;
}

describe('candidates', () => {
  test('are DirectML on Windows, CoreML on Apple silicon, and cpu behind them and everywhere else', () => {
    expect(providerCandidates('win32', 'x64')).toEqual(['dml', 'cpu']);
    expect(providerCandidates('win32', 'arm64')).toEqual(['dml', 'cpu']);
    expect(providerCandidates('darwin', 'arm64')).toEqual(['coreml', 'cpu']);
    expect(providerCandidates('darwin', 'x64')).toEqual(['cpu']);
    expect(providerCandidates('linux', 'x64')).toEqual(['cpu']);
  });
});

describe('session options', () => {
  test('name one provider only, so that one which fails to start is seen to fail', () => {
    expect(sessionOptions({ provider: 'dml', threads: 1 })).toMatchObject({
      executionProviders: ['dml'],
      executionMode: 'sequential',
      enableMemPattern: false,
    });
    expect(sessionOptions({ provider: 'coreml', threads: 1 }).executionProviders).toEqual([
      { name: 'coreml', coreMlFlags: 0x10 | 0x08 },
    ]);
    expect(sessionOptions({ provider: 'cpu', threads: 3 })).toMatchObject({
      executionProviders: ['cpu'],
      intraOpNumThreads: 3,
      enableMemPattern: true,
    });
  });
});

describe('an accelerator', () => {
  test('that reproduces the golden vectors is taken, and cpu is not opened', async () => {
    const report = await prove({ dml: 'works', cpu: 'works' });
    expect(report.provider).toBe('dml');
    expect(report.tried).toHaveLength(1);
    expect(report.goldenError).toBeLessThanOrEqual(1e-6);
    expect(trace).not.toContain('open cpu');
  });

  test('within its own tolerance is taken, though cpu would not be', async () => {
    expect((await prove({ dml: { off: 5e-4 }, cpu: 'works' })).provider).toBe('dml');
  });

  test.each<[string, Record<string, Behaviour>, RegExp, boolean]>([
    ['is not compiled in', { cpu: 'works' }, /not compiled/, false],
    [
      'cannot start',
      { dml: 'throws', cpu: 'works' },
      /it failed: The model file tiny\.onnx can't be opened on dml: no available backend found\. ERR: device lost/,
      false,
    ],
    ['fails when it runs', { dml: 'run throws', cpu: 'works' }, /out of memory on the device/, false],
    ['gives what is not a number', { dml: 'not a number', cpu: 'works' }, /isn't a number/, false],
    [
      'differs by more than allowed',
      { dml: { off: 0.01 }, cpu: 'works' },
      /differ by 0\.010, 0\.0010 is allowed/,
      true,
    ],
  ])('that %s is passed over with its reason, and what it opened is released', async (_, behaviour, why, measured) => {
    const report = await prove(behaviour);
    expect(report.provider).toBe('cpu');
    const [first, second] = report.tried;
    expect(first).toMatchObject({ provider: 'dml', taken: false });
    expect(first?.why).toMatch(why);
    expect(first?.goldenError !== null).toBe(measured);
    expect(second).toMatchObject({ provider: 'cpu', taken: true });
    expect(trace.filter((line) => line === 'open dml').length).toBeLessThanOrEqual(1);
    if (behaviour.dml && behaviour.dml !== 'throws') expect(trace).toContain('release dml');
  });

  test('with which the process ended before is not tried again', async () => {
    const report = await prove({ dml: 'works', cpu: 'works' }, { avoid: ['dml'] });
    expect(report.provider).toBe('cpu');
    expect(report.tried[0]?.why).toMatch(/ended while starting/);
    expect(trace).not.toContain('open dml');
  });
});

describe('one provider asked for', () => {
  test('is the only one tried before cpu', async () => {
    const report = await prove({ dml: 'works', cuda: 'throws', cpu: 'works' }, { only: 'cuda' });
    expect(report.tried.map((trial) => trial.provider)).toEqual(['cuda', 'cpu']);
  });

  test('cpu leaves a working accelerator alone', async () => {
    const report = await prove({ dml: 'works', cpu: 'works' }, { only: 'cpu' });
    expect(report.tried.map((trial) => trial.provider)).toEqual(['cpu']);
  });
});

describe('where not even cpu does', () => {
  const refused = async (behaviour: Record<string, Behaviour>): Promise<ModelError> => {
    const error: unknown = await prove(behaviour).catch((reason: unknown) => reason);
    if (error instanceof ModelError) return error;
    throw error;
  };

  test('the message has every reason, and the fault says whether it ran', async () => {
    const differs = await refused({ dml: 'throws', cpu: { off: 1e-4 } });
    expect(differs.fault).toBe('golden-mismatch');
    expect(differs.message).toMatch(/dml: it failed.*cpu: golden vectors differ by 0\.00010, 0\.0000010 is allowed/);
    expect((await refused({ cpu: 'throws' })).fault).toBe('bad-graph');
    expect((await refused({})).message).toMatch(/cpu: not compiled/);
  });
});

describe('real graphs', () => {
  const cpuOnly = { runtime: onnxRuntime, platform: 'linux', architecture: 'x64', threads: 1, only: null, avoid: [] };

  test('a tower of bytes and one of floats are both fed as the manifest says', async () => {
    const parts = tinyParts();
    const tower = { file: 'tiny-bytes.onnx', input: 'ink', output: 'template' };
    const bytes = await import('./tiny-package.ts').then((fixtures) => fixtures.fixtureGraph('tiny-bytes.onnx'));
    const asBytes = await tinyPackage({
      ...parts,
      manifest: {
        ...parts.manifest,
        towers: { reference: tower, questioned: tower },
        input: { ...parts.manifest.input, element: 'uint8' },
      },
      files: { 'tiny-bytes.onnx': bytes },
    });
    const { session } = await proveProvider(asBytes, cpuOnly);
    const [template] = await session.embed('questioned', [tinyInput(9)]);
    expect(template).toHaveLength(16);
    expect(Math.hypot(...template!)).toBeCloseTo(1, 5);
    await session.release();
  });

  test('a template does not depend on its neighbours or on the threads', async () => {
    const one = await proveProvider(model, cpuOnly);
    const four = await proveProvider(model, { ...cpuOnly, threads: 4 });
    const inputs = [5, 6, 7].map(tinyInput);
    const together = await one.session.embed('questioned', inputs);
    for (const [index, input] of inputs.entries()) {
      expect(await one.session.embed('questioned', [input])).toEqual([together[index]]);
      expect(await four.session.embed('reference', [input])).toEqual([together[index]]);
    }
    expect(together[0]).not.toEqual(together[1]);
    await one.session.release();
    await four.session.release();
  });

  test('a learned metric gives a distance for each specimen; a closed form has none', async () => {
    const learned = await tinyPackage(tinyParts(tinyLearned));
    const { session } = await proveProvider(learned, cpuOnly);
    const [a, b] = await session.embed('reference', [tinyInput(1), tinyInput(2)]);
    const distances = await session.distances?.(a!, [a!, b!]);
    expect(distances?.[0]).toBe(0);
    expect(distances?.[1]).toBeGreaterThan(0);
    await expect(session.distances?.(a!, [new Float32Array(3)])).rejects.toThrow(/3 components, not 16/);
    await session.release();
    const closed = await proveProvider(model, cpuOnly);
    expect(closed.session.distances).toBeNull();
    await closed.session.release();
  });

  test('distances with their maps are the distances without them, to the last bit', async () => {
    const { session } = await proveProvider(await tinyPackage(wideParts()), cpuOnly);
    const [a, b, c] = await session.embed('questioned', [tinyInput(1), tinyInput(2), tinyInput(3)]);
    const mapped = await session.distanceMaps!(a!, [a!, b!, c!]);
    expect(mapped.map(({ distance }) => distance)).toEqual(await session.distances!(a!, [a!, b!, c!]));
    expect(mapped.map(({ map }) => map.length)).toEqual([24, 24, 24]);
    expect(mapped[0]!.map.every((value) => value === 0)).toBe(true);
    expect(mapped[1]!.map.some((value) => value > 0)).toBe(true);
    // One after another or by themselves, alone or after others: the same.
    expect(await session.distanceMaps!(a!, [c!])).toEqual([mapped[2]]);
    await session.release();
  });

  test('a distance that is negative or a map of another grid is refused', async () => {
    const parts = wideParts();
    const metric = { ...tinyLearned, file: 'wide-learned.onnx', map: { ...wideMap, rows: 6, columns: 4 } };
    await expect(tinyPackage({ ...parts, manifest: { ...parts.manifest, metric } })).rejects.toThrow(
      /output map is \[n, 4, 6\], not \[1, 6, 4\]/,
    );
    const learned = await tinyPackage(tinyParts(tinyLearned));
    const below: InferenceRuntime = {
      ...onnxRuntime,
      open: async (graph, options) => {
        const opened = await onnxRuntime.open(graph, options);
        return { ...opened, run: async () => ({ distance: { data: Float32Array.of(-0.5), shape: [1] } }) };
      },
    };
    const session = await openModelSession(below, learned, { provider: 'cpu', threads: 1 });
    const template = new Float32Array(16);
    await expect(session.distances!(template, [template])).rejects.toThrow(/output distance is negative/);
    await session.release();
  });

  test.each([
    ['input', { input: 'nothing' }, /no input named nothing/],
    ['output', { output: 'nothing' }, /no output named nothing/],
  ])('a graph without the named %s is refused', async (_, change, message) => {
    const parts = tinyParts();
    const tower = { ...parts.manifest.towers.reference, ...change };
    const manifest = { ...parts.manifest, towers: { reference: tower, questioned: tower } };
    await expect(tinyPackage({ ...parts, manifest })).rejects.toThrow(message);
  });

  test('a graph of another size, element or dimension is refused', async () => {
    const parts = tinyParts();
    const { manifest } = parts;
    const tries = [
      {
        manifest: { ...manifest, input: { ...manifest.input, width: 95 } },
        message: /\[1, 1, 64, 96\], not \[1, 1, 64, 95\]/,
      },
      {
        manifest: { ...manifest, input: { ...manifest.input, element: 'uint8' as const } },
        message: /float32, not uint8/,
      },
      { manifest: { ...manifest, template: { dimension: 15 } }, message: /\[1, 16\], not \[1, 15\]/ },
    ];
    for (const each of tries) {
      await expect(tinyPackage({ ...parts, manifest: each.manifest })).rejects.toThrow(each.message);
    }
  });

  test('an input of another size is refused before it reaches the graph', async () => {
    const { session } = await proveProvider(model, cpuOnly);
    await expect(session.embed('questioned', [new Uint8Array(5)])).rejects.toThrow(/5 samples, not 96 × 64/);
    await session.release();
  });

  test('bytes that are no graph are refused by name', async () => {
    const parts = tinyParts();
    const noise = Uint8Array.from({ length: 500 }, (_, index) => (index * 37) % 256);
    await expect(tinyPackage({ ...parts, files: { 'tiny.onnx': noise } })).rejects.toThrow(
      /tiny\.onnx can't be opened on cpu/,
    );
  });
});
