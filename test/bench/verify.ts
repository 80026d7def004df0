import { readFile } from 'node:fs/promises';
import { enrolSamples } from '../../src-main/desk/samples.ts';
import { policyHash } from '../../src-main/desk/settings.ts';
import { verifyCheque } from '../../src-main/desk/verify-cheque.ts';
import { decodeBySharp, machine, settleSharp, withBenchParts } from './bench-desk.ts';
import { ratio, row, rowHead } from './quantiles.ts';

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
  await withBenchParts(async (parts) => {
    const { engine, model } = parts;
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
    settleSharp();
    for (let at = 0; at < warmUp + scans; at++) {
      const before = performance.now();
      await decodeBySharp(bytes);
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
    console.log(`${machine()}; ${scans} scans after ${warmUp} to warm up`);
    console.log(`model ${model.id}, provider ${providers?.provider ?? 'none'}; five specimens, region given`);
    console.log(rowHead);
    console.log(row('sharp decodes the same bytes', times.sharp));
    console.log(row('decode', times.decode));
    console.log(row('clean', times.clean));
    console.log(row('embed', times.embed));
    console.log(row('compare with five specimens', times.compare));
    console.log(row('bytes to verdict', times.verdict));
    console.log(row('bytes to verdict and on record', times.recorded));
    console.log(`ratio, bytes to verdict / sharp decode (medians): ${ratio(times.verdict, times.sharp).toFixed(2)}`);
    console.log(`ratio, verdict on record / sharp decode (medians): ${ratio(times.recorded, times.sharp).toFixed(2)}`);
  });
}
