import { beforeAll, describe, expect, test } from 'vitest';
import { explain } from '../../src-main/engine/explain.ts';
import type { OpenedModel } from '../../src-main/engine/engine-work.ts';
import { parseResult } from '../../src-main/engine/protocol.ts';
import { encodePng } from '../../src-main/imaging/encode.ts';
import type { GreyImage } from '../../src-main/imaging/image.ts';
import { modelCanvas, toModelInput } from '../../src-main/imaging/model-input.ts';
import { extractSignature } from '../../src-main/imaging/signature.ts';
import { onnxRuntime } from '../../src-main/model/onnx-runtime.ts';
import { proveProvider } from '../../src-main/model/providers.ts';
import { drawSignature } from '../imaging/drawing.ts';
import { tinyLearned, tinyPackage, tinyParts, wideMap, wideParts } from '../model/tiny-package.ts';

async function openTiny(parts = tinyParts()): Promise<OpenedModel> {
  const model = await tinyPackage(parts);
  const { session } = await proveProvider(model, {
    runtime: onnxRuntime,
    platform: 'linux',
    architecture: 'x64',
    threads: 1,
    only: 'cpu',
    avoid: [],
  });
  return { model, session };
}

let cleans: GreyImage[] = [];
let pngs: Uint8Array[] = [];
beforeAll(async () => {
  cleans = [1, 2, 3].map((seed) => extractSignature(drawSignature(seed)).clean);
  pngs = await Promise.all(cleans.map(encodePng));
}, 60_000);

const mapFor = async ({ model, session }: OpenedModel) => {
  const inputs = cleans.map((clean) => toModelInput(clean, model.manifest.input));
  const [questioned, ...specimens] = await session.embed('questioned', inputs);
  return { questioned: questioned!, specimens, method: 'mean-of-best-two' as const };
};

describe('explain', () => {
  test('measures both sides and lays one over each other, without a model', async () => {
    const explained = await explain({ questionedPng: pngs[0]!, specimenPngs: [pngs[1]!, pngs[2]!], map: null }, null);
    expect(explained.map).toBeNull();
    expect(explained.alignments).toHaveLength(2);
    expect(explained.specimens).toHaveLength(2);
    expect(explained.questioned.proportions).toBeGreaterThan(1);
    expect(parseResult('explain', explained)).toEqual(explained);
    const itself = await explain({ questionedPng: pngs[0]!, specimenPngs: [pngs[0]!], map: null }, null);
    expect(itself.specimens).toEqual([itself.questioned]);
    expect(itself.loose).toEqual({ extra: 0, missing: 0 });
  });

  test.each([
    ['a closed metric', tinyParts()],
    ['a learned metric without a map', tinyParts(tinyLearned)],
  ])('draws the map of %s by blanking tiles', async (_what, parts) => {
    const opened = await openTiny(parts);
    const map = await mapFor(opened);
    const input = { questionedPng: pngs[0]!, specimenPngs: [pngs[1]!, pngs[2]!], map };
    const drawn = (await explain(input, opened)).map!;
    const { rows, columns, values, box, source } = drawn;
    expect({ rows, columns, source }).toEqual({ rows: 4, columns: 6, source: 'occlusion' });
    expect(values).toHaveLength(24);
    expect(Math.min(...values)).toBe(0);
    expect(Math.max(...values)).toBeGreaterThan(0);
    expect(box).toEqual(modelCanvas(cleans[0]!, opened.model.manifest.input));
    expect((await explain(input, opened)).map).toEqual(drawn);
  });

  test('finds nothing that parts a signature from itself', async () => {
    const opened = await openTiny();
    const { questioned, method } = await mapFor(opened);
    const { map } = await explain(
      { questionedPng: pngs[0]!, specimenPngs: [pngs[0]!], map: { questioned, specimens: [questioned], method } },
      opened,
    );
    expect(map!.values.every((value) => value === 0)).toBe(true);
  });

  test("takes a network's own map where there is one: the mean over the nearest specimens", async () => {
    const opened = await openTiny(wideParts());
    const map = await mapFor(opened);
    const drawn = (await explain({ questionedPng: pngs[0]!, specimenPngs: [pngs[1]!, pngs[2]!], map }, opened)).map!;
    expect(drawn).toMatchObject({ rows: wideMap.rows, columns: wideMap.columns, source: 'network' });
    const [one, two] = await opened.session.distanceMaps!(map.questioned, map.specimens);
    for (const [cell, value] of drawn.values.entries())
      expect(value).toBeCloseTo((one!.map[cell]! + two!.map[cell]!) / 2, 4);
  });

  test('needs a model for a map, and ink in every picture', async () => {
    const opened = await openTiny();
    const map = await mapFor(opened);
    const input = { questionedPng: pngs[0]!, specimenPngs: [pngs[1]!], map };
    await expect(explain(input, null)).rejects.toMatchObject({ fault: 'no-model' });
    const blank = await encodePng({ width: 20, height: 20, channels: 1, data: new Uint8Array(400).fill(255) });
    await expect(explain({ ...input, specimenPngs: [blank] }, opened)).rejects.toMatchObject({ fault: 'no-ink' });
  });
});
