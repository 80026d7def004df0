import type { Client } from '../../../src-main/contract/calls.ts';
import type { MandatesView } from '../../../src-main/contract/mandate.ts';
import { failureOf } from '../../failure.ts';
import { today } from './today.ts';
import { MandateDraft } from './mandate-draft.svelte.ts';

/** An account's mandates, and the one that is being edited. */
export class Mandates {
  readonly #client: Pick<Client, 'mandates' | 'setMandate'>;
  #run = 0;

  view = $state.raw<MandatesView | null>(null);
  draft = $state.raw<MandateDraft | null>(null);
  failure = $state<string | null>(null);
  saving = $state(false);

  constructor(client: Pick<Client, 'mandates' | 'setMandate'>) {
    this.#client = client;
  }

  /** Reads an account's mandates; what was being edited goes. */
  async show(account: string): Promise<void> {
    const run = ++this.#run;
    this.view = null;
    this.draft = null;
    this.failure = null;
    try {
      const view = await this.#client.mandates({ account });
      if (run === this.#run) this.view = view;
    } catch (error) {
      if (run === this.#run) this.failure = failureOf(error).message;
    }
  }

  edit(day = today()): void {
    if (this.view) this.draft = new MandateDraft(this.view, day);
  }

  cancel(): void {
    this.draft = null;
    this.failure = null;
  }

  /** Saves what was edited; what was typed stays where the app refuses. */
  async save(): Promise<void> {
    if (!this.view || !this.draft || this.draft.problem !== null || this.saving) return;
    const run = this.#run;
    this.saving = true;
    this.failure = null;
    try {
      const view = await this.#client.setMandate({ account: this.view.account, mandate: this.draft.mandate });
      if (run !== this.#run) return;
      this.view = view;
      this.draft = null;
    } catch (error) {
      if (run === this.#run) this.failure = failureOf(error).message;
    } finally {
      this.saving = false;
    }
  }
}
