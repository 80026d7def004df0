import type { DatabaseSync } from 'node:sqlite';
import { checkBlocks } from './block-check.ts';
import { itemIndexes, type ItemDetails } from './batch-rows.ts';
import { tryOpen } from './envelopes.ts';
import type { KeyRing } from './key-ring.ts';
import { fingerprintIndex, nameIndex, numberIndex, operatorIndex, prefixIndex, roleIndex } from './lookup-values.ts';
import { hasTable, type Pause } from './record-check.ts';
import { openSigningKey } from './record-writer.ts';
import type { Layout, VerifyProblem } from './reference-store.ts';
import { ownerOf, sealedColumns } from './schema/sealed-columns.ts';
import type { SpecimenDetails } from './specimens.ts';
import { StoreError } from './store-error.ts';

type Report = (problem: VerifyProblem) => void;
type Row = Record<string, unknown> & { id: string };

/** Opens every envelope of the store, and holds index values and repeated facts against what the envelopes say. */
export async function checkContents(
  database: DatabaseSync,
  keys: KeyRing,
  report: Report,
  pause: Pause,
): Promise<void> {
  guarded('signing_key', report, () => openSigningKey(database, keys).privateKey.fill(0));
  checkSealedKeys(database, keys, report);
  let count = 0;
  for (const sealed of sealedColumns) {
    const { table, columns } = sealed;
    if (!hasTable(database, table)) continue;
    for (const row of database.prepare(`SELECT * FROM ${table}`).iterate() as Iterable<Row>) {
      const owner = ownerOf(sealed, row);
      guarded(`${table} ${row.id}`, report, () => {
        const key = owner === null ? keys.derived('sealing') : keys.accountKey(database, owner);
        for (const column of columns) checkEnvelope(keys, key, table, row, column, report);
      });
      if (++count % 100 === 0) await pause();
    }
  }
  await checkBlocks(database, keys, report, pause);
  await checkPayloads(database, keys, report, pause);
}

/** Runs one check; what it throws becomes a problem of that place. */
function guarded(where: string, report: Report, check: () => void): void {
  try {
    check();
  } catch (error) {
    if (error instanceof StoreError && error.fault === 'locked') throw error;
    report({ where, what: error instanceof Error ? error.message : String(error) });
  }
}

function checkSealedKeys(database: DatabaseSync, keys: KeyRing, report: Report): void {
  const rows = database.prepare('SELECT id, sealed FROM sealed_key').all() as unknown as {
    id: string;
    sealed: Uint8Array;
  }[];
  for (const { id, sealed } of rows) {
    const key = tryOpen(keys.derived('sealing'), keys.place('sealed_key', id, 'sealed'), sealed);
    if (key === null) report({ where: `sealed_key ${id}`, what: "doesn't open" });
    key?.fill(0);
  }
}

function checkEnvelope(keys: KeyRing, key: Buffer, table: string, row: Row, column: string, report: Report): void {
  const sealed = row[column];
  if (!(sealed instanceof Uint8Array)) return;
  const content = tryOpen(key, keys.place(table, row.id, column), sealed);
  const where = `${table} ${row.id}`;
  if (content === null) {
    report({ where, what: `${column} doesn't open` });
    return;
  }
  const expected = expectedColumns(keys, table, row, column, content);
  for (const [name, value] of Object.entries(expected)) {
    const stored = row[name];
    const same = value instanceof Uint8Array ? stored instanceof Uint8Array && value.equals(stored) : stored === value;
    if (!same) report({ where, what: `${name} doesn't fit what is sealed` });
  }
}

/** Columns in clear that repeat or index what an envelope says. */
function expectedColumns(
  keys: KeyRing,
  table: string,
  row: Row,
  column: string,
  content: Buffer,
): Record<string, Buffer | string | number | null> {
  const value = (): unknown => JSON.parse(content.toString('utf8'));
  const account = String(row['account']);
  if (table === 'account' && column === 'number') return { number_index: numberIndex(keys, value() as string) };
  if (table === 'signatory' && column === 'name') return { name_index: nameIndex(keys, account, value() as string) };
  if (table === 'layout') return { prefix_index: prefixIndex(keys, (value() as Layout).prefix) };
  if (table === 'operator') return { name_index: operatorIndex(keys, (value() as { name: string }).name) };
  if (table === 'operator_role') return { name_index: roleIndex(keys, (value() as { name: string }).name) };
  if (table === 'batch_item') return itemIndexes(keys, value() as ItemDetails);
  if (table === 'decision') return { cheque_check: (value() as { check: string }).check };
  if (table === 'specimen') {
    const { signatory, retiredOn, fingerprint } = value() as SpecimenDetails;
    const retired = retiredOn === null ? 0 : 1;
    return { signatory, retired, fingerprint_index: fingerprintIndex(keys, account, fingerprint) };
  }
  return {};
}

async function checkPayloads(database: DatabaseSync, keys: KeyRing, report: Report, pause: Pause): Promise<void> {
  const rows = database.prepare('SELECT sequence, payload_key, payload FROM record').iterate() as unknown as Iterable<{
    sequence: number;
    payload_key: string;
    payload: Uint8Array;
  }>;
  for (const { sequence, payload_key: id, payload } of rows) {
    const key = keys.payloadKey(database, id);
    // A key that is gone was destroyed on purpose or is reported as a missing row.
    if (key === null) continue;
    if (tryOpen(key, keys.place('record', String(sequence), 'payload'), payload) === null) {
      report({ where: `record entry ${sequence}`, what: "its details don't open" });
    }
    if (sequence % 200 === 0) await pause();
  }
}
