// Prints the error rates of a model package as a Markdown table: node scripts/error-rate-table.ts [ID] [--write]
// They stand in the package's model.json as `countersign evaluate` printed them; README and card quote this table, and
// --write puts it into the package's card (between <!-- rates --> and <!-- /rates -->).
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { evaluationSchema } from '../src-main/contract/cli-evaluate.ts';
import { withBlock } from './compare-models/blocks.ts';
import { percent, rate, table } from './compare-models/percent.ts';

const errorRatesSchema = v.object({
  errorRates: v.object({ protocol: v.string(), sets: v.record(v.string(), v.record(v.string(), evaluationSchema)) }),
});

/** The table of a package's error rates: one row for each data set and number of specimens; rates in %, 95 % intervals. */
export function errorRateTable(id: string): string {
  const file = new URL(`../models/${id}/model.json`, import.meta.url);
  const { errorRates } = v.parse(errorRatesSchema, JSON.parse(readFileSync(file, 'utf8')));
  const bands = (shares: { match: number; review: number; mismatch: number } | null) =>
    shares ? `${percent(shares.match)} / ${percent(shares.review)} / ${percent(shares.mismatch)}` : '–';
  return table(
    [
      'set',
      'specimens',
      'skilled EER',
      'random EER',
      'mean of writers’ EERs',
      'genuines above 1 % FAR',
      'genuine: match / review / mismatch',
      'skilled: match / review / mismatch',
    ],
    Object.entries(errorRates.sets).flatMap(([dataset, byNumber]) =>
      Object.entries(byNumber).map(([specimens, each]) => [
        dataset,
        specimens,
        rate(each.skilledEer),
        rate(each.randomEer),
        rate(each.writerMeanEer),
        rate(each.genuineAtFar1),
        bands(each.bands.genuine),
        bands(each.bands.skilled),
      ]),
    ),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values, positionals } = parseArgs({
    options: { write: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const id = positionals[0] ?? 'learned';
  const printed = errorRateTable(id);
  console.log(printed);
  if (values.write) {
    const card = new URL(`../models/${id}/CARD.md`, import.meta.url);
    writeFileSync(card, withBlock(readFileSync(card, 'utf8'), 'rates', printed));
  }
}
