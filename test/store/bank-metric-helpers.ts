import { createHash } from 'node:crypto';
import type { StoredBankMetric } from '../../src-main/store/bank-metrics.ts';

/** A metric of 20 kilobytes whose content follows from its number, so that half a metric can be told. */
export function bankMetric(number: number): StoredBankMetric {
  const metric = { number, rows: `row ${number} `.repeat(2000) };
  return { hash: createHash('sha256').update(JSON.stringify(metric)).digest('hex'), metric, report: { number } };
}
