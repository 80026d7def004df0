import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadModel } from '../../src-main/desk/model-in-use.ts';
import { defaultSettings } from '../../src-main/desk/settings.ts';
import { exactIndex } from '../../src-main/metric/search/exact.ts';
import { growingIndex } from '../../src-main/metric/search/growing-index.ts';
import { machine, modelsDirectory } from './bench-desk.ts';
import { HyperplaneBits } from './identify/hyperplane-bits.ts';
import { sqliteVec, usearch, type FilledKind } from './identify/other-kinds.ts';
import { realClusters } from './identify/real-clusters.ts';
import { onFileAndQuestioned, signers, spent, specimens } from './identify.ts';
import { quantile, ratio } from './quantiles.ts';

const asked = 50;

/** Every kind, by its name: fills it with vectors; null where it isn't installed. */
const kinds: Record<string, (values: Float32Array, dimension: number, ids: readonly string[]) => FilledKind | null> = {
  exact: (values, dimension, ids) => {
    const index = exactIndex(dimension, ids, values);
    const rowOf = new Map(ids.map((id, row) => [id, row]));
    return {
      nearest: (each, count) => index.nearest(each, count).map(({ id }) => rowOf.get(id)!),
      close: () => undefined,
    };
  },
  'by sketches': (values, dimension, ids) => {
    const index = growingIndex(dimension, ids, values, 1);
    for (const making = index.prepare(); !making.next().done;);
    const rowOf = new Map(ids.map((id, row) => [id, row]));
    return {
      nearest: (each, count) => index.nearest(each, count).map(({ id }) => rowOf.get(id)!),
      close: () => undefined,
    };
  },
  '256 hyperplane bits': (values, dimension) => {
    const bits = new HyperplaneBits(values, dimension);
    return { nearest: (each, count) => bits.nearest(each, count, 16), close: () => undefined };
  },
  'sqlite-vec, float32': sqliteVec,
  'usearch, float32': usearch,
};

/**
 * The kinds of index that docs/decisions/0008 chose from, by recall of the exact nearest fifty, processor time of a search and of filling, and
 * memory. usearch and sqlite-vec aren't the project's: `COUNTERSIGN_BENCH_PACKAGES` names a folder where `npm install usearch@2.26.2
 * sqlite-vec@0.1.9` was run; without it they are left out.
 *
 * @param count vectors; the vectors are those of the bench `identify`
 */
export async function benchIndexKinds(count = 100_000): Promise<void> {
  const model = await loadModel(modelsDirectory, defaultSettings.model);
  const cache = join(tmpdir(), 'countersign-bench-identify');
  const clusters = await realClusters(model, signers, specimens + 1, cache);
  const { dimension, ids, values, questioned } = onFileAndQuestioned(clusters, count);
  console.log(`${machine()}; ${ids.length} vectors of ${dimension} numbers, nearest ${asked}; processor time`);
  console.log(
    `${'kind'.padEnd(24)}${['recall', 'search ms', 'faster', 'start s', 'MB'].map((each) => each.padStart(11)).join('')}`,
  );
  let truth: readonly number[][] = [];
  let measure: readonly number[] = [];
  for (const [name, fill] of Object.entries(kinds)) {
    const before = process.memoryUsage().rss;
    let kind: FilledKind | null = null;
    const start = spent(() => (kind = fill(values, dimension, ids)));
    const filled = kind as FilledKind | null;
    if (!filled) {
      console.log(`${name.padEnd(24)} not installed`);
      continue;
    }
    const megabytes = (process.memoryUsage().rss - before) / 1e6;
    const times: number[] = [];
    const found = questioned.map((each) => {
      let rows: number[] = [];
      times.push(spent(() => (rows = filled.nearest(each, asked))));
      return rows;
    });
    filled.close();
    if (name === 'exact') [truth, measure] = [found, times];
    const hits = found.reduce((sum, rows, at) => sum + rows.filter((each) => truth[at]!.includes(each)).length, 0);
    const cells = [
      (hits / (asked * questioned.length)).toFixed(4),
      quantile(times, 0.5).toFixed(2),
      (1 / ratio(times, measure)).toFixed(1),
      (start / 1000).toFixed(1),
      megabytes.toFixed(0),
    ];
    console.log(`${name.padEnd(24)}${cells.map((each) => each.padStart(11)).join('')}`);
  }
}
