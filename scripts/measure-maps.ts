// Prints what the scale of the map in src-main/desk/explain-limits.ts rests on: the strongest cell of a check's map, as a
// share of the distance at the mismatch border, for genuine signatures and skilled forgeries against five specimens.
//
//   node scripts/measure-maps.ts --index ../shared/signatures/index.tsv [--id learned] [--split train] [--writers 12]
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readSignatureIndex, type SignatureRow } from '../src-main/desk/index-file.ts';
import { judge, type JudgingModel } from '../src-main/desk/judge.ts';
import { modelInUse } from '../src-main/desk/model-in-use.ts';
import { chooseModel } from '../src-main/engine/chosen-model.ts';
import { explain } from '../src-main/engine/explain.ts';
import { decodeScan } from '../src-main/imaging/decode.ts';
import { encodePng } from '../src-main/imaging/encode.ts';
import { toModelInput } from '../src-main/imaging/model-input.ts';
import { extractSignature } from '../src-main/imaging/signature.ts';
import { onnxRuntime } from '../src-main/model/onnx-runtime.ts';
import { proveProvider } from '../src-main/model/providers.ts';

const { values } = parseArgs({
  options: {
    index: { type: 'string' },
    id: { type: 'string', default: 'learned' },
    split: { type: 'string', default: 'train' },
    writers: { type: 'string', default: '12' },
  },
});
if (!values.index) {
  console.error('Usage: node scripts/measure-maps.ts --index FILE [--id ID] [--split S] [--writers N]');
  process.exit(64);
}

const modelsDirectory = fileURLToPath(new URL('../models/', import.meta.url));
const use = modelInUse(await chooseModel(modelsDirectory, values.id, { unpinned: true }));
const model = use.chosen.package;
const { session } = await proveProvider(model, {
  runtime: onnxRuntime,
  platform: process.platform,
  architecture: process.arch,
  threads: 1,
  only: 'cpu',
  avoid: [],
});
const { distances } = session;
const judging: JudgingModel = {
  hash: use.hash,
  metric: use.metric,
  calibration: use.calibration,
  ...(distances ? { learnedDistances: distances } : {}),
};

async function load(row: SignatureRow) {
  const { image } = await decodeScan(new Uint8Array(await readFile(row.path)));
  const { clean } = extractSignature(image);
  const input = [toModelInput(clean, model.manifest.input)];
  const [questioned] = await session.embed('questioned', input);
  const [reference] = await session.embed('reference', input);
  if (!questioned || !reference) throw new Error('The model gave no template.');
  return { png: await encodePng(clean), questioned, reference };
}

const byWriter = new Map<string, SignatureRow[]>();
for (const row of await readSignatureIndex(values.index, values.split)) {
  const writer = `${row.dataset} ${row.writer}`;
  byWriter.set(writer, [...(byWriter.get(writer) ?? []), row]);
}
const step = Math.max(1, Math.round(byWriter.size / Number(values.writers)));
const strongest = { genuine: [] as number[], skilled: [] as number[] };
let milliseconds = 0;
for (const [at, rows] of [...byWriter.values()].entries()) {
  if (at % step !== 0) continue;
  const some = (kind: SignatureRow['kind'], most: number) =>
    Promise.all(
      rows
        .filter((row) => row.kind === kind)
        .slice(0, most)
        .map(load),
    );
  const [genuines, forgeries] = [await some('genuine', 7), await some('forgery', 2)];
  const specimens = genuines.slice(0, 5);
  for (const [kind, questioned] of [
    ...genuines.slice(5).map((each) => ['genuine', each] as const),
    ...forgeries.map((each) => ['skilled', each] as const),
  ]) {
    const { bands } = await judge(judging, use.thresholds, questioned.questioned, [
      {
        id: 'signatory',
        name: 'signatory',
        specimens: specimens.map(({ reference }, id) => ({ id: String(id), capturedOn: null, vector: reference })),
      },
    ]);
    const before = process.cpuUsage();
    const { map } = await explain(
      {
        questionedPng: questioned.png,
        specimenPngs: specimens.map(({ png }) => png),
        map: {
          questioned: questioned.questioned,
          specimens: specimens.map(({ reference }) => reference),
          method: use.calibration.method,
        },
      },
      { model, session },
    );
    const { user, system } = process.cpuUsage(before);
    milliseconds += (user + system) / 1000;
    if (map && bands.mismatchDistance) strongest[kind].push(Math.max(...map.values) / bands.mismatchDistance);
  }
}
for (const [kind, shares] of Object.entries(strongest)) {
  shares.sort((one, other) => one - other);
  const at = (share: number): string => (shares[Math.floor(share * (shares.length - 1))] ?? 0).toFixed(4);
  console.log(
    `${values.id}, ${kind.padEnd(7)} (${shares.length}): strongest cell as a share of the border distance: ` +
      `median ${at(0.5)}, 10 % to 90 % ${at(0.1)} to ${at(0.9)}, greatest ${at(1)}`,
  );
}
const checks = strongest.genuine.length + strongest.skilled.length;
console.log(
  `${values.id}: ${(milliseconds / Math.max(1, checks)).toFixed(0)} ms of processor time to explain one check`,
);
