import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadModel } from '../../src-main/desk/model-in-use.ts';
import { defaultSettings } from '../../src-main/desk/settings.ts';
import { exactIndex } from '../../src-main/metric/search/exact.ts';
import { growingIndex } from '../../src-main/metric/search/growing-index.ts';
import type { VectorIndex } from '../../src-main/metric/search/types.ts';
import { machine, modelsDirectory } from './bench-desk.ts';
import { movedVectors, type Cluster } from './identify/moved-vectors.ts';
import { realClusters } from './identify/real-clusters.ts';
import { fillStore, packStore, unlockToReady, type Unlocking } from './identify/sealed-vectors.ts';
import { quantile, ratio, row, rowHead } from './quantiles.ts';

const rounds = 31;
const asked = 50;
export const specimens = 3;
export const signers = 100;

/** Processor time in milliseconds: other work on the machine counts less than by the clock. */
export function spent(work: () => unknown): number {
  const begun = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1000;
}

/** Keeps what a loop has read, so that it can't be left out. */
let kept = 0;

/** Reads memory once, front to back, and does next to nothing with it: four sums, so that no addition waits for another. */
function readOnce(numbers: Float32Array): void {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let at = 0; at + 3 < numbers.length; at += 4) {
    a += numbers[at]!;
    b += numbers[at + 1]!;
    c += numbers[at + 2]!;
    d += numbers[at + 3]!;
  }
  kept += a + b + c + d;
}

/** The same eight bytes at a time, which is the quickest that JavaScript reads memory. Apart, so that each loop sees one type. */
function readWide(numbers: Float64Array): void {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let at = 0; at + 3 < numbers.length; at += 4) {
    a += numbers[at]!;
    b += numbers[at + 1]!;
    c += numbers[at + 2]!;
    d += numbers[at + 3]!;
  }
  kept += a + b + c + d;
}

/** Vectors on file and questioned ones: a further signature of some of the signatories on file, moved with them. */
export function onFileAndQuestioned(clusters: readonly Cluster[], count: number) {
  const dimension = clusters[0]![0]!.length;
  const probes = movedVectors(clusters, rounds, specimens + 1, 2);
  const others = movedVectors(clusters, Math.ceil(count / specimens) - rounds, specimens, 1);
  const values = new Float32Array((others.ids.length + rounds * specimens) * dimension);
  values.set(others.values);
  const ids = [...others.ids];
  const questioned: Float32Array[] = [];
  for (let probe = 0; probe < rounds; probe++) {
    const own = probes.values.subarray(probe * (specimens + 1) * dimension, (probe + 1) * (specimens + 1) * dimension);
    values.set(own.subarray(0, specimens * dimension), ids.length * dimension);
    for (let specimen = 0; specimen < specimens; specimen++) ids.push(`probe ${probe}/${specimen}`);
    questioned.push(own.slice(specimens * dimension));
  }
  return { dimension, ids, values, questioned };
}

/** Share of the exact nearest that an index finds. */
function recall(exact: VectorIndex, index: VectorIndex, questioned: readonly Float32Array[]): number {
  let found = 0;
  for (const each of questioned) {
    const near = new Set(index.nearest(each, asked).map(({ id }) => id));
    found += exact.nearest(each, asked).filter(({ id }) => near.has(id)).length;
  }
  return found / (asked * questioned.length);
}

function benchExact(clusters: readonly Cluster[], count: number): void {
  const { dimension, ids, values, questioned } = onFileAndQuestioned(clusters, count);
  const exact = exactIndex(dimension, ids, values);
  const bytes = new Float64Array(values.buffer);
  const times = { read: [] as number[], wide: [] as number[], copy: [] as number[], exact: [] as number[] };
  const copy = new Float32Array(values.length);
  for (const each of questioned) {
    times.read.push(spent(() => readOnce(values)));
    times.wide.push(spent(() => readWide(bytes)));
    times.copy.push(spent(() => copy.set(values)));
    times.exact.push(spent(() => exact.nearest(each, asked)));
  }
  console.log(`\n${ids.length} vectors of ${dimension} numbers, exact, nearest ${asked}; processor time`);
  console.log(rowHead);
  console.log(row('reading their bytes once, as float32', times.read));
  console.log(row('reading them eight at a time', times.wide));
  console.log(row('copying their bytes', times.copy));
  console.log(row('exact search', times.exact));
  const to = (measure: readonly number[]): string => ratio(times.exact, measure).toFixed(2);
  console.log(
    `exact search / reading once: ${to(times.read)} (must be at most 3); / copying: ${to(times.copy)}; / reading eight at a time: ${to(times.wide)}`,
  );
}

