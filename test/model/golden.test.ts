import { beforeAll, describe, expect, test } from 'vitest';
import { goldenError, readGolden } from '../../src-main/model/golden.ts';
import { ModelError } from '../../src-main/model/model-error.ts';
import type { ModelPackage } from '../../src-main/model/package.ts';
import type { ModelSession } from '../../src-main/model/session.ts';
import { tinyInput, tinyLearned, tinyPackage, tinyParts } from './tiny-package.ts';

let model: ModelPackage;
let learned: ModelPackage;
beforeAll(async () => {
  model = await tinyPackage();
  learned = await tinyPackage(tinyParts(tinyLearned));
});

const goldenBytes = (from: ModelPackage) => from.source.files['golden.json']!;
const parse = (from: ModelPackage) =>
  JSON.parse(new TextDecoder().decode(goldenBytes(from))) as {
    vectors: Record<string, string>[];
    distances?: number[];
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
      release: async () => undefined,
    };
    expect(await goldenError(exact, golden)).toBeCloseTo(0.5, 6);
  });

  test('a missing component counts as infinitely wrong', async () => {
    const golden = readGolden(goldenBytes(model), model.manifest);
    const short: ModelSession = {
      embed: async (_tower, inputs) => inputs.map(() => new Float32Array(3)),
      distances: null,
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
  });
});
