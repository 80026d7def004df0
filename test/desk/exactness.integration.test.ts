/** The same scan gives the same template and the same score, to the last bit, however often and on whichever engine. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEngine, startPool } from '../../src-main/desk/engine-of.ts';
import { judge, type SignatoryTemplates } from '../../src-main/desk/judge.ts';
import { KnownDistances } from '../../src-main/desk/known-distances.ts';
import { loadModel, type ModelInUse } from '../../src-main/desk/model-in-use.ts';
import { defaultSettings } from '../../src-main/desk/settings.ts';
import type { Engine } from '../../src-main/engine/engine-types.ts';
import { forkPorts } from '../../src-main/engine/fork-port.ts';
import { signatureScan } from '../engine/scan-fixture.ts';
import { wideParts, writeTinyPackage } from '../model/tiny-package.ts';
import { modelsDirectory } from './open-test-desk.ts';

const runs = 100;

let folder = '';
let scans: Uint8Array[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-exactness-'));
  scans = await Promise.all([1, 2, 3, 4, 5, 6].map((number) => signatureScan(number)));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const models: [string, () => Promise<ModelInUse>][] = [
  ['the default package', () => loadModel(modelsDirectory, defaultSettings.model)],
  [
    'a learned distance',
    async () => {
      const { manifestHash } = await writeTinyPackage(join(folder, 'learned'), wideParts());
      return loadModel(folder, 'learned', [manifestHash]);
    },
  ],
];

const bitsOf = (template: Float32Array): string =>
  createHash('sha256')
    .update(new Uint8Array(template.buffer, template.byteOffset, template.byteLength))
    .digest('hex');

async function templateOf(engine: Engine, bytes: Uint8Array): Promise<Float32Array> {
  const { template } = await engine.examine({ bytes, page: 0, region: null, wants: { template: 'questioned' } });
  return template!;
}

/** All numbers of a judgement; JSON gives each the shortest digits that no other number has. */
async function scored(
  model: ModelInUse,
  engine: Engine,
  questioned: Float32Array,
  specimens: readonly Float32Array[],
  known?: KnownDistances,
): Promise<string> {
  const signatory: SignatoryTemplates = {
    id: 'a',
    name: 'Ada',
    specimens: specimens.map((vector, at) => ({ id: String(at), capturedOn: null, vector })),
  };
  const { score, joined, spread, distances } = await judge(
    model.judgingWith(engine),
    model.thresholds,
    questioned,
    [signatory],
    known,
  );
  return JSON.stringify({ score, joined, spread, distances: distances.map(({ distance }) => distance) });
}

describe.each(models)('%s', (_, load) => {
  it(`gives one template and one score on ${runs} runs`, async () => {
    const model = await load();
    const engine = startEngine(forkPorts(), model, () => undefined);
    try {
      const [scan, ...others] = scans;
      const specimens: Float32Array[] = [];
      for (const each of others) specimens.push(await templateOf(engine, each));
      const known = new KnownDistances();
      const templates = new Set<string>();
      const scores = new Set<string>();
      for (let run = 0; run < runs; run++) {
        const questioned = await templateOf(engine, scan!);
        templates.add(bitsOf(questioned));
        // As at the desk with distances among specimens that were measured before; every tenth time without them.
        scores.add(await scored(model, engine, questioned, specimens, run % 10 === 9 ? undefined : known));
      }
      expect([templates.size, scores.size]).toEqual([1, 1]);
      expect(templates.has(bitsOf(specimens[0]!))).toBe(false);
    } finally {
      await engine.close();
    }
  });

  it('gives the same with one engine and with four', async () => {
    const model = await load();
    const found: string[][] = [];
    for (const engines of [1, 4]) {
      const pool = startPool(forkPorts(), model, engines);
      try {
        const templates: Float32Array[] = [];
        for await (const outcome of pool.map(scans, templateOf)) {
          if (!outcome.ok) throw outcome.error;
          templates.push(outcome.result);
        }
        const scores: string[] = [];
        for await (const outcome of pool.map(templates, (engine, questioned) =>
          scored(model, engine, questioned, templates),
        )) {
          if (!outcome.ok) throw outcome.error;
          scores.push(outcome.result);
        }
        expect(new Set(scores).size).toBe(scans.length);
        found.push([...templates.map(bitsOf), ...scores]);
      } finally {
        await pool.close();
      }
    }
    expect(found[1]).toEqual(found[0]);
  });

  it('gives a specimen the same distance alone and among others', async () => {
    const model = await load();
    const engine = startEngine(forkPorts(), model, () => undefined);
    try {
      const templates: Float32Array[] = [];
      for (const each of scans) templates.push(await templateOf(engine, each));
      const [questioned, ...specimens] = templates as [Float32Array, ...Float32Array[]];
      const distanceTo = async (some: Float32Array[]) =>
        (JSON.parse(await scored(model, engine, questioned, some)) as { distances: number[] }).distances;
      const together = await distanceTo(specimens);
      const alone: number[] = [];
      for (const specimen of specimens) alone.push(...(await distanceTo([specimen])));
      expect(together).toEqual(alone.sort((a, b) => a - b));
    } finally {
      await engine.close();
    }
  });
});
