import type { ModelPackage } from '../../src-main/model/package.ts';
import type { Check } from '../two-fold/result.ts';
import { rate, table, type Sets } from './percent.ts';
import { costOf } from './read-models.ts';

/** Figures by model's id. */
export type ByModel = readonly (readonly [id: string, sets: Sets])[];

const metricNames: Readonly<Record<ModelPackage['manifest']['metric']['kind'], string>> = {
  euclidean: 'Euclidean',
  'squared-euclidean': 'squared Euclidean',
  cosine: 'cosine',
  mahalanobis: 'Mahalanobis',
  learned: 'learned',
};

const millions = (count: number): string => `${(count / 1e6).toFixed(count < 1e5 ? 4 : 2)} M`;

/** What each package is and costs: counted off its files, but for the time, which its manifest gives. */
export function costTable(models: readonly ModelPackage[]): string {
  const rows = models.map((model) => {
    const { id, metric, template, training } = model.manifest;
    const { bytes, parameters, perSignature, perComparison } = costOf(model);
    const { minutes } = training;
    return [
      id,
      metricNames[metric.kind],
      String(template.dimension),
      typeof minutes === 'number' ? `${minutes} min` : '–',
      `${(bytes / 1e6).toFixed(2)} MB`,
      millions(parameters),
      millions(perSignature),
      millions(perComparison),
    ];
  });
  return table(
    ['model', 'distance', 'template', 'training', 'size', 'parameters', 'multiply-adds, signature', '… comparison'],
    rows,
  );
}

/** Error rates, a row for each set and model: per cent, with 95 % intervals over writers. */
export function ratesTable(figures: ByModel): string {
  const datasets = [...new Set(figures.flatMap(([, sets]) => Object.keys(sets)))].sort();
  const rows = datasets.flatMap((dataset) =>
    figures.flatMap(([id, sets]) => {
      const of = sets[dataset];
      if (!of) return [];
      return [
        [
          dataset,
          id,
          ...['1', '2', '3', '5'].map((specimens) => rate(of[specimens]?.skilledEer)),
          ...['1', '5'].map((specimens) => rate(of[specimens]?.randomEer)),
          rate(of['5']?.genuineAtFar1),
        ],
      ];
    }),
  );
  return table(
    ['set', 'model', 'skilled EER, 1', '2', '3', '5', 'random EER, 1', '5', 'genuines above 1 % FAR, 5'],
    rows,
  );
}

/** The checks of one kind, over one split or (undefined) every writer, as a table; null where no model has one. */
export function checksTable(checks: readonly Check[], kind: Check['kind'], split?: string): string | null {
  const own = checks.filter((check) => check.kind === kind && check.split === split);
  return own.length === 0 ? null : ratesTable(own.map(({ model, sets }) => [model, sets] as const));
}
