import type { StoreTransaction } from '../store-session.ts';
import { batchTables } from './batches.ts';
import { mandateTables } from './mandates.ts';
import { giveOperatorsTheirRights, operatorTables } from './operators.ts';

/** One area's part of the second schema. */
interface Part {
  readonly sql: string;
  /** Rewrites rows of version 1 where `sql` alone can't. */
  readonly rewrite?: (transaction: StoreTransaction) => void;
}

/** The parts of the second schema, each in the file of its area. */
const parts: readonly Part[] = [
  { sql: operatorTables, rewrite: giveOperatorsTheirRights },
  { sql: mandateTables },
  { sql: batchTables },
];

/** The second schema: operators, mandates, batches. */
export const version2 = {
  version: 2,
  sql: parts.map(({ sql }) => sql).join('\n'),
  rewrite(transaction: StoreTransaction): void {
    for (const part of parts) part.rewrite?.(transaction);
  },
} as const;
