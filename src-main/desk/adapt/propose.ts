import type { BankMetricView, MetricChange, MetricFigures, MetricReport } from '../../contract/bank-metric.ts';
import { storeComparisons, type StoreComparison, type StoreSignatory } from '../../metric/adapt/store-comparisons.ts';
import {
  chooseMetric,
  fewestSignatories,
  heldOutParts,
  type Declined,
  type StoreDecision,
  type TriedComparison,
  type TriedMetric,
} from '../../metric/adapt/try-metric.ts';
import type { MatrixChoice } from '../../metric/adapt/fit-unlabelled.ts';
import { verdictOf, type Thresholds as Pair } from '../../metric/bands.ts';
import { detCurve } from '../../metric/error-rates.ts';
import type { Thresholds } from '../../contract/settings.ts';
import { CallFailure } from '../../contract/calls.ts';
import type { StoredBankMetric } from '../../store/bank-metrics.ts';
import type { Check, JsonValue, ReferenceStore } from '../../store/reference-store.ts';
import { judge } from '../judge.ts';
import type { ModelInUse } from '../model-in-use.ts';
import { writeBankMetric } from './bank-metric-text.ts';
import { packageAlone, withBankMetric, wholePart } from './bank-model.ts';
import {
  checksOf,
  decisionsOnFile,
  distancesFor,
  plainResult,
  signatoriesOnFile,
  templatesOfCheck,
  type GatherParts,
} from './store-evidence.ts';

export interface ProposeParts extends GatherParts {
  readonly operator: string;
  readonly thresholds: Thresholds;
}

/** Matrices that are tried, from the most shrunk one on. Beside a learned distance one takes a part of it only. */
export function matrixChoices(model: ModelInUse): MatrixChoice[] {
  const share = model.metric.kind === 'learned' ? 0.3 : 1;
  return [0.95, 0.8, 0].map((leastShrinkage) => ({ share, leastShrinkage }));
}

/** Recent checks that are judged again, to show what would change. */
const mostJudgedAgain = 200;
const mostPoints = 60;

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function whyOf(outcome: TriedMetric): string {
  const { declined, rates, tried } = outcome;
  const random = rates && `from ${percent(rates.random.before)} to ${percent(rates.random.after)}`;
  const scatter = rates && `from ${percent(rates.scatter.before)} to ${percent(rates.scatter.after)}`;
  const words: Readonly<Record<Declined, string>> = {
    'too-few-signatories': `A metric needs ${fewestSignatories} signatories with three specimens each; there are fewer.`,
    'not-fittable': "The specimens on file don't tell genuine signatures from others well enough to fit a metric on.",
    'no-gain': `On signatories left out of the fit, the error against other people's signatures would go ${random ?? ''}, and the scatter of genuine scores ${scatter ?? ''}: there is too little to gain. The package judges alone.`,
    'worse-on-decisions': `On signatories left out of the fit, the error by clerks' decisions would rise from ${percent(rates?.decided?.before ?? 0)} to ${percent(rates?.decided?.after ?? 0)}. The package judges alone.`,
  };
  if (declined) return words[declined];
  const held = tried.filter(({ kind }) => kind === 'genuine').length;
  return `On signatories left out of the fit (${held} genuine comparisons), the scatter of genuine scores falls ${scatter ?? ''}; the error against other people's signatures goes ${random ?? ''}.`;
}

/** Shares in the three bands; null for none. */
function bandsOf(
  tried: readonly TriedComparison[],
  when: 'before' | 'after',
  thresholds: Thresholds,
): MetricFigures['bands']['genuine'] | null {
  if (tried.length === 0) return null;
  const counts = { match: 0, review: 0, mismatch: 0 };
  for (const each of tried) counts[verdictOf(each[when], thresholds[each.group] satisfies Pair)] += 1;
  return {
    match: counts.match / tried.length,
    review: counts.review / tried.length,
    mismatch: counts.mismatch / tried.length,
  };
}

function figuresOf(outcome: TriedMetric, when: 'before' | 'after', thresholds: Thresholds): MetricFigures | null {
  const { rates, tried } = outcome;
  if (!rates) return null;
  const of = (kind: TriedComparison['kind']) => tried.filter((each) => each.kind === kind);
  const points = (genuine: readonly TriedComparison[], forgery: readonly TriedComparison[]) => {
    const scores = (list: readonly TriedComparison[]) => list.map((each) => each[when]);
    return detCurve(scores(genuine), scores(forgery), mostPoints)
      .filter(({ threshold }) => Number.isFinite(threshold))
      .map(({ threshold, falseAcceptance, falseRejection }) => ({
        score: threshold,
        falseAccept: falseAcceptance,
        falseReject: falseRejection,
      }));
  };
  const most = (list: readonly TriedComparison[]) => {
    const many = list.filter(({ group }) => group === rates.group);
    return many.length > 0 ? many : list;
  };
  const [genuine, random] = [most(of('genuine')), most(of('random'))];
  const [paid, forged] = [of('decided-genuine'), of('decided-forgery')];
  const nobody = { match: 0, review: 0, mismatch: 0 };
  return {
    randomError: rates.random[when],
    decidedError: rates.decided?.[when] ?? null,
    random: points(genuine, random),
    decided: rates.decided ? points(paid, forged) : null,
    bands: {
      genuine: bandsOf(genuine, when, thresholds) ?? nobody,
      random: bandsOf(random, when, thresholds) ?? nobody,
      decidedGenuine: bandsOf(paid, when, thresholds),
      decidedForgery: bandsOf(forged, when, thresholds),
    },
  };
}

