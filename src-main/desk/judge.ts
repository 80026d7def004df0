import type { Bands } from '../contract/check.ts';
import type { Thresholds } from '../contract/settings.ts';
import { askewBy, countingDistances, type CountingDistances, type InkPlace } from '../metric/askew.ts';
import { adaptedDistance, remoteness, type AdaptedMetric } from '../metric/adapt/adapted-metric.ts';
import { verdictOf, type Verdict } from '../metric/bands.ts';
import {
  accountScore,
  groupOf,
  likelihoodRatio,
  score,
  type Calibration,
  type Score,
  type SpecimenGroup,
} from '../metric/calibration.ts';
import { distanceBetween, pairwiseDistances, type Metric } from '../metric/distance.ts';
import { KnownDistances } from './known-distances.ts';

/** What judging needs of a model package. */
export interface JudgingModel {
  /** SHA-256 of the package's model.json. */
  readonly hash: string;
  readonly metric: Metric;
  readonly calibration: Calibration;
  /** Distances by the package's own graph, where its metric is `learned`: one template against several. */
  readonly learnedDistances?: (questioned: Float32Array, specimens: readonly Float32Array[]) => Promise<number[]>;
  /** Where its templates keep the ink; without it nothing is straightened. */
  readonly ink?: InkPlace | null;
  /** A metric of the bank's own, by its hash; `calibration` is then with its weights. */
  readonly bank?: { readonly hash: string; readonly metric: AdaptedMetric } | null;
}

/** Gives a questioned signature's template by the same tower, its ink turned back by so many degrees. */
export type Straighten = (degrees: number) => Promise<Float32Array>;

export interface SpecimenTemplate {
  readonly id: string;
  readonly capturedOn: string | null;
  readonly vector: Float32Array;
}

export interface SignatoryTemplates {
  readonly id: string;
  readonly name: string;
  /** At least one. */
  readonly specimens: readonly SpecimenTemplate[];
}

export interface SpecimenDistance {
  readonly specimen: string;
  readonly signatory: string;
  readonly signatoryName: string;
  readonly capturedOn: string | null;
  readonly distance: number;
}

/** The outcome of comparing one questioned signature with all signatories of an account. */
export interface Judgement {
  readonly verdict: Verdict;
  /** Natural-log likelihood ratio; the best signatory's less ln m. */
  readonly score: number;
  readonly signatory: SignatoryTemplates;
  readonly group: SpecimenGroup;
  /** Joined distance and spread of the best signatory. */
  readonly joined: number;
  readonly spread: number | null;
  /**
   * By how many degrees the questioned signature lies askew of the best signatory's specimens (clockwise on the screen), where it
   * comes nearer to them turned back by as much; its distances are of that comparison. 0: compared as scanned.
   */
  readonly straightened: number;
  /** The questioned template that was compared with the best signatory's specimens. */
  readonly compared: Float32Array;
  /** The templates of the ink turned back, by degrees: one for each turn that some signatory's specimens asked for. */
  readonly turned: ReadonlyMap<number, Float32Array>;
  readonly bands: Bands;
  /** SHA-256 of the bank's own metric that it was judged by; left out: the package alone. */
  readonly bankMetric?: string;
  /** Each signatory's own natural-log likelihood ratio, nothing taken off, in the order they were given. */
  readonly ratios: readonly number[];
  /** All specimens of all signatories, nearest first. */
  readonly distances: readonly SpecimenDistance[];
}

async function distancesTo(model: JudgingModel, from: Float32Array, to: readonly Float32Array[]): Promise<number[]> {
  const own = await packageDistances(model, from, to);
  const { bank } = model;
  return bank ? own.map((distance, at) => adaptedDistance(bank.metric, from, to[at]!, distance)) : own;
}

/** Distances by the package alone. */
async function packageDistances(
  model: JudgingModel,
  from: Float32Array,
  to: readonly Float32Array[],
): Promise<number[]> {
  const { metric } = model;
  if (metric.kind !== 'learned') return to.map((each) => distanceBetween(metric, from, each));
  if (!model.learnedDistances) throw new Error('This model package has a learned metric, but no graph to work it out.');
  return to.length === 0 ? [] : model.learnedDistances(from, to);
}

/** Distances to each signatory's specimens, in one call. */
async function distancesToEach(
  model: JudgingModel,
  from: Float32Array,
  signatories: readonly SignatoryTemplates[],
): Promise<number[][]> {
  const all = signatories.flatMap(({ specimens }) => specimens.map(({ vector }) => vector));
  const measured = await distancesTo(model, from, all);
  let next = 0;
  return signatories.map(({ specimens }) => measured.slice(next, (next += specimens.length)));
}

/** Distances that count for each signatory: as scanned, or straightened where that brings the signature nearer. */
async function measuredDistances(
  model: JudgingModel,
  questioned: Float32Array,
  signatories: readonly SignatoryTemplates[],
  askew: readonly number[],
  turned: ReadonlyMap<number, Float32Array>,
): Promise<CountingDistances[]> {
  const straightened = new Map<number, number[]>();
  for (const [degrees, template] of turned) {
    const those = [...signatories.keys()].filter((at) => askew[at] === degrees);
    const found = await distancesToEach(
      model,
      template,
      those.map((at) => signatories[at]!),
    );
    for (const [place, at] of those.entries()) straightened.set(at, found[place]!);
  }
  const asScanned = await distancesToEach(model, questioned, signatories);
  return asScanned.map((own, at) => countingDistances(own, straightened.get(at) ?? null, model.calibration.method));
}

