import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { evaluationSchema } from '../../src-main/contract/cli-evaluate.ts';
import { openModelPackage, readPackage, type ModelPackage } from '../../src-main/model/package.ts';
import { graphCost } from '../onnx/cost.ts';
import type { Sets } from './percent.ts';

const errorRatesSchema = v.object({ sets: v.record(v.string(), v.record(v.string(), evaluationSchema)) });

/** What a package costs to ship and to run, counted off its files. */
export interface PackageCost {
  /** Of all its files, model.json among them. */
  readonly bytes: number;
  /** Numbers in its graphs, each file counted once, and in its matrix. */
  readonly parameters: number;
  /** Multiply-adds for one questioned signature. */
  readonly perSignature: number;
  /** Multiply-adds for the distance between two templates. */
  readonly perComparison: number;
}

/** The packages in a folder that compare signatures, whole ones, by id. @throws ModelError where one isn't whole. */
export async function readModels(directory: string): Promise<ModelPackage[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const others = ['training', 'ink'];
  const folders = entries
    .filter((entry) => entry.isDirectory() && !others.includes(entry.name))
    .map(({ name }) => name);
  return Promise.all(folders.sort().map(async (name) => openModelPackage(await readPackage(join(directory, name)))));
}

/** The error rates that a package carries. */
export function errorRatesOf(model: ModelPackage): Sets {
  return v.parse(errorRatesSchema, model.manifest.errorRates).sets;
}

/** Counts a package's cost. @throws RangeError where a graph can't be counted. */
export function costOf({ manifest, source }: ModelPackage): PackageCost {
  const { towers, metric, template } = manifest;
  const costs = new Map(
    Object.entries(source.files)
      .filter(([name]) => name.endsWith('.onnx'))
      .map(([name, bytes]) => [name, graphCost(bytes)]),
  );
  const { dimension } = template;
  const matrix = metric.kind === 'mahalanobis' ? dimension * dimension : 0;
  return {
    bytes: Object.values(source.files).reduce((sum, bytes) => sum + bytes.length, source.manifest.length),
    parameters: [...costs.values()].reduce((sum, cost) => sum + cost.parameters, matrix),
    perSignature: costs.get(towers.questioned.file)?.multiplyAdds ?? 0,
    perComparison: metric.kind === 'learned' ? (costs.get(metric.file)?.multiplyAdds ?? 0) : matrix || dimension,
  };
}
