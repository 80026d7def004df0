// Makes a model package from trained graphs: golden vectors from synthetic signers, calibration, curves and error rates
// from an index of signatures, hashes, and the pin in src-main/model/pinned.ts.
//
//   node scripts/make-model.ts --id ID --title TEXT --twin FILE --index FILE
//     [--metric euclidean|squared-euclidean|mahalanobis|learned] [--matrix FILE] [--distance FILE] [--questioned FILE]
//     [--joining mean-of-best-two|minimum|median|mean] [--calibrate-on validation] [--minutes N] [--dataset TEXT …]
//     [--model-version 1.0.0] [--date YYYY-MM-DD] [--licence TEXT] [--out FOLDER]
//
// The calibration's writers must have trained nothing. Nothing of a real signature goes into the package. With --out the
// package goes to another folder than models/ and isn't pinned: a draft, or a bank's own.
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readSignatureIndex } from '../src-main/desk/index-file.ts';
import { joinMethods } from '../src-main/metric/joining.ts';
import { onnxRuntime } from '../src-main/model/onnx-runtime.ts';
import { pinHashes } from '../src-main/model/pin.ts';
import { makeModelPackage, writeModelPackage, type PackageParts } from '../src-main/model/write-package.ts';
import { bandLines } from './make-model/bounds.ts';
import { readDraft, type DraftRequest } from './make-model/draft.ts';
import { goldenInputs } from './make-model/golden-inputs.ts';
import { inUse, measure, measuredSet } from './make-model/measure.ts';
import { scriptHost } from './script-host.ts';

const metrics: readonly DraftRequest['metric'][] = ['euclidean', 'squared-euclidean', 'mahalanobis', 'learned'];

const { values } = parseArgs({
  options: {
    id: { type: 'string' },
    title: { type: 'string' },
    twin: { type: 'string' },
    questioned: { type: 'string' },
    metric: { type: 'string', default: 'euclidean' },
    matrix: { type: 'string' },
    distance: { type: 'string' },
    joining: { type: 'string', default: 'mean-of-best-two' },
    index: { type: 'string' },
    'calibrate-on': { type: 'string', default: 'validation' },
    minutes: { type: 'string' },
    dataset: {
      type: 'string',
      multiple: true,
      default: ['CEDAR (writers 1-40, train split)', 'ICDAR/SigComp 2011 Dutch offline (train split)'],
    },
    'model-version': { type: 'string', default: '1.0.0' },
    date: { type: 'string', default: new Date().toISOString().slice(0, 10) },
    licence: {
      type: 'string',
      default: 'Trained on research sets without a clear licence to redistribute; see CARD.md.',
    },
    out: { type: 'string' },
  },
});

function usage(why: string): never {
  console.error(`${why}\nUsage: node scripts/make-model.ts --id ID --title TEXT --twin FILE --index FILE [--metric …]`);
  process.exit(64);
}

function given(name: 'id' | 'title' | 'twin' | 'index'): string {
  return values[name] ?? usage(`--${name} is missing.`);
}

function oneOf<T extends string>(name: string, value: string, known: readonly T[]): T {
  return known.find((each) => each === value) ?? usage(`--${name} is one of ${known.join(', ')}, not ${value}.`);
}

const minutes = values.minutes === undefined ? null : Number(values.minutes);
if (minutes !== null && !(minutes >= 0)) usage(`--minutes is a number, not ${values.minutes}.`);

const request: DraftRequest = {
  id: given('id'),
  title: given('title'),
  twin: given('twin'),
  version: values['model-version'],
  questioned: values.questioned,
  metric: oneOf('metric', values.metric, metrics),
  matrix: values.matrix,
  distance: values.distance,
  joining: oneOf('joining', values.joining, joinMethods),
  training: {
    date: values.date,
    licence: values.licence,
    datasets: values.dataset,
    ...(minutes === null ? {} : { minutes }),
  },
};
const split = values['calibrate-on'];
const shipped = fileURLToPath(new URL('../models/', import.meta.url));
const modelsDirectory = values.out ? resolve(values.out) : shipped;
const rows = await readSignatureIndex(given('index'), split);

const draft = await readDraft(onnxRuntime, request);
const inputs = await goldenInputs(draft.manifest.input);
const model = inUse(await makeModelPackage(onnxRuntime, { ...draft, goldenInputs: inputs }));
const { calibration, curves, sets } = measure(model, await measuredSet(scriptHost(modelsDirectory), model, rows));

const finished: PackageParts['manifest'] = {
  ...draft.manifest,
  ...(JSON.parse(JSON.stringify({ calibration, curves })) as Pick<PackageParts['manifest'], 'calibration' | 'curves'>),
  errorRates: { protocol: `countersign evaluate --split ${split}; calibration crossed by writer`, sets },
};
await writeModelPackage(
  join(modelsDirectory, request.id),
  await makeModelPackage(onnxRuntime, { manifest: finished, files: draft.files, goldenInputs: inputs }),
);
if (modelsDirectory === shipped) {
  const pinned = fileURLToPath(new URL('../src-main/model/pinned.ts', import.meta.url));
  await writeFile(pinned, await pinHashes(modelsDirectory, await readFile(pinned, 'utf8')));
}
const count = (kind: string) => rows.filter((row) => row.kind === kind).length;
console.log(JSON.stringify(sets, null, 2));
for (const line of bandLines(sets, { genuine: count('genuine'), skilled: count('forgery') })) console.log(line);
