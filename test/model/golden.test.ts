import { beforeAll, describe, expect, test } from 'vitest';
import { goldenError, makeGolden, readGolden } from '../../src-main/model/golden.ts';
import { ModelError } from '../../src-main/model/model-error.ts';
import type { ModelPackage } from '../../src-main/model/package.ts';
import type { ModelSession } from '../../src-main/model/session.ts';
import { onnxRuntime } from '../../src-main/model/onnx-runtime.ts';
import { openModelSession } from '../../src-main/model/session.ts';
import { tinyInput, tinyLearned, tinyPackage, tinyParts, wideParts } from './tiny-package.ts';

let model: ModelPackage;
let learned: ModelPackage;
let wide: ModelPackage;
beforeAll(async () => {
  model = await tinyPackage();
  learned = await tinyPackage(tinyParts(tinyLearned));
  wide = await tinyPackage(wideParts());
});

const goldenBytes = (from: ModelPackage) => from.source.files['golden.json']!;
const parse = (from: ModelPackage) =>
  JSON.parse(new TextDecoder().decode(goldenBytes(from))) as {
    vectors: Record<string, string>[];
    distances?: number[];
    maps?: string[];
  };
const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

describe('golden vectors', () => {
  test('give back the inputs they were made from, and templates of the right length', () => {
    const golden = readGolden(goldenBytes(model), model.manifest);
    expect(golden.vectors.map((vector) => vector.input.length)).toEqual([6144, 6144, 6144, 6144]);
    golden.vectors.forEach((vector, index) => {
      expect(Buffer.compare(vector.input, tinyInput(index + 1))).toBe(0);
      expect(vector.reference).toHaveLength(16);
    });
    expect(golden.distances).toBeNull();
  });

  test('of a learned metric hold distances too, and measure them', async () => {
    const golden = readGolden(goldenBytes(learned), learned.manifest);
    expect(golden.distances).toHaveLength(4);
    const exact: ModelSession = {
      embed: async (tower, inputs) =>
        inputs.map((input) => golden.vectors.find((vector) => vector.input === input)![tower]),
      distances: async () => golden.distances!.map((distance) => distance + 0.5),
      distanceMaps: null,
      release: async () => undefined,
    };
    expect(await goldenError(exact, golden)).toBeCloseTo(0.5, 6);
  });

  test('of a package with a map hold every distance and map, and measure both', async () => {
    const golden = readGolden(goldenBytes(wide), wide.manifest);
    expect(golden.maps).toHaveLength(4);
    expect(golden.maps![0]!.every((value) => value === 0)).toBe(true);
    // The fixture's distance is the sum of its map.
    for (const [at, map] of golden.maps!.entries()) {
      expect(map).toHaveLength(24);
      expect(map.reduce((sum, value) => sum + value, 0)).toBeCloseTo(golden.distances![at]!, 3);
    }
    const session = await openModelSession(onnxRuntime, wide, { provider: 'cpu', threads: 1 });
    expect(await goldenError(session, golden)).toBe(0);
    const off = {
      ...session,
      distanceMaps: async () =>
        golden.maps!.map((map, at) => ({ distance: golden.distances![at]!, map: map.map((value) => value + 0.25) })),
    };
    expect(await goldenError(off, golden)).toBeCloseTo(0.25, 5);
    await session.release();
  });

  test('of a twin hold one template an input; a file that holds both is read as well', () => {
    const value = parse(model);
    expect(value.vectors.every((vector) => !('questioned' in vector))).toBe(true);
    for (const vector of value.vectors) vector.questioned = vector.reference!;
    const golden = readGolden(encode(value), model.manifest);
    expect(golden.vectors[2]!.questioned).toEqual(
      readGolden(goldenBytes(model), model.manifest).vectors[2]!.questioned,
    );
  });

  test('of two towers must hold the templates of both', () => {
    const { manifest } = model;
    const half = {
      ...manifest,
      towers: { ...manifest.towers, questioned: { ...manifest.towers.questioned, file: 'b' } },
    };
    expect(() => readGolden(goldenBytes(model), half)).toThrow(/vectors\.0\.questioned.*towers differ/);
  });

  test.each<[string, (from: number, to: number) => number, RegExp]>([
    ['another value the other way round', (from, to) => (from < to ? 0.5 : 0), /differs by 0\.50 the other way round/],
    ['a distance from itself', () => 0.5, /0\.50 between a template and itself/],
  ])('are not made of a graph that gives %s', async (_, distance, message) => {
    const { vectors } = readGolden(goldenBytes(learned), learned.manifest);
    const numbered = vectors.map((_vector, index) => Float32Array.of(index));
    const session: ModelSession = {
      embed: async () => numbered,
      distances: async (from, to) => to.map((each) => distance(from[0]!, each[0]!)),
      distanceMaps: null,
      release: async () => undefined,
    };
    await expect(makeGolden(session, [new Uint8Array(1)], learned.manifest)).rejects.toThrow(message);
  });

  test('a missing component counts as infinitely wrong', async () => {
    const golden = readGolden(goldenBytes(model), model.manifest);
    const short: ModelSession = {
      embed: async (_tower, inputs) => inputs.map(() => new Float32Array(3)),
      distances: null,
      distanceMaps: null,
      release: async () => undefined,
    };
    expect(await goldenError(short, golden)).toBe(Infinity);
  });

  test.each<[string, (value: ReturnType<typeof parse>) => void, RegExp]>([
    ['an input of the wrong size', (g) => (g.vectors[1]!.input = 'AwA='), /vectors\.1\.input.*6144 samples/],
    ['an input that is no deflate', (g) => (g.vectors[0]!.input = '////'), /vectors\.0\.input/],
    ['a template of the wrong size', (g) => (g.vectors[2]!.reference = 'AAAA'), /vectors\.2\.reference.*16 values/],
    ['no vectors', (g) => (g.vectors = []), /vectors/],
    ['a field that is not theirs', (g) => (g.vectors[0]!.extra = 'x'), /vectors\.0\.extra/],
  ])('with %s are refused by name', (_, change, message) => {
    const value = parse(model);
    change(value);
    expect(() => readGolden(encode(value), model.manifest)).toThrow(message);
  });

  test('that are no JSON, or lack the distances of a learned metric, are refused', () => {
    expect(() => readGolden(new Uint8Array([1, 2]), model.manifest)).toThrow(ModelError);
    const value = parse(learned);
    delete value.distances;
    expect(() => readGolden(encode(value), learned.manifest)).toThrow(/distances/);
    const mapped = parse(wide);
    mapped.maps![1] = 'AAAA';
    expect(() => readGolden(encode(mapped), wide.manifest)).toThrow(/maps\.1.*4 × 6 values/);
    delete mapped.maps;
    expect(() => readGolden(encode(mapped), wide.manifest)).toThrow(/4 maps/);
  });
});
