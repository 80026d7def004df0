import { featureTrials, type FeaturedTrial, type MeasuredSet } from '../../src-main/desk/evaluate.ts';
import type { ModelInUse } from '../../src-main/desk/model-in-use.ts';
import { fitThresholds } from '../../src-main/metric/bands.ts';
import { defaultRange, groupOf, specimenGroups, type SpecimenGroup } from '../../src-main/metric/calibration.ts';
import { evaluateTrials, type Evaluation } from '../../src-main/metric/evaluate-trials.ts';
import { crossFit } from '../../src-main/metric/fit-calibration.ts';

/** A net and the signatures it is tested on, measured for 1, 2, 3 and 5 specimens. */
export interface Fold {
  readonly model: ModelInUse;
  readonly set: MeasuredSet;
}

interface Scored {
  readonly trials: FeaturedTrial[];
  readonly scores: (number | null)[];
}

const numbersOf: Readonly<Record<SpecimenGroup, readonly number[]>> = { one: [1], two: [2], many: [3, 5] };

/**
 * Error rates over all folds together, by data set and number of specimens (1, 2, 3, 5).
 *
 * Two nets have two scales, so each net's distances are calibrated by themselves, every writer scored by a fit without
 * that writer; what is pooled are log-likelihood ratios. The bands' thresholds come from those of all writers.
 */
export function evaluateFolds(folds: readonly Fold[]): Record<string, Record<string, Evaluation>> {
  const sets: Record<string, Record<string, Evaluation>> = {};
  for (const group of specimenGroups) {
    const scored = numbersOf[group].map(
      (specimens) => ({ specimens, trials: [], scores: [] }) as Scored & { specimens: number },
    );
    for (const { model, set } of folds) {
      // All numbers of a group are calibrated together, as a package's are.
      const byNumber = scored.map(({ specimens }) => featureTrials(model, set, specimens));
      const all = byNumber.flat();
      const scores = crossedScores(all, group);
      let from = 0;
      byNumber.forEach((trials, at) => {
        scored[at]!.trials.push(...trials);
        scored[at]!.scores.push(...scores.slice(from, from + trials.length));
        from += trials.length;
      });
    }
    const of = (kind: FeaturedTrial['kind']): number[] =>
      scored.flatMap(({ trials, scores }) =>
        scores.filter((score, at): score is number => score !== null && trials[at]!.kind === kind),
      );
    const thresholds = fitThresholds({ genuine: of('genuine'), skilled: of('skilled') }, { confidence: 0 });
    for (const { specimens, trials, scores } of scored) {
      if (groupOf(specimens) !== group) throw new Error(`${specimens} specimens aren't of the group ${group}.`);
      for (const [dataset, evaluation] of Object.entries(evaluateTrials(trials, scores, { thresholds })))
        (sets[dataset] ??= {})[String(specimens)] = evaluation;
    }
  }
  return Object.fromEntries(Object.entries(sets).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function crossedScores(trials: readonly FeaturedTrial[], group: SpecimenGroup): (number | null)[] {
  const judged = trials.flatMap(({ features, ...trial }) => (features === null ? [] : [{ ...trial, features }]));
  const crossed = crossFit(judged, group, {}, defaultRange);
  let next = 0;
  return trials.map(({ features }) => (features === null ? null : crossed[next++]!));
}
