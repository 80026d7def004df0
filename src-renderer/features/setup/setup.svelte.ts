import { failureOf, type Failure } from '../../failure.ts';
import type { Session } from '../session/session.svelte.ts';

/** The shortest passphrase, in characters. The only rule there is. */
export const shortestPassphrase = 8;

/** Setting the store up: a passphrase typed twice, then the recovery key shown and typed back. */
export class SetUp {
  readonly #session: Session;
  passphrase = $state('');
  repeated = $state('');
  shown = $state(false);
  busy = $state(false);
  /** Whether the clerk tried to go on; only then are unfinished fields complained about. */
  tried = $state(false);
  failure = $state.raw<Failure | null>(null);
  typedKey = $state('');
  /** `show`: the key on the screen. `type`: typed back, with the key out of sight. */
  step = $state<'show' | 'type'>('show');

  readonly passphraseProblem = $derived(
    [...this.passphrase].length < shortestPassphrase ? `Use at least ${shortestPassphrase} characters.` : null,
  );
  readonly repeatProblem = $derived(this.repeated === this.passphrase ? null : 'The two passphrases differ.');

  constructor(session: Session) {
    this.#session = session;
  }

  /** Makes the store and takes the recovery key to be shown. */
  async create(): Promise<void> {
    this.tried = true;
    if (this.busy || this.passphraseProblem !== null || this.repeatProblem !== null) return;
    this.busy = true;
    this.failure = null;
    try {
      const { recoveryKey } = await this.#session.client.createStore({ passphrase: this.passphrase });
      this.#session.recoveryKey = recoveryKey;
      this.#forget();
      this.#session.take(await this.#session.client.appState({}));
    } catch (error) {
      this.failure = failureOf(error);
    } finally {
      this.busy = false;
    }
  }

  /** Sends the key as typed back; where it is right the store opens. */
  async confirm(): Promise<void> {
    if (this.busy || this.typedKey.trim() === '') return;
    this.busy = true;
    this.failure = null;
    try {
      const state = await this.#session.client.confirmRecoveryKey({ recoveryKey: this.typedKey.trim() });
      this.typedKey = '';
      this.#session.take(state);
    } catch (error) {
      this.failure = failureOf(error);
    } finally {
      this.busy = false;
    }
  }

  #forget(): void {
    this.passphrase = '';
    this.repeated = '';
    this.shown = false;
    this.tried = false;
    this.step = 'show';
  }
}
