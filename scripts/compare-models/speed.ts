import { readFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import sharp from 'sharp';
import { distanceBetween } from '../../src-main/metric/distance.ts';
import { joinDistances } from '../../src-main/metric/joining.ts';
import { readGolden } from '../../src-main/model/golden.ts';
import { metricOf } from '../../src-main/model/metric-of.ts';
import { onnxRuntime } from '../../src-main/model/onnx-runtime.ts';
import type { ModelPackage } from '../../src-main/model/package.ts';
import { openModelSession } from '../../src-main/model/session.ts';
import { table } from './percent.ts';

const rounds = 60;
const warmUp = 8;
const median = (times: number[]): number => times.sort((a, b) => a - b)[times.length >> 1]!;

/**
 * Times of one thread: a signature embedded by the questioned tower, and one compared with five specimens. sharp decodes
 * the bench fixture in turn with them, so that the ratios come from one machine in one state.
 */
export async function speedTable(models: readonly ModelPackage[]): Promise<string> {
  const fixture = await readFile(new URL('../../test/fixtures/cheques/bench-1600x720.jpg', import.meta.url));
  sharp.concurrency(1);
  sharp.cache(false);
  const rows: string[][] = [];
  for (const model of models) {
    const { manifest } = model;
    const golden = readGolden(model.source.files[manifest.golden.file]!, manifest);
    const inputs = golden.vectors.map(({ input }) => input);
    const specimens = golden.vectors.slice(0, 5).map(({ reference }) => reference);
    const questioned = golden.vectors.at(-1)!.questioned;
    const metric = metricOf(model);
    const session = await openModelSession(onnxRuntime, model, { provider: 'cpu', threads: 1 });
    const times = { decode: [] as number[], embed: [] as number[], compare: [] as number[] };
    try {
      for (let round = 0; round < warmUp + rounds; round++) {
        const started = performance.now();
        await sharp(fixture).toColourspace('b-w').raw().toBuffer();
        const decoded = performance.now();
        await session.embed('questioned', [inputs[round % inputs.length]!]);
        const embedded = performance.now();
        const distances =
          session.distances === null
            ? specimens.map((specimen) => distanceBetween(metric, questioned, specimen))
            : await session.distances(questioned, specimens);
        joinDistances(distances, { method: manifest.joining.method });
        const compared = performance.now();
        if (round < warmUp) continue;
        times.decode.push(decoded - started);
        times.embed.push(embedded - decoded);
        times.compare.push(compared - embedded);
      }
    } finally {
      await session.release();
    }
    const decode = median(times.decode);
    const cells = [times.embed, times.compare].flatMap((part) => {
      const each = median(part);
      return [`${each.toFixed(2)} ms`, (each / decode).toFixed(2)];
    });
    rows.push([manifest.id, `${decode.toFixed(2)} ms`, ...cells]);
  }
  const about = `${cpus()[0]?.model ?? 'Unknown processor'}, ${availableParallelism()} cores, one thread; medians of ${rounds}.`;
  return `${about}\n\n${table(['model', 'sharp decodes', 'embed', 'to sharp', 'compare with five', 'to sharp'], rows)}`;
}
