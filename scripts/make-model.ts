// Makes a model package from a trained graph: golden vectors from synthetic signers, calibration and error rates from an
// index of signatures, hashes, and the pin in src-main/model/pinned.ts.
//
//   node scripts/make-model.ts --onnx FILE --index FILE [--id contrastive] [--calibrate-on validation] [--title TEXT]
//
// The calibration's writers must have trained nothing. Nothing of a real signature goes into the package.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { CommandHost } from '../src-main/desk/command-host.ts';
import { calibrate, embedRows, evaluateSet, type Evaluated } from '../src-main/desk/evaluate.ts';
import { readSignatureIndex } from '../src-main/desk/index-file.ts';
import { modelInUse } from '../src-main/desk/model-in-use.ts';
import { chooseModel } from '../src-main/engine/chosen-model.ts';
import { forkPorts } from '../src-main/engine/fork-port.ts';
import { decodeScan } from '../src-main/imaging/decode.ts';
import { toModelInput } from '../src-main/imaging/model-input.ts';
import { extractSignature } from '../src-main/imaging/signature.ts';
import { imagingVersion } from '../src-main/imaging/version.ts';
import { upperBoundOfShare } from '../src-main/metric/binomial.ts';
import { onnxRuntime } from '../src-main/model/onnx-runtime.ts';
import { pinHashes } from '../src-main/model/pin.ts';
import { makeModelPackage, writeModelPackage, type PackageParts } from '../src-main/model/write-package.ts';
import { sampleSet } from '../src-main/sample/samples.ts';

const { values } = parseArgs({
  options: {
    onnx: { type: 'string' },
    index: { type: 'string' },
    id: { type: 'string', default: 'contrastive' },
    title: { type: 'string', default: 'Twin, contrastive loss, Euclidean distance' },
    version: { type: 'string', default: '1.0.0' },
    dimension: { type: 'string', default: '416' },
    'calibrate-on': { type: 'string', default: 'validation' },
    date: { type: 'string', default: new Date().toISOString().slice(0, 10) },
  },
});
if (!values.onnx || !values.index) {
  console.error('Usage: node scripts/make-model.ts --onnx FILE --index FILE [--id ID] [--calibrate-on SPLIT]');
  process.exit(64);
}

const modelsDirectory = fileURLToPath(new URL('../models/', import.meta.url));
const input = { width: 176, height: 96 };
const graph = new Uint8Array(await readFile(values.onnx));
const tower = { file: 'twin.onnx', input: 'ink', output: 'template' };
const border = { matchAbove: 1000, mismatchBelow: -1000 };
const group = {
  intercept: 0,
  joinedWeight: -1,
  spreadWeight: 0,
  relativeWeight: 0,
  countWeight: 0,
  thresholds: border,
};

/** Eight signatures of people who don't exist, as the model sees them. */
async function goldenInputs(): Promise<Uint8Array[]> {
  const { accounts } = await sampleSet();
  const files = accounts.flatMap(({ specimens }) => specimens.slice(0, 2)).slice(0, 8);
  return Promise.all(
    files.map(async ({ bytes }) => toModelInput(extractSignature((await decodeScan(bytes)).image).clean, input)),
  );
}

const base: PackageParts['manifest'] = {
  id: values.id,
  version: values.version,
  title: values.title,
  towers: { reference: tower, questioned: tower },
  input: { ...input, element: 'float32', imagingVersion },
  template: { dimension: Number(values.dimension) },
  metric: { kind: 'euclidean' },
  joining: { method: 'mean-of-best-two' },
  calibration: {
    method: 'mean-of-best-two',
    range: { low: -10, high: 10 },
    groups: { one: group, two: group, many: group },
    fittedOn: [],
  },
  golden: { file: 'golden.json', tolerance: { cpu: 1e-4, accelerator: 1e-2 } },
  errorRates: {},
  training: {
    date: values.date,
    licence: 'Trained on research sets without a clear licence to redistribute; see CARD.md.',
    datasets: ['CEDAR (writers 1-40, train split)', 'ICDAR/SigComp 2011 Dutch offline (train split)'],
  },
};

