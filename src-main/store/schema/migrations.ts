import type { StoreTransaction } from '../store-session.ts';
import { version1 } from './version-1.ts';
import { version2 } from './version-2.ts';
import { version3 } from './version-3.ts';
import { version4 } from './version-4.ts';

/**
 * One step from a version to the next. Steps are never changed once released; a new version is a new step, a new golden
 * store in test/fixtures/store and nothing else.
 */
export interface Migration {
  /** The version that this step leads to. */
  readonly version: number;
  /** Runs first. */
  readonly sql: string;
  /**
   * Then rewrites rows where `sql` alone can't (sealed content), through the transaction, so that the record vouches for
   * the new rows. Columns that `sql` adds must be null in the rows left alone: see `rowHash`.
   */
  readonly rewrite?: (transaction: StoreTransaction) => void;
}

/** Every step, in order, from an empty file on. */
export const migrations: readonly Migration[] = [{ version: 1, sql: version1 }, version2, version3, version4];

/** The tables whose rows the record vouches for. */
export const coveredTables = [
  'meta',
  'key_slot',
  'signing_key',
  'account',
  'sealed_key',
  'signatory',
  'specimen',
  'picture',
  'template',
  'cheque_check',
  'decision',
  'setting',
  'layout',
  'operator_role',
  'operator',
  'enrolment',
  'mandate',
  'batch',
  'batch_item',
  'vector_block',
] as const;
export type CoveredTable = (typeof coveredTables)[number];

/** The version that a list of steps leads to. */
export function latestVersion(steps: readonly Migration[] = migrations): number {
  return steps.at(-1)?.version ?? 0;
}
