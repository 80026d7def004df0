import { likelihoodRatio, type Calibration, type Features, type SpecimenGroup } from '../calibration.ts';
import { equalErrorRate } from '../error-rates.ts';
import type { AdaptedMetric, TemplatePart } from './adapted-metric.ts';
import { fitUnlabelled, fewestComparisons, type MatrixChoice } from './fit-unlabelled.ts';
import { fitNudge, fewestDecisions, nudged, nudgeFrame, type LabelledComparison } from './labels.ts';
import {
  comparisonFeatures,
  storeComparisons,
  type Between,
  type StoreComparison,
  type StoreSignatory,
} from './store-comparisons.ts';

/** A clerk's decision with the templates that it was about. */
export interface StoreDecision {
  readonly holder: string;
  readonly group: SpecimenGroup;
  readonly questioned: Float32Array;
  readonly specimens: readonly Float32Array[];
  readonly genuine: boolean;
  /** 0…1. */
  readonly sure: number;
}

/** A comparison of signatories whom a fit didn't know, scored by the package and by the fit. */
export interface TriedComparison {
  readonly kind: 'genuine' | 'random' | 'decided-genuine' | 'decided-forgery';
  readonly group: SpecimenGroup;
  readonly before: number;
  readonly after: number;
}

/** Fewer signatories than this say nothing: the app declines. */
export const fewestSignatories = 20;
/** The share by which the held-out scatter has to fall for a metric to be proposed, and for a matrix to be part of it. */
export const leastGain = 0.05;
/** Held-out random error below which there is nothing to gain that so few comparisons could show. */
export const leastError = 0.01;
/** How much the held-out random error may rise: what chance makes of so few comparisons. */
export const errorSlack = 0.01;

const folds = 4;
/** Scores are compared before they are clipped: a clipped one no longer says how far it lies. */
const wide = { low: -1000, high: 1000 } as const;

/** The signatories in four parts, each with all the others. */
export function heldOutParts(
  signatories: readonly StoreSignatory[],
): { readonly held: StoreSignatory[]; readonly rest: StoreSignatory[] }[] {
  return Array.from({ length: folds }, (_, fold) => ({
    held: signatories.filter((_each, place) => place % folds === fold),
    rest: signatories.filter((_each, place) => place % folds !== fold),
  }));
}

/** What a store gives to fit on. */
export interface StoreEvidence {
  readonly base: Calibration;
  readonly part: TemplatePart;
  /** With at least three specimens each. */
  readonly signatories: readonly StoreSignatory[];
  readonly between: Between;
  /** None: without labels. */
  readonly decisions: readonly StoreDecision[];
}

/** Fits the whole metric on some of the signatories and on the decisions about them. @throws RangeError as `fitUnlabelled` */
export function fitMetric(evidence: StoreEvidence, matrix: MatrixChoice | null): AdaptedMetric {
  const { base, part, signatories, between, decisions } = evidence;
  const metric = fitUnlabelled(base, signatories, between, { part, matrix });
  const count = (genuine: boolean): number => decisions.filter((each) => each.genuine === genuine).length;
  if (count(true) < fewestDecisions.genuine || count(false) < fewestDecisions.forgery) return metric;
  const comparisons = storeComparisons(signatories).filter(({ kind }) => kind === 'genuine');
  const featuresOf = (compared: Pick<StoreComparison, 'questioned' | 'specimens'>): Features =>
    comparisonFeatures(compared, between, base.method, metric);
  const groupFor = (group: SpecimenGroup): AdaptedMetric['groups'][SpecimenGroup] => {
    const own = comparisons.filter((each) => each.group === group);
    const frame = own.length > 0 ? own : comparisons.filter((each) => each.group === 'two');
    const labelled = decisions
      .filter((each) => each.group === group)
      .map((each): LabelledComparison => ({ features: featuresOf(each), genuine: each.genuine, sure: each.sure }));
    if (labelled.length === 0) return metric.groups[group];
    return nudged(metric.groups[group], fitNudge(metric.groups[group], nudgeFrame(frame.map(featuresOf)), labelled));
  };
  return { ...metric, groups: { one: groupFor('one'), two: groupFor('two'), many: groupFor('many') } };
}

/**
 * Scores comparisons of held-out signatories: in four parts, each judged by a metric fitted on the other three, decisions about the
 * held-out ones left out too.
 *
 * @throws RangeError as `fitMetric`
 */
export function tryMetric(evidence: StoreEvidence, matrix: MatrixChoice | null, labels = true): TriedComparison[] {
  const { base, signatories, between, decisions } = evidence;
  const tried: TriedComparison[] = [];
  for (const { held, rest } of heldOutParts(signatories)) {
    const names = new Set(held.map(({ id }) => id));
    const metric = fitMetric(
      {
        ...evidence,
        signatories: rest,
        decisions: labels ? decisions.filter(({ holder }) => !names.has(holder)) : [],
      },
      matrix,
    );
    const both = (group: SpecimenGroup, compared: Pick<StoreComparison, 'questioned' | 'specimens'>) => ({
      group,
      before: likelihoodRatio(base.groups[group], comparisonFeatures(compared, between, base.method), wide),
      after: likelihoodRatio(metric.groups[group], comparisonFeatures(compared, between, base.method, metric), wide),
    });
    for (const comparison of storeComparisons(held))
      tried.push({ kind: comparison.kind, ...both(comparison.group, comparison) });
    for (const decision of decisions)
      if (names.has(decision.holder))
        tried.push({
          kind: decision.genuine ? 'decided-genuine' : 'decided-forgery',
          ...both(decision.group, decision),
        });
  }
  return tried;
}

