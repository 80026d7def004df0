import type { Client } from '../../../src-main/contract/calls.ts';
import type { DecisionKind } from '../../../src-main/contract/check.ts';
import type { DecisionReason, DecisionReasons } from '../../../src-main/contract/decision-reasons.ts';
import { failureOf } from '../../failure.ts';
import type { Toasts } from '../session/toasts.svelte.ts';

/** The bank's list of reasons, as it is offered with a decision. */
export class OfferedReasons {
  readonly #client: Pick<Client, 'decisionReasons'>;
  readonly #toasts: Toasts;
  #list = $state.raw<DecisionReasons>([]);

  constructor(client: Pick<Client, 'decisionReasons'>, toasts: Toasts) {
    this.#client = client;
    this.#toasts = toasts;
  }

  /** Without the list nothing is offered, and a reason has to be typed. */
  async load(): Promise<void> {
    try {
      this.#list = (await this.#client.decisionReasons({})).reasons;
    } catch (error) {
      this.#toasts.show(`The list of reasons can't be shown. ${failureOf(error).message}`, { tone: 'error' });
    }
  }

  /** Those for one kind of decision, in the bank's order, without retired ones. */
  of(kind: DecisionKind): readonly DecisionReason[] {
    return this.#list.filter((reason) => reason.for.includes(kind) && !reason.retired);
  }

  /** The code of a reason that is word for word one of those offered; null: words of the clerk's own. */
  codeOf(kind: DecisionKind, words: string): string | null {
    return this.of(kind).find((reason) => reason.words === words)?.code ?? null;
  }
}
