import { describe, expect, test } from 'vitest';
import { distanceBetween } from '../../src-main/metric/distance.ts';
import { metricOf } from '../../src-main/model/metric-of.ts';
import { tinyDimension, tinyLearned, tinyPackage, tinyParts } from './tiny-package.ts';

const diagonal = Array.from({ length: tinyDimension }, (_, row) =>
  Array.from({ length: tinyDimension }, (_each, column) => (row === column ? row + 1 : 0)),
);
const asFile = (rows: number[][]) => {
  const bytes = Buffer.alloc(rows.length * tinyDimension * 8);
  rows.flat().forEach((value, index) => bytes.writeDoubleLE(value, index * 8));
  return new Uint8Array(bytes);
};
const withMatrixFile = async (bytes: Uint8Array) => {
  const parts = tinyParts({ kind: 'mahalanobis', matrix: { file: 'matrix.f64' } });
  return tinyPackage({ ...parts, files: { ...parts.files, 'matrix.f64': bytes } });
};
const unit = (at: number) => Float32Array.from({ length: tinyDimension }, (_, index) => (index === at ? 1 : 0));

describe('the metric of a package', () => {
  test('without parameters is its kind', async () => {
    expect(metricOf(await tinyPackage())).toEqual({ kind: 'euclidean' });
    expect(metricOf(await tinyPackage(tinyParts(tinyLearned)))).toEqual({ kind: 'learned' });
  });

  test('reads a Mahalanobis matrix inline and from a file, and both give the closed form', async () => {
    const inline = metricOf(await tinyPackage(tinyParts({ kind: 'mahalanobis', matrix: { values: diagonal } })));
    const filed = metricOf(await withMatrixFile(asFile(diagonal)));
    for (const metric of [inline, filed]) {
      expect(distanceBetween(metric, unit(8), new Float32Array(tinyDimension))).toBeCloseTo(3, 12);
    }
  });

  test('refuses a matrix of another size, or one that is no metric, naming its file', async () => {
    const short = await withMatrixFile(asFile(diagonal).subarray(8));
    expect(() => metricOf(short)).toThrow(/matrix\.f64.*255 values, not 16 × 16/);
    const negative = await withMatrixFile(asFile(diagonal.map((row) => row.map((value) => -value))));
    expect(() => metricOf(negative)).toThrow(/matrix\.f64.*semi-definite/);
  });
});