const abort = new AbortController();
const host: CommandHost = {
  log: () => undefined,
  startEngine: forkPorts(),
  modelsDirectory,
  policyFile: '',
  version: '',
  operator: '',
  passphrase: () => Promise.reject(new Error('no store here')),
  passphraseIfGiven: () => null,
  recoveryKey: () => Promise.reject(new Error('no store here')),
  showRecoveryKey: () => undefined,
  note: (line) => console.error(line),
  progress: (task, done, total) => {
    if (done % 200 === 0 || done === total) console.error(`${task}: ${done} of ${total}`);
  },
  signal: abort.signal,
};

const golden = await goldenInputs();
const files = { [tower.file]: graph };
const directory = fileURLToPath(new URL(`../models/${values.id}/`, import.meta.url));
await writeModelPackage(
  directory,
  await makeModelPackage(onnxRuntime, { manifest: base, files, goldenInputs: golden }),
);

const draft = modelInUse(await chooseModel(modelsDirectory, values.id, { unpinned: true }));
const split = values['calibrate-on'];
const set = await embedRows(host, draft, await readSignatureIndex(values.index, split));
const calibration = calibrate(draft, set);
const evaluated: Evaluated = evaluateSet(
  { ...draft, calibration, thresholds: thresholdsOf(calibration) },
  set,
  [1, 2, 3, 5],
);

const finished: PackageParts['manifest'] = {
  ...base,
  calibration: JSON.parse(JSON.stringify(calibration)) as typeof base.calibration,
  errorRates: {
    protocol: `countersign evaluate --split ${split}; calibration crossed by writer`,
    sets: JSON.parse(JSON.stringify(evaluated.sets)) as Record<string, unknown>,
  },
};
await writeModelPackage(
  directory,
  await makeModelPackage(onnxRuntime, { manifest: finished, files, goldenInputs: golden }),
);
const pinned = fileURLToPath(new URL('../src-main/model/pinned.ts', import.meta.url));
await writeFile(pinned, await pinHashes(modelsDirectory, await readFile(pinned, 'utf8')));
console.log(JSON.stringify(evaluated.sets, null, 2));
for (const specimens of ['1', '2', '3', '5']) {
  const parts = Object.values(evaluated.sets).flatMap((byNumber) => byNumber[specimens] ?? []);
  const pooled = (kind: 'genuine' | 'skilled', band: 'match' | 'mismatch') => {
    const trials = parts.reduce((sum, { counts }) => sum + counts[kind], 0);
    return parts.reduce((sum, { counts, bands }) => sum + counts[kind] * (bands[kind]?.[band] ?? 0), 0) / trials;
  };
  const bound = (share: number, kind: 'genuine' | 'forgery') =>
    upperBoundOfShare(share, set.rows.filter((row) => row.kind === kind).length, 0.95);
  const skilled = pooled('skilled', 'match');
  const genuine = pooled('genuine', 'mismatch');
  const percent = (share: number) => `${(100 * share).toFixed(2)} %`;
  console.log(
    `${specimens} specimens: skilled forgeries in match ${percent(skilled)} (95 % bound ${percent(bound(skilled, 'forgery'))}), ` +
      `genuines in mismatch ${percent(genuine)} (bound ${percent(bound(genuine, 'genuine'))})`,
  );
}

/** The thresholds that a fitted calibration carries. */
function thresholdsOf(fitted: typeof calibration) {
  const { one, two, many } = fitted.groups;
  if (!one.thresholds || !two.thresholds || !many.thresholds) throw new Error('The calibration has no thresholds.');
  return { one: one.thresholds, two: two.thresholds, many: many.thresholds };
}
