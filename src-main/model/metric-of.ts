import { distanceOf, type Metric } from '../metric/distance.ts';
import { ModelError } from './model-error.ts';
import type { ModelPackage } from './package.ts';

/**
 * The metric of a package, its matrix read and checked. Keep one a package: `distanceBetween` remembers by identity.
 * A `learned` one only says so; the engine runs its graph.
 * @throws ModelError (bad-manifest) where the matrix has another size or isn't symmetric and positive semi-definite.
 */
export function metricOf(model: ModelPackage): Metric {
  const { metric, template } = model.manifest;
  if (metric.kind !== 'mahalanobis') return { kind: metric.kind };
  const { dimension } = template;
  const inFile = 'file' in metric.matrix ? metric.matrix.file : null;
  const matrix = 'file' in metric.matrix ? fileValues(model, metric.matrix.file) : metric.matrix.values.flat();
  const file = inFile ?? 'model.json';
  const bad = (why: string) =>
    new ModelError('bad-manifest', `The Mahalanobis matrix in ${file} can't be used: ${why}`, {
      file,
      field: 'metric.matrix',
    });
  if (matrix.length !== dimension * dimension)
    throw bad(`it has ${matrix.length} values, not ${dimension} × ${dimension}.`);
  const result: Metric = { kind: 'mahalanobis', matrix: Float64Array.from(matrix), dimension };
  try {
    distanceOf(result);
  } catch (error) {
    throw bad(error instanceof Error ? error.message : String(error));
  }
  return result;
}

/** Float64 little-endian values, row-major. */
function fileValues(model: ModelPackage, name: string): Float64Array {
  const bytes = model.source.files[name] ?? new Uint8Array();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float64Array.from({ length: Math.floor(bytes.byteLength / 8) }, (_, index) =>
    view.getFloat64(index * 8, true),
  );
}
