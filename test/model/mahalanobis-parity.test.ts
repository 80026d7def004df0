import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { distanceBetween } from '../../src-main/metric/distance.ts';
import { readGolden } from '../../src-main/model/golden.ts';
import { metricOf } from '../../src-main/model/metric-of.ts';
import { openModelPackage, readPackage } from '../../src-main/model/package.ts';

const fixture = new URL('../fixtures/models/mahalanobis-distances.json', import.meta.url);
const told = v.parse(v.record(v.string(), v.array(v.array(v.number()))), JSON.parse(readFileSync(fixture, 'utf8')));

describe.each(['mahalanobis-labelled', 'mahalanobis-unlabelled'])('the distance of %s', (id) => {
  it('is what Python works out among the golden templates (golden_mahalanobis.py)', async () => {
    const model = openModelPackage(await readPackage(fileURLToPath(new URL(`../../models/${id}/`, import.meta.url))));
    const metric = metricOf(model);
    const { vectors } = readGolden(model.source.files[model.manifest.golden.file]!, model.manifest);
    const rows = told[id]!;
    expect(rows).toHaveLength(vectors.length);
    let largest = 0;
    for (const [row, a] of vectors.entries())
      for (const [column, b] of vectors.entries()) {
        const distance = distanceBetween(metric, a.reference, b.questioned);
        largest = Math.max(largest, Math.abs(distance - rows[row]![column]!));
        if (row !== column) expect(distance).toBeGreaterThan(0.05);
      }
    expect(largest).toBeLessThan(1e-4);
  });
});
