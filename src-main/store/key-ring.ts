import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { deriveKeys } from './derived-keys.ts';
import type { DerivedKeys } from './derived-keys.ts';
import type { Place } from './envelopes.ts';
import { open, seal } from './envelopes.ts';
import { StoreError } from './store-error.ts';

/** All keys of an unlocked store. Wiped on close. */
export class KeyRing {
  readonly store: string;
  readonly #dataKey: Buffer;
  readonly #derived: DerivedKeys;
  readonly #accountKeys = new Map<string, Buffer>();
  readonly #payloadKeys = new Map<string, Buffer>();
  #wiped = false;

  /** @param dataKey 32 bytes; copied */
  constructor(store: string, dataKey: Uint8Array) {
    this.store = store;
    this.#dataKey = Buffer.from(dataKey);
    this.#derived = deriveKeys(dataKey, store);
  }

  /** The key made from the data key for this purpose. @throws StoreError `locked` after {@link wipe} */
  derived(purpose: keyof DerivedKeys): Buffer {
    if (this.#wiped) throw new StoreError('locked', 'The store is locked. Unlock it to go on.');
    return this.#derived[purpose];
  }

  /** Hands the data key to `use` (to make a slot of it); it must not be kept. */
  withDataKey<T>(use: (dataKey: Uint8Array) => T): T {
    this.derived('sealing');
    return use(this.#dataKey);
  }

  /** A second ring with the same keys, wiped on its own. */
  copy(): KeyRing {
    return this.withDataKey((dataKey) => new KeyRing(this.store, dataKey));
  }

  place(table: string, row: string, column: string): Place {
    return { store: this.store, table, row, column };
  }

  /** The key that seals an account's rows. @throws StoreError `not-found` where it's gone, `damaged` */
  accountKey(database: DatabaseSync, account: string): Buffer {
    const known = this.#accountKeys.get(account);
    if (known) return known;
    const row = database
      .prepare(`SELECT id, sealed FROM sealed_key WHERE account = ? AND purpose = 'rows'`)
      .get(account) as { id: string; sealed: Uint8Array } | undefined;
    if (!row) throw new StoreError('damaged', `The store is damaged: the key of account row ${account} is missing.`);
    const key = this.unwrap(row.id, row.sealed);
    this.#accountKeys.set(account, key);
    return key;
  }

  /** The newest key for record details about an account (null: about the store). Null where there is none. */
  currentPayloadKey(database: DatabaseSync, account: string | null): { id: string; key: Buffer } | null {
    const row = database
      .prepare(`SELECT id, sealed FROM sealed_key WHERE account IS ? AND purpose = 'record'`)
      .get(account) as { id: string; sealed: Uint8Array } | undefined;
    return row ? { id: row.id, key: this.unwrapPayload(row.id, row.sealed) } : null;
  }

  /** The key under which a record entry's details were sealed; null where it's gone. */
  payloadKey(database: DatabaseSync, id: string): Buffer | null {
    const known = this.#payloadKeys.get(id);
    if (known) return known;
    const row = database.prepare(`SELECT sealed FROM sealed_key WHERE id = ? AND purpose <> 'rows'`).get(id) as
      { sealed: Uint8Array } | undefined;
    return row ? this.unwrapPayload(id, row.sealed) : null;
  }

  /** A fresh random key sealed for its row. */
  makeSealedKey(id: string): { key: Buffer; sealed: Buffer } {
    const key = randomBytes(32);
    return { key, sealed: this.wrap(id, key) };
  }

  /** Seals a key under the sealing key, for the `sealed_key` row `id`. */
  wrap(id: string, key: Uint8Array): Buffer {
    return seal(this.derived('sealing'), this.place('sealed_key', id, 'sealed'), key);
  }

  /** Opens a key of the `sealed_key` row `id`. @throws StoreError `damaged` */
  unwrap(id: string, sealed: Uint8Array): Buffer {
    return open(this.derived('sealing'), this.place('sealed_key', id, 'sealed'), sealed);
  }

  /** Forgets the keys it has unwrapped: after a transaction that made some was rolled back. */
  forget(): void {
    for (const key of [...this.#accountKeys.values(), ...this.#payloadKeys.values()]) key.fill(0);
    this.#accountKeys.clear();
    this.#payloadKeys.clear();
  }

  /** Overwrites every key. */
  wipe(): void {
    this.#wiped = true;
    this.forget();
    for (const key of [this.#dataKey, this.#derived.sealing, this.#derived.index, this.#derived.record]) key.fill(0);
  }

  private unwrapPayload(id: string, sealed: Uint8Array): Buffer {
    const known = this.#payloadKeys.get(id);
    if (known) return known;
    const key = this.unwrap(id, sealed);
    this.#payloadKeys.set(id, key);
    return key;
  }
}
