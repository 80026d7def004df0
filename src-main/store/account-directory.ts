import type { DatabaseSync } from 'node:sqlite';
import { normaliseAccountNumber, oneSlipApart } from './account-numbers.ts';
import { specimenCounts } from './enrolment-rows.ts';
import type { KeyRing } from './key-ring.ts';
import { numberIndex } from './lookup-values.ts';
import type { Account } from './reference-store.ts';
import { StoreError } from './store-error.ts';
import { openFor } from './store-session.ts';

/** An account as held in memory while the store is unlocked. */
export interface KnownAccount {
  readonly id: string;
  readonly number: string;
  readonly normalised: string;
  readonly holder: string | null;
}

type AccountRow = { id: string; number: Uint8Array; holder: Uint8Array | null };

/** An account with the row it was read from. */
export interface DirectoryEntry {
  readonly account: KnownAccount;
  readonly row: AccountRow;
}

const mostNear = 10;

/** The account numbers of an unlocked store, for completion and near misses; sealed on disk, in clear only here. */
export class AccountDirectory {
  /** In order of normalised number. */
  #sorted: KnownAccount[] = [];
  readonly #byId = new Map<string, DirectoryEntry>();
  #dataVersion: unknown = null;

  /** Brings the list up to what other programs have written. Called inside a transaction. */
  refresh(database: DatabaseSync, keys: KeyRing): void {
    const version = database.prepare('PRAGMA data_version').get()?.['data_version'];
    if (version === this.#dataVersion) return;
    const rows = database.prepare('SELECT id, number, holder FROM account').all() as unknown as AccountRow[];
    const present = new Set(rows.map((row) => row.id));
    for (const id of this.#byId.keys()) if (!present.has(id)) this.#byId.delete(id);
    for (const row of rows) {
      const known = this.#byId.get(row.id);
      if (!known || !sameEnvelope(known.row.number, row.number) || !sameEnvelope(known.row.holder, row.holder)) {
        this.#byId.set(row.id, openAccount(database, keys, row));
      }
    }
    this.#sorted = [...this.#byId.values()].map(({ account }) => account).sort(byNumber);
    this.#dataVersion = version;
  }

  /** Takes in one account that this program has just written. */
  put(entry: DirectoryEntry): void {
    const { account } = entry;
    if (this.#byId.has(account.id)) this.#sorted = this.#sorted.filter((known) => known.id !== account.id);
    this.#byId.set(account.id, entry);
    this.#sorted.splice(this.#position(account.normalised), 0, account);
  }

  /** Forgets one account that this program has just erased. */
  remove(id: string): void {
    this.#byId.delete(id);
    this.#sorted = this.#sorted.filter((known) => known.id !== id);
  }

  all(): readonly KnownAccount[] {
    return this.#sorted;
  }

  byId(id: string): KnownAccount | null {
    return this.#byId.get(id)?.account ?? null;
  }

  startingWith(prefix: string, limit: number): KnownAccount[] {
    const normalised = normaliseAccountNumber(prefix);
    const found: KnownAccount[] = [];
    for (let index = this.#position(normalised); index < this.#sorted.length && found.length < limit; index++) {
      const account = this.#sorted[index];
      if (!account?.normalised.startsWith(normalised)) break;
      found.push(account);
    }
    return found;
  }

  near(number: string): KnownAccount[] {
    const normalised = normaliseAccountNumber(number);
    const found: KnownAccount[] = [];
    for (const account of this.#sorted) {
      if (found.length === mostNear) break;
      if (oneSlipApart(account.normalised, normalised)) found.push(account);
    }
    return found;
  }

  /** Forgets all numbers. */
  clear(): void {
    this.#sorted = [];
    this.#byId.clear();
    this.#dataVersion = null;
  }

  /** The first place whose number isn't before this one. */
  #position(normalised: string): number {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#sorted[middle]?.normalised ?? '') < normalised) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const byNumber = (first: KnownAccount, second: KnownAccount): number =>
  first.normalised < second.normalised ? -1 : first.normalised > second.normalised ? 1 : 0;

function sameEnvelope(first: Uint8Array | null, second: Uint8Array | null): boolean {
  if (first === null || second === null) return first === second;
  return Buffer.from(first).equals(second);
}

function openAccount(database: DatabaseSync, keys: KeyRing, row: AccountRow): DirectoryEntry {
  const source = { database, keys };
  const number = openFor<string>(source, row.id, ['account', row.id, 'number'], row.number);
  const holder =
    row.holder === null ? null : openFor<string>(source, row.id, ['account', row.id, 'holder'], row.holder);
  return { account: { id: row.id, number, normalised: normaliseAccountNumber(number), holder }, row };
}

/** Reads one account by its row id. @throws StoreError `damaged` where it's gone or doesn't open */
export function readAccount(database: DatabaseSync, keys: KeyRing, id: string): DirectoryEntry {
  const row = database.prepare('SELECT id, number, holder FROM account WHERE id = ?').get(id);
  if (!row) throw new StoreError('damaged', `The store is damaged: account row ${id} is missing. Restore a backup.`);
  return openAccount(database, keys, row as unknown as AccountRow);
}

/** Finds an account's row id by its number through the HMAC index; null where there is none. */
export function findAccountId(database: DatabaseSync, keys: KeyRing, number: string): string | null {
  const row = database.prepare('SELECT id FROM account WHERE number_index = ?').get(numberIndex(keys, number));
  return (row?.['id'] as string | undefined) ?? null;
}

/** As {@link findAccountId}. @throws StoreError `not-found` */
export function requireAccountId(database: DatabaseSync, keys: KeyRing, number: string): string {
  const id = findAccountId(database, keys, number);
  if (id === null) throw new StoreError('not-found', `Account ${number} isn't on file.`);
  return id;
}

/** Adds how many signatories and specimens (in use) an account has. */
export function withCounts(database: DatabaseSync, accounts: readonly KnownAccount[]): Account[] {
  const signatories = database.prepare('SELECT count(*) AS number FROM signatory WHERE account = ? AND merged IS NULL');
  const specimens = database.prepare(
    `SELECT count(*) AS number FROM specimen WHERE account = ? AND retired = 0 AND ${specimenCounts}`,
  );
  return accounts.map(({ id, number, holder }) => ({
    id,
    number,
    holder,
    signatories: Number(signatories.get(id)?.['number']),
    specimens: Number(specimens.get(id)?.['number']),
  }));
}
