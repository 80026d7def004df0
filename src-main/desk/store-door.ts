import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CallFailure } from '../contract/calls.ts';
import { createStore } from '../store/create-store.ts';
import { openStore } from '../store/open-store.ts';
import type { ReferenceStore, StoreKey } from '../store/reference-store.ts';
import { parseRecoveryKey } from '../store/recovery-key.ts';

/** What the door needs of the operating system's key store. */
export interface SystemKeyKeeper {
  available(): Promise<boolean>;
  seal(key: Uint8Array): Promise<Uint8Array>;
  open(sealed: Uint8Array): Promise<Uint8Array>;
}

/** A store that has been made, but whose recovery key was not typed back: it lies beside its place until then. */
interface UnconfirmedStore {
  readonly directory: string;
  readonly store: ReferenceStore;
  readonly recoveryKey: string;
  readonly passphrase: string;
}

/**
 * The store's door: none, made but unconfirmed, locked or open. A new store takes its place only when its recovery key
 * has been typed back, so that no store is ever in use whose recovery key nobody has.
 */
export class StoreDoor {
  readonly #directory: string;
  readonly #operator: string;
  readonly #keeper: SystemKeyKeeper | undefined;
  #store: ReferenceStore | null = null;
  #unconfirmed: UnconfirmedStore | null = null;

  constructor(directory: string, operator: string, keeper?: SystemKeyKeeper) {
    this.#directory = directory;
    this.#operator = operator;
    this.#keeper = keeper;
  }

  get state(): 'none' | 'unconfirmed' | 'locked' | 'open' {
    if (this.#store) return 'open';
    if (this.#unconfirmed) return 'unconfirmed';
    return existsSync(join(this.#directory, 'store.sqlite')) ? 'locked' : 'none';
  }

  /** @throws CallFailure `locked` */
  get store(): ReferenceStore {
    if (this.#store) return this.#store;
    throw new CallFailure({ fault: 'locked', message: 'The store is locked. Type the passphrase to open it.' });
  }

  /**
   * Makes a new store and gives its recovery key, to be shown once and typed back.
   * @throws CallFailure `exists`; StoreError
   */
  async create(passphrase: string): Promise<string> {
    if (this.state === 'locked' || this.state === 'open') {
      throw new CallFailure({ fault: 'exists', message: `There is a store in ${this.#directory} already.` });
    }
    await this.#dropUnconfirmed();
    const parent = dirname(this.#directory);
    await mkdir(parent, { recursive: true, mode: 0o700 });
    const directory = join(parent, `${basename(this.#directory)}.new-${randomBytes(6).toString('hex')}`);
    const { store, recoveryKey } = await createStore(directory, { passphrase, operator: this.#operator });
    this.#unconfirmed = { directory, store, recoveryKey, passphrase };
    return recoveryKey;
  }

  /**
   * Puts the new store in its place once its recovery key was typed back, and opens it.
   * @throws CallFailure `wrong-recovery-key`, `no-store`; StoreError `bad-recovery-key` where it can't be one
   */
  async confirm(recoveryKey: string): Promise<void> {
    const made = this.#unconfirmed;
    if (!made) throw new CallFailure({ fault: 'no-store', message: 'There is no new store to confirm. Start again.' });
    if (!parseRecoveryKey(made.recoveryKey).equals(parseRecoveryKey(recoveryKey))) {
      throw new CallFailure({
        fault: 'wrong-recovery-key',
        field: 'recoveryKey',
        message: "That isn't the recovery key shown before. Compare it letter by letter.",
      });
    }
    await made.store.close();
    await rename(made.directory, this.#directory);
    this.#unconfirmed = null;
    await this.unlock({ passphrase: made.passphrase, operator: this.#operator });
  }

  /** @throws StoreError, `wrong-passphrase` among others */
  async unlock(key: StoreKey): Promise<void> {
    const opened = await openStore(this.#directory, key);
    await this.#store?.close();
    this.#store = opened;
  }

  async lock(): Promise<void> {
    const open = this.#store;
    this.#store = null;
    await open?.close();
    await this.#dropUnconfirmed();
  }

  async systemKeyAvailable(): Promise<boolean> {
    return this.#keeper ? this.#keeper.available() : false;
  }

  /** Lets the operating system's key store open this store from now on. */
  async keepSystemKey(): Promise<void> {
    if (!this.#keeper || !(await this.#keeper.available())) return;
    const key = randomBytes(32);
    await this.store.addSystemSlot(key, this.#operator);
    await writeFile(this.#systemKeyFile, await this.#keeper.seal(key), { mode: 0o600 });
    key.fill(0);
  }

  /** Takes the operating system's slot away again. */
  async dropSystemKey(): Promise<void> {
    await this.store.removeSystemSlots();
    await rm(this.#systemKeyFile, { force: true });
  }

  /** Opens the store by the operating system's key store; false where that can't be done: then the passphrase is asked for. */
  async unlockBySystem(): Promise<boolean> {
    if (this.state !== 'locked' || !this.#keeper || !existsSync(this.#systemKeyFile)) return false;
    try {
      if (!(await this.#keeper.available())) return false;
      const systemKey = await this.#keeper.open(await readFile(this.#systemKeyFile));
      await this.unlock({ systemKey });
      return true;
    } catch {
      return false;
    }
  }

  get #systemKeyFile(): string {
    return `${this.#directory}.system-key`;
  }

  /** Closes and removes a store that was made but never confirmed: nothing was ever put in it. */
  async #dropUnconfirmed(): Promise<void> {
    const made = this.#unconfirmed;
    this.#unconfirmed = null;
    if (!made) return;
    await made.store.close();
    await rm(made.directory, { recursive: true, force: true });
  }
}
