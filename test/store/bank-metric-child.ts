/**
 * Proposes, adopts and undoes metrics without end until it is killed: `node bank-metric-child.ts DIRECTORY FIRST`. After each step has
 * returned it prints a line of JSON: the step's number and the metric that then judges ('' for none).
 */
import { writeSync } from 'node:fs';
import { openStore } from '../../src-main/store/open-store.ts';
import { bankMetric } from './bank-metric-helpers.ts';
import { passphrase } from './store-helpers.ts';

const [directory = '', first = '0'] = process.argv.slice(2);
const store = await openStore(directory, { passphrase });
writeSync(1, '"ready"\n');
for (let step = Number(first); ; step++) {
  const metric = bankMetric(step);
  await store.bankMetrics.propose(metric, store.operator);
  await store.bankMetrics.adopt(metric.hash, store.operator);
  if (step % 3 === 2) await store.bankMetrics.undo(metric.hash, store.operator);
  const judges = (await store.bankMetrics.inForce())?.hash ?? '';
  writeSync(1, `${JSON.stringify({ batch: step, specimens: [judges] })}\n`);
}