function benchSketches(clusters: readonly Cluster[], count: number): void {
  const { dimension, ids, values, questioned } = onFileAndQuestioned(clusters, count);
  const exact = exactIndex(dimension, ids, values);
  const index = growingIndex(dimension, ids, values);
  const made = spent(() => {
    for (const making = index.prepare(); !making.next().done;);
  });
  const times = { exact: [] as number[], sketches: [] as number[] };
  for (const each of questioned) {
    times.exact.push(spent(() => exact.nearest(each, asked)));
    times.sketches.push(spent(() => index.nearest(each, asked)));
  }
  console.log(`\n${ids.length} vectors, by sketches: ${index.sketched ? 'yes' : 'no (too few)'}; processor time`);
  console.log(rowHead);
  console.log(row('exact search', times.exact));
  console.log(row('search by sketches', times.sketches));
  console.log(
    `recall of the exact top ${asked}: ${recall(exact, index, questioned).toFixed(4)} (must be at least 0.98)`,
  );
  console.log(`exact / by sketches: ${ratio(times.exact, times.sketches).toFixed(1)} (must be at least 10)`);
  const megabytes = (index.bytes - values.byteLength) / 1e6;
  console.log(
    `sketches: made in ${(made / 1000).toFixed(1)} s, ${megabytes.toFixed(0)} MB beside ${(values.byteLength / 1e6).toFixed(0)} MB`,
  );
}

async function benchUnlocking(clusters: readonly Cluster[], count: number): Promise<void> {
  const { values } = movedVectors(clusters, Math.ceil(count / specimens), specimens, 3);
  const dimension = clusters[0]![0]!.length;
  const folder = await mkdtemp(join(tmpdir(), 'countersign-bench-identify-'));
  const directory = join(folder, 'store');
  try {
    await fillStore(directory, values, dimension);
    const single = await unlockToReady(directory, dimension);
    const packing = await packStore(directory, dimension);
    const runs: Unlocking[] = [];
    for (let run = 0; run < 3; run++) runs.push(await unlockToReady(directory, dimension));
    const median = (of: (run: (typeof runs)[number]) => number): string => quantile(runs.map(of), 0.5).toFixed(0);
    console.log(
      `\n${values.length / dimension} vectors in a sealed store, from unlocking to ready; milliseconds by the clock`,
    );
    console.log(`by passphrase: ${median((run) => run.unlock)}`);
    console.log(
      `vectors from blocks: ${median((run) => run.vectors)} (from single envelopes: ${single.vectors.toFixed(0)})`,
    );
    console.log(`sketches, while searches are exact: ${median((run) => run.sketches)}`);
    console.log(`in all: ${median((run) => run.unlock + run.vectors + run.sketches)}`);
    console.log(`packing them for the first time: ${packing.toFixed(0)}`);
    const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(0);
    console.log(
      `memory: ${megabytes(runs[0]!.indexBytes)} MB of vectors and sketches; resident ${megabytes(single.residentBytes)} MB more than before`,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Short lists among many: vectors only. They are made by moving real ones: short vectors that the twin made of synthetic signers and, where
 * it is there, of `../shared/signatures`, four of each hand, spread to as many signatories of three specimens as are wanted by `movedVectors`, whose
 * comment says how and what stays. Questioned is a fourth signature of signatories on file.
 *
 * @param count vectors of the large set; a tenth for the others
 */
export async function benchIdentify(count = 1_000_000): Promise<void> {
  const model = await loadModel(modelsDirectory, defaultSettings.model);
  const cache = join(tmpdir(), 'countersign-bench-identify');
  const clusters = await realClusters(model, signers, specimens + 1, cache);
  console.log(`${machine()}; ${clusters.length} hands whose vectors are moved`);
  benchExact(clusters, count / 10);
  benchSketches(clusters, count);
  await benchUnlocking(clusters, count / 10);
  if (!Number.isFinite(kept)) console.log('');
}
