import type { Client } from '../../../src-main/contract/calls.ts';
import type { CheckSummary } from '../../../src-main/contract/check.ts';
import { failureOf, type Failure } from '../../failure.ts';
import type { Toasts } from '../session/toasts.svelte.ts';

/** As many checks as the list shows. */
const limit = 200;

/** The latest checks with their decisions, newest first. */
export class RecentChecks {
  readonly #client: Client;
  readonly #toasts: Toasts;
  checks = $state.raw<readonly CheckSummary[] | null>(null);
  failure = $state.raw<Failure | null>(null);

  constructor(client: Client, toasts: Toasts) {
    this.#client = client;
    this.#toasts = toasts;
  }

  async load(): Promise<void> {
    try {
      this.checks = (await this.#client.recentChecks({ limit })).checks;
      this.failure = null;
    } catch (error) {
      this.failure = failureOf(error);
    }
  }

  /** The operator's own latest decision that still stands, or null. Only that one can be undone here. */
  lastOwn(operator: string): string | null {
    let last: CheckSummary['decision'] = null;
    for (const { decision } of this.checks ?? []) {
      if (decision?.operator === operator && (last === null || decision.at > last.at)) last = decision;
    }
    return last?.id ?? null;
  }

  async undo(decision: string): Promise<void> {
    try {
      await this.#client.undoDecision({ decision });
      this.#toasts.show('The decision is undone.');
    } catch (error) {
      this.#toasts.show(`Not undone. ${failureOf(error).message}`, { tone: 'error' });
    }
    await this.load();
  }

  clear(): void {
    this.checks = null;
  }
}
