import type { CoveredTable } from './migrations.ts';

/** Where envelopes lie, and whose key seals them. Rekeying and verifying both walk this list. */
export interface SealedColumns {
  readonly table: CoveredTable;
  readonly columns: readonly string[];
  /**
   * The column that names the account whose key seals them; null for the store's own sealing key, which also seals the rows
   * that name no account.
   */
  readonly account: string | null;
}

/** The account whose key seals a row's envelopes; null: the store's own key. */
export function ownerOf({ account }: SealedColumns, row: Readonly<Record<string, unknown>>): string | null {
  const owner = account === null ? null : row[account];
  return typeof owner === 'string' ? owner : null;
}

/** Every envelope of a store but those of keys (`key_slot.sealed`, `sealed_key`, `signing_key`) and of the record. */
export const sealedColumns: readonly SealedColumns[] = [
  { table: 'key_slot', columns: ['operator'], account: null },
  { table: 'account', columns: ['number', 'holder'], account: 'id' },
  { table: 'signatory', columns: ['name', 'merged'], account: 'account' },
  { table: 'specimen', columns: ['details'], account: 'account' },
  { table: 'picture', columns: ['sealed'], account: 'account' },
  { table: 'template', columns: ['sealed'], account: 'account' },
  { table: 'cheque_check', columns: ['details'], account: 'account' },
  { table: 'decision', columns: ['details'], account: 'account' },
  { table: 'setting', columns: ['sealed'], account: null },
  { table: 'layout', columns: ['sealed'], account: null },
  { table: 'operator_role', columns: ['sealed'], account: null },
  { table: 'operator', columns: ['sealed'], account: null },
  { table: 'enrolment', columns: ['details'], account: 'account' },
  { table: 'mandate', columns: ['details'], account: 'account' },
  { table: 'batch', columns: ['details'], account: null },
  { table: 'batch_item', columns: ['details'], account: 'account' },
  { table: 'vector_block', columns: ['sealed'], account: null },
];