/** Recent checks judged by the metric, and those whose verdict it would change. Nothing is written. */
async function changesBy(
  parts: ProposeParts,
  checks: readonly Check[],
  adapted: ModelInUse,
): Promise<MetricReport['changes']> {
  const judging = adapted.judgingWith(parts.engine);
  const changed: MetricChange[] = [];
  let [lookedAt, leftOut] = [0, 0];
  for (const check of checks.slice(0, mostJudgedAgain)) {
    parts.signal?.throwIfAborted();
    const result = plainResult(check, parts.model);
    const templates = result && (await templatesOfCheck(parts, check, result));
    if (!result || !templates || result.compared.length !== 1) {
      leftOut += 1;
      continue;
    }
    const signatory = {
      id: result.signatory,
      name: '',
      specimens: templates.specimens.map((vector, at) => ({ id: String(at), capturedOn: null, vector })),
    };
    const { verdict, score } = await judge(judging, parts.thresholds, templates.questioned, [signatory]);
    lookedAt += 1;
    if (verdict !== result.verdict)
      changed.push({
        check: check.id,
        account: check.accountNumber,
        at: check.at,
        before: { verdict: result.verdict, score: result.score },
        after: { verdict, score },
      });
  }
  return { lookedAt, leftOut, checks: changed };
}

/** All comparisons that the fits and their trials make. */
function allComparisons(
  signatories: readonly StoreSignatory[],
  decisions: readonly StoreDecision[],
): Pick<StoreComparison, 'questioned' | 'specimens'>[] {
  // Pairs of a signatory's own, whichever the comparisons take.
  const own = signatories.map(({ templates }) => ({ questioned: templates[0]!, specimens: templates.slice(1) }));
  const parted = heldOutParts(signatories).flatMap(({ held, rest }) => [
    ...storeComparisons(held),
    ...storeComparisons(rest),
  ]);
  return [...own, ...storeComparisons(signatories), ...parted, ...decisions];
}

/**
 * Fits a metric to the store's specimens (and, with `labels`, to clerks' decisions), tries it on held-out signatories and puts it
 * before a supervisor, or declines. What judges stays as it is.
 *
 * @returns what was declined; null: it is proposed
 * @throws CallFailure `bad-metric` where the package's templates can't be adapted; StoreError, EngineError
 */
export async function proposeMetric(parts: ProposeParts, labels: boolean): Promise<MetricReport | null> {
  const model = packageAlone(parts.model);
  const alone = { ...parts, model };
  const part = wholePart(model);
  if (!part)
    throw new CallFailure({ fault: 'bad-metric', message: `The package ${model.id} can't be fitted to a bank.` });
  const signatories = await signatoriesOnFile(alone);
  const checks = await checksOf(parts.store);
  const decisions = labels ? await decisionsOnFile(alone, checks) : [];
  const between = await distancesFor(alone, allComparisons(signatories, decisions));
  const evidence = { base: model.calibration, part, signatories, between, decisions };
  const outcome = chooseMetric(evidence, matrixChoices(model));
  const of = (genuine: boolean): number =>
    outcome.labels ? decisions.filter((each) => each.genuine === genuine).length : 0;
  const report: MetricReport = {
    model: { id: model.id, hash: model.hash },
    madeAt: new Date().toISOString(),
    madeBy: parts.operator,
    signatories: signatories.length,
    specimens: signatories.reduce((sum, { templates }) => sum + templates.length, 0),
    decisions: { genuine: of(true), forgery: of(false) },
    declined: outcome.declined,
    why: whyOf(outcome),
    matrix: outcome.matrix,
    before: figuresOf(outcome, 'before', parts.thresholds),
    after: figuresOf(outcome, 'after', parts.thresholds),
    changes: { lookedAt: 0, leftOut: 0, checks: [] },
  };
  if (!outcome.metric) return report;
  const written = writeBankMetric({ model, metric: outcome.metric });
  const stored: StoredBankMetric = { ...written, report: null };
  const changes = await changesBy(alone, checks, withBankMetric(model, stored));
  const kept = JSON.parse(JSON.stringify({ ...report, changes })) as JsonValue;
  await parts.store.bankMetrics.propose({ ...written, report: kept }, parts.operator);
  return null;
}

/** How things stand with the bank's metric. */
export async function bankMetricView(
  store: ReferenceStore,
  model: Pick<ModelInUse, 'bankMetric'>,
  declined: MetricReport | null = null,
): Promise<BankMetricView> {
  const named = (stored: StoredBankMetric | null) =>
    stored && { hash: stored.hash, report: stored.report as unknown as MetricReport };
  const inForce = await store.bankMetrics.inForce();
  return {
    inForce: named(inForce),
    judges: inForce !== null && model.bankMetric === inForce.hash,
    proposed: named(await store.bankMetrics.proposed()),
    declined,
    history: await store.bankMetrics.history(),
  };
}
