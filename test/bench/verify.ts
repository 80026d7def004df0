import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { startEngine } from '../../src-main/desk/engine-of.ts';
import { loadModel } from '../../src-main/desk/model-in-use.ts';
import { enrolSamples } from '../../src-main/desk/samples.ts';
import { defaultSettings, policyHash } from '../../src-main/desk/settings.ts';
import { verifyCheque } from '../../src-main/desk/verify-cheque.ts';
import { forkPorts } from '../../src-main/engine/fork-port.ts';
import { createStore } from '../../src-main/store/create-store.ts';
import { quantile, row } from './quantiles.ts';

const scans = 60;
const warmUp = 8;

/**
 * One cheque after another through the whole path, in turn with sharp decoding the very same bytes, so that both see the
 * same machine at the same time.
 */
export async function benchVerify(): Promise<void> {
  const fixture = new URL('../fixtures/cheques/', import.meta.url);
  const bytes = new Uint8Array(await readFile(new URL('bench-1600x720.jpg', fixture)));
  const { region } = JSON.parse(await readFile(new URL('bench-1600x720.json', fixture), 'utf8')) as {
    region: { x: number; y: number; width: number; height: number };
  };
  const folder = await mkdtemp(join(tmpdir(), 'countersign-bench-'));
  const model = await loadModel(fileURLToPath(new URL('../../models/', import.meta.url)), defaultSettings.model);
  const engine = startEngine(forkPorts(), model, () => undefined);
  const { store } = await createStore(join(folder, 'store'), { passphrase: 'bench passphrase', operator: 'bench' });
  try {
    const parts = { store, engine, model, thresholds: model.thresholds, operator: 'bench' };
    const { set } = await enrolSamples(parts);
    const account = set.accounts[0]!.account;
    const times = {
      sharp: [] as number[],
      decode: [] as number[],
      clean: [] as number[],
      embed: [] as number[],
      compare: [] as number[],
      verdict: [] as number[],
      recorded: [] as number[],
    };
    sharp.concurrency(1);
    sharp.cache(false);
    for (let at = 0; at < warmUp + scans; at++) {
      const before = performance.now();
      // As grey, the least that sharp can do: left to itself it would spread a grey scan over three channels.
      await sharp(bytes).toColourspace('b-w').raw().toBuffer();
      const decoded = performance.now();
      const checked = await verifyCheque(
        { ...parts, policyHash: policyHash(model.thresholds, null) },
        { bytes, name: 'bench-1600x720.jpg', page: 0, account, region },
      );
      const done = performance.now();
      if (at < warmUp) continue;
      times.sharp.push(decoded - before);
      times.decode.push(checked.examined.timings.decode);
      times.clean.push(checked.examined.timings.clean);
      times.embed.push(checked.examined.timings.embed);
      times.compare.push(checked.compareMilliseconds);
      times.verdict.push(checked.verdictMilliseconds);
      times.recorded.push(done - decoded);
    }
    const { providers } = await engine.ready();
    console.log(
      `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores; ${scans} scans after ${warmUp} to warm up`,
    );
    console.log(`model ${model.id}, provider ${providers?.provider ?? 'none'}; five specimens, region given`);
    console.log(`${'milliseconds'.padEnd(44)}${'p50'.padStart(9)}${'p95'.padStart(9)}`);
    console.log(row('sharp decodes the same bytes', times.sharp));
    console.log(row('decode', times.decode));
    console.log(row('clean', times.clean));
    console.log(row('embed', times.embed));
    console.log(row('compare with five specimens', times.compare));
    console.log(row('bytes to verdict', times.verdict));
    console.log(row('bytes to verdict and on record', times.recorded));
    const ratio = (part: readonly number[]) => (quantile(part, 0.5) / quantile(times.sharp, 0.5)).toFixed(2);
    console.log(`ratio, bytes to verdict / sharp decode (medians): ${ratio(times.verdict)}`);
    console.log(`ratio, verdict on record / sharp decode (medians): ${ratio(times.recorded)}`);
  } finally {
    await store.close();
    await engine.close();
    await rm(folder, { recursive: true, force: true });
  }
}
