// What adaptation to one set is worth to a net that learned from another, as `countersign adapt` does it:
//
//   node scripts/adapt-across-sets.ts --twin FILE --index FILE [--trained-on cedar] [--adapt-to dutch]
//
// The twin (Euclidean distance) has learned from the train writers of --trained-on alone and is calibrated on that set's validation
// writers. Skilled and random equal error rates with five specimens of the other set are printed before and after, in %, with 95 %
// intervals over writers: adapted by the specimens of that set's train writers (none of whom is measured), by those and decisions about
// them, and by specimens of the measured writers themselves, which is what a bank has on file. Then the set that the twin learned from:
// there the app should decline. models/training/README.md says how the twin is trained.
import { parseArgs } from 'node:util';
import { calibrate, embedRows, measureDistances, type MeasuredSet } from '../src-main/desk/evaluate.ts';
import { judgeableTrials } from '../src-main/desk/feature-trials.ts';
import { readSignatureIndex, type SignatureRow } from '../src-main/desk/index-file.ts';
import { matrixChoices } from '../src-main/desk/adapt/propose.ts';
import { wholePart } from '../src-main/desk/adapt/bank-model.ts';
import type { ModelInUse } from '../src-main/desk/model-in-use.ts';
import { comparisonFeatures, type Between, type StoreSignatory } from '../src-main/metric/adapt/store-comparisons.ts';
import {
  chooseMetric,
  fitMetric,
  type StoreDecision,
  type StoreEvidence,
  type TriedMetric,
} from '../src-main/metric/adapt/try-metric.ts';
import type { AdaptedMetric } from '../src-main/metric/adapt/adapted-metric.ts';
import { likelihoodRatio, type Calibration } from '../src-main/metric/calibration.ts';
import { distanceBetween } from '../src-main/metric/distance.ts';
import { evaluateTrials } from '../src-main/metric/evaluate-trials.ts';
import { seededRandom, seedFrom } from '../src-main/metric/seeded.ts';
import { onnxRuntime } from '../src-main/model/onnx-runtime.ts';
import { makeModelPackage } from '../src-main/model/write-package.ts';
import { readDraft } from './make-model/draft.ts';
import { goldenInputs } from './make-model/golden-inputs.ts';
import { inUse } from './make-model/measure.ts';
import { scriptHost } from './script-host.ts';

const { values } = parseArgs({
  options: {
    twin: { type: 'string' },
    index: { type: 'string' },
    'trained-on': { type: 'string', default: 'cedar' },
    'adapt-to': { type: 'string', default: 'dutch' },
  },
});
const { twin, index, 'trained-on': trainedOn, 'adapt-to': adaptTo } = values;
if (!twin || !index) {
  console.error(
    'Usage: node scripts/adapt-across-sets.ts --twin FILE --index FILE [--trained-on SET] [--adapt-to SET]',
  );
  process.exit(64);
}

const specimens = 5;
const host = scriptHost('');
const draft = await readDraft(onnxRuntime, {
  ...{ id: 'contrastive', title: `Learned from ${trainedOn} alone`, version: '0.0.0', twin, metric: 'euclidean' },
  ...{ joining: 'mean-of-best-two', training: { date: '2026-11-25', licence: 'A draft for figures.', datasets: [] } },
});
const model: ModelInUse = inUse(
  await makeModelPackage(onnxRuntime, { ...draft, goldenInputs: await goldenInputs(draft.manifest.input) }),
);
const { metric } = model;
if (metric.kind === 'learned') throw new Error('The twin of this script has a Euclidean distance.');
const between: Between = (a, b) => distanceBetween(metric, a, b);
const part = wholePart(model);
if (!part) throw new Error('The templates of this twin have no part that says what the whole signature looks like.');

const rows = await readSignatureIndex(index);
const measured = (of: readonly SignatureRow[], set: MeasuredSet): MeasuredSet => ({ ...set, rows: of });
const everything = await measureDistances(host, model, await embedRows(host, model, rows), [specimens]);
const rowsOf = (dataset: string, split?: string): SignatureRow[] =>
  rows.filter((row) => row.dataset === dataset && (split === undefined || row.split === split));
const base: Calibration = calibrate(model, measured(rowsOf(trainedOn, 'validation'), everything));

/** A writer's genuine signatures as specimens on file, at most so many, drawn by the seed. */
function onFile(of: readonly SignatureRow[], most: number): StoreSignatory[] {
  return Object.entries(Object.groupBy(of, ({ writer }) => writer)).flatMap(([id, own]) => {
    const genuine = (own ?? []).flatMap(({ kind, name }) =>
      kind === 'genuine' ? (everything.references.get(name) ?? []) : [],
    );
    const random = seededRandom(seedFrom(1, 'on file', id, most));
    return genuine.length < 3 ? [] : [{ id, templates: random.sample(genuine, Math.min(most, genuine.length)) }];
  });
}

