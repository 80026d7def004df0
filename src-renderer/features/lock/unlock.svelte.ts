import { failureOf, type Failure } from '../../failure.ts';
import type { Session } from '../session/session.svelte.ts';

/** Opening the locked store, by the passphrase or by the recovery key. */
export class Unlock {
  readonly #session: Session;
  key = $state('');
  recovery = $state(false);
  shown = $state(false);
  busy = $state(false);
  failure = $state.raw<Failure | null>(null);

  constructor(session: Session) {
    this.#session = session;
  }

  /** Changes between passphrase and recovery key. */
  use(recovery: boolean): void {
    this.recovery = recovery;
    this.key = '';
    this.failure = null;
  }

  /** Tries the key. True where the store is open now. */
  async unlock(): Promise<boolean> {
    if (this.busy) return false;
    if (this.key === '') {
      const message = this.recovery ? 'Type the recovery key.' : 'Type the passphrase.';
      this.failure = { fault: 'empty', message, field: undefined };
      return false;
    }
    this.busy = true;
    this.failure = null;
    const key = this.recovery ? this.key.trim() : this.key;
    try {
      const state = await this.#session.client.unlockStore({ key, recovery: this.recovery });
      this.key = '';
      this.#session.take(state);
      return state.store.state === 'open';
    } catch (error) {
      this.failure = failureOf(error);
      this.key = '';
      return false;
    } finally {
      this.busy = false;
    }
  }
}