/** Error rates of held-out comparisons, 0…1; null where there are too few of a kind. */
export interface TriedRates {
  /** The number of specimens that `random` is about. */
  readonly group: SpecimenGroup;
  readonly random: { readonly before: number; readonly after: number };
  /**
   * How far the scores of genuine comparisons scatter about their mean, as a share of its distance from the mean random score: one threshold
   * fits the more signatories the less it is. It says more of a metric than the error of some hundred comparisons, which hangs on a few.
   */
  readonly scatter: { readonly before: number; readonly after: number };
  readonly decided: { readonly before: number; readonly after: number } | null;
}

/** Equal error rates, over the largest number of specimens of which there are enough comparisons. @throws RangeError for none */
export function triedRates(tried: readonly TriedComparison[]): TriedRates {
  const of = (kind: TriedComparison['kind'], group: SpecimenGroup): TriedComparison[] =>
    tried.filter((each) => each.kind === kind && each.group === group);
  const group = of('genuine', 'many').length >= fewestComparisons ? 'many' : 'two';
  const rate = (genuine: readonly TriedComparison[], forgery: readonly TriedComparison[], when: 'before' | 'after') =>
    equalErrorRate(
      genuine.map((each) => each[when]),
      forgery.map((each) => each[when]),
    );
  const [genuine, random] = [of('genuine', group), of('random', group)];
  const all = (kind: TriedComparison['kind']) => tried.filter((each) => each.kind === kind);
  const [paid, forged] = [all('decided-genuine'), all('decided-forgery')];
  return {
    group,
    random: { before: rate(genuine, random, 'before'), after: rate(genuine, random, 'after') },
    scatter: { before: scatterOf(genuine, random, 'before'), after: scatterOf(genuine, random, 'after') },
    decided:
      paid.length >= fewestDecisions.genuine && forged.length >= fewestDecisions.forgery
        ? { before: rate(paid, forged, 'before'), after: rate(paid, forged, 'after') }
        : null,
  };
}

function scatterOf(
  genuine: readonly TriedComparison[],
  random: readonly TriedComparison[],
  when: 'before' | 'after',
): number {
  const mean = (list: readonly TriedComparison[]) => list.reduce((sum, each) => sum + each[when], 0) / list.length;
  const middle = mean(genuine);
  const variance = genuine.reduce((sum, each) => sum + (each[when] - middle) ** 2, 0) / genuine.length;
  return Math.sqrt(variance) / Math.max(1e-9, middle - mean(random));
}

/** Why no metric is proposed. */
export type Declined = 'too-few-signatories' | 'not-fittable' | 'no-gain' | 'worse-on-decisions';

/** What came of trying: a metric fitted on everything, or why there is none; and the held-out comparisons either way. */
export interface TriedMetric {
  readonly declined: Declined | null;
  readonly metric: AdaptedMetric | null;
  readonly matrix: MatrixChoice | null;
  /** Whether decisions are part of it: only where they make the held-out error by decisions less. */
  readonly labels: boolean;
  readonly tried: readonly TriedComparison[];
  readonly rates: TriedRates | null;
  /** Random equal error rate of each matrix that was tried, held out; null where it could not be fitted. */
  readonly matrices: readonly { readonly choice: MatrixChoice | null; readonly after: number | null }[];
}

interface Tried {
  readonly choice: MatrixChoice | null;
  readonly tried: TriedComparison[];
  readonly rates: TriedRates;
}

/** The same metric with decisions in it, where the held-out error by decisions is then less; else null. */
function withLabels(evidence: StoreEvidence, without: Tried): Tried | null {
  if (!without.rates.decided) return null;
  const tried = tryMetric(evidence, without.choice);
  const rates = triedRates(tried);
  return rates.decided && rates.decided.after < without.rates.decided.after
    ? { choice: without.choice, tried, rates }
    : null;
}

/**
 * Tries metrics on held-out signatories and keeps the best: without a matrix, or with one of `choices` where that makes the scatter less by
 * a twentieth again and the error no greater. Declines by itself where the package's held-out error against other people's signatures is below
 * 1 % already, the scatter doesn't fall by a twentieth, that error rises by more than chance, or the one by decisions rises.
 */
export function chooseMetric(evidence: StoreEvidence, choices: readonly MatrixChoice[]): TriedMetric {
  const none = { metric: null, matrix: null, labels: false, tried: [], rates: null, matrices: [] };
  if (evidence.signatories.length < fewestSignatories) return { declined: 'too-few-signatories', ...none };
  let best: Tried | null = null;
  const matrices: TriedMetric['matrices'][number][] = [];
  for (const choice of [null, ...choices]) {
    try {
      const tried = tryMetric(evidence, choice, false);
      const rates = triedRates(tried);
      matrices.push({ choice, after: rates.random.after });
      const better =
        best &&
        rates.random.after <= best.rates.random.after &&
        rates.scatter.after <= (1 - leastGain) * best.rates.scatter.after;
      if (!best || better) best = { choice, tried, rates };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      matrices.push({ choice, after: null });
    }
  }
  if (!best) return { declined: 'not-fittable', ...none, matrices };
  const learned = withLabels(evidence, best);
  const { choice, tried, rates } = learned ?? best;
  const outcome = { matrix: choice, labels: learned !== null, tried, rates, matrices };
  const { random, scatter } = rates;
  const gains = scatter.after <= (1 - leastGain) * scatter.before && random.after <= random.before + errorSlack;
  if (random.before < leastError || !gains) return { declined: 'no-gain', metric: null, ...outcome };
  if (rates.decided && rates.decided.after > rates.decided.before)
    return { declined: 'worse-on-decisions', metric: null, ...outcome };
  const used = learned ? evidence : { ...evidence, decisions: [] };
  return { declined: null, metric: fitMetric(used, choice), ...outcome };
}