/** Distances among specimens, symmetric, with a zero diagonal. Closed forms cost less than looking them up. */
async function among(
  model: JudgingModel,
  specimens: readonly Float32Array[],
  known: KnownDistances,
): Promise<number[][]> {
  const { metric, hash, bank } = model;
  const table =
    metric.kind === 'learned'
      ? await known.among(hash, specimens, (from, to) => packageDistances(model, from, to))
      : pairwiseDistances(metric, specimens);
  if (!bank) return table;
  return table.map((row, at) =>
    row.map((distance, to) => adaptedDistance(bank.metric, specimens[at]!, specimens[to]!, distance)),
  );
}

/**
 * The distance to a lone joined specimen at which the score crosses a border, with the spread as it is; null where no
 * distance does.
 */
function distanceAtScore(
  calibration: Calibration,
  group: SpecimenGroup,
  count: number,
  { spread, remoteness }: { spread: number | null; remoteness: number },
  target: number,
): number | null {
  const at = (joined: number): number => {
    const s = spread ?? 0;
    const relative = count === 1 ? 0 : joined + s === 0 ? 0.5 : joined / (joined + s);
    return likelihoodRatio(
      calibration.groups[group],
      { joined, spread: s, relative, count: Math.min(count, 5), remoteness },
      calibration.range,
    );
  };
  let low = 0;
  let high = 1;
  while (at(high) >= target && high < 1e6) high *= 2;
  if (at(low) < target || high >= 1e6) return null;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (at(middle) >= target) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * Judges a questioned signature against an account's signatories: distances to every specimen, each signatory's score,
 * the account's score and its verdict. The thresholds are those of the best signatory's number of specimens.
 *
 * A learned metric takes one engine call, for the distances to all specimens, and one more for each turn where the signature
 * lies askew of some; distances among specimens are taken from
 * `known`, and measured only where it lacks them.
 *
 * @param signatories at least one, each with at least one specimen
 * @param known distances measured at earlier checks
 * @param straighten asked where the questioned signature lies askew of a signatory's specimens; without it the signature is
 *   compared as it is alone
 * @param ofSeveral how many signatures of the cheque are judged, of which the best one decides: as with several signatories,
 *   each is as likely to be the one, so that the ratio is less by the natural logarithm of their number
 * @throws RangeError where templates don't fit each other or a distance isn't a number: then there is no verdict
 */
export async function judge(
  model: JudgingModel,
  thresholds: Thresholds,
  questioned: Float32Array,
  signatories: readonly SignatoryTemplates[],
  known: KnownDistances = new KnownDistances(),
  straighten: Straighten | null = null,
  ofSeveral = 1,
): Promise<Judgement> {
  const distances: SpecimenDistance[] = [];
  const scores: Score[] = [];
  const far: number[] = [];
  const askew = signatories.map(({ specimens }) =>
    model.ink && straighten
      ? askewBy(
          questioned,
          specimens.map(({ vector }) => vector),
          model.ink,
        )
      : 0,
  );
  const turned = new Map<number, Float32Array>();
  for (const degrees of askew) {
    if (straighten && degrees !== 0 && !turned.has(degrees)) turned.set(degrees, await straighten(degrees));
  }
  const measured = await measuredDistances(model, questioned, signatories, askew, turned);
  for (const [position, signatory] of signatories.entries()) {
    const vectors = signatory.specimens.map((specimen) => specimen.vector);
    const { distances: own, straightened } = measured[position]!;
    const as = straightened ? (turned.get(askew[position]!) ?? questioned) : questioned;
    far.push(model.bank ? remoteness(model.bank.metric, as, vectors) : 0);
    const pairwise = await among(model, vectors, known);
    scores.push(score(model.calibration, { distances: own, pairwise, remoteness: far[position]! }));
    for (const [at, { id, capturedOn }] of signatory.specimens.entries()) {
      distances.push({
        specimen: id,
        signatory: signatory.id,
        signatoryName: signatory.name,
        capturedOn,
        distance: own[at]!,
      });
    }
  }
  const account = accountScore(scores.map((each) => each.score));
  const best = scores[account.signatory]!;
  const straightened = measured[account.signatory]!.straightened ? askew[account.signatory]! : 0;
  const signatory = signatories[account.signatory]!;
  const borders = thresholds[groupOf(signatory.specimens.length)];
  const accounted = account.score - Math.log(ofSeveral);
  const many = Math.log(signatories.length) + Math.log(ofSeveral);
  const border = (target: number): number | null =>
    distanceAtScore(
      model.calibration,
      best.group,
      signatory.specimens.length,
      { spread: best.spread, remoteness: far[account.signatory]! },
      target + many,
    );
  return {
    verdict: verdictOf(accounted, borders),
    score: accounted,
    signatory,
    group: best.group,
    joined: best.joined,
    spread: best.spread,
    straightened,
    compared: turned.get(straightened) ?? questioned,
    turned,
    bands: {
      matchAbove: borders.matchAbove,
      mismatchBelow: borders.mismatchBelow,
      lowest: model.calibration.range.low - many,
      highest: model.calibration.range.high - many,
      matchDistance: border(borders.matchAbove),
      mismatchDistance: border(borders.mismatchBelow),
    },
    ...(model.bank ? { bankMetric: model.bank.hash } : {}),
    ratios: scores.map((each) => each.score),
    distances: distances.sort((a, b) => a.distance - b.distance || (a.specimen < b.specimen ? -1 : 1)),
  };
}
