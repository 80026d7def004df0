// Tests several nets of one recipe, each on writers it never saw, and pools what they give:
//
//   node scripts/two-fold.ts --model ID --index FILE --a FOLDER --b FOLDER [--cross-set] [--split NAME] [--joining METHOD] [--out FILE]
//
// A FOLDER holds twin.onnx, distance.onnx where the metric is learned (else --metric, with matrix.f64 for mahalanobis),
// questioned.onnx for a half-twin, and trained-on.tsv (header `dataset writer`). Without --cross-set every writer of the
// index is tested by a net that wasn't trained on that writer; with it, by one that wasn't trained on that writer's set.
// --split tests the writers of one split alone, such as validation, under the protocol of `countersign evaluate`.
// Writes models/training/checks/ID-two-fold.json or ID-cross-set.json (with the split's name, where one is given), which
// holds figures and no signature.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readSignatureIndex } from '../src-main/desk/index-file.ts';
import { joinMethods, type JoinMethod } from '../src-main/metric/joining.ts';
import { onnxRuntime } from '../src-main/model/onnx-runtime.ts';
import { makeModelPackage } from '../src-main/model/write-package.ts';
import { readDraft, type DraftRequest } from './make-model/draft.ts';
import { goldenInputs } from './make-model/golden-inputs.ts';
import { inUse, measuredSet } from './make-model/measure.ts';
import { scriptHost } from './script-host.ts';
import { evaluateFolds, type Fold } from './two-fold/evaluate-folds.ts';
import { assignFolds, parseTrainedOn, type FoldKind } from './two-fold/folds.ts';
import { checkFile, checksFolder, type Check } from './two-fold/result.ts';

const metrics: readonly DraftRequest['metric'][] = ['euclidean', 'squared-euclidean', 'mahalanobis', 'learned'];
const { values } = parseArgs({
  options: {
    model: { type: 'string' },
    index: { type: 'string' },
    a: { type: 'string' },
    b: { type: 'string' },
    'cross-set': { type: 'boolean', default: false },
    split: { type: 'string' },
    metric: { type: 'string' },
    joining: { type: 'string', default: 'mean-of-best-two' },
    date: { type: 'string', default: new Date().toISOString().slice(0, 10) },
    out: { type: 'string' },
  },
});
const { model: id, index, a, b, split } = values;
const joining: JoinMethod | undefined = joinMethods.find((method) => method === values.joining);
const metric = metrics.find((kind) => kind === values.metric);
if (!id || !index || !a || !b || !joining || (values.metric !== undefined && !metric)) {
  console.error(
    'Usage: node scripts/two-fold.ts --model ID --index FILE --a FOLDER --b FOLDER [--cross-set] [--split NAME] ' +
      `[--metric ${metrics.join('|')}] [--joining ${joinMethods.join('|')}] [--out FILE]`,
  );
  process.exit(64);
}

const kind: FoldKind = values['cross-set'] ? 'cross-set' : 'two-fold';
const rows = await readSignatureIndex(index, split);
const folders = [a, b];
const trainedOn = await Promise.all(
  folders.map(async (folder) =>
    parseTrainedOn(await readFile(join(folder, 'trained-on.tsv'), 'utf8'), `${folder}/trained-on.tsv`),
  ),
);
const { tested, seenByAll } = assignFolds(rows, trainedOn, kind);
for (const [at, folder] of folders.entries())
  if (tested[at]!.length === 0) throw new Error(`${folder}: there is no writer in the index that this net may test.`);

const folds: Fold[] = [];
const nets: Check['nets'] = [];
for (const [at, folder] of folders.entries()) {
  const file = (name: string) => (existsSync(join(folder, name)) ? join(folder, name) : undefined);
  const draft = await readDraft(onnxRuntime, {
    id,
    title: `Fold ${at + 1} of ${id}`,
    version: '0.0.0',
    twin: join(folder, 'twin.onnx'),
    questioned: file('questioned.onnx'),
    metric: metric ?? (file('distance.onnx') ? 'learned' : 'euclidean'),
    matrix: file('matrix.f64'),
    distance: file('distance.onnx'),
    joining,
    training: { date: values.date, licence: 'A draft for figures; not shipped.', datasets: [] },
  });
  const built = await makeModelPackage(onnxRuntime, {
    ...draft,
    goldenInputs: await goldenInputs(draft.manifest.input),
  });
  const model = inUse(built);
  console.error(`net ${at + 1}: ${tested[at]!.length} signatures to test`);
  folds.push({ model, set: await measuredSet(scriptHost(folder), model, tested[at]!) });
  nets.push({
    files: Object.fromEntries(Object.entries(draft.files).map(([name, bytes]) => [name, sha256(bytes)])),
    trainedOn: writersBySet(trainedOn[at]!),
    testedOn: writersBySet(tested[at]!),
  });
}

const check: Check = {
  format: 'countersign-check/1',
  model: id,
  kind,
  ...(split === undefined ? {} : { split }),
  command:
    `node scripts/two-fold.ts --model ${id} --index FILE --a FOLDER --b FOLDER` +
    `${values['cross-set'] ? ' --cross-set' : ''}${split === undefined ? '' : ` --split ${split}`}${joining === 'mean-of-best-two' ? '' : ` --joining ${joining}`}`,
  date: values.date,
  nets,
  leftOut: seenByAll.length,
  protocol:
    (kind === 'two-fold'
      ? 'Every writer is tested by a net that was not trained on that writer. '
      : 'Every writer is tested by a net that was trained on the other set alone. ') +
    'Random forgeries come from writers whom that net was not trained on either. ' +
    "Each net's distances are calibrated by themselves, every writer scored by a fit that left that writer out; " +
    'one threshold holds for all writers of a set.',
  sets: evaluateFolds(folds),
};
const out = values.out ?? fileURLToPath(new URL(checkFile(id, kind, split), checksFolder));
await mkdir(dirname(out), { recursive: true });
await writeFile(out, `${JSON.stringify(check, null, 2)}\n`);
const percent = (rate: { value: number; low: number; high: number } | null) =>
  rate ? [rate.value, rate.low, rate.high].map((share) => (100 * share).toFixed(1)).join(' ') : '-';
for (const [dataset, byNumber] of Object.entries(check.sets))
  for (const [specimens, { skilledEer, randomEer, genuineAtFar1 }] of Object.entries(byNumber))
    console.log(
      `${dataset} ${specimens}: skilled EER ${percent(skilledEer)}; random EER ${percent(randomEer)}; ` +
        `genuines above 1 % FAR ${percent(genuineAtFar1)}`,
    );

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** How many different writers of each set. */
function writersBySet(list: readonly { readonly dataset: string; readonly writer: string }[]): Record<string, number> {
  const sets = new Map<string, Set<string>>();
  for (const { dataset, writer } of list) sets.set(dataset, (sets.get(dataset) ?? new Set()).add(writer));
  return Object.fromEntries([...sets].map(([dataset, writers]) => [dataset, writers.size]));
}
