import { readFile } from 'node:fs/promises';
import { startEngine } from '../../src-main/desk/engine-of.ts';
import { judge } from '../../src-main/desk/judge.ts';
import { KnownDistances } from '../../src-main/desk/known-distances.ts';
import { loadModel } from '../../src-main/desk/model-in-use.ts';
import { listModels } from '../../src-main/engine/chosen-model.ts';
import { forkPorts } from '../../src-main/engine/fork-port.ts';
import { sampleSet } from '../../src-main/sample/samples.ts';
import { decodeBySharp, modelsDirectory, settleSharp } from './bench-desk.ts';
import { ratio, row, rowHead } from './quantiles.ts';

const rounds = 60;
const warmUp = 8;
const specimenCount = 5;

/**
 * For every package: embedding one signature, and comparing it with five specimens (distances, joining, calibration; the
 * specimens' own distances known from an earlier check, as at the desk), in turn with sharp decoding the bench fixture.
 * The engine has one thread; comparing by a graph counts the way to the engine and back.
 */
export async function benchCompare(): Promise<void> {
  const fixture = new Uint8Array(await readFile(new URL('../fixtures/cheques/bench-1600x720.jpg', import.meta.url)));
  const { accounts } = await sampleSet();
  settleSharp();
  for (const { id } of await listModels(modelsDirectory)) {
    const model = await loadModel(modelsDirectory, id);
    const engine = startEngine(forkPorts(), model, () => undefined);
    try {
      const scans = accounts[0]!.specimens.slice(0, specimenCount);
      const examine = (bytes: Uint8Array, tower: 'reference' | 'questioned') =>
        engine.examine({ bytes, page: 0, region: null, wants: { template: tower } });
      const vectors: Float32Array[] = [];
      for (const { bytes } of scans) vectors.push((await examine(bytes, 'reference')).template!);
      const specimens = vectors.map((vector, at) => ({ id: String(at), capturedOn: null, vector }));
      const signatory = { id: 'signatory', name: 'Signatory', specimens };
      const questionedScan = accounts[1]!.specimens[0]!.bytes;
      const judging = model.judgingWith(engine);
      const known = new KnownDistances();
      const times = { sharp: [] as number[], embed: [] as number[], compare: [] as number[] };
      for (let round = 0; round < warmUp + rounds; round++) {
        const before = performance.now();
        await decodeBySharp(fixture);
        const decoded = performance.now();
        const { template, timings } = await examine(questionedScan, 'questioned');
        const embedded = performance.now();
        await judge(judging, model.thresholds, template!, [signatory], known);
        const compared = performance.now();
        if (round < warmUp) continue;
        times.sharp.push(decoded - before);
        times.embed.push(timings.embed);
        times.compare.push(compared - embedded);
      }
      const { metric, template } = model.chosen.package.manifest;
      console.log(
        `model ${id}: ${template.dimension} floats, ${metric.kind} distance; ${rounds} rounds after ${warmUp}`,
      );
      console.log(rowHead);
      console.log(row('sharp decodes the bench fixture', times.sharp));
      console.log(row('embed one signature', times.embed));
      console.log(row('compare with five specimens', times.compare));
      console.log(`ratio, embed / sharp decode (medians): ${ratio(times.embed, times.sharp).toFixed(2)}`);
      console.log(`ratio, compare / embed (medians): ${ratio(times.compare, times.embed).toFixed(2)}`);
    } finally {
      await engine.close();
    }
  }
}
