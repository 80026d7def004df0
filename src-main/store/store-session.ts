import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { connect, storeErrorFrom, whenFree } from './database.ts';
import { openJson, sealJson } from './envelopes.ts';
import { writeHeadFile } from './head-file.ts';
import type { KeyRing } from './key-ring.ts';
import { appendEntry } from './record-writer.ts';
import type { JsonValue, RecordHead } from './reference-store.ts';
import { rowHash } from './record-chain.ts';
import type { StoredRow } from './record-chain.ts';
import { newRowId } from './row-ids.ts';
import type { CoveredTable } from './schema/migrations.ts';
import { StoreError } from './store-error.ts';
import { metaRows } from './schema/meta-rows.ts';

/** What a record entry says. */
export interface EntryContent {
  readonly kind: string;
  /** Whose key seals the details: an account's row id, or null for the store's own. */
  readonly account: string | null;
  readonly details: JsonValue;
}

/** Column values of a row without its id. */
export type RowValues = Readonly<Record<string, SQLInputValue>>;

/** One transaction; it notes every row it touches, for the record to vouch for. */
export class StoreTransaction {
  readonly database: DatabaseSync;
  /** The keys in force; a rekey puts new ones in their place. */
  keys: KeyRing;
  /** The time of this transaction. */
  readonly at: string;
  readonly #touched = new Map<string, { table: CoveredTable; row: string }>();

  constructor(database: DatabaseSync, keys: KeyRing) {
    this.database = database;
    this.keys = keys;
    this.at = new Date().toISOString();
  }

  insert(table: CoveredTable, id: string, values: RowValues): void {
    const names = Object.keys(values);
    const columns = ['id', ...names].join(', ');
    const marks = ['?', ...names.map(() => '?')].join(', ');
    this.database.prepare(`INSERT INTO ${table} (${columns}) VALUES (${marks})`).run(id, ...Object.values(values));
    this.#touch(table, id);
  }

  update(table: CoveredTable, id: string, values: RowValues): void {
    const settings = Object.keys(values).map((name) => `${name} = ?`);
    this.database.prepare(`UPDATE ${table} SET ${settings.join(', ')} WHERE id = ?`).run(...Object.values(values), id);
    this.#touch(table, id);
  }

  remove(table: CoveredTable, id: string): void {
    this.database.prepare(`DELETE FROM ${table} WHERE id = ?`).run(id);
    this.#touch(table, id);
  }

  /** Makes a fresh sealed key: of an account, or (null) of the store. */
  addSealedKey(account: string | null, purpose: 'rows' | 'record'): void {
    const id = newRowId();
    const { key, sealed } = this.keys.makeSealedKey(id);
    key.fill(0);
    this.insert('sealed_key', id, { account, purpose, sealed });
  }

  /** The rows touched so far with their hashes as they are now. */
  changes(): { table: CoveredTable; row: string; hash: string | null }[] {
    return [...this.#touched.values()].map(({ table, row }) => {
      const stored = this.database.prepare(`SELECT * FROM ${table} WHERE id = ?`).get(row) as StoredRow | undefined;
      return { table, row, hash: stored ? rowHash(table, stored) : null };
    });
  }

  #touch(table: CoveredTable, row: string): void {
    this.#touched.set(`${table}/${row}`, { table, row });
  }
}

/** An unlocked store: its connection, its keys, who opened it. */
export class StoreSession {
  readonly directory: string;
  readonly database: DatabaseSync;
  readonly operator: string;
  readonly busyTimeoutMs: number;
  readonly warnings: string[] = [];
  #keys: KeyRing;
  #epoch: string;
  #closed = false;

  constructor(
    directory: string,
    database: DatabaseSync,
    keys: KeyRing,
    opened: { operator: string; epoch: string; busyTimeoutMs: number },
  ) {
    this.directory = directory;
    this.database = database;
    this.#keys = keys;
    this.operator = opened.operator;
    this.#epoch = opened.epoch;
    this.busyTimeoutMs = opened.busyTimeoutMs;
  }

  get keys(): KeyRing {
    this.#refuseClosed();
    return this.#keys;
  }

  get isOpen(): boolean {
    return !this.#closed;
  }

