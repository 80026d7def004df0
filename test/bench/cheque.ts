import { readFile } from 'node:fs/promises';
import { examineEnrolment, storeEnrolment } from '../../src-main/desk/enrol.ts';
import { KnownDistances } from '../../src-main/desk/known-distances.ts';
import { policyHash } from '../../src-main/desk/settings.ts';
import { verifyCheque } from '../../src-main/desk/verify-cheque.ts';
import { sampleSet } from '../../src-main/sample/samples.ts';
import { decodeBySharp, machine, settleSharp, withBenchParts } from './bench-desk.ts';
import { ratio, row, rowHead } from './quantiles.ts';

const rounds = 60;
const warmUp = 10;

/**
 * A whole cheque, with nothing said about it, from its bytes to the verdict: cheque found, MICR line read, account looked up,
 * signature found, cleaned and embedded, five comparisons; in turn with sharp decoding the very same bytes.
 */
export async function benchCheque(): Promise<void> {
  const file = 'whole-1600x720.jpg';
  const fixture = new URL(`../fixtures/cheques/${file}`, import.meta.url);
  const bytes = new Uint8Array(await readFile(fixture));
  const { account } = JSON.parse(await readFile(new URL('whole-1600x720.json', new URL('.', fixture)), 'utf8')) as {
    account: string;
  };
  await withBenchParts(async (parts) => {
    const { engine, model } = parts;
    const specimens = (await sampleSet()).accounts[0]!.specimens.slice(0, 5);
    const scans = specimens.map(({ name, bytes: scan }) => ({
      name,
      bytes: scan,
      region: null,
      capturedOn: null,
      source: 'bench',
    }));
    const request = { account, holder: 'Bench', signatory: 'Bench', scans };
    await storeEnrolment(parts, request, await examineEnrolment(parts, request));
    const known = new KnownDistances();
    const times = {
      sharp: [] as number[],
      decode: [] as number[],
      page: [] as number[],
      micr: [] as number[],
      signatures: [] as number[],
      embed: [] as number[],
      read: [] as number[],
      compare: [] as number[],
      verdict: [] as number[],
    };
    settleSharp();
    let signatures = 0;
    for (let at = 0; at < warmUp + rounds; at++) {
      const before = performance.now();
      await decodeBySharp(bytes);
      const decoded = performance.now();
      const checked = await verifyCheque(
        { ...parts, policyHash: policyHash(model.thresholds, null), known },
        { bytes, name: file, page: 0, account: null, region: null },
      );
      const { timings } = await engine.readCheque({
        bytes,
        page: 0,
        layouts: [],
        account: null,
        micrSchemes: [],
        region: null,
        wants: { crop: true, clean: true, template: 'questioned' },
      });
      signatures = checked.signatures.length;
      if (at < warmUp) continue;
      times.sharp.push(decoded - before);
      for (const part of ['decode', 'page', 'micr', 'signatures', 'embed'] as const) times[part].push(timings[part]);
      times.read.push(timings.total);
      times.compare.push(checked.compareMilliseconds);
      times.verdict.push(checked.verdictMilliseconds);
    }
    const { providers } = await engine.ready();
    console.log(`${machine()}; ${rounds} rounds after ${warmUp} to warm up`);
    console.log(
      `model ${model.id}, provider ${providers?.provider ?? 'none'}; 1600 by 720 grey JPEG, account by its MICR line, ${signatures} signature(s) found, five specimens`,
    );
    const line = (name: string, part: readonly number[]) =>
      `${row(name, part)}${ratio(part, times.sharp).toFixed(2).padStart(12)}`;
    console.log(`${rowHead}${'p50 / sharp'.padStart(12)}`);
    console.log(line('sharp decodes the same bytes', times.sharp));
    console.log(line('decode', times.decode));
    console.log(line('cheques on the page, quality', times.page));
    console.log(line('MICR line', times.micr));
    console.log(line('signatures found and cleaned', times.signatures));
    console.log(line('embed', times.embed));
    console.log(line('all that the engine reads', times.read));
    console.log(line('compare with five specimens', times.compare));
    console.log(line('bytes to verdict', times.verdict));
    console.log(
      `ratio, bytes to verdict / sharp decode (medians): ${ratio(times.verdict, times.sharp).toFixed(2)} (at most 10; aim 5)`,
    );
  });
}
