import type { Client } from '../../../src-main/contract/calls.ts';
import type { Awaiting } from '../../../src-main/contract/decide.ts';
import { failureOf, type Failure } from '../../failure.ts';
import type { Toasts } from '../session/toasts.svelte.ts';

type ConfirmCalls = Pick<
  Client,
  'awaiting' | 'confirmDecision' | 'refuseDecision' | 'confirmEnrolment' | 'refuseEnrolment'
>;

/** A decision or an enrolment that waits for a second person. */
export interface Waiting {
  readonly kind: 'decision' | 'enrolment';
  readonly id: string;
}

/** What waits for a second person, and this operator's word on it. */
export class SecondPerson {
  readonly #client: ConfirmCalls;
  readonly #toasts: Toasts;
  view = $state.raw<Awaiting | null>(null);
  failure = $state.raw<Failure | null>(null);
  busy = $state(false);
  /** How much this operator could confirm. */
  readonly mine = $derived(
    [...(this.view?.decisions ?? []), ...(this.view?.enrolments ?? [])].filter(({ mayConfirm }) => mayConfirm).length,
  );

  constructor(client: ConfirmCalls, toasts: Toasts) {
    this.#client = client;
    this.#toasts = toasts;
  }

  async load(): Promise<void> {
    try {
      this.view = await this.#client.awaiting({});
      this.failure = null;
    } catch (error) {
      this.failure = failureOf(error);
    }
  }

  async confirm({ kind, id }: Waiting): Promise<boolean> {
    return this.#answer('Confirmed.', () =>
      kind === 'decision'
        ? this.#client.confirmDecision({ decision: id })
        : this.#client.confirmEnrolment({ enrolment: id }),
    );
  }

  async refuse({ kind, id }: Waiting, reason: string): Promise<boolean> {
    return this.#answer('Refused.', () =>
      kind === 'decision'
        ? this.#client.refuseDecision({ decision: id, reason })
        : this.#client.refuseEnrolment({ enrolment: id, reason }),
    );
  }

  clear(): void {
    this.view = null;
  }

  async #answer(done: string, call: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    let answered = true;
    try {
      await call();
      this.#toasts.show(done);
    } catch (error) {
      answered = false;
      this.#toasts.show(`Not recorded. ${failureOf(error).message}`, { tone: 'error' });
    } finally {
      this.busy = false;
    }
    await this.load();
    return answered;
  }
}