  /** The same store once more, with a connection and keys of its own, which outlive this session. @throws StoreError `locked` */
  another(): Promise<StoreSession> {
    return this.#attempt(() => {
      const { operator, busyTimeoutMs } = this;
      const opened = { operator, epoch: this.#epoch, busyTimeoutMs };
      return new StoreSession(this.directory, connect(this.directory), this.#keys.copy(), opened);
    });
  }

  /** Runs `work` on one consistent view of the store. @throws StoreError */
  read<T>(work: (database: DatabaseSync, keys: KeyRing) => T): Promise<T> {
    return this.#attempt(() => {
      this.database.exec('BEGIN');
      this.#refuseOtherEpoch();
      const result = work(this.database, this.#keys);
      this.database.exec('COMMIT');
      return result;
    });
  }

  /**
   * Runs `work` in one transaction together with its record entry, then brings `head.json` up to it. All is saved, or
   * nothing is. `work` may run again where another program was in the way, and returns what the entry says (null where it
   * found nothing to change).
   * @throws StoreError
   */
  async write<T>(work: (transaction: StoreTransaction) => { entry: EntryContent | null; result: T }): Promise<T> {
    let head: RecordHead | null = null;
    const result = await this.#attempt(() => {
      this.database.exec('BEGIN IMMEDIATE');
      this.#refuseOtherEpoch();
      const transaction = new StoreTransaction(this.database, this.#keys);
      const { entry, result } = work(transaction);
      head = entry ? appendEntry(transaction, entry) : null;
      this.database.exec('COMMIT');
      return result;
    });
    if (head) this.bringHeadFileUpTo(head);
    // Nothing above waits for anything; without this, many writes in a row would keep all other work from its turn.
    await nextTurn();
    return result;
  }

  /**
   * Writes `head.json`. It may lag behind the record, so a failure here doesn't undo what was saved: it becomes a
   * warning, and the next entry or the next opening makes up for it.
   */
  bringHeadFileUpTo(head: RecordHead): void {
    try {
      writeHeadFile(this.directory, head);
    } catch (error) {
      this.warnings.push(
        `The copy of the record's head wasn't updated: ${storeErrorFrom(error, this.directory).message}`,
      );
    }
  }

  /** Takes over the keys of a rekeyed store; the old ones are wiped. */
  replaceKeys(keys: KeyRing, epoch: string): void {
    this.#keys.wipe();
    this.#keys = keys;
    this.#epoch = epoch;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#keys.wipe();
    this.database.close();
  }

  #attempt<T>(work: () => T): Promise<T> {
    return whenFree(this.directory, this.busyTimeoutMs, () => {
      this.#refuseClosed();
      try {
        return work();
      } catch (error) {
        if (this.database.isTransaction) this.database.exec('ROLLBACK');
        this.#keys.forget();
        throw error;
      }
    });
  }

  #refuseClosed(): void {
    if (this.#closed) throw new StoreError('locked', `The store in ${this.directory} is locked. Unlock it to go on.`);
  }

  #refuseOtherEpoch(): void {
    const row = this.database.prepare('SELECT value FROM meta WHERE id = ?').get(metaRows.keyEpoch);
    if (row?.['value'] === this.#epoch) return;
    throw new StoreError(
      'locked',
      `The store in ${this.directory} was given a new key by another program. Lock it and unlock it again.`,
    );
  }
}

/** Seals a JSON value for a row of an account (or, for null, of the store). */
export function sealFor(
  source: { database: DatabaseSync; keys: KeyRing },
  account: string | null,
  place: readonly [table: CoveredTable, row: string, column: string],
  value: unknown,
): Buffer {
  return sealJson(keyFor(source, account), source.keys.place(...place), value);
}

/** Opens what {@link sealFor} sealed. @throws StoreError `damaged` */
export function openFor<T>(
  source: { database: DatabaseSync; keys: KeyRing },
  account: string | null,
  place: readonly [table: CoveredTable, row: string, column: string],
  envelope: Uint8Array,
): T {
  return openJson<T>(keyFor(source, account), source.keys.place(...place), envelope);
}

/** The key that seals the rows of an account, or (null) of the store. */
export function keyFor(source: { database: DatabaseSync; keys: KeyRing }, account: string | null): Buffer {
  return account === null ? source.keys.derived('sealing') : source.keys.accountKey(source.database, account);
}
