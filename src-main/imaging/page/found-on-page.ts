import type { ChequeOnPage } from './cheque-on-page.ts';

/** What a look at a page in one way finds. */
export interface FoundOnPage {
  readonly cheques: readonly ChequeOnPage[];
  /** Whether papers lie over each other. */
  readonly overlapping: boolean;
}