/** Decisions about writers, as clerks of whom two agreed would make them: at most so many of each kind for each. */
function decided(of: readonly SignatureRow[], most: number): StoreDecision[] {
  const found: StoreDecision[] = [];
  const counts = new Map<string, number>();
  for (const trial of judgeableTrials(measured(of, everything), specimens)) {
    if (!('questioned' in trial) || trial.trial.kind === 'random') continue;
    const { writer, kind } = trial.trial;
    const key = `${writer} ${kind}`;
    const count = counts.get(key) ?? 0;
    if (count >= most) continue;
    counts.set(key, count + 1);
    found.push({
      ...{ holder: writer, group: 'many', questioned: trial.questioned, specimens: trial.specimens },
      ...{ genuine: kind === 'genuine', sure: 1 },
    });
  }
  return found;
}

/** Error rates of some writers, by the package (null) or a metric of the bank's own. */
function rates(
  of: readonly SignatureRow[],
  adapted: AdaptedMetric | null,
): { skilled: string; random: string; eer: number } {
  const trials = [...judgeableTrials(measured(of, everything), specimens)];
  const scores = trials.map((trial) =>
    'questioned' in trial
      ? likelihoodRatio(
          (adapted?.groups ?? base.groups).many,
          comparisonFeatures(trial, between, base.method, adapted ?? undefined),
          base.range,
        )
      : null,
  );
  const thresholds = base.groups.many.thresholds;
  if (!thresholds) throw new Error('The calibration has no thresholds.');
  const [evaluation] = Object.values(
    evaluateTrials(
      trials.map(({ trial }) => trial),
      scores,
      { thresholds },
    ),
  );
  if (!evaluation?.skilledEer || !evaluation.randomEer) throw new Error('There are too few trials.');
  const words = ({ value, low, high }: { value: number; low: number; high: number }): string =>
    `${(100 * value).toFixed(1)} (${(100 * low).toFixed(1)}–${(100 * high).toFixed(1)})`;
  return {
    skilled: words(evaluation.skilledEer),
    random: words(evaluation.randomEer),
    eer: evaluation.skilledEer.value,
  };
}

const evidence = (signatories: readonly StoreSignatory[], decisions: readonly StoreDecision[] = []): StoreEvidence => ({
  ...{ base, part, signatories, between, decisions },
});

function tell(
  what: string,
  of: readonly SignatureRow[],
  outcome: TriedMetric,
  forced: AdaptedMetric | null = null,
): void {
  const before = rates(of, null);
  const used = outcome.metric ?? forced;
  const after = used ? rates(of, used) : before;
  const change = (100 * (after.eer - before.eer)) / before.eer;
  const held = outcome.rates
    ? `held out, scatter ${(100 * outcome.rates.scatter.before).toFixed(1)} → ${(100 * outcome.rates.scatter.after).toFixed(1)}, random ${(100 * outcome.rates.random.before).toFixed(1)} → ${(100 * outcome.rates.random.after).toFixed(1)}`
    : 'nothing held out';
  const matrix = outcome.matrix ? `matrix, shrunk by ${outcome.matrix.leastShrinkage} or more` : 'no matrix';
  const labels = outcome.labels ? '; decisions count' : '';
  console.log(
    `${what}: ${outcome.declined ? `DECLINED (${outcome.declined})` : 'proposed'}; ${held}; ${matrix}${labels}`,
  );
  console.log(
    `  ${outcome.declined && forced ? 'it would have been: ' : ''}skilled ${before.skilled} → ${after.skilled}, ${change.toFixed(0)} %; random ${before.random} → ${after.random}`,
  );
  if (used) {
    const { joinedWeight, spreadWeight, remotenessWeight = 0 } = used.groups.many;
    console.log(
      `  taken off: ${(spreadWeight / -joinedWeight).toFixed(2)} of the spread, ${(remotenessWeight / -joinedWeight).toFixed(2)} of the remoteness`,
    );
  }
  for (const { choice, after: error } of outcome.matrices)
    if (choice)
      console.log(
        `  matrix shrunk by ${choice.leastShrinkage} or more: held out, random ${error === null ? 'not fittable' : (100 * error).toFixed(1)}`,
      );
}

const choices = matrixChoices(model);
const [train, validation, all] = [rowsOf(adaptTo, 'train'), rowsOf(adaptTo, 'validation'), rowsOf(adaptTo)];
for (const most of [3, 5, 12]) {
  const store = onFile(train, most);
  tell(
    `${adaptTo} validation, by ${most} specimens each of its train writers`,
    validation,
    chooseMetric(evidence(store), choices),
  );
}
for (const most of [3, 12]) {
  const decisions = decided(train, most);
  tell(
    `${adaptTo} validation, by 12 specimens each and ${decisions.length} decisions about its train writers`,
    validation,
    chooseMetric(evidence(onFile(train, 12), decisions), choices),
  );
}
for (const most of [3, 5])
  tell(
    `every writer of ${adaptTo}, by ${most} specimens each of the same writers`,
    all,
    chooseMetric(evidence(onFile(all, most)), choices),
  );
const own = rowsOf(trainedOn);
for (const most of [3, 5]) {
  const ownEvidence = evidence(onFile(own, most));
  tell(
    `${trainedOn} validation, by ${most} specimens each of that set's writers`,
    rowsOf(trainedOn, 'validation'),
    chooseMetric(ownEvidence, choices),
    fitMetric(ownEvidence, null),
  );
}
