// Prints the error rates of a model package as a Markdown table: node scripts/error-rate-table.ts [ID]
// They stand in the package's model.json as `countersign evaluate` printed them; README and card quote this table.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { evaluationSchema } from '../src-main/contract/cli.ts';

const errorRatesSchema = v.object({
  errorRates: v.object({ protocol: v.string(), sets: v.record(v.string(), v.record(v.string(), evaluationSchema)) }),
});

/** The table of a package's error rates: one row for each data set and number of specimens; rates in %, 95 % intervals. */
export function errorRateTable(id: string): string {
  const file = new URL(`../models/${id}/model.json`, import.meta.url);
  const { errorRates } = v.parse(errorRatesSchema, JSON.parse(readFileSync(file, 'utf8')));
  const percent = (share: number) => (100 * share).toFixed(1);
  const rate = (value: { value: number; low: number; high: number } | null) =>
    value ? `${percent(value.value)} (${percent(value.low)}–${percent(value.high)})` : '–';
  const bands = (shares: { match: number; review: number; mismatch: number } | null) =>
    shares ? `${percent(shares.match)} / ${percent(shares.review)} / ${percent(shares.mismatch)}` : '–';
  const rows = Object.entries(errorRates.sets).flatMap(([dataset, byNumber]) =>
    Object.entries(byNumber).map(([specimens, each]) =>
      [
        dataset,
        specimens,
        rate(each.skilledEer),
        rate(each.randomEer),
        rate(each.writerMeanEer),
        rate(each.genuineAtFar1),
        bands(each.bands.genuine),
        bands(each.bands.skilled),
      ].join(' | '),
    ),
  );
  return [
    '| set | specimens | skilled EER | random EER | mean of writers’ EERs | genuines above 1 % FAR | genuine: match / review / mismatch | skilled: match / review / mismatch |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row} |`),
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(errorRateTable(process.argv[2] ?? 'contrastive'));
