import type { CheckResult } from '../../../src-main/contract/check.ts';
import { failureOf, type Failure } from '../../failure.ts';

/** The check of one cheque: waiting to be made, under way, answered. Only the last one asked for counts. */
export class ChequeCheck {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #run = 0;
  /** Waits to be made, or is under way. */
  underWay = $state(false);
  result = $state.raw<CheckResult | null>(null);
  failure = $state.raw<Failure | null>(null);

  /** Makes the check after so many milliseconds, unless something else comes first. */
  later(milliseconds: number, check: () => void): void {
    this.cancel();
    this.underWay = true;
    this.#timer = setTimeout(check, milliseconds);
  }

  /** Asks for the check. True where its answer or failure is the one that counts now; one that comes too late is dropped. */
  async ask(check: () => Promise<CheckResult>): Promise<boolean> {
    this.cancel();
    const run = this.#run;
    this.underWay = true;
    let result: CheckResult | null = null;
    let failure: Failure | null = null;
    try {
      result = await check();
    } catch (error) {
      failure = failureOf(error);
    }
    if (run !== this.#run) return false;
    this.underWay = false;
    this.result = result;
    this.failure = failure;
    return true;
  }

  /** Takes why there is nothing to check, null where something is merely missing yet. */
  settle(failure: Failure | null): void {
    this.cancel();
    this.underWay = false;
    this.result = null;
    this.failure = failure;
  }

  /** Drops what is waiting or under way; what was answered stays. */
  cancel(): void {
    clearTimeout(this.#timer);
    this.#run++;
  }
}
