import {
  countCap,
  type Calibration,
  type Features,
  type GroupCalibration,
  type SpecimenGroup,
} from '../calibration.ts';
import { adaptedDistance, partOf, type AdaptedMetric, type BankMatrix, type TemplatePart } from './adapted-metric.ts';
import { crowdOf } from './crowd.ts';
import { expectedDistance } from './least-squares.ts';
import {
  comparisonFeatures,
  storeComparisons,
  unclippedRatio,
  type Between,
  type StoreComparison,
  type StoreSignatory,
} from './store-comparisons.ts';
import { withinCovariance, withinFactor } from './within-signatory.ts';

/** What is fitted: whether a matrix takes the place of the plain distance over the part, and how far it is shrunk at least. */
export interface MatrixChoice {
  readonly share: number;
  readonly leastShrinkage: number;
}

export interface UnlabelledOptions {
  readonly part: TemplatePart;
  readonly matrix: MatrixChoice | null;
}

/** Bounds of the weights, as shares of the joined distance's: no store moves them further. */
export const weightBounds = { spread: 1.25, remoteness: 1 } as const;
/** Fewer genuine comparisons or random forgeries than this say nothing of a number of specimens. */
export const fewestComparisons = 30;

/** The bank's matrix, in the scale that gives the median pair of a signatory's specimens the length the package gives it. */
function bankMatrix(
  signatories: readonly StoreSignatory[],
  between: Between,
  { part, matrix }: UnlabelledOptions,
): BankMatrix | null {
  if (!matrix) return null;
  const parts = signatories.map(({ templates }) => templates.map((template) => partOf(part, template)));
  const factor = withinFactor(withinCovariance(parts, matrix.leastShrinkage));
  const plain = { part, matrix: { factor, share: 1 } };
  const lengths: number[] = [];
  const own: number[] = [];
  for (const { templates } of signatories)
    for (const [at, a] of templates.slice(0, 6).entries())
      for (const b of templates.slice(at + 1, 6)) {
        lengths.push(adaptedDistance(plain, a, b, 0));
        own.push(between(a, b));
      }
  const scale = medianOf(own) / medianOf(lengths);
  if (!Number.isFinite(scale) || scale <= 0) return null;
  return { factor: { ...factor, rows: factor.rows.map((entry) => Math.fround(entry * scale)) }, share: matrix.share };
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? NaN;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * Fits a metric of the bank's own without anybody's word, from the specimens alone:
 *
 * - the crowd, and (where asked for) the matrix, from all specimens;
 * - for each number of specimens how a genuine's joined distance grows with the specimens' spread and with the remoteness, by least
 *   squares over specimens left out in turn: what it is expected to be is taken off, so that one threshold fits signatories who
 *   vary little and much;
 * - the scale: genuine comparisons and random forgeries of the store keep the mean scores that the package gives them, so that the
 *   bands stay where they are.
 *
 * @param signatories those with at least three specimens, at least `fewestInGroup` of them
 * @param between the package's own distance
 * @throws RangeError where there are too few comparisons to fit one specimen, or templates don't fit each other
 */
export function fitUnlabelled(
  base: Calibration,
  signatories: readonly StoreSignatory[],
  between: Between,
  options: UnlabelledOptions,
): AdaptedMetric {
  const { part } = options;
  const crowd = crowdOf(signatories.map(({ templates }) => templates.map((each) => partOf(part, each)))).map((centre) =>
    centre.map(Math.fround),
  );
  const metric = { part, crowd, matrix: bankMatrix(signatories, between, options) };
  const comparisons = storeComparisons(signatories);
  const groupFor = (group: SpecimenGroup): GroupCalibration => {
    const of = (which: SpecimenGroup): StoreComparison[] => comparisons.filter((each) => each.group === which);
    // With three specimens each, one left out leaves two: what they show of spread and distance holds for more.
    const own = group === 'many' && !enough(of('many')) ? of('two') : of(group);
    if (!enough(own)) throw new RangeError('There are too few specimens to fit a metric on.');
    return groupWeights(
      own.map((comparison) => ({
        kind: comparison.kind,
        features: comparisonFeatures(comparison, between, base.method, metric),
        score: unclippedRatio(base, group, {
          ...comparisonFeatures(comparison, between, base.method),
          ...(group === 'many' ? { count: Math.max(3, Math.min(countCap, comparison.specimens.length)) } : {}),
        }),
      })),
      group,
    );
  };
  return { ...metric, groups: { one: groupFor('one'), two: groupFor('two'), many: groupFor('many') } };
}

const enough = (comparisons: readonly StoreComparison[]): boolean =>
  (['genuine', 'random'] as const).every(
    (kind) => comparisons.filter((each) => each.kind === kind).length >= fewestComparisons,
  );

interface ComparedScore {
  readonly kind: StoreComparison['kind'];
  readonly features: Features;
  /** Under the package's own calibration. */
  readonly score: number;
}

function groupWeights(compared: readonly ComparedScore[], group: SpecimenGroup): GroupCalibration {
  const genuine = compared.filter(({ kind }) => kind === 'genuine');
  const random = compared.filter(({ kind }) => kind === 'random');
  const { spread, remoteness } = expectedDistance(
    genuine.map(({ features }) => features.joined),
    group === 'one' ? null : genuine.map(({ features }) => features.spread),
    genuine.map(({ features }) => features.remoteness ?? 0),
    weightBounds,
  );
  const residual = ({ features }: ComparedScore): number =>
    features.joined - spread * features.spread - remoteness * (features.remoteness ?? 0);
  const [near, far] = [mean(genuine.map(residual)), mean(random.map(residual))];
  const [high, low] = [mean(genuine.map(({ score }) => score)), mean(random.map(({ score }) => score))];
  if (!(far > near) || !(high > low))
    throw new RangeError("The store's random forgeries are as near as its genuines: no metric can be fitted on it.");
  const slope = (high - low) / (far - near);
  return {
    intercept: high + slope * near,
    joinedWeight: -slope,
    spreadWeight: slope * spread,
    relativeWeight: 0,
    countWeight: 0,
    remotenessWeight: slope * remoteness,
  };
}
