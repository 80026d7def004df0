import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { evaluateIdentify } from '../../../src-main/desk/identify/evaluate-identify.ts';
import { writeSampleIndex } from '../../../src-main/sample/sample-index.ts';
import { quietHost } from '../quiet-host.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-recognition-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const ask = (index: string, more: object = {}) => ({
  index,
  split: 'validation',
  synthetic: 12,
  specimens: 3,
  cache: join(folder, 'cache'),
  model: null,
  ...more,
});

test('synthetic writers are told apart among others; a second run takes all of them from the cache and says the same', async () => {
  const index = await writeSampleIndex(join(folder, 'writers'), {
    signers: 6,
    genuine: 5,
    forgeries: 0,
    seed: 'recognised',
    validation: 0.7,
    dpi: 200,
  });
  const first = await evaluateIdentify(quietHost(), ask(index));
  expect(first.counts).toMatchObject({ signatories: 18, real: 6, synthetic: 12, specimens: 3, probedWriters: 4 });
  expect(first.counts.probes + first.counts.refused).toBe(8);
  expect(first.rank1.value).toBeGreaterThanOrEqual(0.75);
  expect(first.rank5.value).toBeGreaterThanOrEqual(first.rank1.value);
  const [cache] = await readdir(join(folder, 'cache'));
  const before = await readdir(join(folder, 'cache', cache!));
  const kept = join(folder, 'cache', cache!, '00000.f32');
  const bytes = await readFile(kept);
  const drawn: string[] = [];
  const again = await evaluateIdentify(quietHost({ progress: (task) => drawn.push(task) }), ask(index));
  expect(again).toEqual(first);
  expect(await readdir(join(folder, 'cache', cache!))).toEqual(before);
  // What was damaged is drawn anew, the same to the last bit.
  await writeFile(kept, bytes.subarray(0, 1000));
  expect(await evaluateIdentify(quietHost(), ask(index))).toEqual(first);
  expect((await readFile(kept)).equals(bytes)).toBe(true);
});

const real = fileURLToPath(new URL('../../../../shared/signatures/index.tsv', import.meta.url));

test.skipIf(!existsSync(real))('real writers are told apart among others', async () => {
  const [header, ...lines] = (await readFile(real, 'utf8')).trim().split('\n');
  const rows = lines.map((line) => line.split('\t'));
  const chosen = rows.filter(([, , , kind, split]) => kind === 'genuine' && split === 'validation');
  const writers = [...new Set(chosen.map(([, , writer]) => writer))].filter((_, at) => at % 4 === 0);
  const few = writers.flatMap((writer) => chosen.filter((row) => row[2] === writer).slice(0, 6));
  const absolute = few.map(([path, ...rest]) => [join(dirname(real), path!), ...rest].join('\t'));
  const index = join(folder, 'few.tsv');
  await writeFile(index, [header, ...absolute].join('\n'));
  const { rank1, rank5, openSet, counts } = await evaluateIdentify(quietHost(), ask(index));
  expect(counts).toMatchObject({ real: 5, synthetic: 12, probedWriters: 5 });
  expect(rank1.value).toBeGreaterThanOrEqual(0.92);
  expect(rank5.value).toBeGreaterThanOrEqual(0.97);
  expect(openSet.missed.value).toBeLessThanOrEqual(0.3);
});

test('an index without writers to look for is refused in words', async () => {
  const index = join(folder, 'none.tsv');
  await writeFile(index, 'path\tdataset\twriter\tkind\tsplit\na.png\tx\t1\tgenuine\ttrain\n');
  await expect(evaluateIdentify(quietHost(), ask(index))).rejects.toMatchObject({
    fault: 'bad-index',
    message: expect.stringContaining('fewer than two writers of split "validation"'),
  });
});
