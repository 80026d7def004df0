import type { AccountDetails, AccountSummary, Specimen } from '../../../src-main/contract/account.ts';
import type { Client } from '../../../src-main/contract/calls.ts';
import { failureOf, type Failure } from '../../failure.ts';
import type { Toasts } from '../session/toasts.svelte.ts';

/** As many accounts as the list shows at once. */
export const listLimit = 200;

/** The accounts on file and the one that is looked at. */
export class Accounts {
  readonly #client: Client;
  readonly #toasts: Toasts;
  #listRun = 0;
  #showRun = 0;

  search = $state('');
  list = $state.raw<readonly AccountSummary[]>([]);
  listed = $state(false);
  shown = $state.raw<AccountDetails | null>(null);
  chosen = $state<string | null>(null);
  failure = $state.raw<Failure | null>(null);

  constructor(client: Client, toasts: Toasts) {
    this.#client = client;
    this.#toasts = toasts;
  }

  /** Lists the accounts that begin with what was typed. */
  async find(prefix: string = this.search): Promise<void> {
    this.search = prefix;
    const run = ++this.#listRun;
    try {
      const { accounts } = await this.#client.completeAccount({ prefix: prefix.trim().slice(0, 40), limit: listLimit });
      if (run !== this.#listRun) return;
      this.list = accounts;
      this.listed = true;
    } catch (error) {
      if (run === this.#listRun) this.failure = failureOf(error);
    }
  }

  /** Looks one account up. */
  async show(account: string): Promise<void> {
    const run = ++this.#showRun;
    this.chosen = account;
    this.failure = null;
    try {
      const details = await this.#client.accountDetails({ account });
      if (run === this.#showRun) this.shown = details;
    } catch (error) {
      if (run !== this.#showRun) return;
      this.shown = null;
      this.failure = failureOf(error);
    }
  }

  /** Takes a specimen out of use, or back into it; offers to undo. */
  async retire(specimen: Specimen, retired: boolean): Promise<void> {
    try {
      await this.#client.retireSpecimen({ specimen: specimen.id, retired });
    } catch (error) {
      this.#toasts.show(failureOf(error).message, { tone: 'error' });
      return;
    }
    const text = retired
      ? `A specimen of ${specimen.signatoryName} is retired. Checks no longer use it.`
      : `A specimen of ${specimen.signatoryName} is in use again.`;
    this.#toasts.show(text, { action: { label: 'Undo', run: () => void this.#undoRetire(specimen, !retired) } });
    await this.#refresh();
  }

  async #undoRetire(specimen: Specimen, retired: boolean): Promise<void> {
    try {
      await this.#client.retireSpecimen({ specimen: specimen.id, retired });
      this.#toasts.show('Undone.');
    } catch (error) {
      this.#toasts.show(failureOf(error).message, { tone: 'error' });
    }
    await this.#refresh();
  }

  async #refresh(): Promise<void> {
    if (this.chosen !== null) await this.show(this.chosen);
    await this.find();
  }

  clear(): void {
    this.#listRun++;
    this.#showRun++;
    this.list = [];
    this.shown = null;
    this.chosen = null;
    this.search = '';
  }
}
